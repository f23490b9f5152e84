import pytest

from tests.rule_numbers import Place, moved, numbers, with_number

TEXT = """id = "triage-1"
effective_from = 2020-01-20

[temperature]
fever_threshold_c = 37.30   # TEMP-2
fever_comparator = ">="

[[acuity.bands]]
hr_below = 90
"""


def test_numbers_are_found_with_their_tables_and_dates_are_not() -> None:
    assert list(numbers(TEXT, "t.toml")) == [
        Place("t.toml", 5, "temperature", "fever_threshold_c", "37.30"),
        Place("t.toml", 9, "acuity.bands", "hr_below", "90"),
    ]


@pytest.mark.parametrize(
    ("number", "both"),
    [
        ("37.30", ("37.29", "37.31")),
        ("90", ("89", "91")),
        ("0", ("-1", "1")),
        ("0.00", ("-0.01", "0.01")),
    ],
)
def test_a_number_moves_by_one_unit_of_its_last_digit(number: str, both: tuple[str, str]) -> None:
    assert moved(number) == both


def test_only_the_one_number_is_changed() -> None:
    place = Place("t.toml", 5, "temperature", "fever_threshold_c", "37.30")

    changed = with_number(TEXT, place, "37.31")

    assert changed == TEXT.replace("37.30 ", "37.31 ")

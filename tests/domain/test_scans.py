"""What a scanned code is taken for: a card whose number is right, our own papers, and nothing else."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.scans import Repeats, Scan, ScanKind, is_clean, read_scan

NOON = datetime(2020, 2, 25, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "scan"),
    [
        ("370399199001011231", Scan(ScanKind.CITIZEN_ID, "370399199001011231", 18)),
        ("37039919900101116X", Scan(ScanKind.CITIZEN_ID, "37039919900101116X", 18)),
        ("37039919900101116x", Scan(ScanKind.CITIZEN_ID, "37039919900101116X", 18)),
        (
            "３７０３９９１９９００１０１１１６Ｘ",
            Scan(ScanKind.CITIZEN_ID, "37039919900101116X", 18),
        ),
        ("20200225-0007", Scan(ScanKind.VISIT, "20200225-0007", 13)),
        ("GATE-20200225-001", Scan(ScanKind.SHEET, "GATE-20200225-001", 17)),
        ("gate-20200225-001", Scan(ScanKind.SHEET, "GATE-20200225-001", 17)),
        ("https://example.cn/h?c=1", Scan(ScanKind.WEB_CODE, "https://example.cn/h?c=1", 24)),
        ("6901234567892", Scan(ScanKind.OTHER, "6901234567892", 13)),
    ],
    ids=["card", "card_X", "card_x", "card_wide", "slip", "sheet", "sheet_caps", "web", "goods"],
)
def test_a_code_is_known_by_its_shape(text: str, scan: Scan) -> None:
    assert read_scan(text, NOON) == scan


@pytest.mark.rule("COD-1")
@pytest.mark.parametrize("place", range(18))
def test_a_card_with_any_one_wrong_digit_is_never_taken_for_a_card(place: int) -> None:
    card = "370399199001011231"
    wrong = card[:place] + str((int(card[place]) + 1) % 10) + card[place + 1 :]

    assert read_scan(wrong, NOON).kind is ScanKind.WRONG_ID


@pytest.mark.parametrize("lost", range(1, 18))
def test_a_card_whose_first_characters_were_lost_is_nothing_we_know(lost: int) -> None:
    assert read_scan("370399199001011231"[lost:], NOON).kind is ScanKind.OTHER


def test_a_number_of_fifteen_digits_is_no_card_for_any_goods_may_have_one() -> None:
    assert read_scan("370399900101123", NOON).kind is ScanKind.OTHER


def test_where_staff_sign_in_every_code_is_a_badge_letter_for_letter() -> None:
    scan = read_scan("370399199001011231", NOON, is_for_staff=True)
    small = read_scan("n-0042x", NOON, is_for_staff=True)

    assert scan == Scan(ScanKind.STAFF_BADGE, "370399199001011231", 18)
    assert small == Scan(ScanKind.STAFF_BADGE, "n-0042x", 7)


def test_a_card_of_somebody_not_yet_born_is_wrong() -> None:
    before = datetime(1989, 12, 31, 4, 0, tzinfo=UTC)

    assert read_scan("370399199001011231", before).kind is ScanKind.WRONG_ID


@given(st.text(max_size=60))
def test_any_text_at_all_has_a_kind_and_keeps_its_length(text: str) -> None:
    scan = read_scan(text, NOON)

    assert scan.length == len(text)


def test_only_the_group_separator_may_stand_among_the_characters() -> None:
    assert is_clean("0106901234567892\x1d17250101")
    assert not is_clean("a\x00b")
    assert not is_clean("a\x7fb")
    assert not is_clean("a\x85b")


def test_a_code_is_a_repeat_as_long_as_it_stays_under_the_scanner() -> None:
    repeats = Repeats()

    seen = [repeats.is_repeat("A", at) for at in (0.0, 1.4, 2.8, 4.4)]
    other = [repeats.is_repeat(text, 4.5) for text in ("B", "A")]

    assert seen == [False, True, True, False]
    assert other == [False, False]

"""PINs: four to six digits, and none that everybody tries first."""

import pytest

from feverclinic.domain.pins import is_easy, is_pin


@pytest.mark.parametrize("text", ["2468", "90417", "739105"])
def test_four_to_six_digits_are_a_pin(text: str) -> None:
    assert is_pin(text)
    assert not is_easy(text)


@pytest.mark.parametrize("text", ["", "123", "1234567", "12a4", " 2468", "2468 ", "2468\n", "٤٥٦٧"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_pin(text)


@pytest.mark.parametrize(
    "pin",
    [
        *("0000", "999999", "1234", "8765", "9012", "012345", "7474", "565656"),
        *("0131", "3101", "1985", "2024", "850131", "310185", "198503"),
    ],
)
def test_what_everybody_tries_first_is_easy(pin: str) -> None:
    assert is_easy(pin)


@pytest.mark.parametrize("pin", ["0132", "1390", "2039", "1919", "198513"])
def test_what_only_looks_like_a_date_is_looked_at_closely(pin: str) -> None:
    assert is_easy(pin) is (pin == "1919")

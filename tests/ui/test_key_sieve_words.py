"""An input method speaks between the keys of a scanner: no part of a code counts, no word is lost."""

from tests.ui.sieve_desk import GAP_MS, SLIP, TypingDesk
from ui.key_sieve import KeySieve, Ruling, Sort, Stroke


def an_eaten_letter() -> "KeySieve[str]":
    """Seventeen digits, Shift, no letter, Enter: an input method has the letter."""
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    for at, one in enumerate("37039919900101116"):
        sieve.press(Stroke(one, at * 8), one, can_take_back=True)
    sieve.press(Stroke("", 138, Sort.SHIFT), "shift", can_take_back=True)
    ended = sieve.press(Stroke("\r", 150, Sort.END), "\r", can_take_back=True)
    assert ended == Ruling(is_held=True)
    return sieve


def test_a_letter_that_comes_after_the_end_of_its_code_still_belongs_to_it() -> None:
    letter = Stroke("X", 190, is_unstamped=True)

    ruling = an_eaten_letter().press(letter, "X", can_take_back=True)

    assert ruling == Ruling(is_held=True, takes_back=True, code="37039919900101116X")


def test_a_letter_that_never_comes_makes_its_code_broken() -> None:
    assert an_eaten_letter().flush() == Ruling(is_broken=True, takes_back=True)


def test_a_code_whose_beginning_an_input_method_ate_is_broken_and_never_acted_upon() -> None:
    desk = TypingDesk()

    desk.foreign("掌握", 300)
    desk.scan(SLIP, first_ms=8)

    assert (desk.text, desk.codes, desk.broken) == ("掌握", [], 1)


def test_a_code_whose_end_an_input_method_ate_is_broken_and_fills_nothing() -> None:
    desk = TypingDesk()

    desk.type("20200225-", 8)
    desk.foreign("一", 8)
    desk.rest()

    assert (desk.text, desk.codes, desk.broken) == ("", [], 1)


def test_a_word_in_the_middle_of_a_code_makes_it_broken() -> None:
    desk = TypingDesk()

    desk.type("-2", 8)
    desk.foreign("GATE", 8)
    desk.scan("0201125-001", first_ms=8)

    assert (desk.text, desk.codes, desk.broken) == ("", [], 1)


def test_typing_through_an_input_method_is_no_scan_and_keeps_its_order() -> None:
    desk = TypingDesk()

    desk.type("12", 40)
    desk.foreign("张", 10)
    desk.rest()

    assert (desk.text, desk.broken) == ("12张", 0)


def a_card_with_its_letter(*, known: bool) -> "KeySieve[str]":
    """Seventeen digits and the letter that an input method handed on when it ate the Enter."""
    sieve: KeySieve[str] = KeySieve(GAP_MS, lambda text: known and len(text) == 18)
    for at, one in enumerate("37039919900101116"):
        sieve.press(Stroke(one, at * 8), one, can_take_back=True)
    sieve.press(Stroke("X", 150, is_unstamped=True), "X", can_take_back=True)
    return sieve


def test_a_card_whose_enter_an_input_method_ate_is_read_after_one_gap() -> None:
    sieve = a_card_with_its_letter(known=True)

    assert sieve.patience_ms == GAP_MS
    assert sieve.flush() == Ruling(is_held=True, takes_back=True, code="37039919900101116X")


def test_a_code_without_meaning_whose_enter_was_eaten_is_broken() -> None:
    sieve = a_card_with_its_letter(known=False)

    assert sieve.flush() == Ruling(is_broken=True, takes_back=True)

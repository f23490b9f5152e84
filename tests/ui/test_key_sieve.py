"""Typing and scanning told apart by time: what a nurse types arrives, what a scanner sends does not."""

import pytest

from tests.ui.sieve_desk import CARD, ENTER, GAP_MS, SLIP, TypingDesk
from ui.key_sieve import KeySieve, Ruling, Sort, Stroke


def test_a_scan_leaves_nothing_in_the_field() -> None:
    desk = TypingDesk()

    desk.scan(CARD)
    desk.rest()

    assert (desk.text, desk.codes) == ("", [CARD])


@pytest.mark.parametrize("gap_ms", [1, 8, 16, 50])
@pytest.mark.parametrize("end", ["\r", "\t"], ids=["enter", "tab"])
def test_a_scanner_is_heard_at_every_speed_up_to_the_gap(gap_ms: int, end: str) -> None:
    desk = TypingDesk()

    desk.scan(CARD, gap_ms, end=end)

    assert (desk.text, desk.codes) == ("", [CARD])


def test_a_scanner_slower_than_the_gap_is_a_person() -> None:
    desk = TypingDesk()

    desk.scan(CARD, GAP_MS + 1)

    assert (desk.text, desk.codes) == (CARD + ENTER, [])


def test_fast_digits_of_a_person_are_typing() -> None:
    desk = TypingDesk()

    desk.type("112233", 60)
    desk.strike(ENTER, 60)
    desk.rest()

    assert (desk.text, desk.codes) == ("112233\r", [])


def test_a_fast_run_without_an_end_is_typing_after_all_and_comes_in_its_order() -> None:
    desk = TypingDesk()

    desk.type("zhangsan", 20)
    desk.rest()

    assert (desk.text, desk.codes) == ("zhangsan", [])


def test_five_fast_keys_and_enter_are_typing() -> None:
    desk = TypingDesk()

    desk.scan("12345")
    desk.rest()

    assert (desk.text, desk.codes) == ("12345\r", [])


def test_a_key_held_down_is_no_scan_whether_or_not_it_says_that_it_repeats() -> None:
    desk = TypingDesk()

    desk.type("1111111", 33)
    desk.strike(ENTER, 33)
    desk.rest()

    assert (desk.text, desk.codes) == ("1111111\r", [])


def test_a_key_that_says_it_repeats_goes_on_at_once() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    sieve.press(Stroke("1", 0), "1", can_take_back=True)

    ruling = sieve.press(Stroke("1", 30, is_repeat=True), "1", can_take_back=True)

    assert ruling == Ruling()


def test_a_scan_in_the_middle_of_a_name_leaves_the_letters_where_they_are() -> None:
    desk = TypingDesk()

    desk.type("zhang", 120)
    desk.scan(CARD)
    desk.type("san", 120)

    assert (desk.text, desk.codes) == ("zhangsan", [CARD])


@pytest.mark.parametrize("pause_ms", [30, 40, 50])
def test_a_scan_right_behind_a_letter_does_not_take_the_letter_with_it(pause_ms: int) -> None:
    desk = TypingDesk()

    desk.type("zhang", 120)
    desk.scan(SLIP, first_ms=pause_ms)

    assert (desk.text, desk.codes) == ("zhang", [SLIP])


def test_two_letters_within_the_gap_before_a_known_code_stay_in_the_field() -> None:
    desk = TypingDesk()

    desk.type("zhan", 120)
    desk.strike("g", 12)
    desk.scan(CARD, first_ms=12)

    assert (desk.text, desk.codes) == ("zhang", [CARD])


def test_the_second_enter_of_a_scanner_does_nothing_and_the_nurses_own_does() -> None:
    desk = TypingDesk()

    desk.scan(CARD)
    desk.strike(ENTER, 8)
    after_the_scan = desk.text
    desk.strike(ENTER, 400)

    assert (after_the_scan, desk.text) == ("", ENTER)


def test_where_a_key_cannot_be_taken_back_it_waits_the_gap_and_no_longer() -> None:
    desk = TypingDesk(can_take_back=False)

    desk.strike("1", 300)
    at_once = desk.text
    desk.pass_time(GAP_MS + 1)

    assert (at_once, desk.text) == ("", "1")


def test_a_single_digit_answers_at_once_where_it_can_be_taken_back() -> None:
    desk = TypingDesk()

    desk.strike("1", 300)

    assert (desk.text, desk.waits_ms) == ("1", [0])


def test_a_function_key_lets_go_what_is_held_before_itself() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    sieve.press(Stroke("a", 0), "a", can_take_back=True)
    sieve.press(Stroke("b", 10), "b", can_take_back=True)

    ruling = sieve.press(Stroke("", 20, Sort.OTHER), "F9", can_take_back=True)

    assert ruling == Ruling(give=("b",))


def test_shift_between_the_characters_of_a_code_changes_nothing() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    for at, one in enumerate("GATE-20200225-001"):
        sieve.press(Stroke("", at * 8, Sort.SHIFT), "shift", can_take_back=True)
        sieve.press(Stroke(one, at * 8 + 2), one, can_take_back=True)

    ruling = sieve.press(Stroke("\r", 17 * 8, Sort.END), "\r", can_take_back=True)

    assert ruling == Ruling(is_held=True, takes_back=True, code="GATE-20200225-001")


def test_a_key_goes_up_after_it_went_down_also_when_it_was_held() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    sieve.press(Stroke("a", 0, key=65), "a down", can_take_back=True)
    sieve.press(Stroke("b", 10, key=66), "b down", can_take_back=True)

    first = sieve.release(65, "a up")
    second = sieve.release(66, "b up")

    assert (first.is_held, second.is_held) == (False, True)
    assert sieve.flush().give == ("b down", "b up")


def test_a_clock_that_jumps_back_makes_typing_of_what_is_held() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    sieve.press(Stroke("a", 5000), "a", can_take_back=True)
    sieve.press(Stroke("b", 5010), "b", can_take_back=True)

    ruling = sieve.press(Stroke("c", 100), "c", can_take_back=True)

    assert ruling == Ruling(give=("b",))


def test_a_busy_computer_may_be_late_with_the_rest_of_a_code() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    for at, one in enumerate(SLIP[:6]):
        sieve.press(Stroke(one, at * 8), one, can_take_back=True)

    assert sieve.patience_ms == 500


def test_two_keys_that_changed_places_on_their_way_make_no_code() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    for at, one in zip((0, 8, 24, 16, 32, 40, 48, 56), "20200225", strict=True):
        sieve.press(Stroke(one, at), one, can_take_back=True)

    ruling = sieve.press(Stroke("\r", 64, Sort.END), "\r", can_take_back=True)

    assert ruling == Ruling(is_held=True, takes_back=True, is_broken=True)


def test_a_letter_that_an_input_method_hands_through_late_belongs_to_its_code() -> None:
    sieve: KeySieve[str] = KeySieve(GAP_MS)
    for at, one in enumerate("37039919900101116"):
        sieve.press(Stroke(one, at * 8), one, can_take_back=True)
    sieve.press(Stroke("X", 260, is_unstamped=True), "X", can_take_back=True)

    ruling = sieve.press(Stroke("\r", 144, Sort.END), "\r", can_take_back=True)

    assert ruling == Ruling(is_held=True, takes_back=True, code="37039919900101116X")

"""Typing and scanning told apart by time: no key is lost, none changes its place, no part of a code counts."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.key_sieve import KeySieve, Ruling, Sort, Stroke

GAP_MS = 50
CARD = "370399199001011231"
SLIP = "20200225-0007"
ENTER = "\r"
KNOWN = frozenset({CARD, SLIP})


@dataclass(frozen=True)
class Timed:
    """A key and the milliseconds since the one before."""

    text: str
    after_ms: int


class Desk:
    """A field, a scanner's ear and a clock around a sieve; `text` is what stands in the field."""

    def __init__(self, *, can_take_back: bool = True) -> None:
        self.sieve: KeySieve[str] = KeySieve(GAP_MS, lambda text: text in KNOWN)
        self.text = ""
        self.codes: list[str] = []
        self.broken = 0
        self.now_ms = 1000
        self.story = ""
        self.waits_ms: list[int] = []
        self._can_take_back = can_take_back
        self._last_key_ms = 0
        self._held_since: list[int] = []

    def strike(self, text: str, after_ms: int) -> None:
        self.pass_time(after_ms)
        sort = Sort.END if text in "\r\t" else Sort.CHARACTER
        stroke = Stroke(text, self.now_ms, sort, ord(text))
        self._last_key_ms = self.now_ms
        ruling = self.sieve.press(stroke, text, can_take_back=self._can_take_back)
        self._obey(ruling)
        if not ruling.is_held:
            self._type(text)
        elif ruling.code:
            self.story += ruling.code + text
        elif sort is Sort.CHARACTER:
            self._held_since.append(self.now_ms)

    def pass_time(self, milliseconds: int) -> None:
        """The timer of the window: looks once a gap has passed since the last key."""
        for _ in range(milliseconds):
            self.now_ms += 1
            if self.now_ms - self._last_key_ms > self.sieve.patience_ms:
                self._obey(self.sieve.flush())

    def foreign(self, after_ms: int) -> None:
        self.pass_time(after_ms)
        self._obey(self.sieve.foreign(self.now_ms))

    def type(self, text: str, gap_ms: int, first_ms: int = 300) -> None:
        for at, one in enumerate(text):
            self.strike(one, gap_ms if at else first_ms)

    def scan(self, code: str, gap_ms: int = 8, first_ms: int = 300, end: str = ENTER) -> None:
        self.type(code + end, gap_ms, first_ms)

    def rest(self) -> None:
        self.pass_time(10 * GAP_MS + 1)

    def _obey(self, ruling: Ruling[str]) -> None:
        if ruling.takes_back:
            self.text, self.story = self.text[:-1], self.story[:-1]
        for one in ruling.give:
            self.waits_ms.append(self.now_ms - self._held_since.pop(0))
            self.text += one
            self.story += one
        if ruling.code:
            self.codes.append(ruling.code)
            self._held_since.clear()
        self.broken += ruling.is_broken

    def _type(self, text: str) -> None:
        self.waits_ms.append(0)
        self.text += text
        self.story += text


def test_a_scan_leaves_nothing_in_the_field() -> None:
    desk = Desk()

    desk.scan(CARD)
    desk.rest()

    assert (desk.text, desk.codes) == ("", [CARD])


@pytest.mark.parametrize("gap_ms", [1, 8, 16, 50])
@pytest.mark.parametrize("end", ["\r", "\t"], ids=["enter", "tab"])
def test_a_scanner_is_heard_at_every_speed_up_to_the_gap(gap_ms: int, end: str) -> None:
    desk = Desk()

    desk.scan(CARD, gap_ms, end=end)

    assert (desk.text, desk.codes) == ("", [CARD])


def test_a_scanner_slower_than_the_gap_is_a_person() -> None:
    desk = Desk()

    desk.scan(CARD, GAP_MS + 1)

    assert (desk.text, desk.codes) == (CARD + ENTER, [])


def test_fast_digits_of_a_person_are_typing() -> None:
    desk = Desk()

    desk.type("112233", 60)
    desk.strike(ENTER, 60)
    desk.rest()

    assert (desk.text, desk.codes) == ("112233\r", [])


def test_a_fast_run_without_an_end_is_typing_after_all_and_comes_in_its_order() -> None:
    desk = Desk()

    desk.type("zhangsan", 20)
    desk.rest()

    assert (desk.text, desk.codes) == ("zhangsan", [])


def test_five_fast_keys_and_enter_are_typing() -> None:
    desk = Desk()

    desk.scan("12345")
    desk.rest()

    assert (desk.text, desk.codes) == ("12345\r", [])


def test_a_key_held_down_is_no_scan_whether_or_not_it_says_that_it_repeats() -> None:
    desk = Desk()

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
    desk = Desk()

    desk.type("zhang", 120)
    desk.scan(CARD)
    desk.type("san", 120)

    assert (desk.text, desk.codes) == ("zhangsan", [CARD])


@pytest.mark.parametrize("pause_ms", [30, 40, 50])
def test_a_scan_right_behind_a_letter_does_not_take_the_letter_with_it(pause_ms: int) -> None:
    desk = Desk()

    desk.type("zhang", 120)
    desk.scan(SLIP, first_ms=pause_ms)

    assert (desk.text, desk.codes) == ("zhang", [SLIP])


def test_two_letters_within_the_gap_before_a_known_code_stay_in_the_field() -> None:
    desk = Desk()

    desk.type("zhan", 120)
    desk.strike("g", 12)
    desk.scan(CARD, first_ms=12)

    assert (desk.text, desk.codes) == ("zhang", [CARD])


def test_the_second_enter_of_a_scanner_does_nothing_and_the_nurses_own_does() -> None:
    desk = Desk()

    desk.scan(CARD)
    desk.strike(ENTER, 8)
    after_the_scan = desk.text
    desk.strike(ENTER, 400)

    assert (after_the_scan, desk.text) == ("", ENTER)


def test_where_a_key_cannot_be_taken_back_it_waits_the_gap_and_no_longer() -> None:
    desk = Desk(can_take_back=False)

    desk.strike("1", 300)
    at_once = desk.text
    desk.pass_time(GAP_MS + 1)

    assert (at_once, desk.text) == ("", "1")


def test_a_single_digit_answers_at_once_where_it_can_be_taken_back() -> None:
    desk = Desk()

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


# -- an input method speaks between the keys -----------------------------------------------------


def test_a_code_whose_beginning_an_input_method_ate_is_broken_and_never_acted_upon() -> None:
    desk = Desk()

    desk.foreign(300)
    desk.scan(SLIP, first_ms=8)

    assert (desk.text, desk.codes, desk.broken) == ("", [], 1)


def test_a_code_whose_end_an_input_method_ate_is_broken_and_fills_nothing() -> None:
    desk = Desk()

    desk.type("20200225-", 8)
    desk.foreign(8)
    desk.rest()

    assert (desk.text, desk.codes, desk.broken) == ("", [], 1)


def test_typing_through_an_input_method_is_no_scan_and_keeps_its_order() -> None:
    desk = Desk()

    desk.type("12", 40)
    desk.foreign(10)
    before_the_input_method = desk.text
    desk.rest()

    assert (before_the_input_method, desk.broken) == ("12", 0)


# -- laws ----------------------------------------------------------------------------------------

ANY_KEYS = st.lists(
    st.builds(Timed, st.sampled_from("0137xX-abz\r\t"), st.integers(1, 130)), max_size=60
)


@given(ANY_KEYS, st.booleans())
def test_no_key_is_lost_and_none_changes_its_place(keys: list[Timed], can_undo: bool) -> None:
    desk = Desk(can_take_back=can_undo)

    for key in keys:
        desk.strike(key.text, key.after_ms)
    desk.rest()

    typed = "".join(key.text for key in keys)
    left_out = _without_double_ends(typed, desk.story)
    assert left_out.strip("\r\t") == ""


def _without_double_ends(typed: str, story: str) -> str:
    """What of `typed` the story leaves out: only the second end of a scan may be there."""
    left, at = "", 0
    for one in typed:
        if at < len(story) and story[at] == one:
            at += 1
        else:
            left += one
    assert at == len(story), (typed, story)
    return left


PIECES = st.lists(
    st.one_of(
        st.tuples(st.just("typed"), st.text("zhangsx0123456789", min_size=1, max_size=12)),
        st.tuples(st.just("scan"), st.sampled_from([CARD, SLIP, "GATE-20200225-001"])),
    ),
    max_size=6,
)


@given(PIECES, st.integers(51, 400), st.integers(1, 16))
def test_any_mixture_of_a_person_and_a_scanner_is_told_apart(
    pieces: list[tuple[str, str]], human_ms: int, scanner_ms: int
) -> None:
    desk = Desk()

    for kind, text in pieces:
        if kind == "typed":
            desk.type(text, human_ms, first_ms=200)
        else:
            desk.scan(text, scanner_ms, first_ms=200)
    desk.rest()

    assert desk.text == "".join(text for kind, text in pieces if kind == "typed")
    assert desk.codes == [text for kind, text in pieces if kind == "scan"]


@given(st.lists(st.tuples(st.integers(51, 400), st.integers(20, 400)), min_size=20, max_size=60))
def test_a_typing_person_feels_no_wait_longer_than_the_gap(pairs: list[tuple[int, int]]) -> None:
    desk = Desk()

    for slow_ms, maybe_fast_ms in pairs:
        desk.strike("a", slow_ms)
        desk.strike("b", maybe_fast_ms)
    desk.rest()

    assert max(desk.waits_ms) <= GAP_MS + 1
    assert desk.text == "ab" * len(pairs)

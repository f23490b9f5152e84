"""Laws of the sieve: of any keys at any time none is lost and none changes its place."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.sieve_desk import CARD, GAP_MS, SLIP, TypingDesk


@dataclass(frozen=True)
class Timed:
    """A key and the milliseconds since the one before."""

    text: str
    after_ms: int


ANY_KEYS = st.lists(
    st.builds(Timed, st.sampled_from("0137xX-abz\r\t"), st.integers(1, 130)), max_size=60
)


@given(ANY_KEYS, st.booleans())
def test_no_key_is_lost_and_none_changes_its_place(keys: list[Timed], can_undo: bool) -> None:
    desk = TypingDesk(can_take_back=can_undo)

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
    desk = TypingDesk()

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
    desk = TypingDesk()

    for slow_ms, maybe_fast_ms in pairs:
        desk.strike("a", slow_ms)
        desk.strike("b", maybe_fast_ms)
    desk.rest()

    assert max(desk.waits_ms) <= GAP_MS + 1
    assert desk.text == "ab" * len(pairs)

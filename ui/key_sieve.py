"""Tells a scanner that types from a person who types, by time alone (devices.md 6); knows no window.

A scanner sends its keys 1 to 50 ms apart and ends with Enter or Tab; nobody types six keys that
fast. The first key of a run goes on at once where it can be taken back, and only a fast second one
makes the sieve hold keys: until the run is a code, or until it turns out to be typing and every key
goes on in its order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

_T = TypeVar("_T")

SHORTEST_CODE = 6
# Six keys that fast are a scanner's for sure; a busy computer or an input method may be late with
# the rest of them, by so many gaps.
PATIENT_GAPS = 10
# A scanner that sends CR and LF presses Enter twice; the second one is part of the first.
DOUBLE_END_GAPS = 2
# So many keys of a person may stand within one gap before a scan: two hands, two keys.
MOST_STRAY = 2
# The pause of a person before a scanner begins is clearly longer than any within the code.
STRAY_TIMES, STRAY_MORE_MS = 2, 8
# A code holds no more than a QR code can.
LONGEST_RUN = 3000


class Sort(StrEnum):
    """What a key does: a character, a possible end of a code, a shift, a lock (nothing), another."""

    CHARACTER = "CHARACTER"
    END = "END"
    SHIFT = "SHIFT"
    LOCK = "LOCK"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key going down, `at_ms` by the clock that stamped it; `key` matches its release.

    `is_unstamped`: it came through an input method, and `at_ms` is only when it arrived.
    """

    text: str
    at_ms: int
    sort: Sort = Sort.CHARACTER
    key: int = 0
    is_repeat: bool = False
    is_unstamped: bool = False


@dataclass(frozen=True, slots=True)
class Ruling(Generic[_T]):
    """What becomes of a key.

    In this order: `takes_back` the key that went on before, `give` those that were held to the
    focused widget, then the key itself goes on or is `is_held`.
    `code` is a whole scan; `is_broken` says that a scan came of which an input method ate a part.
    """

    is_held: bool = False
    give: tuple[_T, ...] = ()
    takes_back: bool = False
    code: str = ""
    is_broken: bool = False


@dataclass(slots=True)
class _Held(Generic[_T]):
    """A key going down or up that waits; `at` is the place of its character in the run."""

    payload: _T
    key: int
    at: int


@dataclass(slots=True)
class _Run(Generic[_T]):
    """Keys that followed each other fast; `has_passed`: the first of them went on already."""

    text: str
    gaps: list[int]
    held: list["_Held[_T]"]
    has_passed: bool
    is_broken: bool
    last_at_ms: int
    is_loose: bool = False
    has_open_shift: bool = False
    is_ended: bool = False

    @property
    def is_scanners(self) -> bool:
        return len(self.text) >= SHORTEST_CODE


class KeySieve(Generic[_T]):
    """One keyboard. `is_known` tells whether a text is a code that means something here.

    All times are milliseconds of one clock. The caller lets time pass with `flush` when no key
    came for longer than `gap_ms`, else what is held would wait for the next key.
    """

    def __init__(self, gap_ms: int, is_known: Callable[[str], bool] = lambda _: False) -> None:
        self._gap_ms = gap_ms
        self._is_known = is_known
        self._run: _Run[_T] | None = None
        self._ended_at: int | None = None
        self._foreign_at: int | None = None

    @property
    def is_holding(self) -> bool:
        return self._run is not None and bool(self._run.held)

    def press(self, stroke: Stroke, payload: _T, *, can_take_back: bool) -> Ruling[_T]:
        """Rule on a key that goes down; `can_take_back`: whether the widget can undo it."""
        if stroke.sort in (Sort.SHIFT, Sort.LOCK):
            if self._run is not None and stroke.sort is Sort.SHIFT:
                self._run.has_open_shift = True
            return Ruling()
        if stroke.sort is Sort.OTHER or stroke.is_repeat:
            return Ruling(give=self._let_go())
        if stroke.sort is Sort.END:
            return self._end(stroke)
        return self._character(stroke, payload, can_take_back=can_take_back)

    def release(self, key: int, payload: _T) -> Ruling[_T]:
        """Rule on a key that goes up: it follows its going down."""
        held = self._run.held if self._run is not None else []
        downs = [one for one in held if one.key == key]
        if not downs or not key:
            return Ruling()
        held.append(_Held(payload, key, downs[-1].at))
        return Ruling(is_held=True)

    def foreign(self, at_ms: int, payload: _T, *, is_word: bool) -> Ruling[_T]:
        """Rule on what an input method says; `is_word` False where it changes no text.

        Within a run it waits like a key, in its place; a code with a word within is broken.
        """
        run = self._run
        if run is not None and run.held:
            run.held.append(_Held(payload, 0, len(run.text) - 1))
            run.is_broken |= is_word
            return Ruling(is_held=True)
        if is_word:
            self._foreign_at = at_ms
            return Ruling(give=self._let_go())
        return Ruling()

    def foreign_was(self, at_ms: int) -> None:
        """Set right when the word before came, by the clock that stamps the keys."""
        self._foreign_at = at_ms

    def flush(self) -> Ruling[_T]:
        """No key came in time: what is held was typing, or a scan that an input method broke."""
        run = self._run
        if run is None or not run.is_scanners:
            return Ruling(give=self._let_go())
        if self._is_ended_by_letter(run):
            return self._conclude(run, run.last_at_ms)
        if run.is_broken or run.is_ended or run.is_loose:
            self._run = None
            return Ruling(is_broken=True, takes_back=run.has_passed)
        return Ruling(give=self._let_go())

    @property
    def patience_ms(self) -> int:
        """How long what is held may wait for its next key."""
        run = self._run
        is_sure = run is not None and run.is_scanners and not self._is_ended_by_letter(run)
        return PATIENT_GAPS * self._gap_ms if is_sure else self._gap_ms

    def _is_ended_by_letter(self, run: _Run[_T]) -> bool:
        """An input method hands a capital on when Enter comes, and eats that Enter."""
        return run.is_loose and not run.is_broken and self._is_known(run.text)

    # -- inside -------------------------------------------------------------------------------

    def _follows(self, stroke: Stroke) -> bool:
        """Whether a key belongs to the run: within the gap, or late where nobody stamped it."""
        run = self._run
        if run is None:
            return False
        since_ms = stroke.at_ms - run.last_at_ms
        if run.is_loose or stroke.is_unstamped:
            return -PATIENT_GAPS * self._gap_ms <= since_ms <= self.patience_ms
        if -self._gap_ms <= since_ms < 0:
            run.is_broken = True  # two keys changed places on their way: no code can be read
            return True
        return 0 <= since_ms <= self._gap_ms

    def _let_go(self) -> tuple[_T, ...]:
        run, self._run = self._run, None
        return tuple(one.payload for one in run.held) if run is not None else ()

    def _character(self, stroke: Stroke, payload: _T, *, can_take_back: bool) -> Ruling[_T]:
        run = self._run
        if run is not None and self._follows(stroke) and len(run.text) < LONGEST_RUN:
            run.held.append(_Held(payload, stroke.key, len(run.text)))
            run.text += stroke.text
            run.gaps.append(max(0, stroke.at_ms - run.last_at_ms))
            run.last_at_ms, run.is_loose = stroke.at_ms, stroke.is_unstamped
            run.has_open_shift = False
            return self._conclude(run, stroke.at_ms) if run.is_ended else Ruling(is_held=True)
        give = self._let_go()
        foreign = self._foreign_at
        is_broken = foreign is not None and 0 <= stroke.at_ms - foreign <= self._gap_ms
        held = [] if can_take_back else [_Held(payload, stroke.key, 0)]
        self._run = _Run(
            stroke.text, [], held, can_take_back, is_broken, stroke.at_ms, stroke.is_unstamped
        )
        return Ruling(is_held=not can_take_back, give=give)

    def _end(self, stroke: Stroke) -> Ruling[_T]:
        if self._ended_at is not None:
            since_ms, self._ended_at = stroke.at_ms - self._ended_at, None
            if self._run is None and 0 <= since_ms <= DOUBLE_END_GAPS * self._gap_ms:
                return Ruling(is_held=True)
        run = self._run
        if run is None or not self._follows(stroke) or not _is_code(run.text):
            return Ruling(give=self._let_go())
        if run.has_open_shift and not run.is_broken:
            # Shift went down and no letter came: an input method has it still, or has eaten it.
            run.is_ended = True
            return Ruling(is_held=True)
        return self._conclude(run, stroke.at_ms)

    def _conclude(self, run: _Run[_T], at_ms: int) -> Ruling[_T]:
        self._run = None
        self._ended_at = at_ms
        if run.is_broken:
            return Ruling(is_held=True, takes_back=run.has_passed, is_broken=True)
        stray = self._stray(run)
        return Ruling(
            is_held=True,
            takes_back=run.has_passed and not stray,
            give=tuple(one.payload for one in run.held if one.at < stray),
            code=run.text[stray:],
        )

    def _stray(self, run: _Run[_T]) -> int:
        """How many keys at the front are a person's, who was typing when the scanner began."""
        for count in range(1, MOST_STRAY + 1):
            code = run.text[count:]
            if not _is_code(code):
                break
            slow, fast = run.gaps[count - 1], max(run.gaps[count:])
            is_pause = slow > STRAY_TIMES * fast + STRAY_MORE_MS
            if is_pause or (self._is_known(code) and not self._is_known(run.text)):
                return count
        return 0


def _is_code(text: str) -> bool:
    """A key that is held down may arrive as a run of one character; no code is that."""
    return len(text) >= SHORTEST_CODE and len(set(text)) > 1

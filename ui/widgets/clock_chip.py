"""A running clock of the top line: how much is left, or by how much it is over."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QTimer

from ui.theme import Theme
from ui.widgets.chip import Chip, ChipLook, ChipPart, chip_room

FLASHES, FLASH_MS = 6, 500
# Where no sound can call, the eye is called again.
INSIST_MS = 10_000


class Rank(StrEnum):
    """How loud a clock is, by the alarm catalogue."""

    CALM = "CALM"
    SOON = "SOON"
    ACT = "ACT"


@dataclass(frozen=True, slots=True)
class ClockState:
    """`key` names the list behind the chip; `figure` is the time of day or the time left.

    `loud` is how many clocks behind it call to act now: one more inverts the chip again.
    """

    key: str
    words: str
    figure: str
    rank: Rank = Rank.CALM
    loud: int = 0


LOOKS = {
    Rank.CALM: ChipLook("surface", "line"),
    Rank.SOON: ChipLook("warnsoft", "warnline"),
    Rank.ACT: ChipLook("danger", "danger"),
}
ICONS = {Rank.CALM: "clock", Rank.SOON: "triangle-alert", Rank.ACT: "bell"}
INKS = {Rank.CALM: "text2", Rank.SOON: "warn", Rank.ACT: "ondanger"}
FIGURE_ROOM = "88:88"


class ClockChip(Chip):
    """A click opens the list behind the clock; «act now» inverts for three seconds, then stands."""

    def __init__(self, theme: Theme, state: ClockState) -> None:
        super().__init__(theme, f"clock.{state.key}")
        self._state = state
        self._flashes_left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FLASH_MS)
        self._timer.timeout.connect(self._on_flash)
        self._again = QTimer(self)
        self._again.setInterval(INSIST_MS)
        self._again.timeout.connect(self._flash)
        self._draw(is_inverted=False)
        if state.rank is Rank.ACT:
            self._flash()

    @property
    def state(self) -> ClockState:
        return self._state

    @property
    def is_inverting(self) -> bool:
        """Whether it calls the eye just now."""
        return self._timer.isActive()

    @property
    def is_insisting(self) -> bool:
        """Whether it will call the eye again by itself."""
        return self._again.isActive()

    def show_state(self, state: ClockState) -> None:
        """Show another state; what has just become «act now», or one more of it, inverts."""
        is_loud = state.rank is Rank.ACT
        before = self._state
        self._state = state
        if is_loud and (before.rank is not Rank.ACT or state.loud > before.loud):
            self._flash()
        if not is_loud:
            self._again.stop()
        self._draw(is_inverted=self._flashes_left % 2 == 1)

    def insist(self, *, is_silent: bool) -> None:
        """Invert every ten seconds as long as «act now» cannot be heard."""
        if is_silent and self._state.rank is Rank.ACT:
            if not self._again.isActive():
                self._again.start()
        else:
            self._again.stop()

    def stand(self) -> None:
        """Stop calling the eye: for pictures, in which nothing moves."""
        self._timer.stop()
        self._again.stop()
        self._flashes_left = 0
        self._draw(is_inverted=False)

    def _flash(self) -> None:
        self._flashes_left = FLASHES
        self._timer.start()

    def _on_flash(self) -> None:
        self._flashes_left -= 1
        if self._flashes_left <= 0:
            self._timer.stop()
        self._draw(is_inverted=self._flashes_left % 2 == 1)

    def _draw(self, *, is_inverted: bool) -> None:
        state = self._state
        look = LOOKS[state.rank]
        if is_inverted:
            look = ChipLook("dangersoft", "danger")
        parts = _parts(state, is_inverted=is_inverted)
        self.show_parts(parts, look, f"{state.words} {state.figure}")


def _parts(state: ClockState, *, is_inverted: bool = False) -> tuple[ChipPart, ...]:
    ink = "danger" if is_inverted else INKS[state.rank]
    figure_ink = "text" if state.rank is Rank.CALM else ink
    return (
        ChipPart(icon=ICONS[state.rank], ink=ink, size=13 if state.rank is Rank.CALM else 15),
        ChipPart(text=state.words, ink=ink),
        ChipPart(text=state.figure, ink=figure_ink, is_bold=True, room=FIGURE_ROOM),
    )


def chip_width(theme: Theme, state: ClockState) -> int:
    """How wide the chip of a state is, before there is one."""
    return chip_room(theme, _parts(state))

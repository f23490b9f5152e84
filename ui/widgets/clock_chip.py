"""A running clock of the top line: how much is left, or by how much it is over."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QTimer

from ui.theme import Theme
from ui.widgets.chip import Chip, ChipLook, ChipPart

FLASHES, FLASH_MS = 6, 500


class Rank(StrEnum):
    """How loud a clock is, by the alarm catalogue."""

    CALM = "CALM"
    SOON = "SOON"
    ACT = "ACT"


@dataclass(frozen=True, slots=True)
class ClockState:
    """`key` names the list behind the chip; `figure` is the time of day or the time left."""

    key: str
    words: str
    figure: str
    rank: Rank = Rank.CALM


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
        self._draw(is_inverted=False)

    @property
    def state(self) -> ClockState:
        return self._state

    def show_state(self, state: ClockState) -> None:
        """Show another state; only one that has just become «act now» inverts."""
        has_become_loud = state.rank is Rank.ACT and self._state.rank is not Rank.ACT
        self._state = state
        if has_become_loud:
            self._flashes_left = FLASHES
            self._timer.start()
        self._draw(is_inverted=False)

    def _on_flash(self) -> None:
        self._flashes_left -= 1
        if self._flashes_left <= 0:
            self._timer.stop()
        self._draw(is_inverted=self._flashes_left % 2 == 1)

    def _draw(self, *, is_inverted: bool) -> None:
        state = self._state
        look, ink = LOOKS[state.rank], INKS[state.rank]
        if is_inverted:
            look, ink = ChipLook("dangersoft", "danger"), "danger"
        figure_ink = "text" if state.rank is Rank.CALM else ink
        parts = (
            ChipPart(icon=ICONS[state.rank], ink=ink, size=13 if state.rank is Rank.CALM else 15),
            ChipPart(text=state.words, ink=ink),
            ChipPart(text=state.figure, ink=figure_ink, is_bold=True, room=FIGURE_ROOM),
        )
        self.show_parts(parts, look, f"{state.words} {state.figure}")

"""Thermometers and server in the top line: label square, name, and how it is with each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from feverclinic.wording import Wording
from ui.theme import Theme
from ui.widgets.chip import Chip, ChipLook, ChipPart

# The top line stands before the records are loaded, and their types with them.
if TYPE_CHECKING:
    from feverclinic.domain.boards import DeviceState

SQUARES = {"BLUE": "labelblue", "GREEN": "labelgreen", "YELLOW": "labelyellow"}


class Readiness(StrEnum):
    """What a device is doing, for a nurse: link states in five words."""

    READY = "READY"
    ARMED = "ARMED"
    TIMING = "TIMING"
    WAITING = "WAITING"
    LOST = "LOST"


ICONS = {
    Readiness.READY: ("check", "ok"),
    Readiness.ARMED: ("timer", "accent"),
    Readiness.TIMING: ("clock", "ok"),
    Readiness.WAITING: ("clock", "unknown"),
    Readiness.LOST: ("x", "danger"),
}


@dataclass(frozen=True, slots=True)
class DeviceChipState:
    """`word` is what stands behind the icon: ready, a time left, lost. `colour` is the label's."""

    name: str
    colour: str
    readiness: Readiness
    word: str


READINESS = {
    "LIVE": Readiness.READY,
    "LISTENING": Readiness.READY,
    "QUIET": Readiness.READY,
    "OPENING": Readiness.WAITING,
    "WAITING": Readiness.WAITING,
}


def chip_state(device: DeviceState, words: Wording) -> DeviceChipState:
    """A device in the top line's few words; a link state that nobody knows counts as lost."""
    readiness = READINESS.get(device.link, Readiness.LOST)
    if device.is_armed and readiness is Readiness.READY:
        readiness = Readiness.ARMED
    said = words.say(f"shell.device_{readiness.lower()}")
    return DeviceChipState(device.name, device.colour, readiness, said)


class DeviceChips(Chip):
    """All thermometers within one edge; a click opens the devices page."""

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__(theme, "deviceChips")
        self._words = words
        self._states: tuple[DeviceChipState, ...] = ()
        self._is_narrow = False
        self._draw()

    def show_states(self, states: tuple[DeviceChipState, ...]) -> None:
        self._states = states
        self._draw()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Where room is short a device that is well is its square and its mark."""
        self._is_narrow = is_narrow
        self._draw()

    def _draw(self) -> None:
        parts: list[ChipPart] = []
        for state in self._states:
            parts.extend(self._parts_of(state))
        if not parts:
            none = self._words.say("shell.no_device")
            parts = [ChipPart(icon="unplug", ink="unknown"), ChipPart(text=none, ink="unknown")]
        is_away = not self._states or all(s.readiness is Readiness.LOST for s in self._states)
        look = ChipLook("unknownsoft", "unknown", is_dashed=True) if is_away else ChipLook()
        said = "; ".join(f"{state.name} {state.word}" for state in self._states)
        self.show_parts(tuple(parts), look, said or self._words.say("shell.no_device"))

    def _parts_of(self, state: DeviceChipState) -> list[ChipPart]:
        name, ink = ICONS[state.readiness]
        square = SQUARES.get(state.colour, "control")
        parts = [ChipPart(square=square, starts_group=True)]
        is_short = self._is_narrow and len(self._states) > 1
        if not is_short or state.readiness is not Readiness.READY:
            parts.append(ChipPart(text=state.name, ink="text2"))
        if state.readiness is not Readiness.ARMED:
            parts.append(ChipPart(icon=name, ink=ink, size=12 if name == "clock" else 15))
        if not is_short or state.readiness is not Readiness.READY:
            is_time = state.readiness is Readiness.TIMING
            parts.append(self._word(state, is_bold=is_time))
        return parts

    @staticmethod
    def _word(state: DeviceChipState, *, is_bold: bool) -> ChipPart:
        if is_bold:
            return ChipPart(text=state.word, is_bold=True, room="88:88")
        return ChipPart(text=state.word, ink="text2")


class ServerKind(StrEnum):
    """Where records go: this computer, a server that answers, one that is away, one in trouble."""

    LOCAL = "LOCAL"
    ONLINE = "ONLINE"
    AWAY = "AWAY"
    TROUBLE = "TROUBLE"


@dataclass(frozen=True, slots=True)
class ServerState:
    """`waiting` is how many saves of this computer have still to be delivered."""

    kind: ServerKind
    waiting: int = 0


class ServerChip(Chip):
    """The state of the records; a click opens administration."""

    def __init__(self, theme: Theme, words: Wording) -> None:
        super().__init__(theme, "serverChip")
        self._words = words
        self._state = ServerState(ServerKind.LOCAL)
        self._is_narrow = False
        self._draw()

    def show_state(self, state: ServerState) -> None:
        self._state = state
        self._draw()

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Where room is short only the mark stays, unless something is wrong."""
        self._is_narrow = is_narrow
        self._draw()

    def _draw(self) -> None:
        kind = self._state.kind
        said = self._words.say(f"shell.server_{kind.lower()}", waiting=self._state.waiting)
        if kind is ServerKind.AWAY:
            look, icon, ink = (
                ChipLook("unknownsoft", "unknown", is_dashed=True),
                "server",
                "unknown",
            )
        elif kind is ServerKind.TROUBLE:
            look, icon, ink = ChipLook("dangersoft", "danger"), "server-off", "danger"
        else:
            look, icon, ink = ChipLook(), "server", "ok"
        words_ink = "text2" if ink == "ok" else ink
        parts = (ChipPart(icon=icon, ink=ink, size=13), ChipPart(text=said, ink=words_ink))
        is_well = kind in {ServerKind.LOCAL, ServerKind.ONLINE}
        self.show_parts(parts[:1] if self._is_narrow and is_well else parts, look, said)
        # What is missing meanwhile (people and lists of other desks) stays to be read here.
        self.setToolTip(self._words.say("journal.gone") if kind is ServerKind.AWAY else said)

"""The two thermometers of the demo: twins on lines of this computer that answer when they are armed.

Their bytes go the whole way of a real device: port, codec, station, arming.
"""

import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from feverclinic.devices.twin import Line, PtyLine, TcpLine
from feverclinic.domain.boards import ArmedFor, DeviceState
from feverclinic.services.invented_forms import BLUE, BLUE_PROFILE, GREEN, GREEN_PROFILE
from feverclinic.settings_keys import DeviceSettings

if TYPE_CHECKING:
    from feverclinic.devices.profiles import Profile

ANSWERS_AFTER_MS = 1500
READY = frozenset({"LIVE", "QUIET", "LISTENING"})
# What the next person has, in turn: well, fever, well, near the limit, well, high fever …
NUMBERS = ("36.52", "38.16", "36.71", "37.24", "36.38", "38.94", "36.85", "37.62")
# Somebody measured again is a little warmer the second time: who was near the limit is above it.
WARMER = Decimal("0.12")
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Gun:
    """One twin: its label, its model and the line on which it speaks."""

    name: str
    colour: str
    model: str
    site: str
    line: Line

    def send(self, number: str) -> None:
        self.line.send(frame_of(self.model, number))


@cache
def _profile(model: str) -> "Profile":
    from feverclinic.devices.profiles import load_profiles  # noqa: PLC0415 - pydantic, after the paint

    return load_profiles()[model]


def frame_of(model: str, number: str) -> bytes:
    """The bytes that a device of that model sends for a body temperature in ℃."""
    values = {"body": number, "object": number, "ambient": "24.00", "emissivity": "0.97"}
    return _profile(model).wire.encode(values)


def number_for(earlier: str, place: int, *, is_contact: bool) -> str:
    """What the next reading says: of a new person by turns, of the same one a little more."""
    step = TENTH if is_contact else HUNDREDTH
    number = Decimal(earlier) + WARMER if earlier else Decimal(NUMBERS[place % len(NUMBERS)])
    return str(number.quantize(step))


class DemoGuns(QObject):
    """Opens the lines; afterwards `listen` joins them to the desk that arms them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._guns = {
            BLUE: _Gun(BLUE, "BLUE", BLUE_PROFILE, "", _line()),
            GREEN: _Gun(GREEN, "GREEN", GREEN_PROFILE, "AXILLARY", _line()),
        }
        self._place = 0
        self._greeted: set[str] = set()
        self._earlier: Callable[[], str] = lambda: ""
        self._states: Callable[[], Sequence[DeviceState]] = lambda: ()

    @property
    def settings(self) -> tuple[DeviceSettings, ...]:
        """The thermometers as they stand in the settings of the demo."""
        return tuple(
            DeviceSettings(
                gun.name, gun.colour, gun.model, gun.line.where, gun.site, gun.name, None
            )
            for gun in self._guns.values()
        )

    def listen(
        self, states: Callable[[], Sequence[DeviceState]], earlier: Callable[[], str]
    ) -> None:
        """`states` are those of the desk's thermometers, `earlier` the last number of the open form."""
        self._states, self._earlier = states, earlier

    def on_states(self, states: Sequence[DeviceState]) -> None:
        """Where no check byte speaks for a frame the first one only shows who talks: nobody's number."""
        for state in states:
            if state.link in READY and state.name in self._guns and state.name not in self._greeted:
                self._greeted.add(state.name)
                gun = self._guns[state.name]
                for _ in range(1, _profile(gun.model).frames_until_live):
                    self._say(gun, NUMBERS[0])

    def on_armed(self, armed: ArmedFor, _lost_by: str = "") -> None:
        """F4: somebody holds the thermometer to the patient, and a moment later it has measured."""
        if armed.device in self._guns:
            QTimer.singleShot(ANSWERS_AFTER_MS, self, lambda: self._answer(armed.device))

    def _answer(self, device: str) -> None:
        """Unless the arming was ended meanwhile: then nobody squeezes the trigger."""
        if not any(state.name == device and state.is_armed for state in self._states()):
            return
        gun, earlier = self._guns[device], self._earlier()
        number = number_for(earlier, self._place, is_contact=bool(gun.site))
        self._place += not earlier
        self._say(gun, number)

    @staticmethod
    def _say(gun: _Gun, number: str) -> None:
        """Written beside the window's thread: a line on which nobody reads makes the writer wait."""
        threading.Thread(target=gun.send, args=(number,), daemon=True).start()

    def close(self) -> None:
        for gun in self._guns.values():
            gun.line.unplug()


def _line() -> Line:
    """A pseudo terminal, or a TCP port where there is none (Windows)."""
    return TcpLine() if sys.platform == "win32" else PtyLine()

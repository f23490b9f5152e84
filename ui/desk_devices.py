"""The thermometers of this desk on the window's side: who is armed, whose reading came, what waits.

A reading belongs to whoever its thermometer was armed for, also when another form is open by then;
what nobody armed goes to the tray. Numbers are handed on exactly as the device sent them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from feverclinic.devices.codecs import Value
from feverclinic.devices.events import (
    DeviceConfig,
    DeviceEvent,
    LinkChanged,
    LinkState,
    Notice,
    Sample,
)
from feverclinic.devices.interpreter import accept_limits
from feverclinic.devices.profiles import Profile
from feverclinic.devices.station import Station
from feverclinic.domain.arming import (
    Accept,
    Armed,
    Hold,
    HoldReason,
    Tray,
    accept,
)
from feverclinic.domain.boards import ArmedFor, DeviceState
from feverclinic.domain.cases import CaseId
from feverclinic.domain.civil_time import to_second
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.readings import Reading, Scale, Source
from feverclinic.domain.thermometry import TemperatureProblem, read_temperature
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Unavailable
from ui.bench import Bench

# A thermometer that talks all the time sends one person's temperature many times a second: values
# closer together than this are one measurement.
ONE_MEASUREMENT_S = 4.0
READY = frozenset({LinkState.LIVE, LinkState.QUIET, LinkState.LISTENING})
AWAY = frozenset({LinkState.LOST, LinkState.WAITING, LinkState.BLOCKED})


@dataclass(frozen=True, slots=True)
class Holder:
    """For whom a thermometer is armed: the form, and what stands beside the number.

    With `case_id` it is somebody who is isolated; `draft_id` is then the same key.
    """

    draft_id: DraftId
    name: str
    sex: Sex
    age: int | None
    age_unit: AgeUnit
    id_tail: str
    case_id: CaseId | None = None


@dataclass(slots=True)
class _Desk:
    """One thermometer as it is now."""

    config: DeviceConfig
    profile: Profile
    state: DeviceState
    armed: Armed | None = None
    holder: Holder | None = None
    last_good_at: float | None = None
    last_note: str = ""
    is_away: bool = False


class DeskDevices(QObject):
    states_changed = Signal(object)  # tuple[DeviceState, ...]
    armed_changed = Signal(object)  # tuple[ArmedFor, ...], the longest armed first
    armed = Signal(object, str)  # ArmedFor just now, and who lost that thermometer ("" for nobody)
    taken = Signal(object, object)  # Reading, DraftId
    taken_of_case = Signal(object, object)  # Reading, CaseId
    unclaimed = Signal(object)  # Reading
    held = Signal(object)  # ClinicError: why a number was given to nobody
    lost = Signal(str, str)  # device, the reason as it ends a key of device.remedy
    back = Signal(str)  # device: it is there again after it was lost

    def __init__(
        self,
        bench: Bench,
        armed_seconds: int,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._armed_seconds = armed_seconds
        self._now = now
        self._monotonic = monotonic
        self._desks: dict[str, _Desk] = {}
        self._stations: list[Station] = []
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._count_down)

    def start(self, devices: Sequence[tuple[DeviceConfig, Profile]]) -> None:
        """Open every configured thermometer, each on its own thread."""
        for config, profile in devices:
            self._desks[config.name] = _Desk(
                config, profile, DeviceState(config.name, config.colour, LinkState.CLOSED.value)
            )
            station = Station(config, profile, self._from_thread, self._now)
            self._stations.append(station)
            station.start()
        self._tell_states()

    def stop(self) -> None:
        for station in self._stations:
            station.stop()
        self._stations.clear()
        self._countdown.stop()
        self._desks.clear()
        self._tell_states()
        self._tell_armed()

    @property
    def states(self) -> tuple[DeviceState, ...]:
        return tuple(desk.state for desk in self._desks.values())

    @property
    def has_live(self) -> bool:
        """Whether a thermometer is connected, so that a number typed by hand needs its reason."""
        return any(desk.state.link in READY for desk in self._desks.values())

    def arm(self, holder: Holder, device_name: str = "") -> None:
        """The next reading of the thermometer is this person's; raises Unavailable without one.

        A form has one thermometer: armed again, it keeps the one it has. Another form gets the next
        free one; where none is free, the one that was armed the longest ago.
        """
        desk = self._choose(holder.draft_id, device_name)
        for other in self._armed_desks():
            if other is not desk and other.holder and other.holder.draft_id == holder.draft_id:
                self._end_arming(other)
        before = desk.holder
        start = self._monotonic()
        desk.holder = holder
        desk.last_note = ""
        desk.armed = Armed(
            desk.config.name, str(holder.draft_id), start, start + self._armed_seconds, holder.name
        )
        self._set(desk, is_armed=True)
        self._countdown.start()
        self._tell_armed()
        is_taken_over = before is not None and before.draft_id != holder.draft_id
        self.armed.emit(self._told(desk), before.name if before and is_taken_over else "")

    def rename(self, holder: Holder) -> None:
        """Say beside the number what has been typed of the person since the arming."""
        for desk in self._desks.values():
            known = desk.holder
            if known is not None and known.draft_id == holder.draft_id and known != holder:
                desk.holder = holder
                self._tell_armed()

    def disarm(self, draft_id: DraftId | None = None) -> None:
        """End the arming of one form, or all of them."""
        for desk in self._armed_desks():
            if draft_id is None or (desk.holder and desk.holder.draft_id == draft_id):
                self._end_arming(desk)

    def _armed_desks(self) -> list[_Desk]:
        """Those that wait for a reading, the longest first."""
        armed = [desk for desk in self._desks.values() if desk.armed and desk.holder]
        return sorted(armed, key=lambda one: one.armed.armed_at if one.armed else 0.0)

    def _choose(self, draft_id: DraftId, device_name: str) -> _Desk:
        if not self._desks:
            raise Unavailable("device.none_configured")
        if device_name:
            return self._desks[device_name]
        ready = [desk for desk in self._desks.values() if desk.state.link in READY]
        if not ready:
            raise Unavailable("device.none_ready")
        own = [desk for desk in ready if desk.holder and desk.holder.draft_id == draft_id]
        free = [desk for desk in ready if desk.armed is None]
        longest = [desk for desk in self._armed_desks() if desk in ready]
        return (*own, *free, *longest)[0]

    # -- what comes from the devices ---------------------------------------------------------

    def _from_thread(self, event: DeviceEvent) -> None:
        self._bench.post(self, event, self._on_event)

    def _on_event(self, event: DeviceEvent) -> None:
        desk = self._desks.get(event.device)
        if desk is None:
            return
        if isinstance(event, LinkChanged):
            self._on_link(desk, event)
        elif isinstance(event, Notice):
            self._say(desk, f"device.notice.{event.code}")
        else:
            self._on_sample(desk, event)

    def _on_link(self, desk: _Desk, event: LinkChanged) -> None:
        """Say once that a thermometer went away, and once that it is back."""
        note = f"device.remedy.{event.reason}" if event.reason else ""
        self._set(desk, link=event.state.value, note=note)
        if event.state in READY and desk.is_away:
            desk.is_away = False
            self.back.emit(desk.config.name)
        elif event.state in AWAY and not desk.is_away:
            desk.is_away = True
            self.lost.emit(desk.config.name, event.reason)

    def _on_sample(self, desk: _Desk, sample: Sample) -> None:
        value = sample.offered_value
        shown = value or next(iter(sample.values), None)
        if shown is not None:
            self._set(desk, last_value=shown.text, last_at=sample.received_at, quiet=True)
        verdict = accept(
            sample.facts(), desk.armed, accept_limits(desk.profile), now=self._monotonic()
        )
        reading = None if value is None else _reading(sample, value, desk.config)
        if isinstance(verdict, Accept | Tray) and reading is None:
            verdict = Hold(HoldReason.OUTSIDE_LIMITS)
        if isinstance(verdict, Accept) and desk.holder is not None:
            holder = desk.holder
            desk.last_good_at = sample.last_byte_at
            self._end_arming(desk)
            if holder.case_id is None:
                self.taken.emit(reading, holder.draft_id)
            else:
                self.taken_of_case.emit(reading, holder.case_id)
        elif isinstance(verdict, Tray):
            self._on_unarmed(desk, sample, reading)
        elif isinstance(verdict, Hold) and desk.armed is not None:
            self._say(desk, f"device.held.{verdict.reason.value}")

    def _on_unarmed(self, desk: _Desk, sample: Sample, reading: Reading | None) -> None:
        before, desk.last_good_at = desk.last_good_at, sample.last_byte_at
        if before is None or sample.first_byte_at - before > ONE_MEASUREMENT_S:
            self.unclaimed.emit(reading)

    def _say(self, desk: _Desk, key: str) -> None:
        """Tell why there is no number, once for each reason."""
        self._set(desk, note=key)
        if desk.last_note != key:
            desk.last_note = key
            self.held.emit(Unavailable(key.removeprefix("error."), device=desk.config.name))

    # -- arming ------------------------------------------------------------------------------

    def _count_down(self) -> None:
        for desk in self._desks.values():
            if desk.armed is not None and self._monotonic() > desk.armed.expires_at:
                self._end_arming(desk)
        self._tell_armed()

    def _end_arming(self, desk: _Desk) -> None:
        desk.armed = desk.holder = None
        self._set(desk, is_armed=False)
        if not any(one.armed for one in self._desks.values()):
            self._countdown.stop()
        self._tell_armed()

    def _tell_armed(self) -> None:
        self.armed_changed.emit(tuple(self._told(desk) for desk in self._armed_desks()))

    def _told(self, desk: _Desk) -> ArmedFor:
        assert desk.armed is not None
        assert desk.holder is not None
        site = desk.config.site or desk.profile.device.site
        return ArmedFor(
            desk.config.name,
            desk.config.colour,
            site.value,
            desk.holder.name,
            desk.holder.sex,
            desk.holder.age,
            desk.holder.age_unit,
            desk.holder.id_tail,
            max(0, round(desk.armed.expires_at - self._monotonic())),
            desk.holder.draft_id,
        )

    def _set(self, desk: _Desk, *, quiet: bool = False, **changes: object) -> None:
        before = desk.state
        desk.state = replace(before, **changes)  # pyright: ignore[reportArgumentType] - names of DeviceState
        if not quiet and desk.state != before:
            self._tell_states()

    def _tell_states(self) -> None:
        self.states_changed.emit(self.states)


def _reading(sample: Sample, value: Value, config: DeviceConfig) -> Reading | None:
    """The reading exactly as sent; None for a number that no temperature field can hold (F-3)."""
    scale = Scale.FAHRENHEIT if value.unit == "F" else Scale.CELSIUS
    try:
        celsius = read_temperature(value.text, scale).celsius
    except TemperatureProblem:
        return None
    at = to_second(sample.received_at)
    return Reading(
        raw_text=value.text,
        celsius=celsius,
        site=sample.site,
        measured_at=at,
        raw_unit=scale,
        entered_at=at,
        received_at=at,
        source=Source.SERIAL,
        device_serial=sample.device_serial or config.name,
        device_name=config.name,
        profile=sample.profile,
        profile_version=sample.profile_version,
        raw_bytes=sample.raw,
        calibration_due=sample.calibration_due,
        ambient_c=sample.ambient_c,
    )

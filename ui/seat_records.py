"""What the seat asks of the records: each piece of work with its actor, on the records thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from feverclinic.domain.people import Proof, Staff
from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.main_window import MainWindow
from ui.runner import Runner
from ui.settings_keeper import SettingsKeeper
from ui.shift.presenter import Failed, ShiftDoor, Then
from ui.sign_in.presenter import FirstRun, SignInDoor
from ui.theme import Theme

# What the first page does not need is imported behind it: it is painted the sooner.
if TYPE_CHECKING:
    from feverclinic.domain.boards import ArmedFor
    from feverclinic.domain.shifts import HandOver
    from feverclinic.services.shifts import Watchers
    from ui.bench import Bench
    from ui.desks import Desks
    from ui.opening import Records


@dataclass(frozen=True, slots=True)
class Around:
    """What the seat stands in; each is asked for anew, for windows and languages change."""

    keeper: SettingsKeeper
    bench: Bench
    now: Callable[[], datetime]
    window: Callable[[], MainWindow]
    desk: Callable[[], Desks | None]
    records: Callable[[], Records | None]
    look: Callable[[], tuple[Theme, Wording]]
    change_look: Callable[..., None]
    tell: Callable[[str, str], None]
    say_refused: Callable[[ClinicError], None]


class SeatRecords(QObject):
    """Before the records are open what is asked waits for them."""

    def __init__(self, around: Around, actor: Callable[[], Staff | None], parent: QObject) -> None:
        super().__init__(parent)
        self._around = around
        self._actor = actor
        self._runner: Runner | None = None
        self._waiting: list[Callable[[], None]] = []
        self.armed: tuple[ArmedFor, ...] = ()

    def open(self, runner: Runner) -> None:
        """The records are open: what was asked for meanwhile is done."""
        self._runner = runner
        for asked in self._waiting:
            asked()
        self._waiting.clear()

    def note_armed(self, armed: tuple[ArmedFor, ...]) -> None:
        """The thermometers that wait for a reading now."""
        self.armed = armed

    def sign_in_door(self) -> SignInDoor:
        return SignInDoor(self._sign_in, self._make_administrator)

    def shift_door(self) -> ShiftDoor:
        return ShiftDoor(
            self._colleagues,
            self._sit_down,
            self.look_over,
            self._hand_over,
            self._leave,
            self._set_pin,
            self._change_password,
            self._show_paper,
        )

    def _do(self, work: Callable[[Any], Any], then: Then, failed: Failed) -> None:
        """Do it now, or as soon as the records are open."""
        if self._runner is not None:
            self._runner.do(self, work, then, failed)
        else:
            self._waiting.append(lambda: self._do(work, then, failed))

    def _hours(self) -> int:
        return self._around.keeper.now.pin_hours

    def _watchers(self) -> Watchers:
        from feverclinic.services.alarm_catalogue import load_catalogue  # noqa: PLC0415 - late
        from feverclinic.services.shifts import Watchers  # noqa: PLC0415 - as above

        records = self._around.records()
        assert records is not None
        _, words = self._around.look()
        armed = tuple(f"{one.device} · {one.name}".strip(" ·") for one in self.armed)
        loud = tuple(
            (alarm.id, words.say(f"alarm.{alarm.id}"))
            for alarm in load_catalogue(records.rules, self._around.keeper.now).alarms
            if alarm.rank == "ACT"
        )
        minutes = records.rules.arrival.not_arrived_minutes
        return Watchers(minutes, self._hours(), armed, loud)

    def _sign_in(self, login: str, password: str, then: Then, failed: Failed) -> None:
        self._sit_down(Proof(login, password), then, failed)

    def _sit_down(self, proof: Proof, then: Then, failed: Failed) -> None:
        hours = self._hours()

        def work(store: Any) -> Staff:
            from feverclinic.services.shifts import sit_down  # noqa: PLC0415 - after the paint

            return sit_down(store, proof, hours)

        self._do(work, then, failed)

    def _make_administrator(self, asked: FirstRun, then: Then, failed: Failed) -> None:
        keeper = self._around.keeper

        def made(staff: Staff) -> None:
            station = replace(keeper.now.station, name=asked.station_name.strip())
            try:
                keeper.change(facility_name=asked.facility_name.strip(), station=station)
            except ClinicError as error:
                self._around.say_refused(error)
            then(staff)

        def work(store: Any) -> Staff:
            from feverclinic.services.shifts import sit_down_first  # noqa: PLC0415 - as above

            return sit_down_first(store, asked.login, asked.name, asked.password)

        self._do(work, made, failed)

    def _colleagues(self, then: Then, failed: Failed) -> None:
        from feverclinic.services.signing_in import colleagues  # noqa: PLC0415 - as above

        hours = self._hours()
        self._do(lambda store: colleagues(store, hours), then, failed)

    def look_over(self, note: str, then: Then, failed: Failed) -> None:
        from feverclinic.services.shifts import look_over  # noqa: PLC0415 - as above

        watchers = self._watchers()
        self._do(lambda store: look_over(store, watchers, note), then, failed)

    def ask_still_serves(self, failed: Failed) -> None:
        """Whether the actor still may act as before; `failed` hears why not."""
        from feverclinic.services.signing_in import still_serves  # noqa: PLC0415 - as above

        self._do(still_serves, lambda _: None, failed)

    def _hand_over(self, giver: Proof, taker: Proof, note: str, then: Then, failed: Failed) -> None:
        from feverclinic.services.shifts import hand_over  # noqa: PLC0415 - as above

        watchers = self._watchers()
        self._do(lambda store: hand_over(store, giver, taker, note, watchers), then, failed)

    def _leave(self, then: Then, failed: Failed) -> None:
        from feverclinic.services.shifts import leave  # noqa: PLC0415 - as above

        watchers = self._watchers()
        desk = self._around.desk()
        if desk is not None:
            desk.keep()  # what was typed last is a form that waits
        self._do(lambda store: leave(store, watchers), then, failed)

    def _set_pin(self, password: str, pin: str, then: Then, failed: Failed) -> None:
        from feverclinic.services.signing_in import set_own_pin  # noqa: PLC0415 - as above

        self._do(lambda store: set_own_pin(store, password, pin), then, failed)

    def _change_password(self, old: str, new: str, then: Then, failed: Failed) -> None:
        from feverclinic.services.signing_in import change_password  # noqa: PLC0415 - as above

        self._do(lambda store: change_password(store, old, new), then, failed)

    def _show_paper(self, over: HandOver) -> None:
        """The sheet, rendered on the bench and shown over whatever is open."""
        from feverclinic.services.shifts import sheet  # noqa: PLC0415 - fonts

        desk, actor = self._around.desk(), self._actor()
        if desk is None or actor is None:
            return
        head, name, at = desk.letterhead, actor.name, self._around.now()
        _, words = self._around.look()
        self._around.bench.do(self, lambda: sheet(over, head, name, at, words), desk.show_paper)

"""A shift as its nurses play it: what they press, what the thermometers say, and minutes that pass."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pytestqt.qtbot import QtBot

from feverclinic.devices.twin import PtyLine
from feverclinic.domain.boards import QueueEntry, Saved
from feverclinic.domain.people import Proof, Staff
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.services import shifts
from tests.builders import WELL
from tests.stories.workplace import WorkPlace
from ui.alarm_watch import AlarmWatch

BLUE, GREEN, YELLOW = "蓝枪", "绿枪", "黄枪"
PINS = {"yan": "2468", "mei": "1379"}
SLOW = 20_000


@dataclass
class Shift:
    """The desk with its thermometers, its alarms and the nurses; a minute passes with every act."""

    qtbot: QtBot
    place: WorkPlace
    lines: dict[str, PtyLine]
    watch: AlarmWatch
    entries: tuple[QueueEntry, ...] = ()
    saved: list[Saved] = field(default_factory=list[Saved])
    numbers: dict[str, str] = field(default_factory=dict[str, str])

    def settled(self) -> None:
        """All that was asked for is done, on the records and on the bench."""
        self.qtbot.waitUntil(self._is_quiet, timeout=SLOW)

    def _is_quiet(self) -> bool:
        return self.place.runner._waiting == 0 and not self.place.slips._line

    def does(self, act: Callable[[], object]) -> None:
        act()
        self.place.clock.pass_by(20)
        self.watch.presenter.tick()
        self.settled()

    def passes(self, minutes: float) -> None:
        self.place.clock.pass_by(minutes * 60)
        self.place.desk.tick()
        self.watch.presenter.tick()
        self.settled()

    def measures(self, gun: str, number: str) -> None:
        """F4 with this thermometer, and the thermometer speaks."""
        self.place.desk.arm(gun)
        with self.qtbot.waitSignal(self.place.devices.taken, timeout=SLOW) as taken:
            self.lines[gun].send(f"T={number}C\r\n".encode())
        assert taken.args is not None
        assert taken.args[1] == self.place.desk.draft_id
        name = self.place.desk.intake.text("name")
        if name:
            self.numbers[number] = name
        self.settled()

    def begins(self, name: str, **differs: str) -> None:
        self.place.desk.new_form()
        self.fills(name, **differs)

    def fills(self, name: str, **differs: str) -> None:
        usual = {"id_no": "", "no_id_reason": "NOT_CARRIED", "name": name}
        self.place.desk.set_fields(WELL | usual | differs)

    def saves(self) -> Saved:
        before = len(self.saved)
        self.does(self.place.desk.save_and_print)
        self.qtbot.waitUntil(lambda: len(self.saved) > before, timeout=SLOW)
        return self.saved[-1]

    def screens(self, name: str, gun: str, number: str, **differs: str) -> Saved:
        self.begins(name, **differs)
        self.measures(gun, number)
        return self.saves()

    def counts(self, number: str) -> None:
        self.place.desk.new_form()
        self.measures(YELLOW, number)
        self.place.desk.all_clear()
        self.place.desk.set_fields({"mask": "SURGICAL", "health_code": "GREEN", "age": "35"})
        self.does(self.place.desk.count_passed)
        assert self.place.desk.intake.is_empty

    def opens(self, name: str) -> None:
        self.does(self.place.desk.refresh)
        entry = next(one for one in self.entries if one.name == name)
        with self.qtbot.waitSignal(self.place.desk.opened, timeout=SLOW):
            self.place.desk.open_entry(entry)
        self.settled()

    def sends(self, name: str, guide: str = "李红") -> None:
        self.opens(name)
        self.does(lambda: self.place.desk.send(guide))

    def receives(self, name: str, by: str = "李医生") -> None:
        self.opens(name)
        self.does(lambda: self.place.desk.receive(by, ReceivedVia.PHONE))

    def whose(self, paper: str) -> str:
        """The name on a slip."""
        return next(one.name for one in self.saved if one.name in paper)

    def takes_over(self, login: str) -> None:
        """换班: F12, the number and the PIN."""
        self.place.desk.keep()
        proof = Proof(login, PINS[login])
        sat: list[Staff] = []
        self.place.runner.do(
            self.place.desk, lambda store: shifts.sit_down(store, proof, 12), sat.append
        )
        self.qtbot.waitUntil(lambda: bool(sat), timeout=SLOW)
        self.place.actor = sat[0]

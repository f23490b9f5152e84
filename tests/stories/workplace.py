"""One work place over a real clinic: runner, bench, devices and presenter, with doubles only at the rim."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO

from pypdf import PdfReader
from PySide6.QtCore import QObject

from feverclinic.devices.events import DeviceConfig
from feverclinic.devices.profiles import Profile, load_profiles
from feverclinic.domain.intake_reading import Surroundings
from feverclinic.domain.people import Staff
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import Visit
from feverclinic.errors import Unavailable
from feverclinic.services.papers import Letterhead
from feverclinic.services.rulebook import triage_rules
from feverclinic.storage.store import transaction
from feverclinic.storage.work import ids_of
from feverclinic.wording import wording
from tests.builders import GATE, NOON, NURSE, WELL
from tests.engines import Clinic
from ui.bench import Bench
from ui.desk_devices import DeskDevices
from ui.runner import Runner
from ui.triage.presenter import DeskFacts, TriagePresenter
from ui.triage.slips import Press, SlipPress

RULES = triage_rules()
SURROUNDINGS = Surroundings(frozenset({"370399"}))
UNKNOWN_NAME = "无名氏-{visit_no}"


# A man of 41 from the city who is well: everything asked, everything answered.
@dataclass
class Clock:
    """Wall time and monotonic seconds, moved by hand."""

    wall: datetime = NOON
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class Printer:
    """The rim: what came out, or why nothing comes out."""

    trouble: str = ""
    came_out: list[bytes] = field(default_factory=list[bytes])

    def send(self, pdf: bytes, name: str) -> None:
        if self.trouble:
            raise Unavailable(self.trouble, printer=name)
        self.came_out.append(pdf)

    @property
    def papers(self) -> list[str]:
        """The text of every paper that came out."""
        return [text_of(pdf) for pdf in self.came_out]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@dataclass
class WorkPlace:
    """A station of the clinic as the program builds it, without a window."""

    clinic: Clinic
    clock: Clock
    printer: Printer
    runner: Runner
    bench: Bench
    devices: DeskDevices
    slips: SlipPress
    desk: TriagePresenter
    actor: Staff = NURSE

    def fill(self, temperature: str = "", **differs: str) -> None:
        """A whole form; keywords with `__` for `.` differ from the man who is well."""
        named = {name.replace("__", "."): text for name, text in differs.items()}
        self.desk.set_fields(WELL | named)
        if temperature:
            self.desk.add_manual_reading(temperature, Site.AXILLARY, "")

    @property
    def visits(self) -> tuple[Visit, ...]:
        with self.clinic.work(at=self.clock.now()) as store:
            found = (store.visits.find_by_no(f"20200225-{number:04d}") for number in range(1, 5))
            return tuple(visit for visit in found if visit is not None)


@contextmanager
def work_place(
    clinic: Clinic, *, monotonic: Callable[[], float] | None = None
) -> Generator[WorkPlace]:
    """Open the place; nurse Zhang is on the staff and sits there."""
    clock, printer, bench = Clock(), Printer(), Bench()
    with clinic.work() as store:
        if store.staff.find(NURSE.login) is None:
            store.staff.add(NURSE, "no password")
    runner = Runner(lambda: transaction(clinic.engine, place.actor, clock.now(), GATE))
    owner = QObject()
    devices = DeskDevices(bench, 60, clock.now, monotonic or clock.monotonic, owner)
    press = Press(
        wording("zh_CN"), "A5", "", Letterhead("市立医院 发热门诊", GATE.name), printer.send
    )
    slips = SlipPress(runner, bench, RULES, press, owner)
    facts = DeskFacts(RULES, SURROUNDINGS, GATE.code, UNKNOWN_NAME)
    new_id = ids_of(GATE.number).next
    desk = TriagePresenter(runner, devices, slips, facts, clock.now, new_id, owner)
    place = WorkPlace(clinic, clock, printer, runner, bench, devices, slips, desk)
    try:
        yield place
    finally:
        devices.stop()
        runner.close()
        bench.close()
        owner.deleteLater()


@contextmanager
def real_time_work_place(clinic: Clinic) -> Generator[WorkPlace]:
    """The same with the monotonic time of this computer, for thermometers on a line."""
    with work_place(clinic, monotonic=time.monotonic) as place:
        yield place


def a_gun(
    port: str,
    profile: str = "gy-614v3",
    *,
    name: str = "蓝枪",
    colour: str = "BLUE",
    site: Site | None = None,
) -> tuple[DeviceConfig, Profile]:
    return DeviceConfig(name, colour, profile, port, site), load_profiles()[profile]

"""No sequence of acts puts a reading under a patient it was not armed for or given to by hand.

Hypothesis plays the nurse, the thermometers, the clocks and the disk; `FEVERCLINIC_DEEP` in the
environment is how many days it plays instead of a few.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtWidgets import QApplication

from feverclinic.devices.events import LinkChanged, LinkState
from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.boards import QueueEntry, Unclaimed
from feverclinic.domain.people import Staff
from feverclinic.domain.readings import Site
from feverclinic.domain.visits import DraftId
from feverclinic.services.signing_in import NOBODY
from feverclinic.storage.engine import open_engine
from tests.builders import HEAD, NOON, NURSE, WELL
from tests.engines import Clinic
from tests.stories.slow_disk import SlowDisk
from tests.stories.whereabouts import TRAY, readings_of
from tests.stories.workplace import WorkPlace, a_gun, work_place
from tests.ui.thermometers import a_sample

DAYS = int(os.environ.get("FEVERCLINIC_DEEP", "30"))
IS_DEEP = DAYS > 50  # only then there is time to look for the shortest way to a fault
ACTS_A_DAY = 25

ARMED_S = 60
BLUE, GREEN = "蓝枪", "绿枪"
PASSING = {"mask": "SURGICAL", "health_code": "GREEN", "age": "35"}
WITHOUT_NUMBER = {"id_no": "", "no_id_reason": "NOT_CARRIED", "birth_date": "1978-06-01"}
SIMPLE = (
    "next_patient",
    "scan",
    "fill",
    "save",
    "count",
    "all_clear",
    "undo",
    "resuscitate",
    "next_member",
)
devices = st.sampled_from([BLUE, GREEN])
handfuls = st.sampled_from(["back", "back", "disk", "disk", "assign", "next_patient", *SIMPLE])
places = st.integers(0, 30)


class Desk(RuleBasedStateMachine):
    """A desk with two thermometers, and a book in which each arming and each gift is written."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        shutil.copyfile(self.template, folder / "clinic.db")
        url = f"sqlite:///{folder / 'clinic.db'}"
        engine, eyes = open_engine(url), open_engine(url)
        self.open.callback(engine.dispose)
        self.open.callback(eyes.dispose)
        self.eyes = Clinic("sqlite", url, eyes, folder)
        self.place: WorkPlace = self.open.enter_context(
            work_place(Clinic("sqlite", url, engine, folder))
        )
        self.disk = SlowDisk(self.place)
        self.entries: tuple[QueueEntry, ...] = ()
        self.tray: tuple[Unclaimed, ...] = ()
        self.place.desk.queue_changed.connect(self._on_queue)
        self.place.desk.tray_changed.connect(self._on_tray)
        # The book: who waits with which thermometer until when; whose each number is.
        self.armed: dict[str, tuple[DraftId, float]] = {}
        self.owner: dict[str, DraftId] = {}
        self.given: dict[str, set[DraftId]] = {}
        self.ending: set[DraftId] = set()
        self.is_plugged = self.is_seated = False
        self.names = 0

    template: Path

    def _on_queue(self, entries: tuple[QueueEntry, ...], _counts: object) -> None:
        self.entries = entries

    def _on_tray(self, tray: tuple[Unclaimed, ...]) -> None:
        self.tray = tray

    @property
    def person(self) -> DraftId:
        """The form with which the person of the open form came."""
        intake, desk = self.place.desk.intake, self.place.desk
        if intake.visit_id is None:
            return desk.draft_id
        with self.eyes.work() as store:
            arrivals = store.arrivals.since("GATE", NOON - timedelta(days=9))
        return next(one.id for one in arrivals if one.visit_id == intake.visit_id)

    @initialize()
    def begin(self) -> None:
        self.is_seated = True
        self.plug()

    # -- thermometers -----------------------------------------------------------------------

    @precondition(lambda self: not self.is_plugged)
    @rule()
    def plug(self) -> None:
        devices = self.place.devices
        devices.start(
            [
                a_gun("/dev/nowhere-blue", "ascii-line"),
                a_gun("/dev/nowhere-green", "ascii-line", name=GREEN, colour="GREEN"),
            ]
        )
        for name in (BLUE, GREEN):
            devices._on_event(LinkChanged(name, LinkState.LIVE, NOON, 0.0))
        self.is_plugged = True

    @precondition(lambda self: self.is_plugged)
    @rule()
    def begin_anew(self) -> None:
        """The devices page changed something: every thermometer begins anew, and waits for nobody."""
        self.place.devices.stop()
        self.armed.clear()
        self.is_plugged = False

    @precondition(lambda self: self.is_plugged)
    @rule(device=devices, state=st.sampled_from([LinkState.LOST, LinkState.LIVE]))
    def cable(self, device: str, state: LinkState) -> None:
        self.place.devices._on_event(LinkChanged(device, state, NOON, 0.0))

    @precondition(lambda self: self.is_plugged and self.is_seated)
    @rule(device=devices)
    def arm(self, device: str) -> None:
        self.armed = {name: one for name, one in self.armed.items() if one[0] != self.person}
        self.armed[device] = (self.person, self.place.clock.seconds + ARMED_S)
        if self.place.desk.intake.visit_id is not None:
            self.ending.add(self.person)  # such a form may be left without a trace: then the tray
        self.place.desk.arm(device)

    @precondition(lambda self: self.is_plugged)
    @rule(device=devices)
    def measure(self, device: str) -> None:
        """A number nobody has had before; it is whose the thermometer was armed for."""
        clock = self.place.clock
        clock.pass_by(5)
        number = f"{36 + len(self.owner) / 100:.2f}"
        person, until = self.armed.pop(device, (TRAY, 0.0))
        self.owner[number] = person if clock.seconds <= until else TRAY
        self.place.devices._on_event(a_sample(clock, number, device=device))

    @rule(seconds=st.sampled_from([1, 30, 61, 3600, 60_000]))
    def wait(self, seconds: int) -> None:
        self.place.clock.pass_by(seconds)
        self.place.devices._count_down()
        self.place.desk.tick()

    @rule(hours=st.sampled_from([-1, 1]))
    def set_the_clock(self, hours: int) -> None:
        self.place.clock.wall += timedelta(hours=hours)

    # -- the open form ----------------------------------------------------------------------

    def name(self) -> None:
        self.names += 1
        self.place.desk.set_field("name", f"王{chr(0x4E00 + self.names)}")

    def fill(self) -> None:
        self.names += 1
        name = {"name": f"王{chr(0x4E00 + self.names)}"}
        self.place.desk.set_fields(WELL | WITHOUT_NUMBER | name)

    def all_clear(self) -> None:
        self.place.desk.all_clear()
        self.place.desk.set_fields(PASSING)

    @precondition(lambda self: self.is_seated)
    @rule()
    def disarm(self) -> None:
        self.armed = {name: one for name, one in self.armed.items() if one[0] != self.person}
        self.place.desk.disarm()

    @precondition(lambda self: self.is_seated)
    @rule(label=st.sampled_from(["1", "2"]))
    def hand_out(self, label: str) -> None:
        self.place.desk.hand_out(label, label)

    @precondition(lambda self: self.is_seated)
    @rule()
    def take_back(self) -> None:
        """The number is read off the glass by eye."""
        number = f"{36 + len(self.owner) / 100:.2f}"
        self.owner[number] = self.person
        self.place.desk.add_manual_reading(number, Site.AXILLARY, "DEVICE_FAULT")

    @precondition(lambda self: self.is_seated and self.tray)
    @rule(place=places)
    def assign(self, place: int) -> None:
        """From the list as it was shown last, which may be old."""
        reading = self.tray[place % len(self.tray)].reading
        assert reading.id is not None
        self.given.setdefault(reading.raw_text, set()).add(self.person)
        self.place.desk.assign(reading.id)

    # -- another form -----------------------------------------------------------------------

    def next_patient(self) -> None:
        self.place.desk.new_form()

    def next_member(self) -> None:
        self.place.desk.next_member()

    def scan(self) -> None:
        """Another card: what a scan does at the desk is to open a form of its own."""
        self.place.desk.new_form()
        self.place.desk.set_fields({"id_no": "370399199001011231"})

    @precondition(lambda self: self.is_seated and self.entries)
    @rule(place=places)
    def open_entry(self, place: int) -> None:
        self.place.desk.open_entry(self.entries[place % len(self.entries)])

    # -- the end of a form ------------------------------------------------------------------

    def save(self) -> None:
        self.ending.add(self.person)
        self.place.desk.save_and_print()

    def resuscitate(self) -> None:
        self.ending.add(self.person)
        self.place.desk.resuscitate()

    def count(self) -> None:
        self.ending.add(self.person)
        self.place.desk.count_passed()

    def undo(self) -> None:
        self.place.desk.undo_last_count("误按")

    @precondition(lambda self: self.is_seated)
    @rule(reason=st.sampled_from(["", "自行离开"]))
    def end(self, reason: str) -> None:
        self.ending.add(self.person)
        self.place.desk.end_form(ArrivalEnd.LEFT, reason)

    @precondition(lambda self: self.is_seated)
    @rule(act=handfuls, place=places)
    def one_act(self, act: str, place: int) -> None:
        self.do(act, place)

    @precondition(lambda self: self.is_plugged and self.is_seated)
    @rule(
        device=devices,
        is_slow=st.booleans(),
        acts=st.lists(handfuls, min_size=1, max_size=6),
        place=places,
    )
    def between_arming_and_number(
        self, device: str, acts: list[str], place: int, *, is_slow: bool
    ) -> None:
        """What the whole is about: much may happen until the thermometer speaks, and right after."""
        self.name()
        self.arm(device)
        if is_slow:
            self.disk.go_slow()
        cut = place % (len(acts) + 1)
        for act in acts[:cut]:
            self.do(act, place)
        self.measure(device)
        for act in acts[cut:]:
            self.do(act, place)

    def do(self, act: str, place: int) -> None:
        """One of the handfuls; a list that is empty offers nothing."""
        if act == "back" and self.entries:
            self.place.desk.open_entry(self.entries[place % len(self.entries)])
        elif act == "assign" and self.tray:
            self.assign(place)
        elif act == "disk":
            self.disk.do_next()
        elif act in SIMPLE:
            getattr(self, act)()

    # -- whoever sits here, and the disk ----------------------------------------------------

    @precondition(lambda self: self.is_seated)
    @rule()
    def lock(self) -> None:
        """Thermometers go on; who sat there stays the actor of what comes."""
        self.place.desk.keep()
        self.is_seated = False

    @precondition(lambda self: self.is_seated)
    @rule()
    def leave(self) -> None:
        self.place.desk.keep()
        self.place.actor = NOBODY
        self.is_seated = False

    @precondition(lambda self: not self.is_seated)
    @rule(nurse=st.sampled_from([NURSE, HEAD]))
    def sit_down(self, nurse: Staff) -> None:
        self.place.actor = nurse
        self.is_seated = True

    @rule()
    def slow_disk(self) -> None:
        self.disk.go_slow()

    @precondition(lambda self: self.disk.is_slow)
    @rule(works=st.integers(1, 4))
    def disk_works(self, works: int) -> None:
        for _ in range(works):
            self.disk.do_next()

    @precondition(lambda self: self.disk.is_slow)
    @rule()
    def quick_disk(self) -> None:
        self.disk.settle()

    # -- the law ----------------------------------------------------------------------------

    @invariant()
    def every_reading_is_where_it_belongs(self) -> None:
        """Looked at whenever nothing is under way."""
        if self.disk.is_slow:
            return
        self.disk.settle()
        desk = self.place.desk
        found = readings_of(self.eyes, desk.draft_id, desk.intake)
        seen = sorted(one.raw_text for one in found)
        assert seen == sorted(self.owner), "each reading once, and none lost"
        for one in found:
            owner = self.owner[one.raw_text]
            if one.person == owner:
                continue
            if one.person == TRAY:
                assert owner in self.ending, f"{one.raw_text} was armed for a form that waits"
            else:
                assert one.person in self.given.get(one.raw_text, ()), f"{one} was not given so"
                assert one.by_hand, f"{one} is not marked"

    def teardown(self) -> None:
        try:
            self.disk.settle()
            self.every_reading_is_where_it_belongs()
        finally:
            self.open.close()


@pytest.mark.rule("TEMP-1")
@pytest.mark.timeout(0 if IS_DEEP else 60)
def test_no_sequence_of_acts_puts_a_reading_where_it_does_not_belong(
    qapp: QApplication, sqlite_template: Path
) -> None:
    a_day = type("ADay", (Desk,), {"template": sqlite_template})

    run_state_machine_as_test(
        a_day,
        settings=settings(
            max_examples=DAYS,
            stateful_step_count=ACTS_A_DAY,
            deadline=None,
            phases=list(Phase) if IS_DEEP else [Phase.reuse, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )

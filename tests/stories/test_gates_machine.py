"""No sequence of acts lets anybody go through a shut gate: Hypothesis plays the ward, its desks and its clocks.

The truth is worked out anew from the raw tables (gate_truth.py). `FEVERCLINIC_DEEP` in the
environment is how many runs of fifty steps it plays instead of a few.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

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
from sqlalchemy import text

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document
from feverclinic.domain.case_facts import (
    BloodCount,
    Compared,
    Features,
    Flag,
    Imaging,
    Result,
    Role,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseId, WayOut
from feverclinic.domain.clinical_entries import (
    Consulted,
    Criteria,
    Disposed,
    Dose,
    Progress,
)
from feverclinic.domain.gates import GateKind
from feverclinic.domain.history import Answer
from feverclinic.domain.leaving_entries import Left, Returned, Transport
from feverclinic.domain.people import Staff
from feverclinic.domain.rooms import RoomId
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.visits import DraftId, Stage
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Refusal,
    SampleResult,
    SampleTaken,
    Via,
)
from feverclinic.errors import ClinicError
from feverclinic.services import (
    leaving,
    merging,
    moving,
    rooms,
    sending,
    signing_off,
    triage,
    voiding,
)
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case, write
from feverclinic.services.editions import CaseRules
from feverclinic.services.rulebook import load_rules
from feverclinic.storage.engine import open_engine
from tests.builders import GATE, LOBBY, NURSE, a_reading
from tests.case_builders import DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.forms import a_form
from tests.stories.gate_truth import ENDING, Line, lines_of, why_not, wrong_classes
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

RUNS = int(os.environ.get("FEVERCLINIC_DEEP", "12"))
IS_DEEP = RUNS > 50  # only then there is time to look for the shortest way to a fault
STEPS = 50
CASE_RULES = CaseRules(load_rules())
# Edition 6 is in force all the time.
FIRST, LAST = datetime.fromisoformat("2020-02-18T08:00+08:00"), date(2020, 3, 2)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
MOST_PEOPLE = 4
SIGNERS = {
    Role.ATTENDING_DOCTOR: DOCTOR,
    Role.EXPERT_GROUP: EXPERT,
    Role.INFECTION_CONTROL: OFFICER,
}
which = st.integers(0, MOST_PEOPLE - 1)
tri = st.sampled_from([YES, NO, UNKNOWN])
gates = st.sampled_from([GateKind.EXCLUSION, GateKind.RELEASE])


class Ward(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="gates-"))
        file = self.folder / "clinic.db"
        shutil.copyfile(self.template, file)
        url = f"sqlite:///{file}"
        self.clinic = Clinic("sqlite", url, open_engine(url), self.folder)
        self.now = FIRST
        self.cases: list[CaseId] = []
        self.rooms: list[RoomId] = []
        self.forms = count(1)
        self.checked: set[int] = set()

    # -- hands ------------------------------------------------------------------------------

    def do(self, act: Callable[..., Any], *told: Any, actor: Staff = DOCTOR, **more: Any) -> Any:
        """One act; a refusal is an answer like any other."""
        station = more.pop("station", GATE)
        with suppress(ClinicError), self.clinic.work(actor, self.now, station) as store:
            return act(store, *told, **more)
        return None

    def book(self, number: int) -> CaseBook | None:
        if not self.cases:
            return None
        return self.do(read_case, self.cases[number % len(self.cases)])

    def tell(self, number: int, *documents: Document, **more: Any) -> Any:
        if self.cases:
            case_id = self.cases[number % len(self.cases)]
            return self.do(write, case_id, documents, CASE_RULES, **more)
        return None

    def act(self, number: int, way: Callable[..., Any], *told: Any, **more: Any) -> None:
        if self.cases:
            self.do(way, self.cases[number % len(self.cases)], *told, **more)

    # -- people and time --------------------------------------------------------------------

    @initialize()
    def open_the_house(self) -> None:
        self.do(lambda store: store.staff.add(NURSE, "no password"), actor=NURSE)
        for code, beds in (("301", 1), ("302", 1), ("310", 2)):
            plan = rooms.RoomPlan(code, beds=beds)
            self.rooms.append(self.do(rooms.add_room, plan, actor=OFFICER).id)
        self.somebody_comes()

    @precondition(lambda self: len(self.cases) < MOST_PEOPLE)
    @rule()
    def somebody_comes(self) -> None:
        number = next(self.forms)
        form = a_form(
            a_reading("38.6", measured_at=self.now, received_at=self.now),
            q2="YES",
            id_no="",
            no_id_reason="未带",
            name=f"张建{'甲乙丙丁戊己'[number % 6]}",
            phone=f"1390000{number:04d}",
        )
        form = replace(form, arrived_at=self.now)
        saved = self.do(
            triage.save_prescreening,
            form,
            DraftId(number),
            RULES,
            SURROUNDINGS,
            UNKNOWN_NAME,
            actor=NURSE,
        )
        self.do(sending.receive, saved.visit.id, "陈医生", ReceivedVia.DESK, actor=NURSE)
        self.cases.append(self.do(open_case, saved.visit.id, CASE_RULES).case.id)

    @rule(step=st.sampled_from([SECOND, 2 * HOUR, 12 * HOUR, 24 * HOUR - SECOND, 24 * HOUR]))
    def time_goes_by(self, step: timedelta) -> None:
        if (self.now + step).date() <= LAST:
            self.now += step

    @rule(minutes=st.integers(1, 90))
    def the_clock_is_set_back(self, minutes: int) -> None:
        self.now = max(FIRST, self.now - timedelta(minutes=minutes))

    # -- facts ------------------------------------------------------------------------------

    @rule(number=which, value=st.sampled_from(["36.6", "37.29", "37.30", "38.5"]))
    def measure(self, number: int, value: str) -> None:
        book = self.book(number)
        if book is not None:
            reading = a_reading(value, measured_at=self.now, received_at=self.now)
            self.do(lambda store: store.readings.add(reading, book.visit.id))

    @rule(number=which, exposed=tri)
    def confirm_criteria(self, number: int, exposed: Ternary) -> None:
        answers = dict.fromkeys(("e1", "e3", "e4"), Answer(NO))
        self.tell(number, Criteria(answers | {"e2": Answer(exposed)}, date(2020, 2, 17)), Dose())

    @rule(number=which, result=st.sampled_from([*Result, None]), lab=st.sampled_from(Via))
    def take_sample(self, number: int, result: Result | None, lab: Via) -> None:
        swab = SampleTaken(SampleKind.NAT, self.now, Specimen.OROPHARYNGEAL_SWAB)
        book = self.tell(number, swab)
        if book is not None and result is not None:
            taken = [one for one in book.entries if one.kind == "SAMPLE"][-1].id
            self.tell(number, SampleResult(taken, self.now, result, via=lab))

    @rule(number=which, pick=st.integers(0, 20), result=st.sampled_from(Result))
    def correct_result(self, number: int, pick: int, result: Result) -> None:
        book = self.book(number)
        results = [one for one in book.entries if one.kind == "RESULT"] if book else []
        if results:
            old = results[pick % len(results)]
            assert isinstance(old.document, SampleResult)
            new = replace(old.document, result=result, reported_at=self.now)
            self.tell(number, new, replaces=old.id)

    @rule(number=which, features=st.sampled_from(Features), compared=st.sampled_from(Compared))
    def read_image(self, number: int, features: Features, compared: Compared) -> None:
        image = Imaging(features, self.now, YES, compared, "何医生")
        self.tell(number, ImageRead(image, self.now))

    @rule(number=which, better=tri, dosed=st.booleans())
    def course(self, number: int, better: Ternary, dosed: bool) -> None:
        self.tell(
            number,
            Progress(respiratory_improved=better),
            Dose(self.now if dosed else None),
            Consulted(self.now, YES, ("林教授",)),
        )

    @rule(number=which, white=st.sampled_from(Flag), refuses=st.booleans())
    def core(self, number: int, white: Flag, refuses: bool) -> None:
        count_of = BloodCount(self.now, white, Flag.HIGH)
        image = Imaging(Features.ABSENT, self.now, NO, None, "何医生")
        ct = Refusal("CHEST_CT", "不愿", "陈医生") if refuses else ImageRead(image, self.now)
        crp = LabReported("CRP", LabFlag.NORMAL, self.now)
        self.tell(number, BloodCountReported(count_of, self.now), ct, crp, Disposed("回家"))

    # -- corrections, merges, imports, other desks ---------------------------------------------

    @rule(number=which, pick=st.integers(0, 30))
    def void_entry(self, number: int, pick: int) -> None:
        book = self.book(number)
        if book is not None and book.entries:
            entry = book.entries[pick % len(book.entries)]
            self.act(number, voiding.void_entry, entry.id, "录错", CASE_RULES)

    @rule(number=which, pick=st.integers(0, 30))
    def void_reading(self, number: int, pick: int) -> None:
        book = self.book(number)
        if book is not None and book.readings:
            reading = book.readings[pick % len(book.readings)]
            self.do(voiding.void_reading, reading.id, "测错人", CASE_RULES)

    @rule(one=which, other=which)
    def merge(self, one: int, other: int) -> None:
        first, second = self.book(one), self.book(other)
        if first is not None and second is not None:
            told = (first.patient.id, second.patient.id, "同一人")
            self.do(merging.merge_people, *told, CASE_RULES)

    @rule(number=which, stage=st.sampled_from([Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE]))
    def triage_tries_to_end(self, number: int, stage: Stage) -> None:
        book = self.book(number)
        if book is not None:
            self.do(triage.end_visit, book.visit.id, stage, "走了", actor=NURSE)

    @rule(number=which, outcome=st.sampled_from(["36.5", "38.0"]))
    def triage_decides_again(self, number: int, outcome: str) -> None:
        book = self.book(number)
        form = self.do(triage.reopen, book.visit.id, actor=NURSE) if book else None
        if form is not None:
            changed = form.with_fields({"q2": "NO", "symptoms.COUGH": "NO"}).with_reading(
                a_reading(outcome, measured_at=self.now, received_at=self.now)
            )
            told = (changed, None, RULES, SURROUNDINGS, UNKNOWN_NAME)
            self.do(triage.save_prescreening, *told, actor=NURSE, station=LOBBY)

    @rule(number=which, back=st.integers(1, 5))
    def another_desk_acts_on_what_it_saw(self, number: int, back: int) -> None:
        book = self.book(number)
        if book is not None:
            seen = max(0, book.case.last_seq - back)
            self.act(number, leaving.exclude, CASE_RULES, seen, station=LOBBY)
            self.act(number, leaving.release, CASE_RULES, seen, station=LOBBY)

    # -- the whole way, with something left out ------------------------------------------------

    @rule(number=which, missing=st.sampled_from(["", "", "DAY", "SIGNER", "NEWS", "IMAGE", "DOSE"]))
    def suspect_and_clear(self, number: int, missing: str) -> None:
        """A suspicion with two negatives and two signatures; something may be missing."""
        self.confirm_criteria(number, YES)
        self.read_image(number, Features.PRESENT, Compared.NOT_DONE)
        self.take_sample(number, Result.NEG, Via.TYPED)
        self.time_goes_by(24 * HOUR - SECOND if missing == "DAY" else 24 * HOUR)
        self.take_sample(number, Result.NEG, Via.SYSTEM)
        self.sign(number, GateKind.EXCLUSION, Role.ATTENDING_DOCTOR)
        if missing != "SIGNER":
            self.sign(number, GateKind.EXCLUSION, Role.EXPERT_GROUP)
        if missing == "NEWS":
            self.tell(number, Progress())
        self.exclude(number)

    @rule(number=which, missing=st.sampled_from(["", "", "DAY", "SIGNER", "NEWS", "IMAGE", "DOSE"]))
    def fall_ill_and_recover(self, number: int, missing: str) -> None:
        """A confirmed case with all that a release asks; something may be missing."""
        self.confirm_criteria(number, YES)
        self.read_image(number, Features.PRESENT, Compared.NOT_DONE)
        self.take_sample(number, Result.POS, Via.TYPED)
        for turn in range(7):
            self.time_goes_by(12 * HOUR)
            self.measure(number, "36.6")
            if turn in (3, 4 if missing == "DAY" else 5):
                self.take_sample(number, Result.NEG, Via.FILE)
        if missing != "IMAGE":
            self.read_image(number, Features.ABSENT, Compared.IMPROVED)
        self.course(number, YES, dosed=missing == "DOSE")
        self.sign(number, GateKind.RELEASE, Role.ATTENDING_DOCTOR)
        if missing != "SIGNER":
            self.sign(number, GateKind.RELEASE, Role.INFECTION_CONTROL)
        if missing == "NEWS":
            self.measure(number, "37.30")
        self.release(number)

    # -- acts -------------------------------------------------------------------------------

    @rule(number=which, kind=gates, role=st.sampled_from(sorted(SIGNERS)))
    def sign(self, number: int, kind: GateKind, role: Role) -> None:
        self.act(number, signing_off.sign, kind, role, CASE_RULES, actor=SIGNERS[role])

    @rule(number=which)
    def exclude(self, number: int) -> None:
        self.act(number, leaving.exclude, CASE_RULES)

    @rule(number=which)
    def release(self, number: int) -> None:
        self.act(number, leaving.release, CASE_RULES)

    @rule(number=which)
    def leave_the_clinic(self, number: int) -> None:
        self.act(number, leaving.clinic_exit, CASE_RULES)

    @rule(number=which)
    def change_department(self, number: int) -> None:
        self.act(number, leaving.transfer_department, CASE_RULES, "心内科", "胸痛")

    @rule(number=which, ambulance=tri, receiver=tri)
    def go_to_the_site(self, number: int, ambulance: Ternary, receiver: Ternary) -> None:
        book = self.book(number)
        site = "PROVINCIAL" if book and book.case.case_class == "CONFIRMED" else "MUNICIPAL"
        record = Transport(
            "定点医院",
            "集中收治",
            f"{site}_DESIGNATED_HOSPITAL",
            "平稳",
            vehicle="鲁C 01",
            crew=("周护士",),
            dedicated_ambulance=ambulance,
            closed_route=YES,
            receiver_confirmed=receiver,
            receiver="李值班",
        )
        self.act(number, moving.record_transport, record, CASE_RULES)
        self.act(number, leaving.transfer_site, CASE_RULES)

    @rule(number=which, approved_by=st.sampled_from(["高院感", ""]))
    def save_a_life(self, number: int, approved_by: str) -> None:
        told = Left(
            WayOut.LIFE_SAVING,
            to="导管室",
            reason="心梗",
            approved_by=approved_by,
            under_isolation=YES,
        )
        self.act(number, moving.life_saving, told, CASE_RULES)

    @rule(number=which)
    def run_away(self, number: int) -> None:
        self.act(number, moving.left_without_leave, self.now, "查房不在", CASE_RULES)

    @rule(number=which)
    def come_back(self, number: int) -> None:
        self.act(number, moving.returned, Returned("家中"), CASE_RULES)

    @rule(number=which)
    def die(self, number: int) -> None:
        book = self.book(number)
        if book is not None and book.case.last_seq % 7 == 0:
            self.act(number, leaving.died, CASE_RULES, "呼吸衰竭")

    @rule(number=which, room=st.integers(0, 2), moves=st.booleans())
    def lie_down(self, number: int, room: int, moves: bool) -> None:
        if not self.cases:
            return
        case_id, room_id = self.cases[number % len(self.cases)], self.rooms[room]
        if moves:
            self.do(rooms.move, case_id, room_id, CASE_RULES)
        else:
            self.do(rooms.occupy, room_id, case_id, CASE_RULES)

    @rule(room=st.integers(0, 2))
    def clean_a_room(self, room: int) -> None:
        for step in (rooms.disinfect, rooms.air, rooms.verify, rooms.clean):
            self.do(step, self.rooms[room], CASE_RULES, actor=OFFICER)

    # -- the law ----------------------------------------------------------------------------

    @invariant()
    def nobody_is_let_go_through_a_shut_gate(self) -> None:
        with self.clinic.engine.connect() as connection:
            rows = connection.execute(text("SELECT * FROM cases")).mappings().all()
            for row in rows:
                lines = lines_of(connection, row["id"])
                assert wrong_classes(lines) == []
                self._look_at_leaving(connection, row, lines)
            self._look_at_beds(connection, rows)

    def _look_at_leaving(self, connection: Any, row: Any, lines: list[Line]) -> None:
        acts = [one for one in lines if one.kind == "LEFT" and one.told["way"] in ENDING]
        for left in acts:
            if left.id not in self.checked:
                self.checked.add(left.id)
                assert why_not(connection, row["id"], left) == []
        if row["isolation_ended_at"] is not None:
            ended_by = [one for one in acts if one.id == row["ended_by"]]
            assert ended_by, "an isolation ended without its act"
        if row["way_out"] in ENDING:
            assert acts, "he is gone without an act"
            assert acts[-1].told["way"] == row["way_out"]
        times = [one.entered_at for one in lines]
        assert times == sorted(times), "instants ran backwards"

    def _look_at_beds(self, connection: Any, rows: Any) -> None:
        asked = text(
            "SELECT s.room_id, s.case_id, r.beds FROM stays s JOIN rooms r ON r.id = s.room_id"
            " WHERE s.to_at IS NULL"
        )
        classes = {row["id"]: row["case_class"] for row in rows}
        gone = {row["id"] for row in rows if row["way_out"] in ENDING - {"EXCLUDED"}}
        lying: dict[int, list[int]] = {}
        for stay in connection.execute(asked):
            lying.setdefault(stay.room_id, []).append(stay.case_id)
            assert len(lying[stay.room_id]) <= stay.beds
        for people in lying.values():
            assert not gone & set(people), "a bed is kept for somebody who left"
            found = {classes[one] for one in people}
            assert len(people) == 1 or not {"SUSPECTED", "CONFIRMED"} <= found

    def teardown(self) -> None:
        self.clinic.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.mark.rule("TRF-1", "REL-10", "EXC-6", "ISO-1", "ISO-2")
@pytest.mark.timeout(0 if IS_DEEP else 180)
def test_no_sequence_of_acts_lets_anybody_go_through_a_shut_gate(sqlite_template: Path) -> None:
    a_ward = type("AWard", (Ward,), {"template": sqlite_template})

    run_state_machine_as_test(
        a_ward,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=list(Phase) if IS_DEEP else [Phase.reuse, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )

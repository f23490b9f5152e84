"""The ward that Hypothesis plays: people, time, facts, corrections, merges and other desks."""

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document
from feverclinic.domain.case_facts import (
    BloodCount,
    Compared,
    Features,
    Flag,
    Imaging,
    Result,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseClass, CaseId
from feverclinic.domain.clinical_entries import (
    Consulted,
    Criteria,
    Disposed,
    Dose,
    Progress,
)
from feverclinic.domain.history import Answer
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
    course,
    lab_results,
    leaving,
    merging,
    rooms,
    sending,
    triage,
    voiding,
)
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case
from feverclinic.services.editions import CaseRules
from feverclinic.services.rulebook import load_rules
from feverclinic.storage.engine import open_engine
from tests.builders import GATE, LOBBY, NURSE, a_reading
from tests.case_builders import DOCTOR, OFFICER
from tests.engines import Clinic
from tests.services.forms import a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME

CASE_RULES = CaseRules(load_rules())
# Edition 6 is in force all the time.
FIRST, LAST = datetime.fromisoformat("2020-02-18T08:00+08:00"), date(2020, 3, 2)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
MOST_PEOPLE = 6
which = st.integers(0, MOST_PEOPLE - 1)
tri = st.sampled_from([YES, NO, UNKNOWN])


class PlayedWard(RuleBasedStateMachine):
    """The hands; a refusal is an answer like any other."""

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
        self.tubes: list[str] = []
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

    def somebody_open(self, number: int) -> int:
        """The next one who is here and was neither positive nor cleared; a new one when there is none."""
        for step in range(len(self.cases)):
            book = self.book(number + step)
            if book is None or book.case.has_left:
                continue
            if (
                CaseClass.NOT_SUSPECTED.rank
                <= book.case.case_class.rank
                <= CaseClass.SUSPECTED.rank
            ):
                return (number + step) % len(self.cases)
        if len(self.cases) < MOST_PEOPLE:
            self.somebody_comes()
        return len(self.cases) - 1

    def tell(self, number: int, *documents: Document, **more: Any) -> Any:
        if self.cases:
            case_id = self.cases[number % len(self.cases)]
            return self.do(course.record, case_id, documents, CASE_RULES, **more)
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
        self.tubes.append(f"T{len(self.tubes):05d}")
        swab = SampleTaken(
            SampleKind.NAT, self.now, Specimen.OROPHARYNGEAL_SWAB, tube_no=self.tubes[-1]
        )
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

    @rule(pick=st.integers(0, 30), result=st.sampled_from(["POS", "NEG", "IND", "INV"]))
    def laboratory_sends_a_file(self, pick: int, result: str) -> None:
        """A result, or another result, for any tube; a line may come after he has left."""
        if self.tubes:
            tube, at = self.tubes[pick % len(self.tubes)], self.now.isoformat()
            told = {"tube_no": tube, "result": result, "reported_at": at}
            self.do(lab_results.receive_results, json.dumps(told), CASE_RULES)

    @rule(number=which, decided=st.sampled_from(CaseClass))
    def doctor_decides_a_class(self, number: int, decided: CaseClass) -> None:
        self.act(number, course.decide_class, decided, "专家组意见", CASE_RULES)

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
        # Merged people hold each other, so most of the time nobody is.
        if first and second and (first.case.last_seq + second.case.last_seq) % 3 == 0:
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

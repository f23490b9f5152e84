"""A whole house of isolation for a story: the desk, the doctor, the laboratory, the rooms, two signers, the papers.

Everything goes through the services as the program uses them, by whoever does it in the house, and each
act is a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar, cast

import pytest

from feverclinic.domain.case_boards import CaseBook, CaseView, RoomCard
from feverclinic.domain.case_entries import Document, Entry
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
from feverclinic.domain.case_papers import PaperAsked, PaperKind
from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.clinical_entries import Criteria, Dose, Measured, Progress
from feverclinic.domain.gates import Condition, Gate, GateKind
from feverclinic.domain.history import Answer
from feverclinic.domain.people import Staff
from feverclinic.domain.readings import Reading
from feverclinic.domain.rooms import RoomId
from feverclinic.domain.ternary import NO, YES
from feverclinic.domain.visits import DraftId, Visit
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.domain.work_up import proposed
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    SampleResult,
    SampleTaken,
)
from feverclinic.errors import ClinicError, Stale
from feverclinic.services import (
    case_boards,
    case_measuring,
    case_papers,
    case_view,
    course,
    leaving,
    rooms,
    sending,
    signing_off,
    triage,
)
from feverclinic.services.editions import CaseRules
from feverclinic.services.papers import Letterhead
from feverclinic.services.rulebook import load_rules
from feverclinic.services.triage import SavedVisit
from feverclinic.wording import wording
from tests.builders import GATE, LOBBY, NOON, NURSE, a_reading
from tests.case_builders import DIRECTOR, DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.forms import a_form
from tests.stories.workplace import RULES, SURROUNDINGS, UNKNOWN_NAME, text_of
from ui.notices import sentence_of

CASE_RULES = CaseRules(load_rules())
WORDS = wording("zh_CN")
HEAD = Letterhead("市立医院 发热门诊", "隔离留观")
# A county that does not exist, with the right checksum; all invented.
ID_NUMBERS = {
    "陈留": "370399197806010018",
    "周愈": "370399197806010034",
    "吴逃": "370399197806010050",
    "郑急": "370399197806010077",
}
ONSET = date(2020, 2, 23)
SECOND_DESK = LOBBY
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
T = TypeVar("T")


@dataclass
class House:
    """One clinic whose clock is moved by hand, with two single rooms and one of two beds."""

    clinic: Clinic
    at: datetime = NOON
    rooms: dict[str, RoomId] = field(default_factory=dict[str, RoomId])
    forms: Any = field(default_factory=lambda: count(1))
    tubes: Any = field(default_factory=lambda: count(1))

    def do(self, act: Callable[..., T], *told: Any, actor: Staff = DOCTOR, **more: Any) -> T:
        """One act of a service, by this person, now."""
        station = more.pop("station", GATE)
        with self.clinic.work(actor, self.at, station) as store:
            return act(store, *told, **more)

    def refused(self, act: Callable[..., object], *told: Any, **more: Any) -> ClinicError:
        """The refusal of an act that must not be done."""
        with pytest.raises(ClinicError) as no:
            self.do(act, *told, **more)
        return no.value

    def later(self, **differs: float) -> datetime:
        self.at += timedelta(**differs)
        return self.at

    # -- from the door to the doctor ----------------------------------------------------------

    def triaged(self, name: str, temperature: str, **differs: str) -> SavedVisit:
        """Screened and saved at the desk of the gate."""
        reading = a_reading(temperature, measured_at=self.at, received_at=self.at)
        form = a_form(reading, **({"name": name, "id_no": ID_NUMBERS[name]} | differs))
        return self.do(
            triage.save_prescreening,
            replace(form, arrived_at=self.at),
            DraftId(next(self.forms)),
            RULES,
            SURROUNDINGS,
            UNKNOWN_NAME,
            actor=NURSE,
        )

    def received(self, visit: Visit) -> None:
        self.do(sending.receive, visit.id, DOCTOR.name, ReceivedVia.DESK, actor=NURSE)

    def seen(self, visit: Visit) -> CaseView:
        """接诊: the doctor's first look."""
        return self.do(case_view.see_visit, visit.id, CASE_RULES)

    def case(self, name: str, temperature: str = "38.6") -> CaseId:
        """A contact with fever, from the gate to the doctor."""
        saved = self.triaged(name, temperature, q2="YES")
        self.later(minutes=4)
        self.received(saved.visit)
        self.later(minutes=2)
        return self.seen(saved.visit).book.case.id

    # -- what doctor, nurse and laboratory write ----------------------------------------------

    def writes(self, case_id: CaseId, *documents: Document, **more: Any) -> CaseBook:
        return self.do(course.record, case_id, documents, CASE_RULES, **more)

    def orders(self, case_id: CaseId) -> tuple[Order, ...]:
        """Everything that the rules propose, ordered in one act."""
        view = self.view(case_id)
        edition = CASE_RULES.edition(self.at)
        found = proposed(view.file, edition, CASE_RULES.rules.work_up)
        orders = tuple(Order(one.items, one.id) for one in found if one.is_mandatory)
        self.writes(case_id, *orders)
        return orders

    def confirms_exposure(self, case_id: CaseId, onset: date = ONSET) -> CaseBook:
        """The doctor confirms a contact of the day before the onset; no antipyretic was taken."""
        known = dict.fromkeys(("e1", "e3", "e4"), Answer(NO))
        contact = Answer(YES, onset - timedelta(days=1))
        return self.writes(case_id, Criteria(known | {"e2": contact}, onset), Dose())

    def images(self, case_id: CaseId, features: Features, compared: Compared | None = None) -> None:
        pneumonia = YES if features is Features.PRESENT else NO
        image = Imaging(features, self.at, pneumonia, compared, "何医生")
        self.writes(case_id, ImageRead(image, self.at))

    def suspect(self, name: str, onset: date = ONSET) -> CaseId:
        """Contact confirmed, pneumonia on the image: SUSPECTED by edition 6 and 7."""
        case_id = self.case(name)
        self.confirms_exposure(case_id, onset)
        self.images(case_id, Features.PRESENT)
        return case_id

    def confirmed(self, name: str) -> CaseId:
        case_id = self.suspect(name)
        self.sample(case_id, Result.POS)
        return case_id

    def takes(self, case_id: CaseId) -> EntryId:
        """A throat swab, taken now, in a tube of its own; the entry of its taking."""
        tube = f"N-{next(self.tubes):04d}"
        swab = SampleTaken(
            SampleKind.NAT, self.at, Specimen.OROPHARYNGEAL_SWAB, collector="周护士", tube_no=tube
        )
        book = self.writes(case_id, swab)
        return [one.id for one in book.entries if one.kind == "SAMPLE"][-1]

    def reports(self, case_id: CaseId, taken: EntryId, result: Result, **more: Any) -> CaseBook:
        return self.writes(case_id, SampleResult(taken, self.at, result), **more)

    def sample(self, case_id: CaseId, result: Result = Result.NEG) -> EntryId:
        """Taken and reported at once; the entry of its result."""
        taken = self.takes(case_id)
        book = self.reports(case_id, taken, result)
        return [one.id for one in book.entries if one.kind == "RESULT"][-1]

    def measures(self, case_id: CaseId, text: str) -> None:
        reading: Reading = a_reading(text, measured_at=self.at, received_at=self.at)
        self.do(case_measuring.measure, case_id, reading, CASE_RULES)

    def reports_core(self, case_id: CaseId, white: Flag = Flag.NORMAL) -> None:
        """What F-core asks beside the image: blood count with few lymphocytes, CRP and oxygen."""
        counted = BloodCount(self.at, white, Flag.LOW)
        self.writes(
            case_id,
            BloodCountReported(counted, self.at),
            LabReported("CRP", LabFlag.NORMAL, self.at),
            Measured(Vitals(spo2=98)),
        )

    def improves(self, case_id: CaseId) -> None:
        """The course and an image that is better than the first one."""
        self.images(case_id, Features.ABSENT, Compared.IMPROVED)
        self.writes(case_id, Progress(respiratory_improved=YES))

    def signs(self, case_id: CaseId, kind: GateKind, role: Role, actor: Staff) -> CaseBook:
        return self.do(signing_off.sign, case_id, kind, role, CASE_RULES, actor=actor)

    def both_sign(self, case_id: CaseId, kind: GateKind) -> None:
        self.signs(case_id, kind, Role.ATTENDING_DOCTOR, DOCTOR)
        self.signs(case_id, kind, Role.INFECTION_CONTROL, OFFICER)

    # -- looking ------------------------------------------------------------------------------

    def view(self, case_id: CaseId) -> CaseView:
        return self.do(case_view.view_case, case_id, CASE_RULES)

    def warnings(self, case_id: CaseId) -> tuple[str, ...]:
        return self.view(case_id).warnings

    def gate(self, case_id: CaseId, kind: GateKind) -> Gate:
        return self.view(case_id).gates[kind]

    def card(self, code: str) -> RoomCard:
        cards = self.do(case_boards.room_cards, CASE_RULES)
        return next(one for one in cards if one.room.code == code)

    def paper(self, case_id: CaseId, kind: PaperKind, **more: Any) -> str:
        """The text of a paper of the case as it is printed."""
        asked = PaperAsked(case_id, kind, **more)
        record = self.do(case_papers.gather, asked, CASE_RULES, HEAD)
        return text_of(case_papers.render_case_paper(record, WORDS))

    def no_paper(self, case_id: CaseId, kind: PaperKind) -> ClinicError:
        """Why a paper is not printed now."""
        return self.refused(case_papers.gather, PaperAsked(case_id, kind), CASE_RULES, HEAD)


def house_of(clinic: Clinic) -> House:
    """The house with its staff and its rooms, and nobody in it."""
    with clinic.work() as store:
        for one in (NURSE, DOCTOR, EXPERT, OFFICER, DIRECTOR):
            store.staff.add(one, "no password")
    house = House(clinic)
    for code, beds in (("301", 1), ("302", 1), ("310", 2)):
        plan = rooms.RoomPlan(code, f"{code} 室", beds)
        house.rooms[code] = house.do(rooms.add_room, plan, actor=OFFICER).id
    return house


def said(error: ClinicError) -> str:
    """What the desk says of a refusal."""
    return sentence_of(error, WORDS)


def unmet(gate: Gate) -> dict[str, tuple[str, ...]]:
    """Each condition that is not met, with its reasons."""
    shut: tuple[Condition, ...] = gate.unmet
    return {one.code: one.reasons for one in shut}


def gate_in(refusal: ClinicError) -> Gate:
    """The gate that a refusal carries, with its reasons."""
    return cast("Gate", refusal.facts["gate"])


def newer(stale: Stale) -> tuple[Entry, ...]:
    """What another desk wrote meanwhile."""
    return cast("tuple[Entry, ...]", stale.facts["entries"])


def asked_every_day(house: House, case_id: CaseId) -> list[tuple[str, ...]]:
    """What the release is refused for on each day; two readings a day, two samples, a better image."""
    told: list[tuple[str, ...]] = []
    for temperature in ("38.2", "37.1", "36.9", "36.7"):
        house.measures(case_id, temperature)
        if temperature == "36.7":
            house.improves(case_id)
        no = house.refused(leaving.release, case_id, CASE_RULES)
        told.append(gate_in(no).reasons)
        house.later(hours=12)
        house.measures(case_id, temperature)
        if temperature in ("36.9", "36.7"):
            house.sample(case_id)
        house.later(hours=12)
    return told


def released(house: House, name: str) -> CaseId:
    case_id = house.confirmed(name)
    asked_every_day(house, case_id)
    house.measures(case_id, "36.5")
    house.both_sign(case_id, GateKind.RELEASE)
    house.do(leaving.release, case_id, CASE_RULES)
    return case_id

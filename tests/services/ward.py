"""An isolation ward for the tests of services: people received, cases opened, facts written by their hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document
from feverclinic.domain.case_facts import (
    Compared,
    Features,
    Imaging,
    Result,
    Role,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseId, EntryId
from feverclinic.domain.clinical_entries import Criteria, Dose, Progress
from feverclinic.domain.gates import GateKind
from feverclinic.domain.history import Answer
from feverclinic.domain.people import Staff
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import NO, YES
from feverclinic.domain.visits import VisitId
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.domain.work_up_entries import ImageRead, SampleResult, SampleTaken
from feverclinic.services import sending, signing_off
from feverclinic.services.case_reading import read_case
from feverclinic.services.case_writing import open_case, write
from feverclinic.services.editions import CaseRules
from feverclinic.services.rulebook import load_rules
from tests.builders import NOON, a_reading
from tests.case_builders import DOCTOR, EXPERT
from tests.engines import Clinic
from tests.services.forms import Save, a_form

CASE_RULES = CaseRules(load_rules())
HOUR = timedelta(hours=1)
# County 370399 with the right checksum; invented.
NUMBERS = (
    *("370399197806010018", "370399197806010034", "370399197806010050", "370399197806010077"),
    *("370399197806010093",),
)
T = TypeVar("T")


@dataclass
class Ward:
    """One clinic whose clock is moved by hand; every act is a transaction of its own."""

    clinic: Clinic
    save: Save
    at: datetime = NOON
    numbers: Any = field(default_factory=count)

    def later(self, hours: float = 0, minutes: float = 0) -> datetime:
        self.at += timedelta(hours=hours, minutes=minutes)
        return self.at

    def do(self, act: Callable[..., T], *told: Any, actor: Staff = DOCTOR, **more: Any) -> T:
        """One act of a service, by this person, now."""
        with self.clinic.work(actor=actor, at=self.at) as store:
            return act(store, *told, **more)

    def visit(self, temperature: str = "38.6", **differs: str) -> VisitId:
        """Somebody with fever and contact, saved at the desk and received in the clinic."""
        number = NUMBERS[next(self.numbers)]
        form = a_form(a_reading(temperature), **({"q2": "YES", "id_no": number} | differs))
        saved = self.save(form, at=self.at)
        self.do(sending.receive, saved.visit.id, "陈医生", ReceivedVia.DESK)
        return saved.visit.id

    def case(self, **differs: str) -> CaseId:
        return self.do(open_case, self.visit(**differs), CASE_RULES).case.id

    def book(self, case_id: CaseId) -> CaseBook:
        return self.do(read_case, case_id)

    def tell(self, case_id: CaseId, *documents: Document, **more: Any) -> CaseBook:
        """Facts into a case, by the doctor."""
        return self.do(write, case_id, documents, CASE_RULES, **more)

    def measure(self, case_id: CaseId, text: str, **differs: Any) -> Reading:
        """A thermometer's reading for this case, now."""
        visit_id = self.book(case_id).visit.id
        reading = a_reading(text, measured_at=self.at, received_at=self.at, **differs)
        return self.do(lambda store: store.readings.add(reading, visit_id))

    def suspect(self, case_id: CaseId) -> CaseBook:
        """Contact confirmed by the doctor and pneumonia on the image: SUSPECTED in edition 6."""
        known = dict.fromkeys(("e1", "e3", "e4"), Answer(NO))
        image = Imaging(Features.PRESENT, self.at, YES, None, "何医生")
        return self.tell(
            case_id,
            Criteria(known | {"e2": Answer(YES, date(2020, 2, 22))}, date(2020, 2, 23)),
            ImageRead(image, self.at),
        )

    def sample(self, case_id: CaseId, result: Result | None = Result.NEG) -> EntryId:
        """A throat swab taken now, with its result if any; the entry of its taking."""
        swab = SampleTaken(SampleKind.NAT, self.at, Specimen.OROPHARYNGEAL_SWAB)
        taken = [one for one in self.tell(case_id, swab).entries if one.kind == "SAMPLE"][-1].id
        if result is not None:
            self.tell(case_id, SampleResult(taken, self.at, result))
        return taken

    def two_negatives(self, case_id: CaseId, hours: float = 24) -> None:
        self.sample(case_id)
        self.later(hours)
        self.sample(case_id)

    def sign(self, case_id: CaseId, kind: GateKind, other: Staff = EXPERT) -> None:
        """Both signatures, each by its own person."""
        role = Role.EXPERT_GROUP if other is EXPERT else Role.INFECTION_CONTROL
        self.do(signing_off.sign, case_id, kind, Role.ATTENDING_DOCTOR, CASE_RULES)
        self.do(signing_off.sign, case_id, kind, role, CASE_RULES, actor=other)

    def confirm(self, case_id: CaseId) -> CaseBook:
        """A suspect whose sample is positive."""
        self.suspect(case_id)
        self.sample(case_id, Result.POS)
        return self.book(case_id)

    def recover(self, case_id: CaseId) -> None:
        """All that a release asks but the signatures: three quiet days, image, course, two negatives."""
        self.tell(case_id, Dose())
        for round_no in range(8):
            self.measure(case_id, "36.6")
            if round_no in (3, 5):
                self.sample(case_id)
            self.later(12)
        self.measure(case_id, "36.5")
        better = Imaging(Features.ABSENT, self.at, YES, Compared.IMPROVED, "何医生")
        self.tell(case_id, ImageRead(better, self.at), Progress(respiratory_improved=YES))

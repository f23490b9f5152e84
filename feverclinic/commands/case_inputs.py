"""The case file (contract 1.2 to 1.8) as the topics 2.6 to 2.12 and 2.21 take it.

Each model stands beside the function that makes the domain's record of it. What lies after `at` is
not known yet (F-1): `CaseFileInput.to_case_file` leaves it out.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    ConfigDict,
    Field,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from feverclinic.commands.field_types import (
    WORD_OR_OBJECT,
    Between,
    Day,
    Instant,
    Text,
    Tri,
    text_of,
    wrong,
)
from feverclinic.commands.sample_inputs import SampleInput, to_sample
from feverclinic.commands.shared_inputs import (
    AnswerInput,
    AntipyreticInput,
    PersonInput,
    ReadingInput,
    SelfReportedFever,
    Strict,
    Symptoms,
    born_by,
    is_later,
    to_answer,
    to_antipyretics,
    to_person,
    to_reading,
    to_reported_fever,
    to_symptoms,
)
from feverclinic.commands.triage_inputs import NOT_GIVEN, OXYGEN_SCHEMA, VitalSignsInput, required
from feverclinic.domain.case_facts import (
    BloodCount,
    CaseFile,
    Compared,
    Criterion,
    Features,
    Flag,
    Imaging,
    Role,
    Signature,
)
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.history import Answer, Antipyretic, ReportedFever
from feverclinic.domain.readings import Reading
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.thermometry import known_at

TRUTHS = {"TRUE": Ternary.YES, "FALSE": Ternary.NO, "UNKNOWN": UNKNOWN}
TRUTH_OF = {value: name for name, value in TRUTHS.items()}


def read_truth(value: object) -> Ternary:
    """TRUE, FALSE or UNKNOWN (0.2), as the domain's third truth value."""
    text = text_of(value, "truth")
    if text not in TRUTHS:
        wrong("ENUM", "truth")
    return TRUTHS[text]


Truth = Annotated[Ternary, PlainValidator(read_truth), WithJsonSchema({"enum": list(TRUTHS)})]


class SignatureInput(Strict):
    """1.3."""

    by: Text
    role: Role
    signed_at: Instant


class ImagingInput(Strict):
    """1.8; a follow-up image that is only compared may leave its features out.

    `compared` stands before `features` and `read_by`, `features` before `done_at`: they depend on it.
    """

    compared: Compared | None = None
    features: Features | None = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    done_at: Instant | None = Field(default_factory=lambda: NOT_GIVEN, validate_default=True)
    pneumonia: Tri = UNKNOWN
    read_by: Text | None = Field(default=None, validate_default=True)

    @field_validator("features", mode="before")
    @classmethod
    def _is_told(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN and value is not None:
            return value
        if info.data.get("compared", Compared.NOT_DONE) is None:
            raise required()
        return None

    @field_validator("done_at", mode="before")
    @classmethod
    def _is_done(cls, value: object, info: ValidationInfo) -> object:
        if value is not NOT_GIVEN and value is not None:
            return value
        if info.data.get("features", Features.NOT_DONE) is not Features.NOT_DONE:
            raise required()
        return None

    @field_validator("read_by")
    @classmethod
    def _is_read(cls, value: str | None, info: ValidationInfo) -> str | None:
        compared = info.data.get("compared")
        if compared in (Compared.IMPROVED, Compared.NOT_IMPROVED) and not (value or "").strip():
            raise required()
        return value


class BloodCountInput(Strict):
    """1.8: flags of the laboratory, or counts in 10^9/l."""

    collected_at: Instant
    wbc_flag: Flag | None = None
    lymphocyte_flag: Flag | None = None
    wbc: Annotated[Decimal, Between("0", "1000")] | None = None
    lymphocytes: Annotated[Decimal, Between("0", "1000")] | None = None


class CriterionInput(AnswerInput):
    """1.6: a criterion as confirmed by a doctor; `onset_dates` decide E4."""

    onset_dates: list[Day] | None = None


CriterionAnswer = Annotated[
    Annotated[Tri, Tag("<word>")] | Annotated[CriterionInput, Tag("<object>")], WORD_OR_OBJECT
]


def to_criterion(given: Ternary | CriterionInput) -> Answer:
    """An answer with the onset dates of a cluster where some are given."""
    if isinstance(given, Ternary):
        return Answer(given)
    answer = to_answer(given)
    return Answer(
        answer.answer,
        answer.last_exposure_on,
        answer.until,
        answer.place_code,
        answer.contact_name,
        tuple(given.onset_dates or ()),
    )


class CaseFileInput(VitalSignsInput):
    """1.8; each topic adds what it needs beside it and requires what it cannot do without."""

    model_config = ConfigDict(json_schema_extra=OXYGEN_SCHEMA)

    person: PersonInput | None = None
    onset_date: Day | None = None
    symptoms: Symptoms | None = None
    self_reported_fever: SelfReportedFever = UNKNOWN
    e1: CriterionAnswer | None = None
    e2: CriterionAnswer | None = None
    e3: CriterionAnswer | None = None
    e4: CriterionAnswer | None = None
    readings: list[ReadingInput] | None = None
    antipyretics: list[AntipyreticInput] | None = None
    samples: list[SampleInput] | None = None
    imaging: list[ImagingInput] | None = None
    blood_counts: list[BloodCountInput] | None = None
    signatures: list[SignatureInput] | None = None
    case_class: CaseClass | None = Field(default=None, alias="class")
    severity: Severity | None = None
    respiratory_improved: Tri = UNKNOWN
    admitted_at: Instant | None = None
    observation_from: Day | None = None
    discharged_on: Day | None = None
    close_contact: Tri = UNKNOWN

    _born_by = field_validator("person")(born_by)

    def to_case_file(self) -> CaseFile:
        """All that is known at `at`."""
        return CaseFile(
            at=self.at,
            region=self.region,
            person=to_person(self.person),
            onset_date=None if is_later(self.at, self.onset_date) else self.onset_date,
            symptoms=to_symptoms(self.symptoms),
            self_reported_fever=self._reported_fever(),
            criteria=self._criteria(),
            readings=tuple(one for one in map(to_reading, self.readings or ()) if self._knows(one)),
            antipyretics=self._antipyretics(),
            samples=tuple(
                to_sample(one, self.at) for one in self.samples or () if one.collected_at <= self.at
            ),
            imaging=tuple(
                Imaging(one.features, one.done_at, one.pneumonia, one.compared, one.read_by or "")
                for one in self.imaging or ()
                if not is_later(self.at, one.done_at)
            ),
            blood_counts=tuple(
                BloodCount(
                    *(one.collected_at, one.wbc_flag, one.lymphocyte_flag),
                    *(one.wbc, one.lymphocytes),
                )
                for one in self.blood_counts or ()
                if one.collected_at <= self.at
            ),
            signatures=tuple(
                Signature(one.by, one.role, one.signed_at)
                for one in self.signatures or ()
                if one.signed_at <= self.at
            ),
            case_class=self.case_class,
            severity=self.severity,
            vitals=self.to_vitals(),
            respiratory_improved=self.respiratory_improved,
            admitted_at=self.admitted_at,
            observation_from=self.observation_from,
            discharged_on=self.discharged_on,
            close_contact=self.close_contact,
        )

    @property
    def known_samples(self) -> tuple[int, ...]:
        """The places of the samples that are known, in the order of the case file's."""
        samples = enumerate(self.samples or ())
        return tuple(place for place, one in samples if one.collected_at <= self.at)

    @property
    def has_later_facts(self) -> bool:
        """Whether something lies after `at` (F-1: the advisory LATER_FACTS_IGNORED)."""
        return is_later(self.at, *self._instants())

    def _instants(self) -> list[datetime | date | None]:
        reported = self.self_reported_fever
        criteria = [one for one in (self.e1, self.e2, self.e3, self.e4) if one is not None]
        return [
            self.onset_date,
            reported.measured_on if not isinstance(reported, Ternary) else None,
            *(known_at(to_reading(one)) for one in self.readings or ()),
            *(one.taken_at for one in self.antipyretics or ()),
            *(at for one in self.samples or () for at in (one.collected_at, one.reported_at)),
            *(one.done_at for one in self.imaging or ()),
            *(one.collected_at for one in self.blood_counts or ()),
            *(one.signed_at for one in self.signatures or ()),
            *(one.last_exposure_on for one in criteria if isinstance(one, CriterionInput)),
        ]

    def _knows(self, reading: Reading) -> bool:
        return known_at(reading) <= self.at

    def _reported_fever(self) -> ReportedFever | Ternary:
        reported = to_reported_fever(self.self_reported_fever)
        is_known = isinstance(reported, Ternary) or reported.measured_on <= local_day(self.at)
        return reported if is_known else UNKNOWN

    def _antipyretics(self) -> tuple[Antipyretic, ...] | None:
        doses = to_antipyretics(self.antipyretics)
        return None if doses is None else tuple(one for one in doses if one.taken_at <= self.at)

    def _criteria(self) -> dict[Criterion, Answer]:
        given = {one: getattr(self, one.value) for one in Criterion}
        return {one: to_criterion(answer) for one, answer in given.items() if answer is not None}

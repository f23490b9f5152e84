"""The triage slip as a record, and as the words that stand on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from feverclinic.domain.people import Patient
from feverclinic.domain.visits import Assessment, Visit
from feverclinic.domain.vitals import Level
from feverclinic.reports.marks import Mark


@dataclass(frozen=True, slots=True)
class TriageSlip:
    """What is printed: one visit with its decision. Names are as people read them, not codes.

    `work_up` are test codes of the rule file, `limit_c` the fever limit of the rule set, `nurse`,
    `station`, `facility` and `room` words; `copy_no` above 1 is marked a copy, `is_demo` says on
    paper that the patient is invented, `mark` stands in grey outline across it.
    """

    visit: Visit
    patient: Patient
    assessment: Assessment
    work_up: tuple[str, ...]
    limit_c: Decimal
    nurse: str
    station: str
    facility: str
    room: str = ""
    copy_no: int = 1
    is_demo: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: a sign, a sentence, and the rule behind it."""

    mark: Mark
    sentence: str
    rule: str


@dataclass(frozen=True, slots=True)
class SlipWords:
    """Everything that stands on the slip, in one language, in reading order."""

    title: str
    facility: str
    number: str
    tags: tuple[str, ...]
    go_to: str
    place: str
    note: str
    way: str
    level: Level
    level_name: str
    wait: str
    name: str
    person: str
    identity: tuple[str, ...]
    visit_no: str
    heads: Mapping[str, str]
    temperature: str
    readings: tuple[str, ...]
    vitals: tuple[str, ...]
    symptoms: tuple[str, ...]
    mask: str
    decision: Line
    reasons: tuple[Line, ...]
    work_up: tuple[str, ...]
    advice: str
    foot_left: str
    rules: str
    print_no: str
    foot_right: str
    missing: str
    overleaf: str
    mark: str = ""

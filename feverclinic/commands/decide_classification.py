"""Topic `classification` (contract 2.6, CLS-1 to CLS-11)."""

from dataclasses import replace

from pydantic import BaseModel, Field

from feverclinic.commands.case_inputs import TRUTH_OF, Truth
from feverclinic.commands.field_types import Day, Instant, Text, Tri
from feverclinic.commands.problems import BadInput, Problem
from feverclinic.commands.severity_inputs import SeverityMembers
from feverclinic.commands.shared_inputs import Strict
from feverclinic.commands.topics import LATER_FACTS_IGNORED, Desk, Topic, TopicOutput
from feverclinic.domain.case_facts import CaseFile, Consultation
from feverclinic.domain.classification import classify
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.ternary import UNKNOWN

GIVEN = ("e", "c1", "c2", "c3", "m", "severe_item")


class ConsultationInput(Strict):
    """CLS-7: the consultation of the experts."""

    ended_at: Instant
    keeps: Tri = UNKNOWN


class ClassificationInput(SeverityMembers):
    """A case file; a truth that is given stands in the place of what would be derived."""

    visited_on: Day | None = None
    e: Truth | None = None
    c1: Truth | None = None
    c2: Truth | None = None
    c3: Truth | None = None
    m: Truth | None = None
    severe_item: Truth | None = None
    open_under: Text | None = None
    consultation: ConsultationInput | None = None

    def to_file(self) -> CaseFile:
        """The case file with what is given directly."""
        truths = {name: getattr(self, name) for name in GIVEN}
        consultation = self.consultation
        is_held = consultation is not None and consultation.ended_at <= self.at
        return replace(
            super().to_file(),
            visited_on=self.visited_on,
            given={name: one for name, one in truths.items() if one is not None},
            consultation=Consultation(consultation.ended_at, consultation.keeps)
            if consultation is not None and is_held
            else None,
        )


class IcdOut(BaseModel):
    """Codes of 9.8 of the rules."""

    main: str
    secondary: str | None


class ClassificationOutput(TopicOutput):
    """The answer of 2.6."""

    inputs: dict[str, str]
    n_low: int
    n_high: int
    low: bool
    high: bool
    missing: tuple[str, ...]
    tags: tuple[str, ...]
    by_edition: dict[str, str] | None = Field(default=None)
    isolation_required: str
    icd: IcdOut


def decide(given: ClassificationInput, desk: Desk) -> ClassificationOutput:
    """Classify as of `at`."""
    edition = desk.edition(given)
    found = classify(
        given.to_file(),
        edition,
        desk.triage(given).temperature,
        _opened_under(given, desk),
    )
    ignored = (LATER_FACTS_IGNORED,) if given.has_later_facts else ()
    return ClassificationOutput(
        id=given.id,
        result=found.result,
        reasons=found.reasons,
        advisories=(*found.advisories, *ignored),
        rule_set=found.rule_set,
        evaluated_at=given.at,
        evidence=found.reasons,
        inputs={name: TRUTH_OF[value] for name, value in found.inputs.items()},
        n_low=found.n_low,
        n_high=found.n_high,
        low=found.low,
        high=found.high,
        missing=found.missing,
        tags=found.tags,
        by_edition={name: one.value for name, one in found.by_edition.items()}
        if given.open_under
        else None,
        isolation_required=found.isolation_required,
        icd=IcdOut(main=found.icd.main, secondary=found.icd.secondary),
    )


def _opened_under(given: ClassificationInput, desk: Desk) -> EditionRules | None:
    """The edition under which the case was opened (CLS-11); an unknown id is an ENUM error."""
    if given.open_under is None:
        return None
    edition = desk.edition_called(given.open_under, given)
    if edition is None:
        raise BadInput([Problem("/open_under", "ENUM", given.open_under[:80], "rule_set_id")])
    return edition


TOPIC = Topic("classification", ClassificationInput, decide, ClassificationOutput)

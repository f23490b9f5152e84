"""Which class a case is in (CLS-1 to CLS-11): the formula twice, unknown as no and as yes (CLS-5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product

from feverclinic.domain.case_facts import CaseFile
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.confirmation import is_pending, positives_of, proofs_of
from feverclinic.domain.criteria import Criteria, criteria_of, other_symptoms, pneumonia_of
from feverclinic.domain.decisions import Classification
from feverclinic.domain.edition_rules import Base, ClassRow, EditionRules, When
from feverclinic.domain.icd import icd_of
from feverclinic.domain.rulesets import variant_of
from feverclinic.domain.severity import severe_item
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, any_of, ternary

SARI = "SARI_UNEXPLAINED"
HISTORY = "HISTORY"
PENDING_RULE = "CLS-4"
INPUTS = {"E": "e", "C1": "c1", "C2": "c2", "C3": "c3", "M": "m"}


@dataclass(frozen=True, slots=True)
class _Found:
    """What the formula says: the class of certain facts, whether it may be more, and by which rules."""

    result: CaseClass
    reasons: tuple[str, ...]


def classify(
    file: CaseFile,
    edition: EditionRules,
    temperature: TemperatureRules,
    opened_under: EditionRules | None = None,
) -> Classification:
    """The class of a case by an edition (contract 2.6).

    With `opened_under` both editions are told and the isolation is kept if either requires it (CLS-11).
    """
    now = _classify(file, edition, temperature)
    if opened_under is None or opened_under.id == edition.id:
        return now
    before = _classify(file, opened_under, temperature)
    return replace(
        now,
        advisories=(*now.advisories, "EDITION_CHANGED"),
        by_edition={opened_under.id: before.result, edition.id: now.result},
        isolation_required=any_of((now.isolation_required, before.isolation_required)),
    )


def _classify(
    file: CaseFile, edition: EditionRules, temperature: TemperatureRules
) -> Classification:
    criteria = criteria_of(file, edition, temperature)
    low, high = _lowered(criteria), _raised(criteria)
    rows = _rows_here(edition, file)
    found = _with_evidence(file, edition, criteria, _by_rows(rows, low, high, edition))
    found = _unexplained(file, edition, criteria, found)
    is_not_suspected = found.result is CaseClass.NOT_SUSPECTED
    advisories = (
        *(("CBC_LATE",) if criteria.is_late_count else ()),
        *(("CBC_PARTIAL",) if criteria.is_partial_count else ()),
        *(("CONSULT_BEFORE_CLEARING",) if criteria.is_partial_count and is_not_suspected else ()),
    )
    pneumonia = pneumonia_of(file)
    symptoms = any_of((criteria.c1, other_symptoms(file)))
    return Classification(
        result=found.result,
        inputs=criteria.told(),
        n_low=_count(low),
        n_high=_count(high),
        low=_is_suspected(rows, low),
        high=_is_suspected(rows, high),
        reasons=found.reasons,
        rule_set=edition.id,
        evaluated_at=file.at,
        isolation_required=ternary(not is_not_suspected),
        icd=icd_of(
            found.result,
            local_day(file.at),
            edition.icd,
            pneumonia,
            is_well_contact=file.close_contact is YES and symptoms is NO,
        ),
        missing=_missing(criteria, rows) if found.result is CaseClass.UNDETERMINED else (),
        advisories=advisories,
        tags=(
            *((HISTORY,) if criteria.has_history else ()),
            *((SARI,) if SARI in found.reasons else ()),
        ),
    )


def _rows_here(edition: EditionRules, file: CaseFile) -> tuple[ClassRow, ...]:
    variant = variant_of(file.region)
    rows = edition.classification.rows
    return tuple(row for row in rows if not row.variants or variant in row.variants)


def _lowered(criteria: Criteria) -> Criteria:
    """Every unknown taken as no."""
    return _filled(criteria, NO)


def _raised(criteria: Criteria) -> Criteria:
    """Every unknown taken as yes."""
    return _filled(criteria, YES)


def _filled(criteria: Criteria, value: Ternary) -> Criteria:
    def fill(one: Ternary) -> Ternary:
        return value if one is UNKNOWN else one

    return replace(
        criteria,
        e=fill(criteria.e),
        c1=fill(criteria.c1),
        c2=fill(criteria.c2),
        c3=fill(criteria.c3),
        m=fill(criteria.m),
    )


def _count(criteria: Criteria) -> int:
    return sum(one is YES for one in criteria.counted)


def _holds(when: When, criteria: Criteria) -> bool:
    """Whether all conditions of a row hold; the criteria are known here."""
    asked: Mapping[str, tuple[bool | None, Ternary]] = {
        "exposure": (when.exposure, criteria.e),
        "symptoms": (when.symptoms, criteria.c1),
        "imaging": (when.imaging, criteria.c2),
        "blood_count": (when.blood_count, criteria.c3),
        "igm": (when.igm, criteria.m),
    }
    if when.criteria_at_least is not None and _count(criteria) < when.criteria_at_least:
        return False
    return all(wanted is None or wanted is (is_so is YES) for wanted, is_so in asked.values())


def _first(rows: tuple[ClassRow, ...], criteria: Criteria) -> ClassRow | None:
    return next((row for row in rows if _holds(row.when, criteria)), None)


def _is_suspected(rows: tuple[ClassRow, ...], criteria: Criteria) -> bool:
    return _first(rows, criteria) is not None


def _by_rows(
    rows: tuple[ClassRow, ...], low: Criteria, high: Criteria, edition: EditionRules
) -> _Found:
    """CLS-5: certain, impossible, or cannot be ruled out."""
    certain, possible = _first(rows, low), _first(rows, high)
    rule = rows[0].rule if rows else edition.classification.default_rule
    if certain is not None:
        return _Found(certain.result, (certain.rule,))
    if possible is not None:
        return _Found(CaseClass.UNDETERMINED, (possible.rule, "CLS-5"))
    return _Found(CaseClass.NOT_SUSPECTED, (rule,))


def _with_evidence(
    file: CaseFile, edition: EditionRules, criteria: Criteria, found: _Found
) -> _Found:
    """Laboratory evidence over the formula, in the order of CLS-6; CLS-8 before CLS-9 (F-10)."""
    rules = edition.confirmation
    base = {
        Base.SUSPECTED: ternary(_is_base(found.result)),
        Base.MANIFESTATION: criteria.c1,
    }[rules.base]
    proofs = proofs_of(file, rules)
    if base is YES and proofs:
        told = tuple(proof.value for proof in proofs)
        return _Found(CaseClass.CONFIRMED, (*found.reasons, *told))
    if found.result is CaseClass.CLINICALLY_DIAGNOSED:
        return found
    if base is not YES and positives_of(file, rules):
        return _positive(file, edition, criteria, base, found)
    if edition.classification.pending_is_undetermined and is_pending(file, rules):
        is_symptomatic = file.given.get("pending_symptomatic", criteria.c1)
        if is_symptomatic is not NO:
            return _Found(CaseClass.UNDETERMINED, (PENDING_RULE, "CLS-5"))
    return found


def _is_base(result: CaseClass) -> bool:
    return result in (CaseClass.SUSPECTED, CaseClass.CLINICALLY_DIAGNOSED)


def _positive(
    file: CaseFile, edition: EditionRules, criteria: Criteria, base: Ternary, found: _Found
) -> _Found:
    """Positive without what confirms it: a carrier (CLS-8), or the experts decide (CLS-9)."""
    is_without_signs = (
        base is NO
        if edition.confirmation.base is Base.MANIFESTATION
        else criteria.c1 is NO and other_symptoms(file) is NO and criteria.c2 is not YES
    )
    if is_without_signs:
        return _Found(CaseClass.ASYMPTOMATIC, (*_formula(found), "CLS-8"))
    return _Found(CaseClass.POSITIVE_REVIEW, (*_formula(found), "CLS-9"))


def _formula(found: _Found) -> tuple[str, ...]:
    """The rule of the formula, without CLS-5: a positive result is more than not ruled out."""
    return tuple(reason for reason in found.reasons if reason != "CLS-5")


def _unexplained(
    file: CaseFile, edition: EditionRules, criteria: Criteria, found: _Found
) -> _Found:
    """Section 10: severe, with the features, and without another cause is not ruled out."""
    if not edition.classification.sari_unexplained or criteria.c2 is not YES:
        return found
    if found.result is not CaseClass.NOT_SUSPECTED:
        return found
    severe = file.given.get("severe_item", severe_item(file, edition))
    if severe is not YES:
        return found
    return _Found(CaseClass.UNDETERMINED, (*found.reasons, SARI))


def _missing(criteria: Criteria, rows: tuple[ClassRow, ...]) -> tuple[str, ...]:
    """The unknown inputs whose answer alone could still decide between the two ends."""
    told = criteria.told()
    open_ones = [name for name, value in told.items() if value is UNKNOWN]
    return tuple(name for name in open_ones if _matters(INPUTS[name], criteria, rows))


def _matters(name: str, criteria: Criteria, rows: tuple[ClassRow, ...]) -> bool:
    """Whether some answers to the other unknowns leave the class to this one."""
    others = [one for one in INPUTS.values() if one != name and getattr(criteria, one) is UNKNOWN]
    for answers in product((NO, YES), repeat=len(others)):
        known = replace(criteria, **dict(zip(others, answers, strict=True)))
        with_no, with_yes = replace(known, **{name: NO}), replace(known, **{name: YES})
        if _is_suspected(rows, with_no) is not _is_suspected(rows, with_yes):
            return True
    return False

"""Release from isolation (REL-1 to REL-11): the conditions an edition asks of a class."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feverclinic.domain.case_facts import CaseFile, Compared, Infectivity
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.criteria import latest_image
from feverclinic.domain.edition_rules import EditionRules, PairRules, ReleaseCondition, ReleaseRules
from feverclinic.domain.gates import Condition, Evidence, Gate, GateKind, State
from feverclinic.domain.normal_time import NormalTime, normal_time, temperature_condition
from feverclinic.domain.sampling import Chain, chain_of, first_positive_at
from feverclinic.domain.signatures import signoff
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary

PASS, FAIL, INCOMPLETE = "PASS", "FAIL", "INCOMPLETE"
# Reasons that only wait for something; any other one refuses (REL-10).
WAITING = frozenset({"TEMP_GAP", "IMG_MISSING", "NAT_PENDING", "SIGNOFF_MISSING"})
BY_TIME = frozenset({"TEMP_NOT_LONG_ENOUGH", "ANTIPYRETIC_24H", "OBSERVATION_NOT_OVER"})
STILL_POSITIVE = "NAT_BROKEN"
REVIEW, IMAGE_OLD = "EXPERT_INFECTIVITY_REVIEW", "IMAGE_OLD"
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every condition may look at."""

    file: CaseFile
    edition: EditionRules
    normal: NormalTime
    chain: Chain | None

    @property
    def rules(self) -> ReleaseRules:
        return self.edition.release


def release(file: CaseFile, edition: EditionRules, temperature: TemperatureRules) -> Gate:
    """Whether a case is released (contract 2.9)."""
    rules = edition.release
    normal = normal_time(file, temperature)
    asked = _asks(file.case_class, file, rules)
    if not asked:
        return _gate(file, edition, normal, (), None, ("CLASS_HAS_NO_RELEASE",))
    chain = _chain(file, edition, rules.pair) if ReleaseCondition.N in asked else None
    around = _Asked(file, edition, normal, chain)
    conditions = tuple(CONDITIONS[one](around) for one in asked)
    reviewed, is_for_experts = _reviewed(around, conditions)
    gate = _gate(file, edition, normal, reviewed, chain)
    advisories = (
        *((REVIEW,) if is_for_experts else ()),
        *((IMAGE_OLD,) if _is_image_old(around, asked) else ()),
    )
    return replace(gate, advisories=advisories)


def _asks(
    case_class: CaseClass | None, file: CaseFile, rules: ReleaseRules
) -> tuple[ReleaseCondition, ...]:
    """The first row that fits class and severity, in the order of the contract."""
    for row in rules.rows:
        fits = case_class in row.classes
        if fits and (not row.severities or file.severity in row.severities):
            return tuple(one for one in ReleaseCondition if one in row.asks)
    return ()


def _gate(
    file: CaseFile,
    edition: EditionRules,
    normal: NormalTime,
    conditions: tuple[Condition, ...],
    chain: Chain | None,
    refused: tuple[str, ...] = (),
) -> Gate:
    reasons = (*refused, *(reason for one in conditions for reason in one.reasons))
    result = PASS if not reasons else INCOMPLETE if set(reasons) <= WAITING else FAIL
    anchor_at = normal.anchor_at
    return Gate(
        kind=GateKind.RELEASE,
        result=result,
        is_open=result == PASS,
        reasons=reasons,
        conditions=conditions,
        rule_set=edition.id,
        evaluated_at=file.at,
        earliest_at=_earliest(conditions, reasons),
        facts={
            "anchor_at": anchor_at,
            "elapsed": None if anchor_at is None else file.at - anchor_at,
            "pair": chain.pair if chain else None,
        },
    )


def _earliest(conditions: tuple[Condition, ...], reasons: tuple[str, ...]) -> datetime | None:
    """When time alone opens the gate: only when nothing but time is missing (F-2)."""
    if not reasons or not set(reasons) <= BY_TIME:
        return None
    instants = [one.earliest_at for one in conditions if one.state is not State.MET]
    known = [one for one in instants if one is not None]
    return max(known) if len(known) == len(instants) else None


def _chain(file: CaseFile, edition: EditionRules, pair: PairRules | None) -> Chain | None:
    if pair is None:
        return None
    return chain_of(file.samples, edition.confirmation.pathogens, pair, low_ct_reason="NAT_CT")


# -- the conditions ---------------------------------------------------------------------------


def _observation(around: _Asked) -> Condition:
    """CLS-8: so many days after the day it began, lifted from the next midnight on (T-5)."""
    begun = around.file.observation_from
    if begun is None:
        return Condition("OBSERVATION", State.UNKNOWN, ("OBSERVATION_NOT_OVER",))
    lifted_on = begun + timedelta(days=around.rules.observation_days + 1)
    lifted_at = datetime(lifted_on.year, lifted_on.month, lifted_on.day, tzinfo=CHINA)
    if around.file.at >= lifted_at:
        return Condition("OBSERVATION", State.MET, evidence=(Evidence("LIFTED", None, lifted_at),))
    return Condition("OBSERVATION", State.NOT_MET, ("OBSERVATION_NOT_OVER",), lifted_at)


def _temperature(around: _Asked) -> Condition:
    return temperature_condition(around.file, around.normal, around.rules)


def _course(around: _Asked) -> Condition:
    """R: respiratory symptoms clearly improved; edition 10 asks for the course as a whole."""
    file = around.file
    if not around.rules.by_course:
        if file.respiratory_improved is YES:
            return Condition("R", State.MET)
        state = State.NOT_MET if file.respiratory_improved is NO else State.UNKNOWN
        return Condition("R", state, ("RESP_NOT_IMPROVED",))
    asked: Mapping[str, tuple[Ternary, ...]] = {
        "NOT_STABLE": (file.condition_better, file.vital_signs_stable),
        "ORAL_DRUGS_NOT_POSSIBLE": (file.oral_drugs_possible,),
        "COMPLICATION": (_opposite(file.complication_needs_care),),
    }
    reasons = tuple(code for code, truths in asked.items() if any(one is not YES for one in truths))
    if not reasons:
        return Condition("R", State.MET)
    is_known = any(one is NO for truths in asked.values() for one in truths)
    return Condition("R", State.NOT_MET if is_known else State.UNKNOWN, reasons)


def _opposite(truth: Ternary) -> Ternary:
    return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[truth]


def _image(around: _Asked) -> Condition:
    """I: the latest image, compared by somebody named, after the last abnormal temperature (REL-7)."""
    image = latest_image(around.file)
    last_abnormal = around.normal.last_abnormal_at
    done_at = image.done_at if image else None
    is_after = done_at is not None and (last_abnormal is None or done_at > last_abnormal)
    if image is None or not is_after or not image.read_by.strip():
        return Condition("I", State.UNKNOWN, ("IMG_MISSING",))
    evidence = (Evidence("IMAGE", around.file.imaging.index(image), done_at, image.read_by),)
    if image.compared is Compared.IMPROVED:
        return Condition("I", State.MET, evidence=evidence)
    if image.compared is Compared.NOT_IMPROVED:
        return Condition("I", State.NOT_MET, ("IMG_NOT_IMPROVED",), evidence=evidence)
    return Condition("I", State.UNKNOWN, ("IMG_MISSING",), evidence=evidence)


def _negatives(around: _Asked) -> Condition:
    chain = around.chain
    if chain is None:
        return Condition("N", State.UNKNOWN, ("NAT_LT2",))
    if not chain.reasons:
        return Condition("N", State.MET, evidence=chain.evidence)
    state = State.UNKNOWN if set(chain.reasons) <= WAITING else State.NOT_MET
    return Condition("N", state, chain.reasons, evidence=chain.evidence)


def _signed(around: _Asked) -> Condition:
    return signoff(around.file.signatures, around.rules.first, around.rules.second)


CONDITIONS: Mapping[ReleaseCondition, Callable[[_Asked], Condition]] = {
    ReleaseCondition.OBSERVATION: _observation,
    ReleaseCondition.T: _temperature,
    ReleaseCondition.R: _course,
    ReleaseCondition.I: _image,
    ReleaseCondition.N: _negatives,
    ReleaseCondition.SIGNOFF: _signed,
}


def _reviewed(
    around: _Asked, conditions: tuple[Condition, ...]
) -> tuple[tuple[Condition, ...], bool]:
    """REL-8: who stays positive so long goes to the experts; what they decided stands for N."""
    if not _is_long_positive(around, conditions):
        return conditions, False
    review = around.file.infectivity_review
    if review is None or review.decision is not Infectivity.RELEASE or not review.signed_by.strip():
        return conditions, True
    told = Evidence("INFECTIVITY_REVIEW", None, review.at, review.signed_by)
    met = tuple(
        Condition("N", State.MET, evidence=(told,)) if one.code == "N" else one
        for one in conditions
    )
    return met, True


def _is_long_positive(around: _Asked, conditions: tuple[Condition, ...]) -> bool:
    hours = around.rules.review_hours
    if hours is None or around.chain is None or around.chain.reasons != (STILL_POSITIVE,):
        return False
    first = first_positive_at(around.file.samples, around.edition.confirmation.pathogens)
    if first is None or around.file.at - first <= hours * HOUR:
        return False
    others = [one for one in conditions if one.code in ("T", "R", "I")]
    return bool(others) and all(one.state is State.MET for one in others)


def _is_image_old(around: _Asked, asked: tuple[ReleaseCondition, ...]) -> bool:
    """An advisory only (REL-7)."""
    image = latest_image(around.file)
    if ReleaseCondition.I not in asked or image is None or image.done_at is None:
        return False
    oldest = around.file.at - timedelta(days=around.rules.imaging_max_age_days)
    return image.done_at < oldest

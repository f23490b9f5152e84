"""Excluding a suspected case (EXC-1 to EXC-9)."""

from datetime import date, datetime, timedelta

from feverclinic.domain.case_facts import CaseFile, Result, Sample, SampleKind
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.edition_rules import Antibody, EditionRules, ExclusionRules
from feverclinic.domain.gates import Condition, Evidence, Gate, GateKind, State, is_all_met
from feverclinic.domain.sampling import Chain, chain_of
from feverclinic.domain.signatures import signed_at, signoff
from feverclinic.domain.ternary import NO, YES, any_of

EXCLUDED, NOT_EXCLUDED = "EXCLUDED", "NOT_EXCLUDED"
INCOMPLETE, NEEDS_CONSULT = "INCOMPLETE", "NEEDS_CONSULT"
# Reasons that only wait for something; any other one refuses (EXC-9).
WAITING = frozenset({"NAT_PENDING", "AB_MISSING", "AB_TOO_EARLY", "SIGNOFF_MISSING"})
BOTH = (Result.POS, Result.NEG, Result.IND)


def exclusion(file: CaseFile, edition: EditionRules) -> Gate:
    """Whether a suspect is excluded (contract 2.8); edition 10 knows no exclusion (F-11)."""
    rules = edition.exclusion
    signed = signoff(file.signatures, rules.first, rules.second)
    if rules.pair is None:
        return _without_rule(file, edition, signed)
    chain = chain_of(file.samples, edition.confirmation.pathogens, rules.pair)
    conditions = (_negatives(chain), *_antibodies(file, rules), signed)
    reasons = tuple(reason for one in conditions for reason in one.reasons)
    asks_experts = _is_for_experts(file, rules, conditions[:-1])
    result = _result(file, reasons, asks_experts=asks_experts)
    is_contact = file.close_contact is YES and result == EXCLUDED
    both_at = signed_at(file.signatures, rules.first, rules.second)
    return Gate(
        kind=GateKind.EXCLUSION,
        result=result,
        is_open=result == EXCLUDED,
        reasons=reasons,
        conditions=conditions,
        rule_set=edition.id,
        evaluated_at=file.at,
        advisories=("STAYS_CLOSE_CONTACT",) if is_contact else (),
        facts={
            "pair": chain.pair,
            "card_revision_due_at": _card_due(both_at, rules) if result == EXCLUDED else None,
        },
    )


def _without_rule(file: CaseFile, edition: EditionRules, signed: Condition) -> Gate:
    """No rule of the edition: the experts decide, and both sign."""
    is_open = _experts_cleared(file) and signed.state is State.MET
    return Gate(
        kind=GateKind.EXCLUSION,
        result=NEEDS_CONSULT,
        is_open=is_open,
        reasons=(),
        conditions=(signed,),
        rule_set=edition.id,
        evaluated_at=file.at,
        advisories=("NO_EXCLUSION_RULE",),
        facts={"pair": None, "card_revision_due_at": None},
    )


def _result(file: CaseFile, reasons: tuple[str, ...], *, asks_experts: bool) -> str:
    """NOT_EXCLUDED wins over what only waits; then the experts, where the antibody cannot decide."""
    if set(reasons) - WAITING:
        return NOT_EXCLUDED
    if asks_experts and not _experts_cleared(file):
        return NEEDS_CONSULT
    return INCOMPLETE if reasons else EXCLUDED


def _negatives(chain: Chain) -> Condition:
    if not chain.reasons:
        return Condition("N", State.MET, evidence=chain.evidence)
    is_waiting = set(chain.reasons) <= WAITING
    state = State.UNKNOWN if is_waiting else State.NOT_MET
    return Condition("N", state, chain.reasons, evidence=chain.evidence)


def _is_for_experts(
    file: CaseFile, rules: ExclusionRules, conditions: tuple[Condition, ...]
) -> bool:
    """EXC-5: of whoever was vaccinated or infected before, or may have been, no antibody decides."""
    if rules.antibody is not Antibody.UNVACCINATED or not is_all_met(conditions):
        return False
    return any_of((file.person.vaccinated, file.person.earlier_infection)) is not NO


def _experts_cleared(file: CaseFile) -> bool:
    return file.consultation is not None and file.consultation.keeps is NO


def _antibodies(file: CaseFile, rules: ExclusionRules) -> tuple[Condition, ...]:
    """EXC-4: the latest sample with both results, collected so many days after the onset or later."""
    if rules.antibody is Antibody.NOT_ASKED:
        return ()
    if rules.antibody is Antibody.UNVACCINATED:
        immunised = any_of((file.person.vaccinated, file.person.earlier_infection))
        if immunised is YES:
            return ()
    latest = _latest_antibody(file)
    if latest is None:
        return (Condition("AB", State.UNKNOWN, ("AB_MISSING",)),)
    sample, index = latest
    evidence = (Evidence("ANTIBODY", index, sample.collected_at),)
    earliest = _antibody_from(file, rules)
    reasons = (
        *(("AB_TOO_EARLY",) if _is_early(sample, earliest) else ()),
        *(("AB_POSITIVE",) if _is_not_negative(sample) else ()),
    )
    if not reasons:
        return (Condition("AB", State.MET, evidence=evidence),)
    state = State.UNKNOWN if set(reasons) <= WAITING else State.NOT_MET
    return (Condition("AB", state, reasons, evidence=evidence),)


def _latest_antibody(file: CaseFile) -> tuple[Sample, int] | None:
    found = [
        (one, index)
        for index, one in enumerate(file.samples)
        if one.kind is SampleKind.ANTIBODY and one.igm in BOTH and one.igg in BOTH
    ]
    # Of two at one time the worse.
    return max(
        found, key=lambda pair: (pair[0].collected_at, _is_not_negative(pair[0])), default=None
    )


def _antibody_from(file: CaseFile, rules: ExclusionRules) -> date | None:
    """The first day on which an antibody sample counts; of whoever had no onset EXC-8."""
    onset = file.onset_date or file.first_criterion_on
    return None if onset is None else onset + timedelta(days=rules.antibody_after_days)


def _is_early(sample: Sample, earliest: date | None) -> bool:
    return earliest is None or local_day(sample.collected_at) < earliest


def _is_not_negative(sample: Sample) -> bool:
    """A grey zone is no negative."""
    return sample.igm is not Result.NEG or sample.igg is not Result.NEG


def _card_due(both_at: datetime | None, rules: ExclusionRules) -> datetime | None:
    return None if both_at is None else both_at + timedelta(hours=rules.card_revision_hours)

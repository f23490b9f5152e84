"""The inputs of classification (2.1): E, C1, C2, C3 and M of a case, each known or unknown (T-9)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from feverclinic.domain.case_facts import (
    BloodCount,
    CaseFile,
    Compared,
    Criterion,
    Features,
    Flag,
    Imaging,
    Result,
    Sample,
    SampleKind,
)
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.edition_rules import BloodCountRules, EditionRules, Igm, Join
from feverclinic.domain.history import Answer, Symptom
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, all_of, any_of, negate, ternary
from feverclinic.domain.thermometry import effective_of, history_of_fever, judge_all, masked_fever
from feverclinic.domain.windows import Window, classification_window


@dataclass(frozen=True, slots=True)
class Criteria:
    """E, C1, C2, C3 and M of 2.1; `manifests` is C1 as edition 10 asks for it."""

    e: Ternary
    c1: Ternary
    c2: Ternary
    c3: Ternary
    m: Ternary
    is_partial_count: bool = False
    is_late_count: bool = False
    has_history: bool = False

    @property
    def counted(self) -> tuple[Ternary, Ternary, Ternary]:
        return self.c1, self.c2, self.c3

    def told(self) -> dict[str, Ternary]:
        return {"E": self.e, "C1": self.c1, "C2": self.c2, "C3": self.c3, "M": self.m}


def criteria_of(file: CaseFile, edition: EditionRules, temperature: TemperatureRules) -> Criteria:
    """The inputs of a case as an edition reads them; what is given directly stands for itself."""
    given, rules = file.given, edition.criteria
    history = history_of_fever(file.self_reported_fever, file.at, temperature)
    count = latest_count(file)
    c3, is_partial = (UNKNOWN, False) if count is None else blood_count(count, rules.blood_count)
    return Criteria(
        e=given.get("e", exposure(file, edition)),
        c1=given.get("c1", manifestation(file, edition, temperature, history)),
        c2=given.get("c2", imaging(file)),
        c3=given.get("c3", c3),
        m=given.get("m", igm_valid(file, rules.igm)),
        is_partial_count=is_partial and "c3" not in given,
        is_late_count=count is not None and is_late(count, file, rules.blood_count),
        has_history=history is YES and rules.fever_counts,
    )


def onset_of(file: CaseFile) -> date:
    """The onset; whoever never had one is asked back from the visit (1.5)."""
    return file.onset_date or file.visited_on or local_day(file.at)


def exposure(file: CaseFile, edition: EditionRules) -> Ternary:
    """E: any of E1 to E4, each within its window (T-3)."""
    window = classification_window(onset_of(file), edition.criteria.exposure_days)
    return any_of(
        criterion(one, file.criteria.get(one), window, edition.criteria.cluster_days)
        for one in Criterion
    )


def criterion(one: Criterion, answer: Answer | None, window: Window, cluster_days: int) -> Ternary:
    """One criterion: a YES outside its window is a NO; of E4 two onsets near each other decide."""
    if answer is None:
        return UNKNOWN
    if one is Criterion.E4 and answer.onset_dates:
        return ternary(is_cluster(answer.onset_dates, cluster_days))
    if answer.answer is YES and answer.last_exposure_on is not None:
        return ternary(window.holds(answer.last_exposure_on))
    return answer.answer


def is_cluster(onsets: Iterable[date], days: int) -> bool:
    """Whether any two onsets lie at most so many days apart (1.5)."""
    ordered = sorted(onsets)
    near = timedelta(days=days)
    return any(after - before <= near for before, after in pairwise(ordered))


def manifestation(
    file: CaseFile, edition: EditionRules, temperature: TemperatureRules, history: Ternary
) -> Ternary:
    """C1: fever, measured or told, and/or a symptom of the edition's group."""
    symptoms = (file.symptoms.get(one, UNKNOWN) for one in edition.criteria.symptoms)
    fever = (measured_fever(file, temperature), history) if edition.criteria.fever_counts else ()
    return any_of((*fever, *symptoms))


def measured_fever(file: CaseFile, temperature: TemperatureRules) -> Ternary:
    """Whether a fever was measured (TEMP-2, TEMP-7); UNKNOWN when no reading counts.

    A normal one that an antipyretic may have made clears nobody (TEMP-9): UNKNOWN too.
    """
    judged = judge_all(file.readings, file.at, temperature)
    effective = effective_of(judged, temperature)
    if effective is None:
        return UNKNOWN
    if "FEVER" in effective.flags:
        return YES
    masked = masked_fever(judged, file.at, temperature, file.antipyretics)
    return UNKNOWN if masked is YES else NO


def other_symptoms(file: CaseFile) -> Ternary:
    """Whether there is any symptom at all; every one of the list counts (CLS-8)."""
    return any_of(file.symptoms.get(one, UNKNOWN) for one in Symptom)


def imaging(file: CaseFile) -> Ternary:
    """C2: the latest image of which the features were told; equivocal is unknown."""
    told = [one for one in file.imaging if one.features is not None]
    latest = latest_image(replace(file, imaging=tuple(told)))
    if latest is None or latest.features is None:
        return UNKNOWN
    return {Features.PRESENT: YES, Features.ABSENT: NO}.get(latest.features, UNKNOWN)


def pneumonia_of(file: CaseFile) -> Ternary:
    """Whether the latest image shows a pneumonia (2.5)."""
    latest = latest_image(file)
    return UNKNOWN if latest is None else latest.pneumonia


def latest_image(file: CaseFile) -> Imaging | None:
    """The image that was done last; of two at one time the worse."""
    done = [one for one in file.imaging if one.done_at is not None]
    return max(done, key=lambda one: (one.done_at or file.at, *_badness(one)), default=None)


def _badness(image: Imaging) -> tuple[bool, bool, bool]:
    return (
        image.compared is Compared.NOT_IMPROVED,
        image.compared is not Compared.IMPROVED,
        image.features is Features.PRESENT,
    )


def latest_count(file: CaseFile) -> BloodCount | None:
    return max(file.blood_counts, key=lambda one: one.collected_at, default=None)


def blood_count(count: BloodCount, rules: BloodCountRules) -> tuple[Ternary, bool]:
    """C3, and whether exactly one of its two limbs holds where both are asked (OQ-4)."""
    wbc = _limb(
        _flag(count.wbc_flag, count.wbc, rules.wbc_low, rules.wbc_high),
        rules.wbc,
    )
    lymphocytes = _limb(
        _flag(
            count.lymphocyte_flag,
            count.lymphocytes,
            rules.lymphocytes_low,
            rules.lymphocytes_high,
        ),
        rules.lymphocytes,
    )
    if rules.join is Join.OR:
        return any_of((wbc, lymphocytes)), False
    limbs = (wbc, lymphocytes)
    return all_of(limbs), sorted(limbs) == sorted((YES, NO))


def _flag(flag: Flag | None, count: Decimal | None, low: Decimal, high: Decimal) -> Flag | None:
    """The laboratory's own flag, which knows the age; without it the limits of an adult."""
    if flag is not None or count is None:
        return flag
    if count < low:
        return Flag.LOW
    return Flag.HIGH if count > high else Flag.NORMAL


def _limb(flag: Flag | None, allowed: tuple[Flag, ...]) -> Ternary:
    return UNKNOWN if flag is None else ternary(flag in allowed)


def is_late(count: BloodCount, file: CaseFile, rules: BloodCountRules) -> bool:
    """More than so many days after the onset: the criterion speaks of early illness."""
    if file.onset_date is None:
        return False
    last = file.onset_date + timedelta(days=rules.late_after_days)
    return local_day(count.collected_at) > last


def igm_valid(file: CaseFile, use: Igm) -> Ternary:
    """M: IgM positive and valid; no antibody sample is a NO, one that is pending is UNKNOWN."""
    if use is Igm.NEVER:
        return NO
    found = igm_positive(file.samples)
    return all_of((found, never_immunised(file))) if use is Igm.UNVACCINATED else found


def igm_positive(samples: Iterable[Sample]) -> Ternary:
    """Whether any antibody sample has a positive IgM."""
    return any_of(
        {Result.POS: YES, Result.NEG: NO, Result.IND: NO}.get(one.igm or Result.PENDING, UNKNOWN)
        for one in samples
        if one.kind is SampleKind.ANTIBODY
    )


def never_immunised(file: CaseFile) -> Ternary:
    """Neither vaccinated nor infected before (OQ-6)."""
    person = file.person
    return negate(any_of((person.vaccinated, person.earlier_infection)))

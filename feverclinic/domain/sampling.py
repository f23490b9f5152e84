"""The chain of nucleic-acid samples: which two in a row are negative (EXC-1 to EXC-4, REL-4 to REL-6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from feverclinic.domain.case_facts import Pathogen, Result, Sample, SampleKind
from feverclinic.domain.edition_rules import PairRules
from feverclinic.domain.gates import Evidence
from feverclinic.domain.ternary import YES


class Standing(StrEnum):
    """What one sampling says, the worst first: of two swabs at one time the worse counts (F-7)."""

    POSITIVE = "POSITIVE"
    GREY = "GREY"
    CT_LOW = "CT_LOW"
    PENDING = "PENDING"
    NEGATIVE = "NEGATIVE"


BREAKS = frozenset({Standing.POSITIVE, Standing.GREY, Standing.CT_LOW})
WORST_FIRST = tuple(Standing)
OF_RESULT: Mapping[Result, Standing] = {
    Result.POS: Standing.POSITIVE,
    Result.IND: Standing.GREY,
    Result.PENDING: Standing.PENDING,
    Result.NEG: Standing.NEGATIVE,
}


@dataclass(frozen=True, slots=True)
class Sampling:
    """All samples collected at one instant; `indices` are those that made its standing."""

    collected_at: datetime
    standing: Standing
    indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """What the samples of a case amount to: the pair that passes, or why there is none."""

    reasons: tuple[str, ...]
    samplings: tuple[Sampling, ...]
    pair: tuple[int, int] | None = None
    next_at: datetime | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every sampling with its time; `NEXT_SAMPLE` is when the next one may make a pair."""
        told = tuple(
            Evidence("SAMPLE", one.indices[0], one.collected_at, one.standing.value)
            for one in self.samplings
        )
        if self.next_at is None:
            return told
        return (*told, Evidence("NEXT_SAMPLE", None, self.next_at))


def chain_of(
    samples: Sequence[Sample],
    pathogens: Sequence[Pathogen],
    rules: PairRules,
    *,
    low_ct_reason: str = "NAT_BROKEN",
) -> Chain:
    """Whether the last negatives make a pair (REL-5); times are those of collection (EXC-1).

    `low_ct_reason` is how a last sample that does not qualify by Ct is told (REL-6).
    """
    found = samplings_of(samples, pathogens, rules)
    reported = [one for one in found if one.standing is not Standing.PENDING]
    after = _after_last_break(reported)
    apart = timedelta(hours=rules.hours_apart)
    if reported and reported[-1].standing in BREAKS:
        is_low_ct = reported[-1].standing is Standing.CT_LOW
        return Chain((low_ct_reason if is_low_ct else "NAT_BROKEN",), found)
    next_at = after[-1].collected_at + apart if after else None
    if len(after) < 2:  # noqa: PLR2004 - a pair
        return Chain(("NAT_LT2",), found, next_at=next_at)
    last = after[-1]
    earlier = [one for one in after[:-1] if last.collected_at - one.collected_at >= apart]
    if not earlier:
        return Chain(("NAT_INTERVAL",), found, next_at=after[0].collected_at + apart)
    first = earlier[-1]
    is_open = any(
        one.standing is Standing.PENDING and one.collected_at > first.collected_at for one in found
    )
    pair = (first.indices[0], last.indices[0])
    return Chain(("NAT_PENDING",) if is_open else (), found, pair)


def _after_last_break(reported: Sequence[Sampling]) -> list[Sampling]:
    """The negatives after the last positive or grey one."""
    after: list[Sampling] = []
    for one in reported:
        if one.standing in BREAKS:
            after.clear()
        else:
            after.append(one)
    return after


def samplings_of(
    samples: Sequence[Sample], pathogens: Sequence[Pathogen], rules: PairRules
) -> tuple[Sampling, ...]:
    """The samplings in the order of their time; rejected ones and negatives of no use are left out."""
    by_time: dict[datetime, list[tuple[Standing, int]]] = {}
    for index, sample in enumerate(samples):
        standing = standing_of(sample, rules) if _is_asked(sample, pathogens) else None
        if standing is not None:
            by_time.setdefault(sample.collected_at, []).append((standing, index))
    return tuple(_worst(at, by_time[at]) for at in sorted(by_time))


def _worst(at: datetime, together: Sequence[tuple[Standing, int]]) -> Sampling:
    worst = min((standing for standing, _ in together), key=WORST_FIRST.index)
    return Sampling(at, worst, tuple(index for standing, index in together if standing is worst))


def _is_asked(sample: Sample, pathogens: Sequence[Pathogen]) -> bool:
    is_of_disease = sample.pathogen is None or sample.pathogen in pathogens
    return sample.kind is SampleKind.NAT and is_of_disease


def standing_of(sample: Sample, rules: PairRules) -> Standing | None:
    """What one sample says; None for one that neither counts nor breaks (EXC-2, EXC-3).

    A negative counts only of the specimens of the rules; a positive of any breaks (F-7).
    """
    result = sample.result or Result.PENDING
    if result is Result.INV:
        return None
    standing = OF_RESULT[result]
    if rules.by_ct and sample.quantitative is YES and standing is not Standing.PENDING:
        standing = Standing.NEGATIVE if qualifies(sample, rules) else Standing.CT_LOW
    if standing is Standing.NEGATIVE and sample.specimen not in rules.specimens:
        return None
    return standing


def qualifies(sample: Sample, rules: PairRules) -> bool:
    """REL-6; without a cut-off in the report it must qualify with a usual and with a low one (F-6)."""
    high = _is_weak(sample.ct_n, rules, is_undetected=sample.ct_n_undetected) and _is_weak(
        sample.ct_orf, rules, is_undetected=sample.ct_orf_undetected
    )
    is_negative = sample.result is Result.NEG
    if sample.cut_off is None:
        return high and is_negative
    return high if sample.cut_off >= rules.cut_off_from else is_negative


def _is_weak(ct: Decimal | None, rules: PairRules, *, is_undetected: bool) -> bool:
    return is_undetected or (ct is not None and ct >= rules.ct_from)


def first_positive_at(samples: Sequence[Sample], pathogens: Sequence[Pathogen]) -> datetime | None:
    """When the first positive sample was collected (REL-8)."""
    positive = [
        one.collected_at
        for one in samples
        if _is_asked(one, pathogens) and one.result is Result.POS
    ]
    return min(positive, default=None)

"""A sample's result by its two targets, as a laboratory reports their Ct values (WORK-4)."""

from collections.abc import Sequence
from decimal import Decimal

from feverclinic.domain.case_facts import Result, SampleKind
from feverclinic.domain.case_samples import TakenSample
from feverclinic.domain.work_up import WorkUpRules, two_targets
from feverclinic.domain.work_up_entries import SampleResult
from feverclinic.errors import Refused

# From the least to the gravest; an invalid sample says nothing.
RANK = {Result.NEG: 0, Result.IND: 1, Result.POS: 2}


def read_by_targets(
    told: SampleResult, taken: Sequence[TakenSample], rules: WorkUpRules
) -> Result | None:
    """The result by both targets; None where one of them, or the cut-off, was not reported.

    One positive target is grey, and positive when an earlier sample showed one as well.
    """
    this = next((one for one in taken if told.of in (one.taken.id, one.taken.key)), None)
    if this is None or this.sample.kind is not SampleKind.NAT or not _has_both(told):
        return None
    assert told.cut_off is not None
    is_again = any(
        one is not this
        and one.sample.collected_at <= this.sample.collected_at
        and one.sample.pathogen == this.sample.pathogen
        and _had_one(one)
        for one in taken
    )
    return two_targets(told.ct_n, told.ct_orf, told.cut_off, rules, earlier_single=is_again)


def must_agree(told: SampleResult, computed: Result) -> None:
    """Raise Refused for a result that is milder than its own targets."""
    if told.result is None or told.result not in RANK:
        return
    if RANK[told.result] < RANK[computed]:
        raise Refused("entry.targets_disagree", result=told.result.value, computed=computed.value)


def _has_both(told: SampleResult) -> bool:
    has_n = told.ct_n is not None or told.ct_n_undetected
    has_orf = told.ct_orf is not None or told.ct_orf_undetected
    return has_n and has_orf and told.cut_off is not None


def _had_one(sample: TakenSample) -> bool:
    """Whether exactly one target of that sample was positive."""
    reported = sample.result.document if sample.result else None
    if not isinstance(reported, SampleResult) or not _has_both(reported):
        return False
    cut_off = reported.cut_off or Decimal(0)
    positive = [ct for ct in (reported.ct_n, reported.ct_orf) if ct is not None and ct < cut_off]
    return len(positive) == 1

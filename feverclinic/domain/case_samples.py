"""Samples of a case with their results: a taken sample is pending until its latest result holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import Result, Sample, SampleKind
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken


@dataclass(frozen=True, slots=True)
class TakenSample:
    """A sample as the desk shows it: when it was taken, and the result that holds now, if any."""

    taken: Entry
    result: Entry | None = None

    @property
    def sample(self) -> Sample:
        """As the rules take it."""
        told = self.taken.document
        assert isinstance(told, SampleTaken)
        reported = self.result.document if self.result else None
        if not isinstance(reported, SampleResult):
            return _pending(told)
        return Sample(
            kind=told.kind,
            collected_at=told.collected_at,
            specimen=told.specimen,
            pathogen=told.pathogen,
            reported_at=reported.reported_at,
            result=reported.result,
            quantitative=reported.quantitative,
            ct_n=reported.ct_n,
            ct_n_undetected=reported.ct_n_undetected,
            ct_orf=reported.ct_orf,
            ct_orf_undetected=reported.ct_orf_undetected,
            cut_off=reported.cut_off,
            igm=reported.igm,
            igg=reported.igg,
            igg_titre=reported.igg_titre,
        )


def _pending(told: SampleTaken) -> Sample:
    is_antibody = told.kind is SampleKind.ANTIBODY
    return Sample(
        kind=told.kind,
        collected_at=told.collected_at,
        specimen=told.specimen,
        pathogen=told.pathogen,
        result=None if is_antibody else Result.PENDING,
        igm=Result.PENDING if is_antibody else None,
        igg=Result.PENDING if is_antibody else None,
    )


def taken_samples(entries: Sequence[Entry]) -> tuple[TakenSample, ...]:
    """The samples among valid entries, by the time of their taking; of results the last entry holds.

    A result of a sample whose taking was corrected goes on with the corrected one.
    """
    samples = [
        TakenSample(entry, result_of(entries, entry))
        for entry in entries
        if isinstance(entry.document, SampleTaken)
    ]
    return tuple(sorted(samples, key=lambda one: (one.sample.collected_at, one.taken.seq)))


def result_of(entries: Sequence[Entry], taken: Entry) -> Entry | None:
    """The result of a sample that holds, among valid entries: the last one that was written."""
    names = {taken.id, taken.key, taken.replaces}
    found = [
        entry
        for entry in entries
        if isinstance(entry.document, SampleResult) and entry.document.of in names
    ]
    return found[-1] if found else None

"""Laboratory evidence (2.3): which proofs a case has, in the order in which they are told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from feverclinic.domain.case_facts import CaseFile, Result, Sample, SampleKind
from feverclinic.domain.criteria import never_immunised
from feverclinic.domain.edition_rules import ConfirmationRules, Proof
from feverclinic.domain.ternary import YES


def proofs_of(file: CaseFile, rules: ConfirmationRules) -> tuple[Proof, ...]:
    """The proofs of the edition that stand; one of the unvaccinated needs somebody never immunised."""
    samples = [one for one in file.samples if is_of_disease(one, rules)]
    return tuple(
        proof
        for proof in rules.proofs
        if PROOFS[proof](samples, rules) and _counts(proof, file, rules)
    )


def positives_of(file: CaseFile, rules: ConfirmationRules) -> tuple[Proof, ...]:
    """What makes CLS-8 or CLS-9 of a case without its base: of any specimen (F-7)."""
    samples = [one for one in file.samples if is_of_disease(one, rules)]
    return tuple(
        proof
        for proof, kind in DIRECT.items()
        if proof in rules.positives and _is_positive(samples, kind)
    )


def is_pending(file: CaseFile, rules: ConfirmationRules) -> bool:
    """Whether a NAT or an antigen test of the disease is not reported yet (CLS-4)."""
    return any(
        one.result is Result.PENDING
        for one in file.samples
        if one.kind in (SampleKind.NAT, SampleKind.ANTIGEN) and is_of_disease(one, rules)
    )


def is_of_disease(sample: Sample, rules: ConfirmationRules) -> bool:
    """Another pathogen never confirms and never excludes (2.4)."""
    return sample.pathogen is None or sample.pathogen in rules.pathogens


def _counts(proof: Proof, file: CaseFile, rules: ConfirmationRules) -> bool:
    return proof not in rules.unvaccinated_proofs or never_immunised(file) is YES


def _is_positive(samples: Iterable[Sample], kind: SampleKind) -> bool:
    return any(one.kind is kind and one.result is Result.POS for one in samples)


def _nat_positive(samples: Sequence[Sample], rules: ConfirmationRules) -> bool:
    allowed = [one for one in samples if not rules.specimens or one.specimen in rules.specimens]
    return _is_positive(allowed, SampleKind.NAT)


def _igm_and_igg(samples: Sequence[Sample], _rules: ConfirmationRules) -> bool:
    return any(
        one.kind is SampleKind.ANTIBODY and one.igm is Result.POS and one.igg is Result.POS
        for one in samples
    )


def _igg_rise(samples: Sequence[Sample], rules: ConfirmationRules) -> bool:
    """IgG turned positive, or its convalescent titre is so many times the acute one.

    One walk through time: of all that was before, a negative and the lowest titre are enough.
    """
    antibodies = [one for one in samples if one.kind is SampleKind.ANTIBODY]
    was_negative = False
    lowest: Decimal | None = None
    for _, group in groupby(sorted(antibodies, key=_collected_at), key=_collected_at):
        together = tuple(group)
        if rules.seroconversion and was_negative and _has_igg(together, Result.POS):
            return True
        titres = [one.igg_titre for one in together if one.igg_titre]
        if titres and lowest is not None and max(titres) >= rules.titre_factor * lowest:
            return True
        was_negative = was_negative or _has_igg(together, Result.NEG)
        if titres:
            lowest = min(titres) if lowest is None else min(lowest, *titres)
    return False


def _collected_at(sample: Sample) -> datetime:
    return sample.collected_at


def _has_igg(samples: Sequence[Sample], result: Result) -> bool:
    return any(one.igg is result for one in samples)


def _direct(kind: SampleKind) -> "Callable[[Sequence[Sample], ConfirmationRules], bool]":
    return lambda samples, _rules: _is_positive(samples, kind)


DIRECT: Mapping[Proof, SampleKind] = {
    Proof.NAT_POSITIVE: SampleKind.NAT,
    Proof.ANTIGEN_POSITIVE: SampleKind.ANTIGEN,
    Proof.CULTURE_POSITIVE: SampleKind.CULTURE,
}
PROOFS: Mapping[Proof, Callable[[Sequence[Sample], ConfirmationRules], bool]] = {
    Proof.NAT_POSITIVE: _nat_positive,
    Proof.SEQUENCE_HOMOLOGOUS: _direct(SampleKind.SEQUENCE),
    Proof.IGM_AND_IGG: _igm_and_igg,
    Proof.IGG_RISE: _igg_rise,
    Proof.ANTIGEN_POSITIVE: _direct(SampleKind.ANTIGEN),
    Proof.CULTURE_POSITIVE: _direct(SampleKind.CULTURE),
}

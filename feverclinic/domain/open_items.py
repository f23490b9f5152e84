"""What was ordered and is still open: an item is done by its result, or refused with a note."""

from collections.abc import Sequence
from datetime import datetime

from feverclinic.domain.case_entries import Entry
from feverclinic.domain.case_facts import Features, Pathogen, SampleKind
from feverclinic.domain.case_samples import taken_samples
from feverclinic.domain.clinical_entries import Measured
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    Refusal,
    SampleResult,
    SampleTaken,
)

CBC, CHEST_CT, SPO2, NAT, SEROLOGY = "CBC", "CHEST_CT", "SPO2", "NAT", "ANTIBODY"
CRP = "CRP"
# F-core: nobody leaves the clinic with one of these told as not done (WORK-2).
CORE = frozenset({CBC, CRP, CHEST_CT, SPO2})
# Not an examination that has a result.
NO_RESULT = frozenset({"OBSERVATION"})
KIND_ITEMS = {
    SampleKind.NAT: NAT,
    SampleKind.ANTIBODY: SEROLOGY,
    SampleKind.ANTIGEN: "ANTIGEN",
    SampleKind.SEQUENCE: "SEQUENCE",
    SampleKind.CULTURE: "CULTURE",
}
INFLUENZA = frozenset({Pathogen.INFLUENZA_A, Pathogen.INFLUENZA_B})
FLU = "FLU_ANTIGEN"


def ordered_items(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Everything that was ordered, each once, in the order of ordering."""
    items = (
        item for one in entries if isinstance(one.document, Order) for item in one.document.items
    )
    return tuple(dict.fromkeys(items))


def done_items(entries: Sequence[Entry], vitals: Vitals) -> frozenset[str]:
    """Items with a result; what was told as not done has none, nor has a sample before its report."""
    done = {SPO2} if vitals.spo2 is not None else set[str]()
    for entry in entries:
        told = entry.document
        if isinstance(told, BloodCountReported):
            done.add(CBC)
        elif isinstance(told, LabReported) and told.flag is not LabFlag.NOT_DONE:
            done.add(told.item)
        elif isinstance(told, ImageRead) and told.image.features is not Features.NOT_DONE:
            done |= {told.kind, CHEST_CT}
        elif isinstance(told, Measured) and told.vitals.spo2 is not None:
            done.add(SPO2)
    return frozenset(done | _sampled(entries))


def _sampled(entries: Sequence[Entry]) -> set[str]:
    """Kinds of samples that are all reported."""
    reported: dict[str, bool] = {}
    for one in taken_samples(entries):
        item = sample_item(one.taken)
        reported[item] = reported.get(item, True) and one.result is not None
    return {item for item, is_reported in reported.items() if is_reported}


def sample_item(entry: Entry) -> str:
    """The item that a sample answers."""
    told = entry.document
    assert isinstance(told, SampleTaken)
    return FLU if told.pathogen in INFLUENZA else KIND_ITEMS[told.kind]


def refused_items(entries: Sequence[Entry]) -> frozenset[str]:
    """What the patient refused, with the doctor's note."""
    return frozenset(one.document.item for one in entries if isinstance(one.document, Refusal))


def given_up_items(entries: Sequence[Entry]) -> frozenset[str]:
    """What was told as not done and nobody waits for; of F-core the result is still asked."""
    told = (one.document for one in entries)
    not_done = {
        one.item for one in told if isinstance(one, LabReported) and one.flag is LabFlag.NOT_DONE
    }
    return frozenset(not_done - CORE)


def open_items(entries: Sequence[Entry], vitals: Vitals) -> tuple[str, ...]:
    """What was ordered and has neither a result nor a refusal; ordered once more is open once more.

    An item told as not done waits no longer, unless it is one of F-core.

    A first order counts as done by whatever is there already: it may have been ticked afterwards.
    """
    answered = refused_items(entries) | given_up_items(entries) | NO_RESULT
    done = done_items(entries, vitals) | answered
    again = _ordered_again(entries)
    return tuple(
        item for item in ordered_items(entries) if item not in done or again.get(item, False)
    )


def _ordered_again(entries: Sequence[Entry]) -> dict[str, bool]:
    """Items ordered more than once, and whether nothing came of the last order yet."""
    asked, waits = set[str](), dict[str, bool]()
    for entry in entries:
        if isinstance(entry.document, Order):
            waits |= {item: True for item in entry.document.items if item in asked}
            asked |= set(entry.document.items)
        else:
            waits |= dict.fromkeys(_answered(entry), False)
    return {item: is_open for item, is_open in waits.items() if item not in NO_RESULT}


def _answered(entry: Entry) -> frozenset[str]:
    """Items that this entry answers, or begins to answer: a sample that was taken is pending itself."""
    told = entry.document
    if isinstance(told, SampleTaken):
        return frozenset({sample_item(entry)})
    if isinstance(told, Refusal):
        return frozenset({told.item})
    return done_items((entry,), Vitals()) | given_up_items((entry,))


def ordered_at(entries: Sequence[Entry], item: str) -> datetime | None:
    """When an item was ordered last."""
    orders = [
        one.at for one in entries if isinstance(one.document, Order) and item in one.document.items
    ]
    return orders[-1] if orders else None


def has_begun(entries: Sequence[Entry]) -> bool:
    """Whether anything was taken or reported: from then on the person waits for results."""
    kinds = (SampleTaken, SampleResult, BloodCountReported, LabReported, ImageRead)
    return any(isinstance(one.document, kinds) for one in entries)

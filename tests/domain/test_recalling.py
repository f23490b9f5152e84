"""A recall: opened by a late positive, a fever or a flight; ended by a return or a recorded end."""

import pytest

from feverclinic.domain.case_entries import Document, Noted
from feverclinic.domain.cases import WayOut
from feverclinic.domain.leaving_entries import Called, Left, Returned
from feverclinic.domain.recalling import RECALL, RECALL_ENDED, Recall, RecallReason, recall_of
from tests.case_builders import an_entry

FLED = Left(WayOut.LEFT_WITHOUT_LEAVE)
POSITIVE = Noted(RECALL, {"why": "LATE_POSITIVE"})


def recalled(*documents: Document) -> Recall | None:
    return recall_of([an_entry(seq, one) for seq, one in enumerate(documents, start=1)])


def test_nobody_is_called_back_without_a_reason() -> None:
    assert recalled(Called("139", reached=True), Noted("CLOCK_BEHIND")) is None


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (FLED, RecallReason.LEFT_WITHOUT_LEAVE),
        (POSITIVE, RecallReason.LATE_POSITIVE),
        (Noted(RECALL, {"why": "FEVER_IN_FOLLOW_UP"}), RecallReason.FEVER_IN_FOLLOW_UP),
        (Noted(RECALL), RecallReason.OTHER),
    ],
)
def test_each_reason_opens_a_recall(document: Document, reason: RecallReason) -> None:
    found = recalled(document)

    assert found is not None
    assert (found.reasons, found.opened.seq) == ((reason,), 1)


def test_the_calls_since_are_its_log() -> None:
    found = recalled(
        Called("139", reached=True), FLED, Called("139", reached=False), Called("138", reached=True)
    )

    assert found is not None
    assert ([one.seq for one in found.calls], found.is_reached) == ([3, 4], True)


def test_a_call_that_reached_nobody_does_not_count_as_reached() -> None:
    found = recalled(FLED, Called("139", reached=False))

    assert found is not None
    assert not found.is_reached


def test_a_second_reason_joins_the_first() -> None:
    found = recalled(FLED, POSITIVE, POSITIVE)

    assert found is not None
    assert found.reasons == (RecallReason.LEFT_WITHOUT_LEAVE, RecallReason.LATE_POSITIVE)


@pytest.mark.parametrize(
    "end", [Returned("家中"), Noted(RECALL_ENDED, {"how": "ELSEWHERE"}), Left(WayOut.DECEASED)]
)
def test_it_ends_with_his_return_or_a_recorded_end(end: Document) -> None:
    assert recalled(FLED, end) is None


def test_another_way_out_ends_no_recall() -> None:
    assert recalled(POSITIVE, Left(WayOut.RELEASED)) is not None


def test_a_new_reason_after_an_end_opens_a_new_one() -> None:
    found = recalled(FLED, Called("139", reached=True), Returned("家中"), POSITIVE)

    assert found is not None
    assert (found.opened.seq, found.calls) == (4, ())

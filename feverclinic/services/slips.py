"""The verbs of slips: asked for, printed, failed, asked for again; saved and printed are two things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feverclinic.domain.people import Duty
from feverclinic.domain.visits import Slip, SlipId, SlipState, VisitId

if TYPE_CHECKING:
    from feverclinic.storage.store import Store


def new_slip(store: Store, visit_id: VisitId) -> Slip:
    """The slip of the decision that holds: one that is not on paper yet takes it over."""
    waiting = _unprinted(store, visit_id)
    if waiting is None:
        return _add_slip(store, visit_id)
    return store.slips.save(
        replace(waiting, state=SlipState.WAITING, state_at=store.now, problem="")
    )


def slip_again(store: Store, visit_id: VisitId) -> Slip:
    """One more printing of a visit's slip, marked as a copy; one that never came out is itself."""
    store.actor.must(Duty.TRIAGE)
    return _unprinted(store, visit_id) or _add_slip(store, visit_id)


def _unprinted(store: Store, visit_id: VisitId) -> Slip | None:
    slips = store.slips.of_visit(visit_id)
    return next((slip for slip in slips if slip.state is not SlipState.PRINTED), None)


def _add_slip(store: Store, visit_id: VisitId) -> Slip:
    """A second decision has its own original: copies are counted from the decision on."""
    decided = store.assessments.latest(visit_id)
    printed = sum(
        decided is not None and slip.state_at >= decided.decided_at
        for slip in store.slips.of_visit(visit_id)
    )
    return put_slip(store, visit_id, printed + 1)


def put_slip(store: Store, visit_id: VisitId, copy_no: int) -> Slip:
    """A slip that waits for paper; the first of a visit is its original, number 1."""
    return store.slips.add(
        Slip(SlipId(store.new_id()), visit_id, copy_no, SlipState.WAITING, store.now)
    )


def slip_printed(store: Store, slip: Slip) -> Slip:
    """It is on paper."""
    return store.slips.save(replace(slip, state=SlipState.PRINTED, state_at=store.now, problem=""))


def slip_failed(store: Store, slip: Slip, problem: str) -> Slip:
    """Saved, not printed: the record stays and the slip waits until the printer works."""
    return store.slips.save(
        replace(slip, state=SlipState.FAILED, state_at=store.now, problem=problem)
    )

"""The tray of readings that nobody armed: one that is nobody's is declared invalid, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feverclinic.domain.people import Duty
from feverclinic.errors import Refused, Stale
from feverclinic.services.day_list import tray

if TYPE_CHECKING:
    from feverclinic.domain.readings import ReadingId
    from feverclinic.storage.store import Store


def void_reading(store: Store, reading_id: ReadingId, reason: str) -> None:
    """A reading of this station's tray that belongs to no patient; it stays in the records as void.

    Raises Refused without a reason, Stale for one that an open form, a visit or nobody any more holds.
    """
    store.actor.must(Duty.TRIAGE)
    if not reason.strip():
        raise Refused("record.reason_missing")
    if all(one.reading.id != reading_id for one in tray(store)):
        raise Stale("reading.already_claimed")
    store.readings.void(reading_id, reason)

"""A reading that is nobody's leaves the tray as void, with its reason, and gets under no name."""

import pytest

from feverclinic.domain.intake import Draft, Intake
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.readings import ReadingId
from feverclinic.domain.visits import DraftId
from feverclinic.errors import Refused, Stale
from feverclinic.services.day_list import tray
from feverclinic.services.shifts import Watchers, leave
from feverclinic.services.tray import void_reading
from feverclinic.services.triage import assign_reading
from tests.builders import GATE, MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form

WATCHERS = Watchers(10, 12)


@pytest.fixture
def stray(clinic: Clinic) -> ReadingId:
    """Somebody squeezed the trigger and nobody had been armed."""
    with clinic.work() as store:
        added = store.readings.add(a_reading("38.1"))
    assert added.id is not None
    return added.id


def test_nobodys_reading_is_void_with_its_reason_and_keeps_nobody_at_the_desk(
    clinic: Clinic, stray: ReadingId
) -> None:
    with clinic.work() as store, pytest.raises(Refused, match=r"shift\.unclaimed"):
        leave(store, WATCHERS)

    with clinic.work(at=NOON + MINUTE) as store:
        void_reading(store, stray, " 误触 ")
    with clinic.work(at=NOON + 2 * MINUTE) as store:
        left = tray(store)
        kept = store.readings.get(stray)
        line = store.audit.of(stray)[-1]
        leave(store, WATCHERS)

    assert left == ()
    assert (kept.raw_text, line.action, line.reason) == ("38.1", "VOIDED", "误触")


def test_without_a_reason_or_a_duty_nothing_is_void(clinic: Clinic, stray: ReadingId) -> None:
    with clinic.work() as store, pytest.raises(Refused, match=r"record\.reason_missing"):
        void_reading(store, stray, "  ")
    stranger = Staff(StaffId(9), "zhou", "周立", role="system_administrator")
    with clinic.work(actor=stranger) as store, pytest.raises(Refused, match=r"duty_missing"):
        void_reading(store, stray, "误触")

    with clinic.work() as store:
        assert [one.reading.id for one in tray(store)] == [stray]


def test_a_reading_that_somebody_has_is_not_void(
    clinic: Clinic, save: Save, stray: ReadingId
) -> None:
    saved = save(a_form(a_reading("36.5")))
    with clinic.work() as store:
        held = store.readings.add(a_reading("38.2"))
        form = Intake(NOON, {"name": "李四"}, (held,))
        store.drafts.put(Draft(DraftId(5), GATE.code, form, NOON))
        assign_reading(store, stray, saved.visit.id)
    assert held.id is not None

    for reading_id in (stray, held.id):
        with clinic.work() as store, pytest.raises(Stale, match=r"reading\.already_claimed"):
            void_reading(store, reading_id, "误触")

    with clinic.work() as store:
        of_visit = {one.raw_text for one in store.readings.of_visit(saved.visit.id)}
    assert of_visit == {"36.5", "38.1"}

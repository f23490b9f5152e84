"""What one shift leaves open stands before the next one too: people on the way and held at the desk."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.waiting import ReceivedVia
from feverclinic.errors import Refused
from feverclinic.services import sending
from feverclinic.services.shifts import Watchers, balance, begin, leave
from tests.builders import MINUTE, NOON, NURSE, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form

WATCHERS = Watchers(10, 12)
LI = Staff(StaffId(41), "li", "李护士", role="triage_nurse", duties=NURSE.duties)
BEFORE_MIDNIGHT = NOON + timedelta(hours=12) - 2 * MINUTE


@pytest.mark.rule("ISO-2")
@pytest.mark.rule("TEMP-5")
@pytest.mark.parametrize("at", [NOON, BEFORE_MIDNIGHT], ids=["by day", "over midnight"])
def test_whoever_is_on_the_way_or_held_is_claimed_by_the_next_shift(
    clinic: Clinic, save: Save, at: datetime
) -> None:
    with clinic.work(at=at - MINUTE) as store:
        store.staff.add(LI, "no password")
        begin(store, NURSE)
    taken = {"measured_at": at - MINUTE, "received_at": at - MINUTE}
    sick = a_form(a_reading("38.6", **taken), q2="YES")
    grey = a_form(a_reading("37.25", **taken), name="李四", id_no="", no_id_reason="FORGOTTEN")
    sent = save(replace(sick, arrived_at=at - MINUTE), at)
    save(replace(grey, arrived_at=at - MINUTE), at)

    with clinic.work(at=at + 3 * MINUTE, actor=LI) as store:
        going = store.shifts.going()
        assert going is not None
        store.shifts.save(going, replace(going, taken_at=store.now))
        begin(store, LI)
    with clinic.work(at=at + 4 * MINUTE, actor=LI) as store:
        found = balance(store, WATCHERS)

    assert (found.screened, found.lines, found.odd) == (0, (), ())
    assert [(line.code, line.count) for line in found.unclaimed] == [
        ("ON_THE_WAY", 1),
        ("RECHECK", 1),
        ("UNPRINTED", 2),
    ]
    with (
        pytest.raises(Refused, match=r"shift\.unclaimed"),
        clinic.work(at=at + 4 * MINUTE, actor=LI) as store,
    ):
        leave(store, WATCHERS)
    with clinic.work(at=at + 5 * MINUTE, actor=LI) as store:
        sending.receive(store, sent.visit.id, "孙护士", ReceivedVia.PHONE)
        codes = [line.code for line in balance(store, WATCHERS).unclaimed]
    assert codes == ["RECHECK", "UNPRINTED"]

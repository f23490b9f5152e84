"""What the gates of leaving ask beside the file: F-core by result, refusal or plan, and the transport."""

from datetime import timedelta
from typing import Any

import pytest

from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.case_facts import BloodCount, CaseFile, Consultation, Features, Imaging
from feverclinic.domain.clinic_exit import Core, CoreState, Disposition, ExitRequest
from feverclinic.domain.clinical_entries import Disposed
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.emergency_plans import CoreItem, EmergencyPlan, PlanId
from feverclinic.domain.leaving_entries import Transport
from feverclinic.domain.leaving_requests import exit_request, latest_transport, site_request
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.transfer import To
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Refusal,
)
from tests.builders import MINUTE, NOON
from tests.case_builders import DIRECTOR, an_entry

SECOND = timedelta(seconds=1)
DONE, REFUSED = CoreState.DONE, CoreState.REFUSED
PLAN, NOT_DONE = CoreState.EMERGENCY_PLAN, CoreState.NOT_DONE


def entries(*documents: Document) -> tuple[Entry, ...]:
    return tuple(an_entry(seq, one) for seq, one in enumerate(documents, start=1))


def asked(*documents: Document, vitals: Vitals | None = None, plans: Any = ()) -> ExitRequest:
    return exit_request(entries(*documents), vitals or Vitals(), plans, CaseFile(NOON))


def a_plan(item: CoreItem = CoreItem.CT, **differs: Any) -> EmergencyPlan:
    usual: dict[str, Any] = {"signed_at": NOON - MINUTE, "valid_to": NOON}
    return EmergencyPlan(
        PlanId(1),
        item,
        "CT 停机",
        "故障",
        "X 线",
        DIRECTOR.name,
        "院长",
        DIRECTOR.id,
        **(usual | differs),
    )


def test_nothing_is_done_before_its_result() -> None:
    assert asked().core == dict.fromkeys(Core, NOT_DONE)


@pytest.mark.rule("WORK-2")
def test_every_item_is_done_by_its_own_result() -> None:
    request = asked(
        BloodCountReported(BloodCount(NOON), NOON),
        LabReported("CRP", LabFlag.NORMAL, NOON),
        ImageRead(Imaging(Features.ABSENT, NOON), NOON),
        vitals=Vitals(spo2=97),
    )

    assert request.core == dict.fromkeys(Core, DONE)


@pytest.mark.rule("WORK-2")
def test_what_was_told_as_not_done_is_not_done() -> None:
    request = asked(
        LabReported("CRP", LabFlag.NOT_DONE, NOON),
        LabReported("SPO2", LabFlag.NOT_DONE, NOON),
        ImageRead(Imaging(Features.NOT_DONE, None), NOON),
    )

    assert request.core == dict.fromkeys(Core, NOT_DONE)


@pytest.mark.rule("WORK-2")
def test_a_result_after_it_was_not_done_is_one() -> None:
    request = asked(
        LabReported("CRP", LabFlag.NOT_DONE, NOON), LabReported("CRP", LabFlag.HIGH, NOON)
    )

    assert request.core[Core.CRP] is DONE


@pytest.mark.rule("WORK-2")
def test_a_refusal_counts_with_the_doctors_note_alone() -> None:
    noted = asked(Refusal("CHEST_CT", "不愿", "陈医生"))
    bare = asked(Refusal("CHEST_CT", "不愿", " "))

    assert (noted.core[Core.CT], noted.refusal_note_by) == (REFUSED, "陈医生")
    assert (bare.core[Core.CT], bare.refusal_note_by) == (NOT_DONE, "")


@pytest.mark.rule("WORK-2")
@pytest.mark.parametrize(
    ("plan", "state"),
    [
        (a_plan(), PLAN),
        (a_plan(valid_to=NOON - SECOND), NOT_DONE),
        (a_plan(signed_at=NOON + SECOND, valid_to=NOON + MINUTE), NOT_DONE),
        (a_plan(withdrawn_at=NOON - SECOND), NOT_DONE),
        (a_plan(CoreItem.CBC), NOT_DONE),
    ],
    ids=["its last second", "a second too late", "not signed yet", "withdrawn", "another item"],
)
def test_a_plan_stands_for_its_item_while_it_is_valid(
    plan: EmergencyPlan, state: CoreState
) -> None:
    assert asked(plans=(plan,)).core[Core.CT] is state


def test_a_result_goes_before_a_plan_and_before_a_refusal() -> None:
    image = ImageRead(Imaging(Features.ABSENT, NOON), NOON)

    request = asked(Refusal("CHEST_CT", "不愿", "陈医生"), image, plans=(a_plan(),))

    assert request.core[Core.CT] is DONE


def test_the_last_disposition_is_signed_by_who_entered_it() -> None:
    request = asked(Disposed("住院"), Disposed("回家"))

    assert request.disposition == Disposition("陈医生", NOON + 2 * MINUTE)


def a_transport(**differs: Any) -> Transport:
    usual: dict[str, Any] = {
        "to": "市传染病医院",
        "reason": "集中收治",
        "site_class": "MUNICIPAL_DESIGNATED_HOSPITAL",
        "condition": "平稳",
        "vehicle": "鲁C 01",
        "crew": ("周护士",),
        "receiver_confirmed": YES,
        "receiver": "李值班",
    }
    return Transport(**(usual | differs))


@pytest.mark.rule("TRF-6")
@pytest.mark.parametrize(
    ("differs", "record", "receiver"),
    [
        ({}, YES, YES),
        ({"condition": ""}, UNKNOWN, YES),
        ({"crew": ()}, UNKNOWN, YES),
        ({"crew": (" ",)}, UNKNOWN, YES),
        ({"receiver": ""}, YES, UNKNOWN),
        ({"receiver_confirmed": NO, "receiver": ""}, YES, NO),
    ],
)
def test_a_record_and_a_confirmation_count_when_they_are_whole(
    differs: dict[str, Any], record: Ternary, receiver: Ternary
) -> None:
    request = site_request(CaseFile(NOON), a_transport(**differs))

    told = request.transport
    assert (told.transport_record, told.receiver_confirmed) == (record, receiver)


def test_the_site_and_the_consultation_are_handed_on() -> None:
    kept = CaseFile(NOON, consultation=Consultation(NOON, YES))

    request = site_request(kept, a_transport())
    unknown = site_request(CaseFile(NOON), a_transport(site_class="某医院"))

    assert request.to is To.DESIGNATED_SITE
    assert request.site_class is Destination.MUNICIPAL_DESIGNATED_HOSPITAL
    assert request.facts.consultation_kept_suspected is YES
    assert (unknown.site_class, unknown.facts.consultation_kept_suspected) == (None, UNKNOWN)


def test_the_last_transport_record_holds() -> None:
    told = entries(a_transport(), a_transport(vehicle="鲁C 02"))

    found = latest_transport(told)

    assert found is not None
    assert found.vehicle == "鲁C 02"
    assert latest_transport(()) is None

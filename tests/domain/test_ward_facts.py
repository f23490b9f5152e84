from dataclasses import replace
from typing import Any

import pytest

from feverclinic.domain import case_dues, joint_consultation
from feverclinic.domain.alarms import Fact, Start
from feverclinic.domain.case_boards import AskedToSign, DoctorRow, NextDue, RoomCard
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseClass, CaseId, Column
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import AgeUnit, Sex
from feverclinic.domain.rooms import Room, RoomId, RoomState
from feverclinic.domain.visits import VisitId
from feverclinic.domain.ward_facts import OF_DUE, of_cases, of_rooms, of_signatures
from feverclinic.services.rulebook import load_rules
from tests.domain.case_files import HOUR, NOON

ROOM = Room(RoomId(5), "03", "隔离 03", state_at=NOON - HOUR)


def a_row(code: str | None, **differs: Any) -> DoctorRow:
    usual: dict[str, Any] = {
        "visit_id": VisitId(1),
        "visit_no": "20200226-0001",
        "name": "何建平",
        "sex": Sex.MALE,
        "age": 48,
        "age_unit": AgeUnit.YEAR,
        "column": Column.RESULTS,
        "since": NOON - HOUR,
        "case_id": CaseId(7),
        "due": None if code is None else NextDue(code, NOON + HOUR),
    }
    return DoctorRow(**(usual | differs))


@pytest.mark.rule("WORK-1", "RTE-5", "RTE-8")
@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("ORDER", Start.CASE_OPENED),
        ("RESULT_CBC", Start.CBC_ORDERED),
        ("RESULT_CRP", Start.CBC_ORDERED),
        ("RESULT_CHEST_CT", Start.CT_ORDERED),
        ("RESULT_NAT", Start.NAT_ORDERED),
        ("UNDETERMINED", Start.UNDETERMINED_SINCE),
        ("ON_SITE", Start.TREATED_ON_SITE),
        ("JOINT_FIRST", Start.JOINT_ASKED),
    ],
)
def test_what_is_due_of_a_case_runs_until_the_instant_of_its_row(code: str, start: Start) -> None:
    assert of_cases([a_row(code)]) == (Fact(start, "case:7", "何建平", NOON - HOUR, NOON + HOUR),)


def test_everything_that_can_be_due_of_a_case_has_an_alarm() -> None:
    """Also a result whose time a rule file adds, and a reason of a consultation."""
    results = {f"{case_dues.RESULT}{item}" for item in load_rules().work_up.times.result_minutes}
    reasons = {f"{case_dues.JOINT}{one.value}" for one in joint_consultation.JointReason}

    assert set(OF_DUE) == {*results, *reasons, *case_dues.OF_RULE.values(), case_dues.ORDER}


@pytest.mark.parametrize("row", [a_row(None), a_row("ORDER", case_id=None)])
def test_nothing_runs_for_whoever_has_nothing_due_or_no_case(row: DoctorRow) -> None:
    assert of_cases([row]) == ()


@pytest.mark.rule("ISO-4")
def test_an_empty_room_waits_for_its_disinfection_since_it_was_left() -> None:
    card = RoomCard(replace(ROOM, state=RoomState.VACATED))

    assert of_rooms([card], NOON) == (Fact(Start.ROOM_VACATED, "room:5", "隔离 03", NOON - HOUR),)


@pytest.mark.rule("ISO-4")
def test_a_room_that_is_aired_is_due_when_the_airing_is_over() -> None:
    card = RoomCard(replace(ROOM, state=RoomState.AIRING, due_at=NOON))

    assert of_rooms([card], NOON) == (
        Fact(Start.ROOM_AIRED, "room:5", "隔离 03", NOON - HOUR, NOON),
    )


@pytest.mark.rule("ISO-1")
def test_a_room_that_is_shared_against_the_rules_rings() -> None:
    card = RoomCard(replace(ROOM, state=RoomState.OCCUPIED), conflicts=("MIXED_CLASS",))

    assert of_rooms([card], NOON) == (Fact(Start.ROOM_CONFLICT, "room:5", "隔离 03", NOON - HOUR),)


@pytest.mark.parametrize("state", [RoomState.CLEAN, RoomState.OCCUPIED, RoomState.OUT_OF_USE])
def test_other_rooms_wait_for_nobody(state: RoomState) -> None:
    assert of_rooms([RoomCard(replace(ROOM, state=state))], NOON) == ()


@pytest.mark.rule("EXC-6", "REL-9")
def test_each_signature_that_was_asked_for_runs_by_itself() -> None:
    asked = AskedToSign(
        CaseId(7),
        GateKind.RELEASE,
        Role.EXPERT_GROUP,
        "何建平",
        Sex.MALE,
        48,
        AgeUnit.YEAR,
        "20200226-0001",
        CaseClass.CONFIRMED,
        NOON,
        "陈医生",
    )

    assert of_signatures([asked]) == (
        Fact(Start.SIGNATURE_ASKED, "sign:7-RELEASE-EXPERT_GROUP", "何建平", NOON),
    )

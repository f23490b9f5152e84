"""Alarms of the isolation area: for whoever works there, by the rows that the desk shows anyway."""

from datetime import timedelta

import pytest

from feverclinic.domain.alarms import Fact, Start
from feverclinic.domain.case_facts import Role
from feverclinic.domain.gates import GateKind
from feverclinic.domain.rooms import RoomState
from feverclinic.services import rooms, signing_off
from feverclinic.services.vacating import vacate
from feverclinic.services.ward_alarms import facts_of_ward
from tests.builders import NOON, NURSE
from tests.case_builders import DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.bedding import added, changed, confirmed, lay, now, suspected
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def facts(ward: Ward, **by: object) -> dict[Start, Fact]:
    found = ward.do(facts_of_ward, CASE_RULES, **by)  # pyright: ignore[reportArgumentType] - actor
    return {one.kind: one for one in found}


@pytest.mark.rule("WORK-1")
def test_whoever_was_seen_waits_a_quarter_of_an_hour_for_an_order(ward: Ward) -> None:
    case_id = ward.case()

    found = facts(ward)[Start.CASE_OPENED]

    assert (found.subject, found.due_at) == (f"case:{case_id}", NOON + timedelta(minutes=15))


@pytest.mark.rule("ISO-4")
def test_a_room_rings_from_the_vacated_bed_to_the_look_after_the_airing(ward: Ward) -> None:
    room_id, case_id = added(ward, "03"), suspected(ward)
    lay(ward, room_id, case_id)
    assert Start.ROOM_VACATED not in facts(ward)

    ward.do(vacate, case_id)
    assert facts(ward)[Start.ROOM_VACATED].label == "隔离 03"

    ward.do(rooms.disinfect, room_id, CASE_RULES)
    ward.do(rooms.air, room_id, CASE_RULES)
    assert facts(ward)[Start.ROOM_AIRED].due_at == NOON + timedelta(minutes=30)

    ward.later(minutes=30)
    ward.do(rooms.verify, room_id, CASE_RULES)
    assert {Start.ROOM_VACATED, Start.ROOM_AIRED}.isdisjoint(facts(ward))
    assert now(ward, room_id).state is RoomState.VERIFIED


@pytest.mark.rule("ISO-1")
def test_a_room_shared_against_the_rules_rings_until_they_are_parted(ward: Ward) -> None:
    room_id, other = added(ward, "08", beds=2), added(ward, "09")
    stays, goes = confirmed(ward), confirmed(ward)
    lay(ward, room_id, stays)
    lay(ward, room_id, goes)
    changed(ward, goes, case_class=ward.book(suspected(ward)).case.case_class)
    assert facts(ward)[Start.ROOM_CONFLICT].subject == f"room:{room_id}"

    ward.do(rooms.move, goes, other, CASE_RULES)

    assert Start.ROOM_CONFLICT not in facts(ward)


@pytest.mark.rule("EXC-6")
def test_a_signature_rings_only_for_whose_office_was_asked(ward: Ward) -> None:
    case_id = suspected(ward)
    ward.two_negatives(case_id)
    ward.do(signing_off.ask_to_sign, case_id, GateKind.EXCLUSION, Role.EXPERT_GROUP, CASE_RULES)

    assert Start.SIGNATURE_ASKED in facts(ward, actor=EXPERT)
    assert Start.SIGNATURE_ASKED not in facts(ward, actor=OFFICER)
    assert Start.SIGNATURE_ASKED not in facts(ward, actor=DOCTOR)


def test_the_triage_desk_is_told_nothing_of_the_ward(ward: Ward) -> None:
    ward.case()

    assert facts(ward, actor=NURSE) == {}

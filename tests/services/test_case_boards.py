"""The lists of the isolation desk: who waits, who is seen, who lies where, what waits for a signature."""

from datetime import timedelta

import pytest

from feverclinic.domain.case_boards import DoctorRow
from feverclinic.domain.case_facts import Role
from feverclinic.domain.cases import CaseClass, CaseId, Column, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.people import PatientId
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.work_up_entries import Order
from feverclinic.services import case_boards, moving, rooms, signing_off
from feverclinic.services.case_view import see_visit, view_case
from feverclinic.services.case_writing import open_case
from feverclinic.services.looked_for import away_of
from feverclinic.services.rooms import RoomPlan
from tests.builders import NOON
from tests.case_builders import DIRECTOR, DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def listed(ward: Ward) -> tuple[DoctorRow, ...]:
    return ward.do(case_boards.doctor_list)


def test_whoever_was_received_waits_until_a_doctor_looks(ward: Ward) -> None:
    visit_id = ward.visit()

    (row,) = listed(ward)
    assert (row.visit_id, row.column, row.case_id) == (visit_id, Column.WAITING, None)
    assert (row.name, row.temperature, row.since) == ("张建国", "38.6", NOON)

    case_id = ward.do(open_case, visit_id, CASE_RULES).case.id
    (row,) = listed(ward)
    assert (row.case_id, row.column) == (case_id, Column.EXAMINED)


def test_whoever_is_in_danger_stands_before_those_who_came_earlier(ward: Ward) -> None:
    first = ward.visit()
    ward.later(minutes=5)
    second = ward.visit()
    ward.later(minutes=5)
    urgent = ward.visit(spo2="91")
    ward.later(minutes=5)
    worst = ward.visit(avpu="U", spo2="84")

    rows = listed(ward)
    assert [row.visit_id for row in rows] == [worst, urgent, first, second]
    assert [row.level.value for row in rows if row.level] == ["I", "II", "III", "III"]


def test_whoever_was_received_two_days_ago_and_never_seen_waits_no_longer(ward: Ward) -> None:
    ward.visit()

    ward.later(24)
    assert len(listed(ward)) == 1
    ward.later(24)
    assert listed(ward) == ()


def test_the_row_says_what_is_waited_for_where_he_lies_and_what_is_due(ward: Ward) -> None:
    case_id = ward.case()
    ward.tell(case_id, Order(("CBC", "CHEST_CT", "NAT"), "F-core"))
    ward.sample(case_id, None)
    (row,) = listed(ward)
    assert (row.column, row.waits_for) == (Column.RESULTS, ("CBC", "CHEST_CT", "NAT"))
    assert row.case_class is CaseClass.UNDETERMINED
    assert row.due is not None
    assert (row.due.code, row.due.at) == ("RESULT_CBC", NOON + timedelta(minutes=30))

    room = ward.do(rooms.add_room, RoomPlan("01", "隔离 01"))
    ward.do(rooms.reserve, room.id, case_id, CASE_RULES)
    ward.do(rooms.occupy, room.id, case_id, CASE_RULES)
    ward.later(24)
    (row,) = listed(ward)
    assert (row.column, row.room, row.day) == (Column.OBSERVED, "隔离 01", 2)


def test_the_numbers_are_the_lengths_of_the_columns(ward: Ward) -> None:
    ward.visit()
    ward.case()
    suspect = ward.case()
    ward.suspect(suspect)

    rows = listed(ward)

    assert case_boards.column_counts(rows) == {
        Column.WAITING: 1,
        Column.EXAMINED: 1,
        Column.RESULTS: 0,
        Column.MAY_LEAVE: 0,
        Column.OBSERVED: 1,
    }
    assert [row.column for row in rows] == [Column.WAITING, Column.EXAMINED, Column.OBSERVED]


def test_whoever_ran_away_stays_in_the_list_with_the_warning_and_is_found_by_his_record(
    ward: Ward,
) -> None:
    case_id = ward.case()
    patient_id = ward.book(case_id).patient.id
    assert ward.do(away_of, patient_id) == ()

    ward.do(moving.left_without_leave, case_id, ward.at, "床上无人", CASE_RULES)

    (row,) = listed(ward)
    assert (row.warning, row.case_id) == ("AWAY", case_id)
    (found,) = ward.do(away_of, patient_id)
    assert (found.id, found.is_isolated, found.way_out) == (
        case_id,
        True,
        WayOut.LEFT_WITHOUT_LEAVE,
    )
    assert ward.do(away_of, PatientId(1)) == ()
    assert view_warnings(ward, case_id)[0] == "AWAY"


def view_warnings(ward: Ward, case_id: CaseId) -> tuple[str, ...]:
    return ward.do(view_case, case_id, CASE_RULES).warnings


@pytest.mark.rule("ISO-1")
def test_a_card_shows_who_lies_there_for_whom_it_is_kept_and_which_rule_is_broken(
    ward: Ward,
) -> None:
    first, second = ward.case(), ward.case()
    ward.confirm(first)
    room = ward.do(rooms.add_room, RoomPlan("05", beds=2))
    kept = ward.do(rooms.add_room, RoomPlan("06"))
    ward.do(rooms.reserve, room.id, first, CASE_RULES)
    ward.do(rooms.occupy, room.id, first, CASE_RULES)
    ward.do(rooms.reserve, kept.id, second, CASE_RULES)

    lying, empty = ward.do(case_boards.room_cards, CASE_RULES)

    assert [one.name for one in lying.people] == ["张建国"]
    assert (lying.people[0].temperature, lying.people[0].is_fever) == ("38.6", True)
    assert (lying.people[0].day, lying.people[0].severity) == (1, "ORDINARY")
    assert lying.conflicts == ()
    assert (empty.room.state, empty.reserved_name) == (RoomState.RESERVED, "张建国")


def test_a_request_stands_at_the_desk_of_its_office_until_it_is_signed(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    expert = (case_id, GateKind.EXCLUSION, Role.EXPERT_GROUP, CASE_RULES)
    ward.do(signing_off.ask_to_sign, *expert)

    (asked,) = ward.do(case_boards.asked_to_sign, CASE_RULES, actor=EXPERT)
    assert (asked.case_id, asked.gate, asked.role) == (
        case_id,
        GateKind.EXCLUSION,
        Role.EXPERT_GROUP,
    )
    assert (asked.asked_by, asked.name, asked.case_class) == (
        "陈医生",
        "张建国",
        CaseClass.SUSPECTED,
    )
    for other in (DOCTOR, OFFICER, DIRECTOR):
        assert ward.do(case_boards.asked_to_sign, CASE_RULES, actor=other) == ()

    ward.do(signing_off.sign, *expert, actor=EXPERT)
    assert ward.do(case_boards.asked_to_sign, CASE_RULES, actor=EXPERT) == ()


def test_the_first_look_opens_the_case_and_a_second_one_shows_the_same(ward: Ward) -> None:
    visit_id = ward.visit()

    first = ward.do(see_visit, visit_id, CASE_RULES)
    second = ward.do(see_visit, visit_id, CASE_RULES)

    assert first.book.case.id == second.book.case.id
    assert tuple(first.gates) == (GateKind.EXCLUSION, GateKind.TRANSFER, GateKind.CLINIC_EXIT)
    assert not any(gate.is_open for gate in first.gates.values())


def test_a_view_has_the_release_of_who_is_confirmed_and_no_exclusion(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)

    view = ward.do(view_case, case_id, CASE_RULES)

    assert tuple(view.gates) == (GateKind.RELEASE, GateKind.TRANSFER, GateKind.CLINIC_EXIT)
    assert [one.code for one in view.dues][:1] == ["JOINT_FIRST"]
    assert view.file.case_class is CaseClass.CONFIRMED

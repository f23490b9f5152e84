"""From fever to release: people who come by the gate and leave by an open gate, or are not let go (both databases)."""

from datetime import date, datetime, timedelta

import pytest

from feverclinic.domain.case_facts import Features, Result, Role
from feverclinic.domain.case_papers import PaperKind
from feverclinic.domain.cases import CaseClass, CaseId, CaseState, Column, WayOut
from feverclinic.domain.clinical_entries import Disposed
from feverclinic.domain.decisions import FollowUpResult
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.leaving_entries import FollowedUp
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.recalling import RecallReason, recall_of
from feverclinic.domain.returning import LookedFor
from feverclinic.domain.rooms import RoomState
from feverclinic.services import (
    case_boards,
    following_up,
    leaving,
    rooms,
    signing_off,
    triage,
)
from feverclinic.services.observation_register import observation_register
from tests.builders import NOON, NURSE
from tests.case_builders import DOCTOR, EXPERT, OFFICER
from tests.engines import Clinic
from tests.stories.a_house import (
    CASE_RULES,
    DAY,
    HEAD,
    SECOND,
    House,
    asked_every_day,
    gate_in,
    house_of,
    released,
    said,
    unmet,
)

EXC, REL = GateKind.EXCLUSION, GateKind.RELEASE
ATTENDING, CONTROL = Role.ATTENDING_DOCTOR, Role.INFECTION_CONTROL


@pytest.fixture
def house(clinic: Clinic) -> House:
    return house_of(clinic)


def next_sample(gate: Gate) -> datetime | None:
    """When the sample may be taken that makes a pair of two negatives."""
    condition = gate.condition("N")
    evidence = condition.evidence if condition else ()
    return next((one.at for one in evidence if one.code == "NEXT_SAMPLE"), None)


# -- the suspect -------------------------------------------------------------------------------


def suspected_and_isolated(house: House) -> CaseId:
    """From the gate to a single room."""
    saved = house.triaged("陈留", "38.6", q2="YES")
    assert saved.visit.outcome is Outcome.FEVER_CLINIC_SINGLE_ROOM
    assert house.do(case_boards.doctor_list) == ()
    house.later(minutes=4)
    house.received(saved.visit)
    (row,) = house.do(case_boards.doctor_list)
    assert (row.column, row.case_id) == (Column.WAITING, None)

    house.later(minutes=2)
    view = house.seen(saved.visit)
    case_id = view.book.case.id
    assert view.book.case.case_class is CaseClass.UNDETERMINED
    assert view.book.case.isolation_started_at == NOON + timedelta(minutes=4)
    house.later(minutes=3)
    house.confirms_exposure(case_id)
    house.images(case_id, Features.PRESENT)
    return case_id


@pytest.mark.rule("CLS-1", "CLS-5", "ISO-1", "ISO-2", "ISO-4", "EXC-1", "EXC-6", "EXC-9", "WORK-2")
def test_a_suspect_is_isolated_at_once_and_goes_home_only_after_the_twenty_fourth_hour(
    house: House,
) -> None:
    case_id = suspected_and_isolated(house)
    case = house.view(case_id).book.case
    assert (case.case_class, case.isolation_started_at) == (
        CaseClass.SUSPECTED,
        NOON + timedelta(minutes=4),
    )

    orders = house.orders(case_id)
    assert [one.work_up_set for one in orders] == ["F-core", "F-NAT", "F-resp"]
    assert house.view(case_id).waits_for == ("CBC", "CRP", "NAT", "FLU_ANTIGEN", "RESP_PANEL")

    house.do(rooms.occupy, house.rooms["301"], case_id, CASE_RULES, actor=OFFICER)
    other = house.suspect("吴逃")
    no = house.refused(rooms.occupy, house.rooms["301"], other, CASE_RULES, actor=OFFICER)
    assert no.code == "room.single_room"
    assert said(no).startswith("301 室 有人；疑似、不能排除、临床诊断和阳性待会诊的须一人一室")

    first_at = house.later(minutes=5)
    first = house.takes(case_id)
    house.later(hours=6)
    house.reports(case_id, first, Result.NEG)

    no = house.refused(leaving.exclude, case_id, CASE_RULES)
    assert (no.code, said(no)[:8]) == ("leaving.gate_shut", "还有 2 项条件")
    assert unmet(gate_in(no)) == {"N": ("NAT_LT2",), "SIGNOFF": ("SIGNOFF_MISSING",)}
    assert next_sample(gate_in(no)) == first_at + DAY

    house.at = first_at + DAY - SECOND
    house.sample(case_id)
    no = house.refused(leaving.exclude, case_id, CASE_RULES)
    assert unmet(gate_in(no))["N"] == ("NAT_INTERVAL",)
    no = house.refused(signing_off.sign, case_id, EXC, ATTENDING, CASE_RULES)
    assert no.code == "signing.condition_open"

    house.at = first_at + DAY
    house.sample(case_id)
    assert unmet(house.gate(case_id, EXC)) == {"SIGNOFF": ("SIGNOFF_MISSING",)}

    house.signs(case_id, EXC, ATTENDING, DOCTOR)
    no = house.refused(leaving.exclude, case_id, CASE_RULES)
    assert unmet(gate_in(no)) == {"SIGNOFF": ("SIGNOFF_MISSING",)}
    house.signs(case_id, EXC, CONTROL, OFFICER)
    excluded = house.do(leaving.exclude, case_id, CASE_RULES)

    assert (excluded.case.case_class, excluded.case.way_out) == (
        CaseClass.EXCLUDED,
        WayOut.EXCLUDED,
    )
    assert excluded.case.isolation_ended_at == first_at + DAY
    assert house.card("301").room.state is RoomState.OCCUPIED
    goes_home(house, case_id)
    room_is_free_only_when_verified(house)


def goes_home(house: House, case_id: CaseId) -> None:
    """The exit of the clinic asks for the core of the work-up and the doctor's disposition."""
    no = house.refused(leaving.clinic_exit, case_id, CASE_RULES)
    assert set(unmet(gate_in(no))) == {
        "CORE_MISSING",
        "CRITERIA_UNKNOWN",
        "DISPOSITION_MISSING",
    }
    house.reports_core(case_id)
    house.writes(case_id, Disposed("HOME", "多饮水"))

    gone = house.do(leaving.clinic_exit, case_id, CASE_RULES)

    assert (gone.case.state, gone.case.way_out) == (CaseState.CLEARED, WayOut.CLINIC_EXIT)
    assert gone.stay is None


def room_is_free_only_when_verified(house: House) -> None:
    room_id = house.rooms["301"]
    assert house.card("301").room.state is RoomState.VACATED
    newcomer = house.suspect("郑急")
    no = house.refused(rooms.occupy, room_id, newcomer, CASE_RULES, actor=OFFICER)
    assert no.code == "room.is_vacated"

    house.do(rooms.disinfect, room_id, CASE_RULES, actor=OFFICER)
    house.do(rooms.air, room_id, CASE_RULES, actor=OFFICER)
    house.later(minutes=30, seconds=-1)
    assert (
        house.refused(rooms.verify, room_id, CASE_RULES, actor=OFFICER).code == "room.still_aired"
    )
    house.later(seconds=1)
    house.do(rooms.verify, room_id, CASE_RULES, actor=OFFICER)
    no = house.refused(rooms.occupy, room_id, newcomer, CASE_RULES, actor=OFFICER)
    assert no.code == "room.is_verified"
    house.do(rooms.clean, room_id, CASE_RULES, actor=OFFICER)
    house.do(rooms.occupy, room_id, newcomer, CASE_RULES, actor=OFFICER)
    assert [one.name for one in house.card("301").people] == ["郑急"]


@pytest.mark.rule("EXC-6")
def test_one_person_never_signs_for_two_and_a_new_fact_takes_the_signatures_away(
    house: House,
) -> None:
    case_id = house.suspect("陈留")
    house.sample(case_id)
    house.later(hours=24)
    house.sample(case_id)
    house.signs(case_id, EXC, ATTENDING, DOCTOR)

    no = house.refused(signing_off.sign, case_id, EXC, Role.EXPERT_GROUP, CASE_RULES)
    assert no.code == "staff.duty_missing"
    house.signs(case_id, EXC, Role.EXPERT_GROUP, EXPERT)
    assert house.gate(case_id, EXC).is_open

    house.later(minutes=1)
    house.takes(case_id)
    assert unmet(house.gate(case_id, EXC)) == {
        "N": ("NAT_PENDING",),
        "SIGNOFF": ("SIGNOFF_MISSING",),
    }
    assert house.refused(leaving.exclude, case_id, CASE_RULES).code == "leaving.gate_shut"


# -- the papers --------------------------------------------------------------------------------


@pytest.mark.rule("EXC-9", "ISO-2", "TRF-1")
def test_the_papers_of_a_case_say_what_the_case_says(house: House) -> None:
    case_id = suspected_and_isolated(house)
    house.orders(case_id)
    house.do(rooms.occupy, house.rooms["301"], case_id, CASE_RULES, actor=OFFICER)
    first_at = house.later(minutes=5)
    house.sample(case_id)

    notice = house.paper(case_id, PaperKind.NOTICE)
    assert "当前分类 疑似病例 开始隔离 2020-02-25 12:04" in notice
    assert "房间 301 室" in notice
    assert "规则 covid-dt-6" in notice
    ordered = house.paper(case_id, PaperKind.ORDER)
    assert [word for word in ("血常规", "胸部 CT", "核酸检测") if word not in ordered] == []
    assert "N-0001" in house.paper(case_id, PaperKind.LABELS)
    checklist = house.paper(case_id, PaperKind.CHECKLIST, gate=EXC)
    assert "2020-02-26 12:14" in checklist  # when the next sample makes a pair
    no = house.no_paper(case_id, PaperKind.EXCLUSION)
    assert (no.code, no.facts["conditions"]) == ("paper.gate_shut", ("N", "SIGNOFF"))

    house.at = first_at + DAY
    house.sample(case_id)
    house.both_sign(case_id, EXC)
    house.do(leaving.exclude, case_id, CASE_RULES)
    house.later(hours=3)

    certificate = house.paper(case_id, PaperKind.EXCLUSION)
    assert "陈留 于 2020-02-26 12:14 经条件核查排除疑似" in certificate
    assert "开始隔离 2020-02-25 12:04 结束时间 2020-02-26 12:14" in certificate
    assert "核酸 2020-02-25 12:14 阴性 核酸 2020-02-26 12:14 阴性" in certificate
    assert "陈医生 院感 2020-02-26 12:14 高院感" in certificate
    register = house.do(observation_register, date(2020, 2, 26), CASE_RULES, HEAD)
    (line,) = register.lines
    assert (line.patient.name, line.case_class, line.way) == (
        "陈留",
        CaseClass.EXCLUDED,
        WayOut.EXCLUDED,
    )


# -- the confirmed case ------------------------------------------------------------------------


@pytest.mark.rule("REL-1", "REL-2", "REL-4", "REL-9", "REL-10", "RTE-1", "ISO-1")
def test_a_confirmed_case_is_let_go_at_the_second_at_which_everything_holds(house: House) -> None:
    case_id = house.confirmed("周愈")
    assert house.view(case_id).destination.result == "PROVINCIAL_DESIGNATED_HOSPITAL"
    house.do(rooms.occupy, house.rooms["310"], case_id, CASE_RULES, actor=OFFICER)
    suspect = house.suspect("陈留")
    no = house.refused(rooms.occupy, house.rooms["310"], suspect, CASE_RULES, actor=OFFICER)
    assert no.facts["reasons"] == ("SINGLE_ROOM", "MIXED_CLASS")
    first_day = house.at

    told = asked_every_day(house, case_id)

    course_and_image = ("RESP_NOT_IMPROVED", "IMG_MISSING")
    assert told == [
        ("TEMP_ABNORMAL", *course_and_image, "NAT_BROKEN", "SIGNOFF_MISSING"),
        ("TEMP_NOT_LONG_ENOUGH", *course_and_image, "NAT_BROKEN", "SIGNOFF_MISSING"),
        ("TEMP_NOT_LONG_ENOUGH", *course_and_image, "NAT_BROKEN", "SIGNOFF_MISSING"),
        ("TEMP_NOT_LONG_ENOUGH", "NAT_LT2", "SIGNOFF_MISSING"),
    ]
    opens_at = first_day + DAY + timedelta(hours=72)
    house.at = opens_at - SECOND
    too_early = house.gate(case_id, REL).condition("T")
    assert too_early is not None
    assert (too_early.reasons, too_early.earliest_at) == (("TEMP_NOT_LONG_ENOUGH",), opens_at)
    no = house.refused(signing_off.sign, case_id, REL, ATTENDING, CASE_RULES)
    assert no.code == "signing.condition_open"

    house.at = opens_at
    assert house.no_paper(case_id, PaperKind.RELEASE).code == "paper.gate_shut"
    house.both_sign(case_id, REL)
    released = house.do(leaving.release, case_id, CASE_RULES)

    assert (released.case.way_out, released.case.isolation_ended_at) == (
        WayOut.RELEASED,
        opens_at,
    )
    assert released.case.state is CaseState.FOLLOW_UP
    assert house.card("310").room.state is RoomState.VACATED
    certificate = house.paper(case_id, PaperKind.RELEASE)
    told = [
        "所用规则 covid-dt-6",
        *("满足 体温正常", "满足 呼吸道症状好转", "满足 影像改善", "满足 核酸连续两次阴性"),
        "满足 双人签名 主治医师 2020-02-29 12:12 陈医生 院感 2020-02-29 12:12 高院感",
        "周愈 于 2020-02-29 12:12 经条件核查解除隔离",
    ]
    assert [one for one in told if one not in certificate] == []


@pytest.mark.rule("FUP-1", "FUP-2", "FUP-4", "FUP-5", "REL-11")
def test_a_fever_in_the_follow_up_calls_back_and_the_next_desk_knows(house: House) -> None:
    case_id = released(house, "周愈")
    plan = house.view(case_id).follow_up
    assert plan is not None
    assert (plan.result, plan.rule_set) == (FollowUpResult.MONITORING, "covid-dt-6")
    assert (plan.monitoring_from, plan.monitoring_to) == (date(2020, 3, 1), date(2020, 3, 14))
    calendar = house.paper(case_id, PaperKind.CALENDAR)
    assert "第 2 周 2020-03-08 – 03-14 2020-03-14" in calendar
    assert "第 4 周 2020-03-22 – 03-28 2020-03-28" in calendar

    house.later(days=5)  # edition 7 is in force by now; the plan stays that of the discharge
    quiet = FollowedUp(date(2020, 3, 4), readings=("36.6", "37.29"))
    book = house.do(following_up.record_contact, case_id, quiet, CASE_RULES)
    assert recall_of(book.entries) is None
    hot = FollowedUp(date(2020, 3, 5), readings=("36.8", "37.30"))
    book = house.do(following_up.record_contact, case_id, hot, CASE_RULES)

    recall = recall_of(book.entries)
    assert recall is not None
    assert recall.reasons == (RecallReason.FEVER_IN_FOLLOW_UP,)
    assert "RECALLED" in house.warnings(case_id)
    assert house.no_paper(case_id, PaperKind.RELEASE).code == "paper.recalled"
    again = house.triaged("周愈", "37.9", q2="NO")
    known = house.do(triage.last_visit, again.patient.id, again.visit.id, actor=NURSE)
    assert known is not None
    assert known.looked_for is LookedFor.CALLED_BACK

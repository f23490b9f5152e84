"""A case meets trouble: 擅自离院, a life to save, a late positive, another edition, another desk (both databases)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.case_facts import Features, Flag, Result
from feverclinic.domain.case_papers import PaperKind
from feverclinic.domain.cases import CaseClass, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import Left, Returned
from feverclinic.domain.recalling import RecallReason, recall_of
from feverclinic.domain.returning import LookedFor
from feverclinic.domain.rooms import RoomState
from feverclinic.domain.ternary import YES
from feverclinic.domain.work_up_entries import SampleResult
from feverclinic.errors import Stale
from feverclinic.services import course, leaving, moving, rooms, triage
from tests.builders import NURSE
from tests.case_builders import OFFICER
from tests.engines import Clinic
from tests.stories.a_house import (
    CASE_RULES,
    SECOND,
    SECOND_DESK,
    House,
    gate_in,
    house_of,
    newer,
    released,
    said,
    unmet,
)

EXC = GateKind.EXCLUSION


@pytest.fixture
def house(clinic: Clinic) -> House:
    return house_of(clinic)


# -- who is not let go, and goes --------------------------------------------------------------


@pytest.mark.rule("ISO-2", "TRF-1")
def test_who_runs_away_stays_isolated_and_the_next_desk_is_warned(house: House) -> None:
    case_id = house.suspect("吴逃")
    house.do(rooms.occupy, house.rooms["302"], case_id, CASE_RULES, actor=OFFICER)
    noticed_at = house.later(hours=3)
    house.later(minutes=10)

    gone = house.do(
        moving.left_without_leave, case_id, noticed_at, "查房不在，已报院感", CASE_RULES
    )

    assert (gone.case.is_away, gone.case.is_isolated) == (True, True)
    assert gone.case.case_class is CaseClass.SUSPECTED
    assert house.card("302").room.state is RoomState.VACATED
    assert "AWAY" in house.warnings(case_id)
    for act in (leaving.exclude, leaving.clinic_exit):
        assert house.refused(act, case_id, CASE_RULES).code == "leaving.is_away"

    house.later(days=1)
    again = house.triaged("吴逃", "36.6", q2="NO")
    known = house.do(triage.last_visit, again.patient.id, again.visit.id, actor=NURSE)
    assert known is not None
    assert (known.looked_for, known.temperature) == (LookedFor.AWAY, "38.6")

    back = house.do(moving.returned, case_id, Returned("家中"), CASE_RULES)
    assert (back.case.is_away, back.case.is_isolated, back.stay) == (False, True, None)
    assert back.case.isolation_started_at == gone.case.isolation_started_at
    known = house.do(triage.last_visit, again.patient.id, again.visit.id, actor=NURSE)
    assert known is not None
    assert known.looked_for is None


@pytest.mark.rule("TRF-1", "TRF-3", "ISO-2")
def test_a_life_is_saved_elsewhere_and_nothing_else_opens_the_door(house: House) -> None:
    case_id = house.suspect("郑急")
    house.do(rooms.occupy, house.rooms["302"], case_id, CASE_RULES, actor=OFFICER)
    cardiology = (case_id, CASE_RULES, "心内科", "胸痛")
    no = house.refused(leaving.transfer_department, *cardiology)
    assert gate_in(no).reasons == ("TRF-1",)
    alone = Left(WayOut.LIFE_SAVING, to="导管室", reason="急性心梗", under_isolation=YES)
    no = house.refused(moving.life_saving, case_id, alone, CASE_RULES)
    assert gate_in(no).reasons == ("APPROVAL_MISSING",)

    told = replace(alone, approved_by="高院感")
    there = house.do(moving.life_saving, case_id, told, CASE_RULES)

    assert (there.case.way_out, there.case.is_isolated) == (WayOut.LIFE_SAVING, True)
    assert "ELSEWHERE" in house.warnings(case_id)
    assert house.card("302").room.state is RoomState.OCCUPIED
    house.later(hours=4)
    back = house.do(moving.returned, case_id, Returned("导管室"), CASE_RULES)
    assert (back.case.way_out, back.case.case_class) == (None, CaseClass.SUSPECTED)
    assert moving.places_to_disinfect(back) == ("导管室",)
    done = house.do(moving.place_disinfected, case_id, "导管室", "含氯", CASE_RULES, actor=OFFICER)
    assert moving.places_to_disinfect(done) == ()


# -- what comes late ---------------------------------------------------------------------------


@pytest.mark.rule("REL-11", "REL-4")
def test_a_late_positive_shows_both_results_warns_and_reopens_nothing(house: House) -> None:
    case_id = released(house, "周愈")
    before = house.view(case_id).book
    last = [one for one in before.entries if one.kind == "RESULT"][-1]
    assert isinstance(last.document, SampleResult)
    house.later(hours=6)

    told = replace(last.document, result=Result.POS, reported_at=house.at)
    book = house.writes(case_id, told, replaces=last.id)

    results = [one.document for one in book.entries if one.kind == "RESULT"]
    assert [one.result for one in results if isinstance(one, SampleResult)] == [
        Result.POS,
        Result.NEG,
        Result.NEG,
        Result.POS,
    ]
    notes = {
        one.code: one
        for one in (entry.document for entry in book.entries)
        if isinstance(one, Noted)
    }
    changed = notes["RESULT_CHANGED_AFTER_LEAVING"]
    assert (changed.facts["before"], changed.facts["now"]) == ("NEG", "POS")
    recall = recall_of(book.entries)
    assert recall is not None
    assert recall.reasons == (RecallReason.LATE_POSITIVE,)
    assert set(house.warnings(case_id)) >= {"RECALLED", "RESULT_CHANGED_AFTER_LEAVING"}
    assert (book.case.way_out, book.case.isolation_ended_at) == (
        WayOut.RELEASED,
        before.case.isolation_ended_at,
    )
    assert house.no_paper(case_id, PaperKind.RELEASE).code == "paper.recalled"


@pytest.mark.rule("CLS-11", "EXC-4", "EXC-6")
def test_another_edition_in_the_middle_of_a_case_keeps_the_stricter(house: House) -> None:
    house.at = datetime(2020, 3, 1, 4, 0, tzinfo=UTC)
    case_id = house.suspect("陈留", onset=date(2020, 2, 23))
    assert house.view(case_id).book.case.opened_under == "covid-dt-6"
    house.sample(case_id)
    house.at = datetime(2020, 3, 2, 15, 59, 59, tzinfo=UTC)
    house.sample(case_id)
    house.both_sign(case_id, EXC)
    assert house.gate(case_id, EXC).is_open

    house.at += SECOND  # midnight: edition 7, which asks for the antibodies as well

    gate = house.gate(case_id, EXC)
    assert (gate.rule_set, gate.is_open) == ("covid-dt-7", False)
    assert unmet(gate) == {"AB": ("AB_MISSING",), "SIGNOFF": ("SIGNOFF_MISSING",)}
    no = house.refused(leaving.exclude, case_id, CASE_RULES)
    assert gate_in(no).rule_set == "covid-dt-7"
    assert house.view(case_id).book.case.case_class is CaseClass.SUSPECTED


@pytest.mark.rule("CLS-11")
def test_a_class_of_the_edition_before_is_not_lowered_by_the_one_after(house: House) -> None:
    """Edition 5 takes a low lymphocyte count alone for C3, edition 6 asks for the white cells too."""
    house.at = datetime(2020, 2, 17, 4, 0, tzinfo=UTC)
    case_id = house.case("陈留")
    house.confirms_exposure(case_id, date(2020, 2, 15))
    house.reports_core(case_id, white=Flag.HIGH)
    assert house.view(case_id).book.case.case_class is CaseClass.SUSPECTED
    house.images(case_id, Features.ABSENT)

    house.at = datetime(2020, 2, 18, 4, 0, tzinfo=UTC)
    view = house.view(case_id)

    assert view.classification.rule_set == "covid-dt-6"
    assert dict(view.classification.by_edition) == {
        "covid-dt-5r": CaseClass.SUSPECTED,
        "covid-dt-6": CaseClass.NOT_SUSPECTED,
    }
    assert "TWO_EDITIONS" in view.warnings
    house.measures(case_id, "36.8")
    assert house.view(case_id).book.case.case_class is CaseClass.SUSPECTED
    no = house.refused(
        course.decide_class, case_id, CaseClass.NOT_SUSPECTED, "新版不再符合", CASE_RULES
    )
    assert no.code.startswith("classing.")


# -- two desks ---------------------------------------------------------------------------------


def test_of_two_desks_on_one_case_the_second_is_told_what_changed(house: House) -> None:
    case_id = house.suspect("陈留")
    house.sample(case_id)
    house.later(hours=24)
    house.sample(case_id)
    house.both_sign(case_id, EXC)
    seen = house.view(case_id).book.case.last_seq

    house.later(minutes=1)
    doubtful = house.takes(case_id)
    house.reports(case_id, doubtful, Result.IND)
    no = house.refused(leaving.exclude, case_id, CASE_RULES, seen, station=SECOND_DESK)

    assert isinstance(no, Stale)
    assert (no.code, no.facts["count"], no.facts["by"]) == ("case.changed", 2, "陈医生")
    assert [one.kind for one in newer(no)] == ["SAMPLE", "RESULT"]
    assert said(no) == "打开之后，陈医生 又写入了 2 条。请核对后再按一次。"
    again = house.view(case_id).book.case.last_seq
    no = house.refused(leaving.exclude, case_id, CASE_RULES, again, station=SECOND_DESK)
    assert unmet(gate_in(no)) == {"N": ("NAT_BROKEN",), "SIGNOFF": ("SIGNOFF_MISSING",)}
    assert house.view(case_id).book.case.is_isolated

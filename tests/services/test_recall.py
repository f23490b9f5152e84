"""Recall and follow-up: calls, returns by a new case, plans by the edition of the day (both databases)."""

from datetime import date, timedelta

import pytest

from feverclinic.domain.case_facts import Result
from feverclinic.domain.cases import CaseId, CaseState, WayOut
from feverclinic.domain.decisions import FollowUpResult
from feverclinic.domain.discharge_notices import Told, open_notices
from feverclinic.domain.gates import GateKind
from feverclinic.domain.history import Symptom
from feverclinic.domain.leaving_entries import Called, FollowedUp
from feverclinic.domain.recalling import RecallEnd, RecallReason, recall_of
from feverclinic.errors import Refused
from feverclinic.services import followed, following_up, leaving, moving, recall
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

DAY = timedelta(days=1)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def released(ward: Ward) -> CaseId:
    """Released on 2020-03-01, under edition 6."""
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, GateKind.RELEASE)
    ward.do(leaving.release, case_id, CASE_RULES)
    return case_id


@pytest.mark.rule("FUP-1", "FUP-2", "FUP-5")
def test_the_plan_of_a_discharge_is_that_of_the_edition_of_its_day(
    ward: Ward, released: CaseId
) -> None:
    day = date(2020, 2, 29)
    assert following_up.discharged_on(ward.book(released).entries) == day

    ward.at += 5 * DAY  # edition 7 is in force by now, which would ask for isolation
    plan = following_up.plan_of(ward.book(released), CASE_RULES, ward.at)

    assert plan is not None
    assert (plan.rule_set, plan.isolation) == ("covid-dt-6", False)
    assert (plan.result, plan.monitoring_to) == (FollowUpResult.MONITORING, day + 14 * DAY)


def followed_now(ward: Ward) -> list[tuple[CaseId, bool, tuple[Told, ...]]]:
    rows = ward.do(followed.followed, CASE_RULES)
    return [(one.case_id, one.is_called_back, one.to_tell) for one in rows]


def test_who_was_discharged_stands_in_the_list_with_plan_phone_and_whom_to_tell(
    ward: Ward, released: CaseId
) -> None:
    (row,) = ward.do(followed.followed, CASE_RULES)

    assert (row.case_id, row.way_out, row.to_tell) == (released, WayOut.RELEASED, tuple(Told))
    assert row.plan is not None
    assert row.plan.result is FollowUpResult.MONITORING
    assert row.left_at == ward.at
    assert not row.is_called_back


def test_who_is_called_back_stands_first_with_his_calls_until_the_recall_ends(
    ward: Ward, released: CaseId
) -> None:
    gone = ward.case()
    ward.do(leaving.died, gone, CASE_RULES, "呼吸衰竭")
    ward.do(recall.open_recall, gone, RecallReason.OTHER, CASE_RULES)
    ward.do(recall.call, gone, Called("13700000001", reached=False), CASE_RULES)

    assert followed_now(ward) == [(gone, True, ()), (released, False, tuple(Told))]
    first = ward.do(followed.followed, CASE_RULES)[0]
    assert (first.plan, first.why, first.calls, first.is_reached) == (
        None,
        (RecallReason.OTHER,),
        1,
        False,
    )
    ward.do(recall.end_recall, gone, RecallEnd.DECEASED, "已故", CASE_RULES)
    assert followed_now(ward) == [(released, False, tuple(Told))]


@pytest.mark.rule("FUP-3")
def test_both_are_told_of_the_discharge_the_same_day_and_each_once(
    ward: Ward, released: CaseId
) -> None:
    assert [one.to for one in open_notices(ward.book(released).entries)] == list(Told)
    with ward.clinic.work(at=ward.at) as store:
        sent = [one for one in store.outbox.due(ward.at) if one.kind == "FUP-3"]
        assert [one.address for one in sent] == ["PRIMARY_CARE", "RESIDENTS_COMMITTEE"]

    told = (released, Told.PRIMARY_CARE, "电话", CASE_RULES)
    book = ward.do(following_up.give_notice, *told)

    assert [one.to for one in open_notices(book.entries)] == [Told.RESIDENTS_COMMITTEE]
    with pytest.raises(Refused, match=r"follow_up\.told_already"):
        ward.do(following_up.give_notice, *told)


@pytest.mark.rule("FUP-4")
@pytest.mark.parametrize(
    ("readings", "symptoms", "why"),
    [
        (("36.5", "37.30"), (), RecallReason.FEVER_IN_FOLLOW_UP),
        (("36.5",), (Symptom.COUGH,), RecallReason.SYMPTOM_IN_FOLLOW_UP),
        (("36.5", "37.29"), (), None),
    ],
)
def test_a_fever_or_a_symptom_in_the_follow_up_calls_him_back(
    ward: Ward,
    released: CaseId,
    readings: tuple[str, ...],
    symptoms: tuple[Symptom, ...],
    why: RecallReason | None,
) -> None:
    ward.at += DAY

    contact = FollowedUp(date(2020, 3, 1), readings=readings, symptoms=symptoms)
    book = ward.do(following_up.record_contact, released, contact, CASE_RULES)

    found = recall_of(book.entries)
    assert (found.reasons if found else None) == ((why,) if why else None)
    assert book.case.state is CaseState.FOLLOW_UP


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        (FollowedUp(date(2020, 2, 29)), "follow_up.wrong_day"),
        (FollowedUp(date(2020, 3, 3)), "follow_up.wrong_day"),
        (FollowedUp(date(2020, 3, 1), readings=("热",)), "follow_up.wrong_temperature"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(
    ward: Ward, released: CaseId, contact: FollowedUp, code: str
) -> None:
    ward.at += DAY

    with pytest.raises(Refused) as no:
        ward.do(following_up.record_contact, released, contact, CASE_RULES)

    assert no.value.code == code


def test_who_was_not_released_has_no_follow_up(ward: Ward) -> None:
    case_id = ward.case()

    contact = FollowedUp(date(2020, 2, 26))
    with pytest.raises(Refused, match=r"follow_up\.none"):
        ward.do(following_up.record_contact, case_id, contact, CASE_RULES)


@pytest.mark.rule("FUP-2")
def test_a_follow_up_is_closed_only_when_all_of_it_is_over(ward: Ward, released: CaseId) -> None:
    with pytest.raises(Refused, match=r"follow_up\.still_open"):
        ward.do(following_up.close, released, CASE_RULES)
    for day in (10, 24):
        ward.at += (day if day == 10 else 14) * DAY
        visit = FollowedUp(date(2020, 2, 29) + day * DAY, is_visit=True)
        ward.do(following_up.record_contact, released, visit, CASE_RULES)

    ward.at += 10 * DAY
    book = ward.do(following_up.close, released, CASE_RULES)

    assert book.case.state is CaseState.CLOSED


@pytest.mark.rule("REL-11")
def test_who_is_positive_again_comes_back_by_a_new_case_and_the_old_discharge_stays(
    ward: Ward, released: CaseId
) -> None:
    before = ward.book(released)
    late = RecallReason.LATE_POSITIVE
    ward.do(recall.open_recall, released, late, CASE_RULES)
    ward.do(recall.call, released, Called("13900005512", reached=True), CASE_RULES)
    ward.later(6)
    number = before.patient.id_no
    visit_id = ward.visit(id_no=number)

    old, new = ward.do(recall.came_back, released, visit_id, CASE_RULES)

    assert (old.case.way_out, old.case.next_case_id) == (WayOut.RELEASED, new.case.id)
    assert old.case.isolation_ended_at == before.case.isolation_ended_at
    assert recall_of(old.entries) is None
    assert (new.case.is_isolated, new.case.visit_id) == (True, visit_id)


def test_a_recall_logs_its_calls_and_ends_with_words(ward: Ward, released: CaseId) -> None:
    with pytest.raises(Refused, match=r"recall\.none_open"):
        ward.do(recall.call, released, Called("139", reached=False), CASE_RULES)
    ward.do(recall.open_recall, released, RecallReason.OTHER, CASE_RULES)
    with pytest.raises(Refused, match=r"recall\.phone_missing"):
        ward.do(recall.call, released, Called(" ", reached=False), CASE_RULES)
    ward.do(recall.call, released, Called("139", reached=False), CASE_RULES)
    with pytest.raises(Refused, match=r"record\.reason_missing"):
        ward.do(recall.end_recall, released, RecallEnd.MISTAKE, " ", CASE_RULES)

    book = ward.do(recall.end_recall, released, RecallEnd.MISTAKE, "结果为他人", CASE_RULES)

    assert recall_of(book.entries) is None
    assert book.case.way_out is WayOut.RELEASED


def test_nobody_who_is_here_is_called_back(ward: Ward) -> None:
    case_id = ward.case()

    with pytest.raises(Refused, match=r"recall\.is_here"):
        ward.do(recall.open_recall, case_id, RecallReason.OTHER, CASE_RULES)


def test_who_ran_away_is_called_back_until_he_is_somewhere(ward: Ward) -> None:
    case_id = ward.case()
    ward.do(moving.left_without_leave, case_id, ward.at, "不在", CASE_RULES)
    with pytest.raises(Refused, match=r"recall\.still_away"):
        ward.do(recall.end_recall, case_id, RecallEnd.MISTAKE, "误报", CASE_RULES)

    book = ward.do(recall.end_recall, case_id, RecallEnd.ELSEWHERE, "区疾控已收", CASE_RULES)

    assert (book.case.is_away, book.case.is_isolated) == (True, True)


@pytest.mark.rule("REL-11")
def test_another_persons_visit_follows_no_case(ward: Ward, released: CaseId) -> None:
    other = ward.visit()

    with pytest.raises(Refused, match=r"recall\.other_person"):
        ward.do(recall.came_back, released, other, CASE_RULES)


def test_a_positive_that_comes_after_the_release_stands_in_the_case(
    ward: Ward, released: CaseId
) -> None:
    ward.later(1)
    ward.sample(released, Result.POS)

    book = ward.book(released)
    assert (book.case.way_out, book.case.is_isolated) == (WayOut.RELEASED, False)

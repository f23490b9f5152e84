"""Somebody who was here before is seen again: linked to the case that goes on, told of one that is open."""

import pytest

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.cases import CaseId, CaseState
from feverclinic.domain.gates import GateKind
from feverclinic.domain.recalling import RecallReason, recall_of
from feverclinic.domain.visits import VisitId
from feverclinic.services import leaving, moving, recall
from feverclinic.services.case_view import see_visit
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, NUMBERS, Ward


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def again(ward: Ward, case_id: CaseId) -> VisitId:
    """The same person received by a new visit."""
    number = ward.book(case_id).patient.id_no
    assert number in NUMBERS
    return ward.visit(id_no=number)


def released(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, GateKind.RELEASE)
    ward.do(leaving.release, case_id, CASE_RULES)
    return case_id


@pytest.mark.rule("REL-11")
def test_who_was_released_and_is_seen_again_goes_on_in_a_new_case_linked_to_the_old(
    ward: Ward,
) -> None:
    old = released(ward)
    ward.later(72)

    view = ward.do(see_visit, again(ward, old), CASE_RULES)

    assert view.book.case.id != old
    assert ward.book(old).case.next_case_id == view.book.case.id
    assert ward.book(old).case.state is CaseState.FOLLOW_UP
    assert "HERE_AGAIN" in view.warnings
    number = ward.book(old).visit.visit_no
    assert Noted("CAME_FROM", {"case": str(old), "visit_no": number}) in [
        one.document for one in view.book.entries
    ]


def test_a_recall_ends_when_he_is_seen(ward: Ward) -> None:
    old = released(ward)
    ward.do(recall.open_recall, old, RecallReason.LATE_POSITIVE, CASE_RULES)

    ward.do(see_visit, again(ward, old), CASE_RULES)

    assert recall_of(ward.book(old).entries) is None


def test_seeing_the_same_visit_twice_is_the_same_case_told_once(ward: Ward) -> None:
    old = released(ward)
    visit_id = again(ward, old)
    first = ward.do(see_visit, visit_id, CASE_RULES)

    second = ward.do(see_visit, visit_id, CASE_RULES)

    assert second.book.case == first.book.case
    assert second.book.entries == first.book.entries


def test_who_ran_away_keeps_the_old_isolation_and_the_new_case_says_so(ward: Ward) -> None:
    old = ward.case()
    ward.suspect(old)
    ward.do(moving.left_without_leave, old, ward.at, "翻窗离开", CASE_RULES)
    ward.later(5)

    view = ward.do(see_visit, again(ward, old), CASE_RULES)

    assert ward.book(old).case.is_isolated
    assert ward.book(old).case.next_case_id is None
    assert "OLDER_CASE" in view.warnings


def test_a_case_that_is_over_for_good_is_not_opened_again(ward: Ward) -> None:
    first = ward.case()
    ward.do(leaving.died, first, CASE_RULES, "误记")

    view = ward.do(see_visit, again(ward, first), CASE_RULES)

    assert ward.book(first).case.next_case_id is None
    assert not {"HERE_AGAIN", "OLDER_CASE"} & set(view.warnings)

"""The way of a case from suspicion to its end: states of ISO-8 and the consultation of CLS-7 (both databases)."""

from datetime import timedelta

import pytest

from feverclinic.domain.case_facts import Pathogen, Result, SampleKind, Specimen
from feverclinic.domain.cases import CaseClass, CaseId, CaseState
from feverclinic.domain.clinical_entries import Consulted
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.gates import GateKind
from feverclinic.domain.leaving_entries import FollowedUp
from feverclinic.domain.ternary import NO, YES, Ternary
from feverclinic.domain.work_up import proposed
from feverclinic.domain.work_up_entries import SampleResult, SampleTaken
from feverclinic.errors import Refused
from feverclinic.services import course, following_up, leaving, rooms
from feverclinic.services.case_view import view_case
from tests.case_builders import OFFICER
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

DAY = timedelta(days=1)


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def state(ward: Ward, case_id: CaseId) -> CaseState:
    return ward.book(case_id).case.state


def consult(ward: Ward, case_id: CaseId, keeps: Ternary) -> None:
    told = Consulted(ward.at, keeps, ("林教授",), opinion="仍考虑疑似")
    ward.do(course.record, case_id, (told,), CASE_RULES)


@pytest.mark.rule("CLS-7", "RTE-2", "ISO-1")
def test_a_suspect_is_isolated_alone_at_once_and_sent_on_when_the_experts_keep_the_suspicion(
    ward: Ward,
) -> None:
    case_id = ward.case()
    ward.later(minutes=5)
    book = ward.suspect(case_id)

    def belongs_to() -> Destination:
        return ward.do(view_case, case_id, CASE_RULES).destination.result

    assert book.case.isolation_started_at is not None
    assert book.case.isolation_started_at <= ward.at
    assert belongs_to() is Destination.LOCAL_ISOLATION
    consult(ward, case_id, NO)
    assert belongs_to() is Destination.LOCAL_ISOLATION
    assert state(ward, case_id) is CaseState.SUSPECTED
    ward.later(minutes=5)
    consult(ward, case_id, YES)
    assert belongs_to() is Destination.MUNICIPAL_DESIGNATED_HOSPITAL


@pytest.mark.rule("CLS-7")
def test_another_pathogen_neither_clears_a_suspect_nor_takes_the_test_from_a_close_contact(
    ward: Ward,
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    flu = SampleTaken(SampleKind.NAT, ward.at, Specimen.SPUTUM, Pathogen.INFLUENZA_A)
    taken = ward.tell(case_id, flu).entries[-1].id
    ward.tell(case_id, SampleResult(taken, ward.at, Result.POS))

    view = ward.do(view_case, case_id, CASE_RULES)
    edition = CASE_RULES.edition(ward.at)

    assert view.book.case.case_class is CaseClass.SUSPECTED
    assert "F-NAT" in [one.id for one in proposed(view.file, edition, CASE_RULES.rules.work_up)]


@pytest.mark.rule("ISO-8")
def test_a_suspicion_that_is_excluded_ends_cleared(ward: Ward) -> None:
    case_id = ward.case()
    assert state(ward, case_id) is CaseState.UNDETERMINED
    ward.suspect(case_id)
    assert state(ward, case_id) is CaseState.SUSPECTED
    ward.two_negatives(case_id)
    ward.sign(case_id, GateKind.EXCLUSION)

    excluded = ward.do(leaving.exclude, case_id, CASE_RULES)

    assert (excluded.case.state, excluded.case.case_class) == (
        CaseState.EXCLUDED,
        CaseClass.EXCLUDED,
    )
    assert excluded.case.isolation_ended_at is not None


@pytest.mark.rule("ISO-8")
def test_a_confirmed_case_is_discharged_followed_and_closed(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    assert state(ward, case_id) is CaseState.CONFIRMED
    ward.recover(case_id)
    ward.sign(case_id, GateKind.RELEASE)
    released = ward.do(leaving.release, case_id, CASE_RULES)
    assert released.case.state is CaseState.FOLLOW_UP

    with pytest.raises(Refused):
        ward.do(following_up.close, case_id, CASE_RULES)
    day = following_up.discharged_on(released.entries)
    assert day is not None
    for days in (14, 28):
        ward.at = released.case.isolation_ended_at + days * DAY  # pyright: ignore[reportOptionalOperand] - it ended
        visit = FollowedUp(day + days * DAY, is_visit=True, note="良好")
        ward.do(following_up.record_contact, case_id, visit, CASE_RULES)
    ward.at += DAY

    closed = ward.do(following_up.close, case_id, CASE_RULES)

    assert closed.case.state is CaseState.CLOSED


@pytest.mark.rule("ISO-8")
@pytest.mark.parametrize("case_class", ["UNDETERMINED", "SUSPECTED", "CONFIRMED"])
def test_death_ends_a_case_of_any_class(ward: Ward, case_class: str) -> None:
    case_id = ward.case()
    if case_class == "SUSPECTED":
        ward.suspect(case_id)
    if case_class == "CONFIRMED":
        ward.confirm(case_id)
    assert state(ward, case_id).value == case_class

    died = ward.do(leaving.died, case_id, CASE_RULES, "呼吸衰竭")

    assert died.case.state is CaseState.DECEASED


@pytest.mark.rule("ISO-1", "CLS-7")
def test_nobody_is_laid_beside_a_suspect(ward: Ward) -> None:
    plan = rooms.RoomPlan("G1", "隔离 01", 2)
    room_id = ward.do(rooms.add_room, plan, actor=OFFICER).id
    first, second = ward.case(), ward.case()
    ward.suspect(first)
    ward.suspect(second)
    ward.do(rooms.occupy, room_id, first, CASE_RULES)

    with pytest.raises(Refused):
        ward.do(rooms.occupy, room_id, second, CASE_RULES)

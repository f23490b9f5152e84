"""The ways out: each through its own open gate, each with its own entry (both databases)."""

from datetime import timedelta
from typing import cast

import pytest

from feverclinic.domain.case_facts import Result
from feverclinic.domain.cases import CaseClass, CaseId, CaseState, WayOut
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.clinical_entries import Dose, Exposed
from feverclinic.domain.gates import Gate, GateKind
from feverclinic.domain.leaving_entries import Left
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.visits import Stage
from feverclinic.errors import Refused, Stale, Unavailable
from feverclinic.services import course, leaving, triage
from feverclinic.services.case_view import view_case
from feverclinic.storage.store import transaction
from feverclinic.storage.work import Way
from tests.builders import GATE, NURSE
from tests.case_builders import DOCTOR
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

EXC, REL = GateKind.EXCLUSION, GateKind.RELEASE


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def reasons(no: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return cast("Gate", no.value.facts["gate"]).reasons


def last_left(ward: Ward, case_id: CaseId) -> Left:
    found = [one.document for one in ward.book(case_id).entries if isinstance(one.document, Left)]
    return found[-1]


@pytest.mark.rule("EXC-6", "TRF-1")
def test_a_suspect_is_excluded_by_two_negatives_and_two_signatures(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, EXC)

    book = ward.do(leaving.exclude, case_id, CASE_RULES)

    case, left = book.case, last_left(ward, case_id)
    assert (case.case_class, case.state) == (CaseClass.EXCLUDED, CaseState.EXCLUDED)
    assert (case.isolation_ended_at, case.ended_by) == (ward.at, book.entries[-1].id)
    assert (left.way, left.signed_by) == (WayOut.EXCLUDED, ("陈医生", "林教授"))
    assert left.gate is not None
    assert left.gate.is_open


@pytest.mark.parametrize("fraction", [1, 500_000, 999_999])
def test_a_clock_with_fractions_of_a_second_closes_no_gate(ward: Ward, fraction: int) -> None:
    ward.at = ward.at.replace(microsecond=fraction)
    excluded, released = ward.case(), ward.case()
    ward.suspect(excluded)
    ward.two_negatives(excluded)
    ward.sign(excluded, EXC)
    ward.confirm(released)
    ward.recover(released)
    ward.sign(released, REL)

    first = ward.do(leaving.exclude, excluded, CASE_RULES)
    second = ward.do(leaving.release, released, CASE_RULES)

    assert not first.case.is_isolated
    assert not second.case.is_isolated


@pytest.mark.rule("EXC-6", "TRF-1")
def test_without_the_second_signature_nobody_is_excluded(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)

    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.exclude, case_id, CASE_RULES)

    assert reasons(no) == ("SIGNOFF_MISSING",)
    assert ward.book(case_id).case.is_isolated


@pytest.mark.rule("EXC-2")
def test_a_fact_after_the_signatures_shuts_the_gate_again(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, EXC)
    ward.tell(case_id, Dose())

    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.exclude, case_id, CASE_RULES)

    assert reasons(no) == ("SIGNOFF_MISSING",)


@pytest.mark.rule("CLS-10", "TRF-1")
def test_whoever_is_confirmed_is_not_excluded_by_two_negatives(ward: Ward) -> None:
    case_id = ward.case()
    assert ward.confirm(case_id).case.case_class is CaseClass.CONFIRMED
    ward.later(1)
    ward.two_negatives(case_id)

    with pytest.raises(Refused, match=r"leaving\.other_class"):
        ward.do(leaving.exclude, case_id, CASE_RULES)


@pytest.mark.rule("REL-1", "REL-4", "REL-9")
def test_a_confirmed_case_is_released_when_all_is_met_and_two_have_signed(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, REL)

    book = ward.do(leaving.release, case_id, CASE_RULES)

    assert (book.case.way_out, book.case.state) == (WayOut.RELEASED, CaseState.FOLLOW_UP)
    assert book.case.isolation_ended_at == ward.at
    assert book.case.case_class is CaseClass.CONFIRMED


@pytest.mark.rule("REL-9", "REL-10")
def test_a_release_says_all_that_is_missing(ward: Ward) -> None:
    case_id = ward.case()
    ward.confirm(case_id)

    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.release, case_id, CASE_RULES)

    assert reasons(no) == (
        *("TEMP_ABNORMAL", "RESP_NOT_IMPROVED", "IMG_MISSING", "NAT_BROKEN", "SIGNOFF_MISSING"),
    )


@pytest.mark.rule("TRF-1")
@pytest.mark.parametrize("way", [leaving.exclude, leaving.release])
def test_nobody_is_let_go_twice(ward: Ward, way: object) -> None:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, REL)
    ward.do(leaving.release, case_id, CASE_RULES)

    with pytest.raises(Refused, match=r"leaving\.has_left"):
        ward.do(way, case_id, CASE_RULES)  # pyright: ignore[reportArgumentType] - one of the acts


@pytest.mark.rule("WORK-2")
def test_an_unclear_case_does_not_leave_the_clinic(ward: Ward) -> None:
    case_id = ward.case()

    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.clinic_exit, case_id, CASE_RULES)

    assert reasons(no) == (
        *("CORE_MISSING", "CRITERIA_UNKNOWN", "CLASS_HELD", "DISPOSITION_MISSING"),
    )


@pytest.mark.rule("TRF-1")
def test_a_suspect_does_not_go_to_another_department(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)

    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.transfer_department, case_id, CASE_RULES, "心内科", "胸痛")

    assert reasons(no) == ("TRF-1",)


@pytest.mark.rule("TRF-1")
def test_a_suspect_with_an_open_gate_goes_to_another_department(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, EXC)

    book = ward.do(leaving.transfer_department, case_id, CASE_RULES, "心内科", "胸痛")

    assert (book.case.way_out, book.case.case_class) == (WayOut.DEPARTMENT, CaseClass.EXCLUDED)
    assert (book.case.state, last_left(ward, case_id).to) == (CaseState.CLEARED, "心内科")


@pytest.mark.rule("TRF-5")
@pytest.mark.parametrize(
    ("days", "clean", "reason"),
    [(0, UNKNOWN, "TRF-5"), (0, NO, "TRF-5"), (0, YES, ""), (14, UNKNOWN, "TRF-5"), (15, NO, "")],
)
def test_a_possible_exposure_waits_until_it_is_cleared_or_fourteen_days_are_over(
    ward: Ward, days: int, clean: Ternary, reason: str
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id, hours=23)
    since = local_day(ward.at) - timedelta(days=days)
    ward.do(course.record, case_id, (Exposed(since, clean, clean),), CASE_RULES)

    view = ward.do(view_case, case_id, CASE_RULES)

    shut = [one.code for one in view.gates[GateKind.TRANSFER].unmet if one.code == "TRF-5"]
    assert shut == ([reason] if reason else [])
    with pytest.raises(Refused, match=r"leaving\.gate_shut") as no:
        ward.do(leaving.transfer_department, case_id, CASE_RULES, "心内科", "胸痛")
    assert ("TRF-5" in reasons(no)) is bool(reason)


def test_a_death_needs_no_gate_and_ends_everything(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)

    book = ward.do(leaving.died, case_id, CASE_RULES, "呼吸衰竭")

    assert (book.case.way_out, book.case.state) == (WayOut.DECEASED, CaseState.DECEASED)
    assert not book.case.is_isolated
    with pytest.raises(Refused, match=r"leaving\.has_left"):
        ward.do(leaving.died, case_id, CASE_RULES, "呼吸衰竭")


def test_whoever_saw_an_older_case_does_not_let_anybody_go(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, EXC)
    seen = ward.book(case_id).case.last_seq
    ward.sample(case_id, Result.IND)

    with pytest.raises(Stale, match=r"case\.changed"):
        ward.do(leaving.exclude, case_id, CASE_RULES, seen)


def test_only_a_doctor_lets_anybody_go(ward: Ward) -> None:
    case_id = ward.case()

    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        ward.do(leaving.exclude, case_id, CASE_RULES, actor=NURSE)


def test_a_desk_without_its_server_lets_nobody_go(ward: Ward) -> None:
    case_id = ward.case()
    away = Way(key=7, is_offline=True)

    with (
        pytest.raises(Unavailable, match=r"case\.needs_server"),
        transaction(ward.clinic.engine, DOCTOR, ward.at, GATE, away) as store,
    ):
        leaving.died(store, case_id, CASE_RULES, "呼吸衰竭")


@pytest.mark.rule("TRF-1")
def test_an_excluded_suspect_found_positive_while_still_here_is_isolated_anew(
    ward: Ward,
) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, EXC)
    ward.do(leaving.exclude, case_id, CASE_RULES)

    ward.later(1)
    ward.sample(case_id, Result.POS)

    case = ward.book(case_id).case
    assert (case.case_class, case.is_isolated) == (CaseClass.CONFIRMED, True)
    assert (case.isolation_started_at, case.way_out) == (ward.at, None)
    with pytest.raises(Refused, match=r"leaving\.gate_shut"):
        ward.do(leaving.clinic_exit, case_id, CASE_RULES)


@pytest.mark.rule("TRF-1", "ISO-2")
def test_deciding_again_at_the_triage_desk_ends_no_isolation(ward: Ward) -> None:
    case_id = ward.case()
    started = ward.book(case_id).case.isolation_started_at
    form = ward.do(triage.reopen, ward.book(case_id).visit.id, actor=NURSE)

    changed = form.with_fields({"q2": "NO"})
    saved = ward.save(changed, at=ward.at)

    case = ward.book(case_id).case
    assert saved.visit.id == case.visit_id
    assert (case.is_isolated, case.isolation_started_at) == (True, started)
    with pytest.raises(Refused, match=r"leaving\.gate_shut"):
        ward.do(leaving.clinic_exit, case_id, CASE_RULES)


@pytest.mark.rule("TRF-1", "ISO-2")
@pytest.mark.parametrize("stage", [Stage.LEFT, Stage.REFUSED, Stage.DID_NOT_ARRIVE])
def test_the_triage_desk_ends_no_visit_that_has_a_case(ward: Ward, stage: Stage) -> None:
    case_id = ward.case()

    with pytest.raises(Refused, match=r"sending\.already_received"):
        ward.do(triage.end_visit, ward.book(case_id).visit.id, stage, "走了", actor=NURSE)

    assert ward.book(case_id).case.is_isolated

"""Declaring readings and entries invalid: nothing is hidden, nothing reopened by itself (both databases)."""

import pytest

from feverclinic.domain.case_entries import Noted, Voided
from feverclinic.domain.case_facts import Result
from feverclinic.domain.cases import CaseClass, CaseId, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.recalling import RecallReason, recall_of
from feverclinic.errors import Refused, Stale
from feverclinic.services import leaving, voiding
from tests.builders import NURSE, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.services.ward import CASE_RULES, Ward


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


@pytest.fixture
def released(ward: Ward) -> CaseId:
    case_id = ward.case()
    ward.confirm(case_id)
    ward.recover(case_id)
    ward.sign(case_id, GateKind.RELEASE)
    ward.do(leaving.release, case_id, CASE_RULES)
    return case_id


def test_a_reading_of_a_case_is_void_with_its_reason_and_stays_to_be_read(ward: Ward) -> None:
    case_id = ward.case()
    reading = ward.measure(case_id, "39.9")
    assert reading.id is not None

    ward.do(voiding.void_reading, reading.id, "测错人", CASE_RULES)

    book = ward.book(case_id)
    assert [one.raw_text for one in book.readings] == ["38.6"]
    assert [one.raw_text for one in book.voided_readings] == ["39.9"]
    assert book.entries[-1].document == Voided("READING", reading.id, "测错人")


def test_a_reading_of_a_saved_visit_without_a_case_is_void_too(ward: Ward) -> None:
    saved = ward.save(a_form(a_reading("36.5")))
    (reading,) = saved.readings
    assert reading.id is not None

    found = ward.do(voiding.void_reading, reading.id, "测错人", CASE_RULES, actor=NURSE)

    assert found is None
    with ward.clinic.work() as store:
        assert store.readings.of_visit(saved.visit.id) == ()


def test_a_reading_of_nobody_is_not_voided_here(ward: Ward) -> None:
    with ward.clinic.work() as store:
        reading = store.readings.add(a_reading("36.5"))
    assert reading.id is not None

    with pytest.raises(Refused, match=r"voiding\.of_nobody"):
        ward.do(voiding.void_reading, reading.id, "测错人", CASE_RULES)


@pytest.mark.rule("REL-11")
def test_a_reading_voided_after_a_release_warns_and_calls_back_but_reopens_nothing(
    ward: Ward, released: CaseId
) -> None:
    reading = ward.book(released).readings[-1]
    assert reading.id is not None

    ward.do(voiding.void_reading, reading.id, "测错人", CASE_RULES)

    book = ward.book(released)
    assert (book.case.way_out, book.case.is_isolated) == (WayOut.RELEASED, False)
    codes = [one.document.code for one in book.entries if isinstance(one.document, Noted)]
    assert "VOIDED_AFTER_LEAVING" in codes
    found = recall_of(book.entries)
    assert found is not None
    assert found.reasons == (RecallReason.FACT_CHANGED,)


@pytest.mark.rule("EXC-2", "TRF-1")
def test_a_voided_negative_shuts_the_gate_that_it_opened(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    taken = ward.sample(case_id)
    ward.later(24)
    ward.sample(case_id)
    ward.sign(case_id, GateKind.EXCLUSION)

    ward.do(voiding.void_entry, case_id, taken, "标本污染", CASE_RULES)

    with pytest.raises(Refused, match=r"leaving\.gate_shut"):
        ward.do(leaving.exclude, case_id, CASE_RULES)


def test_a_voided_positive_lowers_no_class_by_itself(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    taken = ward.sample(case_id, Result.POS)

    ward.do(voiding.void_entry, case_id, taken, "他人标本", CASE_RULES)

    assert ward.book(case_id).case.case_class is CaseClass.CONFIRMED


def test_an_act_and_a_class_are_not_declared_void(ward: Ward, released: CaseId) -> None:
    for kind in ("LEFT", "CLASS", "NOTE"):
        entry = next(one for one in ward.book(released).entries if one.kind == kind)
        with pytest.raises(Refused, match=r"voiding\.act_stays"):
            ward.do(voiding.void_entry, released, entry.id, "录错", CASE_RULES)


def test_an_entry_is_void_once_and_with_a_reason(ward: Ward) -> None:
    case_id = ward.case()
    taken = ward.sample(case_id)
    with pytest.raises(Refused, match=r"record\.reason_missing"):
        ward.do(voiding.void_entry, case_id, taken, " ", CASE_RULES)
    ward.do(voiding.void_entry, case_id, taken, "录错", CASE_RULES)

    with pytest.raises(Stale, match=r"voiding\.already_void"):
        ward.do(voiding.void_entry, case_id, taken, "录错", CASE_RULES)


def test_only_who_treats_voids_what_another_wrote(ward: Ward) -> None:
    case_id = ward.case()
    taken = ward.sample(case_id)

    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        ward.do(voiding.void_entry, case_id, taken, "录错", CASE_RULES, actor=NURSE)

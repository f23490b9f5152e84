"""Two records of one person become one: nothing is released by it, nothing is lost (both databases)."""

import pytest

from feverclinic.domain.case_entries import Merged
from feverclinic.domain.cases import CaseClass, CaseId
from feverclinic.domain.people import PatientId
from feverclinic.errors import Refused
from feverclinic.services import merging
from feverclinic.services.triage import reopen
from tests.builders import NURSE
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

WITHOUT_NUMBER = {"id_no": "", "no_id_reason": "未带", "name": "张建果", "phone": "13700000001"}


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def person(ward: Ward, case_id: CaseId) -> PatientId:
    return ward.book(case_id).patient.id


def merge(ward: Ward, merged: CaseId, into: CaseId, reason: str = "同一人，两次登记") -> None:
    ward.do(merging.merge_people, person(ward, merged), person(ward, into), reason, CASE_RULES)


@pytest.mark.rule("TRF-1")
def test_both_isolations_stay_open_with_their_classes(ward: Ward) -> None:
    older, newer = ward.case(), ward.case(**WITHOUT_NUMBER)
    ward.suspect(older)
    kept = person(ward, older)

    merge(ward, newer, older)

    first, second = ward.book(older).case, ward.book(newer).case
    assert (first.patient_id, second.patient_id) == (kept, kept)
    assert (first.is_isolated, second.is_isolated) == (True, True)
    assert (first.case_class, second.case_class) == (
        CaseClass.SUSPECTED,
        CaseClass.UNDETERMINED,
    )


def test_each_case_says_so_and_names_the_other(ward: Ward) -> None:
    older, newer = ward.case(), ward.case(**WITHOUT_NUMBER)
    merged, into = person(ward, newer), person(ward, older)

    merge(ward, newer, older)

    assert ward.book(older).entries[-1].document == Merged(merged, into, newer)
    assert ward.book(newer).entries[-1].document == Merged(merged, into, older)


def test_visits_and_words_move_and_what_was_empty_is_filled(ward: Ward) -> None:
    older, newer = ward.case(**WITHOUT_NUMBER), ward.case()
    number = ward.book(newer).patient.id_no
    into = person(ward, older)

    merge(ward, newer, older)

    with ward.clinic.work() as store:
        kept = store.patients.get(into)
        assert (kept.name, kept.id_no, kept.phone) == ("张建果", number, "13700000001")
        assert len(store.visits.of_patient(into)) == 2
        found = store.patients.find_by_id_no("01", number)
        assert found is not None
        assert found.id == into
        assert [hit.patient_id for hit in store.search.people("张建国")] == [into]


def test_an_open_form_of_the_merged_record_goes_on_with_the_one_that_stays(ward: Ward) -> None:
    older, newer = ward.case(), ward.case(**WITHOUT_NUMBER)
    visit_id, into = ward.book(newer).visit.id, person(ward, older)
    form = ward.do(reopen, visit_id, actor=NURSE)

    merge(ward, newer, older)

    assert ward.save(form, at=ward.at).patient.id == into


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_merge_without_a_reason_is_refused(ward: Ward, reason: str) -> None:
    older, newer = ward.case(), ward.case(**WITHOUT_NUMBER)

    with pytest.raises(Refused, match=r"record\.reason_missing"):
        merge(ward, newer, older, reason)


def test_two_different_numbers_are_two_people(ward: Ward) -> None:
    older, newer = ward.case(), ward.case()

    with pytest.raises(Refused, match=r"merging\.two_numbers"):
        merge(ward, newer, older)


def test_a_record_is_not_merged_with_itself_nor_twice(ward: Ward) -> None:
    older, newer, third = ward.case(), ward.case(**WITHOUT_NUMBER), ward.case()
    gone = person(ward, newer)
    with pytest.raises(Refused, match=r"merging\.same_record"):
        merge(ward, older, older)
    merge(ward, newer, older)

    with pytest.raises(Refused, match=r"merging\.merged_already"):
        ward.do(merging.merge_people, gone, person(ward, third), "再合", CASE_RULES)


def test_a_visit_with_a_case_does_not_become_another_persons(ward: Ward) -> None:
    case_id, other = ward.case(), ward.case()
    form = ward.do(reopen, ward.book(case_id).visit.id, actor=NURSE)
    other_patient = ward.book(other).patient

    changed = form.with_fields({"id_no": other_patient.id_no, "name": other_patient.name})
    with pytest.raises(Refused, match=r"triage\.has_case"):
        ward.save(
            changed.__class__(
                changed.arrived_at, changed.fields, changed.readings, visit_id=changed.visit_id
            ),
            at=ward.at,
        )

    assert ward.book(case_id).visit.patient_id == ward.book(case_id).case.patient_id

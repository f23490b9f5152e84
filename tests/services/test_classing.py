"""The class that a doctor decides beside the rules (CLS-9, CLS-11, WORK-6): never lower without its right."""

from typing import Any

import pytest

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_entries import Document
from feverclinic.domain.case_facts import Features, Imaging, Result, SampleKind, Specimen
from feverclinic.domain.cases import CaseClass, CaseId, EntryId
from feverclinic.domain.clinical_entries import Classed, Consulted, Criteria
from feverclinic.domain.history import Answer
from feverclinic.domain.ternary import NO, UNKNOWN
from feverclinic.domain.work_up_entries import ImageRead, SampleResult, SampleTaken
from feverclinic.errors import Refused
from feverclinic.services import course
from feverclinic.services.case_writing import write
from tests.builders import NOON
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

SWAB = SampleTaken(SampleKind.NAT, NOON, Specimen.OROPHARYNGEAL_SWAB, tube_no="N-1")


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def record(ward: Ward, case_id: CaseId, *documents: Document, **more: Any) -> CaseBook:
    return ward.do(course.record, case_id, documents, CASE_RULES, **more)


def last_of(book: CaseBook, kind: str) -> EntryId:
    return [one for one in book.entries if one.kind == kind][-1].id


def taken(ward: Ward, case_id: CaseId) -> EntryId:
    return last_of(record(ward, case_id, SWAB), "SAMPLE")


@pytest.mark.rule("TRF-1")
def test_a_suspicion_is_not_lowered_by_hand(ward: Ward) -> None:
    case_id = ward.case()
    ward.suspect(case_id)

    for lower in (CaseClass.UNDETERMINED, CaseClass.NOT_SUSPECTED, CaseClass.EXCLUDED):
        with pytest.raises(Refused, match=r"classing\.by_gate"):
            ward.do(course.decide_class, case_id, lower, "看起来不像", CASE_RULES)
    assert ward.book(case_id).case.case_class is CaseClass.SUSPECTED


@pytest.mark.rule("WORK-6", "CLS-5")
def test_whoever_was_never_suspected_is_lowered_to_what_the_rules_say_on_all_facts(
    ward: Ward,
) -> None:
    case_id = ward.case()
    assert ward.book(case_id).case.case_class is CaseClass.UNDETERMINED
    decide = (course.decide_class, case_id, CaseClass.NOT_SUSPECTED, "另有病因", CASE_RULES)
    with pytest.raises(Refused, match=r"classing\.not_computed"):
        ward.do(*decide)

    nothing = {f"e{number}": Answer(NO) for number in range(1, 5)}
    record(ward, case_id, Criteria(nothing), ImageRead(Imaging(Features.ABSENT, NOON), NOON))
    assert ward.book(case_id).case.case_class is CaseClass.UNDETERMINED
    book = ward.do(*decide)

    assert book.case.case_class is CaseClass.NOT_SUSPECTED
    assert book.case.is_isolated
    assert not book.case.was_suspected


def test_a_doctor_may_be_stricter_than_the_rules_and_says_why(ward: Ward) -> None:
    case_id = ward.case()

    with pytest.raises(Refused, match=r"entry\.missing"):
        ward.do(course.decide_class, case_id, CaseClass.SUSPECTED, " ", CASE_RULES)
    book = ward.do(course.decide_class, case_id, CaseClass.SUSPECTED, "密接且肺炎", CASE_RULES)

    assert (book.case.case_class, book.case.was_suspected) == (CaseClass.SUSPECTED, True)
    assert book.entries[-1].by_name == "陈医生"


@pytest.mark.rule("CLS-9")
def test_the_experts_decide_of_a_single_positive_that_was_corrected(ward: Ward) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)
    positive = last_of(record(ward, case_id, SampleResult(of, NOON, Result.POS)), "RESULT")
    record(ward, case_id, SampleResult(of, NOON, Result.NEG), replaces=positive)
    back = (course.decide_class, case_id, CaseClass.SUSPECTED, "复核阴性", CASE_RULES)
    with pytest.raises(Refused, match=r"classing\.experts_decide"):
        ward.do(*back)

    ward.later(hours=1)
    record(ward, case_id, Consulted(ward.at, UNKNOWN, ("林教授", "何医生")))
    book = ward.do(*back)

    assert (book.case.case_class, book.case.is_isolated) == (CaseClass.SUSPECTED, True)


@pytest.mark.rule("TRF-1")
@pytest.mark.parametrize("lower", [CaseClass.EXCLUDED, CaseClass.NOT_SUSPECTED])
def test_the_writer_itself_lets_no_suspicion_be_lowered(ward: Ward, lower: CaseClass) -> None:
    case_id = ward.case()
    ward.suspect(case_id)
    told = Classed(lower, lower, "covid-dt-6", by_doctor=True, reason="直接写入")

    with pytest.raises(Refused, match=r"classing\.by_gate"):
        ward.do(write, case_id, (told,), CASE_RULES)
    assert ward.book(case_id).case.case_class is CaseClass.SUSPECTED

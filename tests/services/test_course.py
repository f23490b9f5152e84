"""Facts of a case by their one door: who may, what is whole, corrections, classes that a doctor decides."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_book import valid_entries
from feverclinic.domain.case_entries import Document, Noted
from feverclinic.domain.case_facts import (
    BloodCount,
    Compared,
    Features,
    Flag,
    Imaging,
    Infectivity,
    Pathogen,
    Result,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseClass, CaseId, EntryId, WayOut
from feverclinic.domain.clinical_entries import (
    Caused,
    Consulted,
    Criteria,
    Disposed,
    Dose,
    InfectivityReviewed,
    Measured,
)
from feverclinic.domain.gates import GateKind
from feverclinic.domain.history import Answer
from feverclinic.domain.leaving_entries import Left
from feverclinic.domain.people import Duty, Staff, StaffId
from feverclinic.domain.recalling import recall_of
from feverclinic.domain.returning import LookedFor
from feverclinic.domain.ternary import YES
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    Refusal,
    SampleResult,
    SampleTaken,
)
from feverclinic.errors import Refused, Stale
from feverclinic.services import course, leaving, triage
from feverclinic.services.case_gates import look
from tests.builders import NOON
from tests.case_builders import EXPERT
from tests.engines import Clinic
from tests.services.forms import Save
from tests.services.ward import CASE_RULES, Ward

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
WARD_NURSE = Staff(
    StaffId(41),
    "lu",
    "陆护士",
    role="isolation_nurse",
    duties=frozenset({Duty.TRIAGE, Duty.ENTER_RESULTS, Duty.MANAGE_ROOMS}),
)
SWAB = SampleTaken(SampleKind.NAT, NOON, Specimen.OROPHARYNGEAL_SWAB, tube_no="N-1")


@pytest.fixture
def ward(clinic: Clinic, save: Save) -> Ward:
    return Ward(clinic, save)


def record(ward: Ward, case_id: CaseId, *documents: Document, **more: Any) -> CaseBook:
    actor = more.pop("actor", None)
    as_whom = {"actor": actor} if actor else {}
    return ward.do(course.record, case_id, documents, CASE_RULES, **more, **as_whom)


def last_of(book: CaseBook, kind: str) -> EntryId:
    return [one for one in book.entries if one.kind == kind][-1].id


def taken(ward: Ward, case_id: CaseId, sample: SampleTaken = SWAB) -> EntryId:
    return last_of(record(ward, case_id, sample), "SAMPLE")


# -- who may, and what is whole -----------------------------------------------------------------


def test_a_nurse_enters_samples_and_results_and_nothing_of_the_doctors(ward: Ward) -> None:
    case_id = ward.case()

    of = last_of(record(ward, case_id, SWAB, actor=WARD_NURSE), "SAMPLE")
    book = record(ward, case_id, SampleResult(of, NOON, Result.NEG), actor=WARD_NURSE)
    book = record(ward, case_id, Dose(), Measured(Vitals(spo2=97)), actor=WARD_NURSE)

    assert [one.by_name for one in book.entries if one.kind != "CLASS"] == ["陆护士"] * 4
    for document in (Order(("CBC",)), Criteria(), Disposed("HOME"), Refusal("CT", "怕", "陈")):
        with pytest.raises(Refused, match=r"staff\.duty_missing"):
            record(ward, case_id, document, actor=WARD_NURSE)


def test_only_an_expert_records_what_the_experts_decided_of_infectivity(ward: Ward) -> None:
    case_id = ward.case()
    review = InfectivityReviewed(Infectivity.KEEP)

    with pytest.raises(Refused, match=r"staff\.duty_missing"):
        record(ward, case_id, review)
    assert record(ward, case_id, review, actor=EXPERT).entries[-1].document == review


def test_an_act_with_a_door_of_its_own_is_not_written_by_this_one(ward: Ward) -> None:
    case_id = ward.case()

    for document in (Left(WayOut.RELEASED), Noted("RECALL")):
        with pytest.raises(Refused, match=r"entry\.act_of_its_own"):
            record(ward, case_id, document)
    assert ward.book(case_id).case.is_isolated


def image(**differs: Any) -> ImageRead:
    usual: dict[str, Any] = {"features": Features.ABSENT, "done_at": NOON}
    return ImageRead(Imaging(**(usual | differs)), NOON)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (SampleTaken(SampleKind.NAT, NOON), "entry.missing"),
        (SampleTaken(SampleKind.ANTIBODY, NOON + SECOND), "entry.wrong_time"),
        (SampleTaken(SampleKind.ANTIBODY, NOON, sent_at=NOON - SECOND), "entry.wrong_time"),
        (Order(()), "entry.missing"),
        (Order(("CBC", " ")), "entry.missing"),
        (Refusal("CHEST_CT", " ", "陈医生"), "entry.missing"),
        (Refusal("CHEST_CT", "怀孕", ""), "entry.missing"),
        (BloodCountReported(BloodCount(NOON, Flag.LOW), NOON), "entry.missing"),
        (BloodCountReported(BloodCount(NOON, None, Flag.LOW), NOON), "entry.missing"),
        (
            BloodCountReported(BloodCount(NOON, None, None, Decimal(-1), Decimal(1)), NOON),
            "entry.wrong_number",
        ),
        (LabReported(" ", LabFlag.HIGH, NOON), "entry.missing"),
        (LabReported("CRP", LabFlag.NOT_DONE, NOON, Decimal(3)), "entry.not_done_has_no_value"),
        (LabReported("CRP", LabFlag.HIGH, NOON, Decimal("Infinity")), "entry.wrong_number"),
        (LabReported("CRP", LabFlag.HIGH, NOON + SECOND), "entry.wrong_time"),
        (image(compared=Compared.IMPROVED), "entry.missing"),
        (image(done_at=NOON + SECOND), "entry.wrong_time"),
        (Dose(NOON + SECOND), "entry.wrong_time"),
        (Criteria(onset_date=date(2020, 2, 26)), "entry.wrong_time"),
        (Criteria({"e1": Answer(YES, date(2020, 2, 26))}), "entry.wrong_time"),
        (Consulted(NOON, YES, (" ",)), "entry.missing"),
        (Consulted(NOON + SECOND, YES, ("林教授",)), "entry.wrong_time"),
        (Caused(" "), "entry.missing"),
        (Disposed(""), "entry.missing"),
        (SampleResult(EntryId(5), NOON, Result.NEG), "entry.no_such_sample"),
    ],
)
def test_what_is_not_whole_or_still_to_come_is_refused_and_nothing_is_written(
    ward: Ward, document: Document, code: str
) -> None:
    case_id = ward.case()
    before = ward.book(case_id).entries

    with pytest.raises(Refused) as no:
        record(ward, case_id, document)

    assert no.value.code == code
    assert ward.book(case_id).entries == before


# -- samples and their results ------------------------------------------------------------------


def test_a_result_waits_for_its_sample_and_comes_once(ward: Ward) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)
    ward.later(minutes=1)

    for wrong, code in (
        (SampleResult(of, NOON - SECOND, Result.NEG), "entry.wrong_time"),
        (SampleResult(of, NOON), "entry.missing"),
        (SampleResult(of, NOON, Result.PENDING), "entry.pending_is_no_result"),
        (SampleResult(of, ward.at + SECOND, Result.NEG), "entry.wrong_time"),
    ):
        with pytest.raises(Refused) as no:
            record(ward, case_id, wrong)
        assert no.value.code == code
    book = record(ward, case_id, SampleResult(of, NOON, Result.NEG))
    assert (book.entries[-1].at, book.entries[-1].entered_at) == (NOON, NOON + MINUTE)
    with pytest.raises(Refused, match=r"entry\.has_result"):
        record(ward, case_id, SampleResult(of, ward.at, Result.POS))


def test_a_correction_is_an_entry_of_its_own_and_the_old_one_stays_readable(ward: Ward) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)
    first = last_of(record(ward, case_id, SampleResult(of, NOON, Result.NEG)), "RESULT")

    book = record(ward, case_id, SampleResult(of, NOON, Result.POS), replaces=first)

    results = [one for one in book.entries if one.kind == "RESULT"]
    assert [one.document.result for one in results if isinstance(one.document, SampleResult)] == [
        Result.NEG,
        Result.POS,
    ]
    assert results[1].replaces == first
    assert first not in [one.id for one in valid_entries(book)]
    assert book.case.case_class is CaseClass.POSITIVE_REVIEW


def test_a_correction_of_another_kind_or_of_nothing_is_refused(ward: Ward) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)

    for replaces in (of, EntryId(4)):
        with pytest.raises(Refused, match=r"entry\.nothing_to_correct"):
            record(ward, case_id, Dose(), replaces=replaces)


def test_two_samples_that_wait_have_two_tubes(ward: Ward) -> None:
    one, other = ward.case(), ward.case()
    of = taken(ward, one)

    with pytest.raises(Refused, match=r"entry\.tube_used"):
        taken(ward, other)
    record(ward, one, SampleResult(of, NOON, Result.NEG))
    assert taken(ward, other) != of


@pytest.mark.rule("WORK-4")
@pytest.mark.parametrize(
    ("ct_n", "ct_orf", "result"),
    [
        ("39.99", "39.99", Result.POS),
        ("39.99", "40", Result.IND),
        ("40", None, Result.NEG),
        (None, "12", Result.IND),
    ],
)
def test_a_result_is_read_by_its_two_targets_where_the_laboratory_gave_only_those(
    ward: Ward, ct_n: str | None, ct_orf: str | None, result: Result
) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)

    book = record(ward, case_id, by_targets(of, ct_n, ct_orf))

    (document,) = [one.document for one in book.entries if one.kind == "RESULT"]
    assert isinstance(document, SampleResult)
    assert document.result is result


def by_targets(of: EntryId, ct_n: str | None, ct_orf: str | None, **differs: Any) -> SampleResult:
    return SampleResult(
        of,
        NOON,
        ct_n=None if ct_n is None else Decimal(ct_n),
        ct_n_undetected=ct_n is None,
        ct_orf=None if ct_orf is None else Decimal(ct_orf),
        ct_orf_undetected=ct_orf is None,
        cut_off=Decimal(40),
        **differs,
    )


@pytest.mark.rule("WORK-4")
def test_one_target_a_second_time_is_positive_and_the_first_time_grey(ward: Ward) -> None:
    case_id = ward.case()
    first = taken(ward, case_id)
    record(ward, case_id, by_targets(first, "30", None))
    ward.later(hours=2)
    second = taken(
        ward, case_id, SampleTaken(SampleKind.NAT, ward.at, Specimen.SPUTUM, tube_no="N-2")
    )
    again = by_targets(second, None, "33")

    book = record(ward, case_id, replace(again, reported_at=ward.at))

    results = [one.document for one in book.entries if isinstance(one.document, SampleResult)]
    assert [one.result for one in results] == [Result.IND, Result.POS]


def test_a_result_milder_than_its_targets_is_refused_and_a_graver_one_is_the_kits(
    ward: Ward,
) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)

    with pytest.raises(Refused, match=r"entry\.targets_disagree"):
        record(ward, case_id, by_targets(of, "30", "31", result=Result.NEG))
    book = record(ward, case_id, by_targets(of, "30", None, result=Result.POS))
    assert book.case.case_class is CaseClass.POSITIVE_REVIEW


# -- after he has left --------------------------------------------------------------------------


def gone(ward: Ward) -> tuple[CaseId, EntryId, EntryId]:
    """Excluded and gone through the clinic exit; the second sample and its result."""
    case_id = ward.case()
    ward.suspect(case_id)
    ward.two_negatives(case_id)
    ward.sign(case_id, GateKind.EXCLUSION)
    ward.do(leaving.exclude, case_id, CASE_RULES)
    flags = BloodCount(ward.at, Flag.NORMAL, Flag.NORMAL)
    ward.tell(
        case_id,
        BloodCountReported(flags, ward.at),
        LabReported("CRP", LabFlag.NORMAL, ward.at),
        Measured(Vitals(spo2=97)),
        Disposed("HOME"),
    )
    book = ward.do(leaving.clinic_exit, case_id, CASE_RULES)
    return case_id, last_of(book, "SAMPLE"), last_of(book, "RESULT")


@pytest.mark.rule("REL-11")
def test_a_result_corrected_to_positive_after_the_exit_opens_the_recall_and_nothing_else(
    ward: Ward,
) -> None:
    case_id, of, result = gone(ward)
    ended = ward.book(case_id).case
    ward.later(hours=5)

    book = record(ward, case_id, SampleResult(of, ward.at, Result.POS), replaces=result)

    told = [one.document for one in book.entries if isinstance(one.document, Noted)]
    changed = next(one for one in told if one.code == "RESULT_CHANGED_AFTER_LEAVING")
    assert (changed.facts["before"], changed.facts["now"]) == ("NEG", "POS")
    recall = recall_of(book.entries)
    assert recall is not None
    assert recall.reasons == ("LATE_POSITIVE",)
    back = ward.do(triage.last_visit, book.patient.id, book.visit.id)
    assert back is not None
    assert back.looked_for is LookedFor.CALLED_BACK
    case = book.case
    assert (case.way_out, case.isolation_ended_at, case.ended_by) == (
        WayOut.CLINIC_EXIT,
        ended.isolation_ended_at,
        ended.ended_by,
    )


def test_a_late_influenza_calls_nobody_back(ward: Ward) -> None:
    case_id, _, _ = gone(ward)
    swab = SampleTaken(SampleKind.ANTIGEN, NOON, Specimen.NASOPHARYNGEAL_SWAB, Pathogen.INFLUENZA_A)
    of = taken(ward, case_id, swab)

    book = record(ward, case_id, SampleResult(of, ward.at, Result.POS))

    assert recall_of(book.entries) is None


def test_a_desk_that_saw_less_is_told_what_was_written_since(ward: Ward) -> None:
    case_id = ward.case()
    seen = ward.book(case_id).case.last_seq
    record(ward, case_id, SWAB, actor=WARD_NURSE)

    with pytest.raises(Stale) as stale:
        record(ward, case_id, Dose(), seen=seen)

    assert stale.value.code == "case.changed"
    assert [one.document for one in stale.value.facts["entries"]] == [SWAB]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType] - facts are objects
    assert stale.value.facts["by"] == "陆护士"


def test_a_result_stays_with_its_sample_however_often_the_taking_is_corrected(ward: Ward) -> None:
    case_id = ward.case()
    of = taken(ward, case_id)
    record(ward, case_id, SampleResult(of, NOON, Result.IND))
    for specimen in (Specimen.SPUTUM, Specimen.BAL):
        corrected = SampleTaken(SampleKind.NAT, NOON, specimen, tube_no="N-1")
        of = last_of(record(ward, case_id, corrected, replaces=of), "SAMPLE")

    with pytest.raises(Refused, match=r"entry\.has_result"):
        record(ward, case_id, SampleResult(of, NOON, Result.NEG))
    (sample,) = ward.do(look, case_id, CASE_RULES).file.samples
    assert (sample.specimen, sample.result) == (Specimen.BAL, Result.IND)

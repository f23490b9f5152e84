"""A book read as a case file: corrections, voids, what was known when, doses, samples, stages, what is due."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.domain.case_boards import CaseBook
from feverclinic.domain.case_book import case_file_of, samples_of, valid_entries
from feverclinic.domain.case_dues import dues_of
from feverclinic.domain.case_entries import Document, Entry, Voided
from feverclinic.domain.case_facts import (
    BloodCount,
    Criterion,
    Features,
    Flag,
    Imaging,
    Result,
    SampleKind,
    Specimen,
    Trend,
)
from feverclinic.domain.case_stages import column_of, state_of
from feverclinic.domain.cases import CaseClass, CaseState, Column, EntryId, WayOut
from feverclinic.domain.clinical_entries import (
    Consulted,
    Criteria,
    Dose,
    JointConsulted,
    Measured,
    Progress,
)
from feverclinic.domain.history import Answer, Antipyretic, Symptom
from feverclinic.domain.open_items import open_items
from feverclinic.domain.ternary import NO, UNKNOWN, YES
from feverclinic.domain.vitals import Vitals
from feverclinic.domain.work_up import WorkUpTimes
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
from feverclinic.services.editions import CaseRules
from feverclinic.services.rulebook import load_rules
from tests.builders import MINUTE, NOON, a_reading
from tests.case_builders import a_book, a_case, an_entry

HOUR = timedelta(hours=1)
AT = NOON + HOUR
SWAB = SampleTaken(SampleKind.NAT, NOON, Specimen.OROPHARYNGEAL_SWAB)
FIRST = EntryId(9001)
EDITION = CaseRules(load_rules()).edition(NOON)
TIMES = WorkUpTimes(15, {"CBC": 30, "NAT": 360})


def replaced(seq: int, document: Document, replaces: EntryId) -> Entry:
    return an_entry(seq, document, replaces=replaces)


def a_book_of(*entries: Entry) -> CaseBook:
    return replace(a_book(), entries=entries)


# -- what holds --------------------------------------------------------------------------------


def test_a_correction_takes_the_place_of_the_old_and_a_void_of_the_correction_gives_it_back() -> (
    None
):
    old, new = an_entry(1, Dose(NOON)), replaced(2, Dose(), FIRST)
    gone = an_entry(3, Voided("ENTRY", new.id, "误录"))

    assert valid_entries(a_book_of(old, new)) == (new,)
    assert valid_entries(a_book_of(old, new, gone)) == (old, gone)


def test_a_voided_entry_is_no_fact_and_what_was_known_before_can_be_read_again() -> None:
    image = ImageRead(Imaging(Features.PRESENT, NOON), NOON)
    book = a_book(image, Voided("ENTRY", FIRST, "他人影像"))

    assert case_file_of(book, AT).imaging == ()
    assert case_file_of(book, NOON + MINUTE).imaging == (image.image,)


def test_a_void_of_a_reading_with_the_number_of_an_entry_takes_nothing_away() -> None:
    book = without_doses(a_book(Dose(NOON), Voided("READING", FIRST, "探头脱落")))

    assert case_file_of(book, AT).antipyretics == (Antipyretic(NOON),)


def without_doses(book: CaseBook) -> CaseBook:
    """The man took nothing before he came."""
    told = replace(book.visit.registration, antipyretic_last_6h=NO, antipyretic_taken_at=None)
    return replace(book, visit=replace(book.visit, registration=told))


# -- the case file ------------------------------------------------------------------------------


@pytest.mark.rule("REL-3")
def test_nobody_knows_of_antipyretics_until_somebody_says_so() -> None:
    assert case_file_of(a_book(), AT).antipyretics is None
    assert case_file_of(without_doses(a_book(Dose())), AT).antipyretics == ()
    doses = case_file_of(without_doses(a_book(Dose(), Dose(NOON, "布洛芬"))), AT).antipyretics
    assert doses == (Antipyretic(NOON, "布洛芬"),)


@pytest.mark.rule("REL-3")
def test_a_dose_before_the_visit_counts_beside_the_drug_chart() -> None:
    book = a_book(Dose())
    told = replace(
        book.visit.registration, antipyretic_last_6h=YES, antipyretic_taken_at=NOON - HOUR
    )
    taken = replace(book, visit=replace(book.visit, registration=told))

    assert case_file_of(taken, AT).antipyretics == (Antipyretic(NOON - HOUR),)


def test_the_last_criteria_hold_as_a_whole_and_symptoms_of_the_desk_stay_until_asked_again() -> (
    None
):
    first = Criteria({"e1": Answer(YES, date(2020, 2, 20))}, date(2020, 2, 21))
    second = Criteria({"e2": Answer(NO)}, date(2020, 2, 22), symptoms={Symptom.COUGH: YES})

    one, two = case_file_of(a_book(first), AT), case_file_of(a_book(first, second), AT)

    assert (one.criteria, one.onset_date) == (
        {Criterion.E1: Answer(YES, date(2020, 2, 20))},
        date(2020, 2, 21),
    )
    assert one.symptoms == a_book().visit.symptoms
    assert (two.criteria, two.onset_date) == ({Criterion.E2: Answer(NO)}, date(2020, 2, 22))
    assert two.symptoms == {Symptom.COUGH: YES}


def test_facts_later_than_the_instant_are_not_known_yet() -> None:
    reading = a_reading("38.6", measured_at=NOON + 2 * HOUR)
    book = a_book(SWAB, readings=(reading,))

    before, after = case_file_of(book, AT), case_file_of(book, NOON + 2 * HOUR)

    assert (before.readings, after.readings) == ((), (reading,))
    assert case_file_of(book, NOON).samples == ()
    assert len(after.samples) == 1


def test_of_what_changes_the_latest_is_taken_and_all_images_and_counts_stay() -> None:
    flags = BloodCount(NOON, Flag.LOW, Flag.LOW)
    numbers = BloodCount(NOON, None, None, Decimal(4), Decimal("0.9"))
    file = case_file_of(
        a_book(
            BloodCountReported(flags, NOON),
            BloodCountReported(numbers, NOON),
            Progress(respiratory_improved=NO),
            Progress(respiratory_improved=YES),
            Measured(Vitals(rr=24), at_rest=YES),
            Measured(Vitals(spo2=92), at_rest=YES),
            Measured(Vitals(spo2=92, rr=31), at_rest=YES),
            Consulted(NOON, UNKNOWN, ("林教授",)),
            Consulted(NOON + MINUTE, YES, ("林教授",)),
            LabReported("CRP", LabFlag.HIGH, NOON, Decimal(40)),
            LabReported("CRP", LabFlag.HIGH, NOON, None),
        ),
        AT,
    )

    assert file.blood_counts == (flags, numbers)
    assert (file.respiratory_improved, file.vitals.spo2) == (YES, 92)
    assert file.consultation is not None
    assert file.consultation.keeps is YES
    assert [point.value for point in file.trends[Trend.CRP]] == [Decimal(40)]
    assert [point.value for point in file.trends[Trend.LYMPHOCYTES]] == [Decimal("0.9")]
    assert [point.value for point in file.trends[Trend.RR]] == [Decimal(24), Decimal(31)]


# -- samples -----------------------------------------------------------------------------------


def test_a_sample_is_pending_until_its_result() -> None:
    result = SampleResult(FIRST, NOON + MINUTE, Result.NEG, cut_off=Decimal(40))

    (pending,) = samples_of(a_book(SWAB).entries, AT)
    (reported,) = samples_of(a_book(SWAB, result).entries, AT)

    assert (pending.result, pending.reported_at) == (Result.PENDING, None)
    assert (reported.result, reported.reported_at, reported.cut_off) == (
        Result.NEG,
        NOON + MINUTE,
        Decimal(40),
    )


def test_an_antibody_sample_is_pending_in_both() -> None:
    (pending,) = samples_of(a_book(SampleTaken(SampleKind.ANTIBODY, NOON)).entries, AT)

    assert (pending.result, pending.igm, pending.igg) == (None, Result.PENDING, Result.PENDING)


def test_a_result_goes_on_with_the_corrected_taking_of_its_sample() -> None:
    taken = an_entry(1, SWAB)
    result = an_entry(2, SampleResult(FIRST, NOON + MINUTE, Result.NEG))
    sputum = replaced(3, SampleTaken(SampleKind.NAT, NOON, Specimen.SPUTUM), FIRST)

    (sample,) = case_file_of(a_book_of(taken, result, sputum), AT).samples

    assert (sample.specimen, sample.result) == (Specimen.SPUTUM, Result.NEG)


def test_a_result_goes_on_through_two_corrections_of_the_taking() -> None:
    taken = an_entry(1, SWAB)
    result = an_entry(2, SampleResult(FIRST, NOON + MINUTE, Result.POS))
    second = replaced(3, SampleTaken(SampleKind.NAT, NOON, Specimen.SPUTUM), FIRST)
    bal = SampleTaken(SampleKind.NAT, NOON, Specimen.BAL)
    third = an_entry(4, bal, replaces=second.id, origin=FIRST)

    (sample,) = case_file_of(a_book_of(taken, result, second, third), AT).samples

    assert (sample.specimen, sample.result) == (Specimen.BAL, Result.POS)


# -- stages and columns ------------------------------------------------------------------------


@pytest.mark.rule("ISO-8")
@pytest.mark.parametrize(
    ("case_class", "state"),
    [
        (CaseClass.NOT_SUSPECTED, CaseState.OBSERVATION),
        (CaseClass.UNDETERMINED, CaseState.UNDETERMINED),
        (CaseClass.SUSPECTED, CaseState.SUSPECTED),
        (CaseClass.POSITIVE_REVIEW, CaseState.POSITIVE_REVIEW),
        (CaseClass.ASYMPTOMATIC, CaseState.ASYMPTOMATIC),
        (CaseClass.CLINICALLY_DIAGNOSED, CaseState.CLINICALLY_DIAGNOSED),
        (CaseClass.CONFIRMED, CaseState.CONFIRMED),
        (CaseClass.EXCLUDED, CaseState.EXCLUDED),
    ],
)
def test_the_state_of_an_open_case_is_that_of_its_class(
    case_class: CaseClass, state: CaseState
) -> None:
    assert state_of(a_case(), case_class) is state


@pytest.mark.rule("ISO-8")
def test_a_case_that_has_ended_stays_where_its_act_put_it() -> None:
    ended = a_case(state=CaseState.FOLLOW_UP, way_out=WayOut.RELEASED)

    assert state_of(ended, CaseClass.CONFIRMED) is CaseState.FOLLOW_UP


def column(case_class: CaseClass, *documents: Document, is_in_room: bool = False) -> Column:
    entries = a_book(*documents).entries
    return column_of(case_class, entries, Vitals(), is_in_room=is_in_room)


def test_the_columns_follow_the_work() -> None:
    count = BloodCountReported(BloodCount(NOON, Flag.LOW, Flag.LOW), NOON)
    refused = Refusal("CHEST_CT", "怀孕", "陈医生")
    well, doubt = CaseClass.NOT_SUSPECTED, CaseClass.UNDETERMINED
    order = Order(("CBC", "CHEST_CT"))

    assert column(well) is Column.EXAMINED
    assert column(well, order) is Column.EXAMINED
    assert column(well, order, count) is Column.RESULTS
    assert column(well, order, count, refused) is Column.MAY_LEAVE
    assert column(doubt, order, count, refused) is Column.OBSERVED
    assert column(well, is_in_room=True) is Column.OBSERVED
    assert column(CaseClass.SUSPECTED, order) is Column.OBSERVED


# -- what is open and due ----------------------------------------------------------------------


def waits(*documents: Document) -> tuple[str, ...]:
    return open_items(a_book(*documents).entries, Vitals())


def test_a_sample_is_open_from_its_order_to_its_result() -> None:
    order, result = Order(("NAT",)), SampleResult(EntryId(9002), NOON, Result.NEG)

    assert waits(order) == ("NAT",)
    assert waits(order, SWAB) == ("NAT",)
    assert waits(order, SWAB, result) == ()
    assert waits(order, SWAB, result, order) == ("NAT",)
    assert waits(order, SWAB, result, order, SWAB) == ("NAT",)
    assert waits(SWAB, SampleResult(FIRST, NOON, Result.NEG), order) == ()


@pytest.mark.rule("WORK-2")
def test_what_was_not_done_waits_no_longer_but_for_the_core() -> None:
    order = Order(("CRP", "CHEST_CT", "PCT"))
    no_image = ImageRead(Imaging(Features.NOT_DONE), NOON)
    no_crp, no_pct = (LabReported(one, LabFlag.NOT_DONE, NOON) for one in ("CRP", "PCT"))

    assert waits(order, no_image, no_crp, no_pct) == ("CRP", "CHEST_CT")
    assert waits(order, no_pct, LabReported("CRP", LabFlag.HIGH, NOON)) == ("CHEST_CT",)
    assert waits(order, no_pct, order) == ("CRP", "CHEST_CT", "PCT")


def dues(
    *documents: Document, case_class: CaseClass = CaseClass.NOT_SUSPECTED
) -> list[tuple[str, datetime]]:
    book = a_book(*documents, case=a_case(case_class=case_class))
    file = case_file_of(book, NOON + 30 * 24 * HOUR)
    return [(one.code, one.at) for one in dues_of(book, file, EDITION, TIMES)]


@pytest.mark.rule("WORK-1")
def test_the_order_is_due_after_the_first_look_and_each_result_after_its_order() -> None:
    order = Order(("CBC", "NAT", "SPO2"))

    assert dues() == [("ORDER", NOON + 15 * MINUTE)]
    assert dues(order) == [
        ("RESULT_CBC", NOON + 31 * MINUTE),
        ("RESULT_NAT", NOON + 361 * MINUTE),
    ]


@pytest.mark.rule("RTE-5")
def test_whoever_cannot_be_ruled_out_is_decided_within_the_day() -> None:
    found = dues(Order(("SPO2",)), case_class=CaseClass.UNDETERMINED)

    assert found == [("UNDETERMINED", NOON + 24 * HOUR)]


def test_whoever_has_left_has_nothing_due() -> None:
    book = a_book(Order(("CBC",)), case=a_case(way_out=WayOut.DESIGNATED_SITE))

    assert dues_of(book, case_file_of(book, AT), EDITION, TIMES) == ()


def test_the_next_joint_consultation_stands_among_the_dues() -> None:
    held = JointConsulted(NOON, ("林教授",), ("何中医",), opinion="继续")

    found = dues(Order(("SPO2",)), held, case_class=CaseClass.SUSPECTED)

    assert found == [("JOINT_REGULAR", NOON + MINUTE * 2 + 3 * 24 * HOUR)]


# -- laws --------------------------------------------------------------------------------------


@given(st.permutations(range(4)))
def test_samples_stand_in_the_order_of_their_taking_however_they_were_written(
    order: list[int],
) -> None:
    swabs = [SampleTaken(SampleKind.NAT, NOON + n * MINUTE, Specimen.SPUTUM) for n in range(4)]

    found = samples_of(a_book(*(swabs[n] for n in order)).entries, AT)

    assert [one.collected_at for one in found] == [NOON + n * MINUTE for n in range(4)]

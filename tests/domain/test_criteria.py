from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from feverclinic.domain.case_facts import BloodCount, CaseFile, Criterion, Features, Flag, Result
from feverclinic.domain.criteria import Criteria, criteria_of
from feverclinic.domain.edition_rules import Join
from feverclinic.domain.history import Answer, Antipyretic, ReportedFever, Symptom
from feverclinic.domain.people import Person
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.services.editions import with_keys
from tests.builders import a_reading
from tests.domain.case_files import (
    DAY,
    EDITIONS,
    HERE,
    HOUR,
    NO_SYMPTOM,
    NOON,
    a_count,
    a_file,
    an_image,
    antibodies,
    classed,
    edition,
    symptoms,
    temperature,
)

L, N, H = Flag.LOW, Flag.NORMAL, Flag.HIGH
SECOND = timedelta(seconds=1)
ALL_NO = {one: Answer(NO) for one in Criterion}


def read(file: CaseFile, name: str = "covid-dt-6") -> Criteria:
    return criteria_of(file, edition(name), temperature())


@pytest.mark.rule("T-3")
@pytest.mark.parametrize("criterion", list(Criterion))
@pytest.mark.parametrize(
    ("onset", "exposed", "wanted"),
    [
        (date(2020, 3, 10), date(2020, 2, 24), NO),
        (date(2020, 3, 10), date(2020, 2, 25), YES),
        (date(2020, 3, 10), date(2020, 3, 10), YES),
        (date(2020, 3, 10), date(2020, 3, 11), NO),
        (date(2021, 3, 10), date(2021, 2, 23), NO),
        (date(2021, 3, 10), date(2021, 2, 24), YES),
        (date(2020, 3, 10), None, YES),
    ],
)
def test_an_exposure_counts_from_14_days_before_the_onset_to_the_onset(
    onset: date, exposed: date | None, wanted: Ternary, criterion: Criterion
) -> None:
    at = datetime(onset.year, 3, 12, 9, tzinfo=HERE)
    answers = ALL_NO | {criterion: Answer(YES, exposed)}

    file = a_file(at=at, onset_date=onset, criteria=answers)
    assert {read(file, name).e for name in EDITIONS} == {wanted}


def test_without_an_onset_the_window_ends_with_the_visit() -> None:
    answers = ALL_NO | {Criterion.E1: Answer(YES, date(2020, 2, 11))}

    visited = a_file(onset_date=None, visited_on=date(2020, 2, 25), criteria=answers)
    today = a_file(onset_date=None, criteria=answers)
    assert (read(visited).e, read(today).e) == (YES, NO)


@pytest.mark.rule("T-9")
def test_exposure_is_excluded_only_by_four_no() -> None:
    three = {one: Answer(NO) for one in (Criterion.E1, Criterion.E2, Criterion.E3)}

    assert read(a_file(criteria=ALL_NO)).e is NO
    assert read(a_file(criteria=three)).e is UNKNOWN
    assert read(a_file()).e is UNKNOWN
    assert read(a_file(criteria={Criterion.E2: Answer(YES)})).e is YES


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(("apart", "wanted"), [(0, YES), (14, YES), (15, NO)])
def test_two_onsets_of_a_cluster_lie_at_most_14_days_apart(
    apart: int, wanted: Ternary, name: str
) -> None:
    first = date(2020, 2, 20)
    onsets = (first + timedelta(days=apart), first)
    answers = ALL_NO | {Criterion.E4: Answer(UNKNOWN, onset_dates=onsets)}

    assert read(a_file(criteria=answers), name).e is wanted


def test_any_two_of_several_onsets_make_a_cluster_and_one_alone_does_not() -> None:
    days = (date(2020, 1, 1), date(2020, 1, 20), date(2020, 1, 31))
    three = ALL_NO | {Criterion.E4: Answer(NO, onset_dates=days)}
    alone = ALL_NO | {Criterion.E4: Answer(YES, onset_dates=days[:1])}

    assert (read(a_file(criteria=three)).e, read(a_file(criteria=alone)).e) == (YES, NO)


@pytest.mark.rule("TEMP-2", "TEMP-10")
@pytest.mark.parametrize(("raw", "wanted"), [("37.29", NO), ("37.3", YES), ("43.01", UNKNOWN)])
def test_a_measured_fever_is_a_manifestation(raw: str, wanted: Ternary) -> None:
    file = a_file(
        readings=(a_reading(raw, measured_at=NOON - HOUR, received_at=NOON - HOUR),),
        symptoms=NO_SYMPTOM,
        self_reported_fever=NO,
    )

    assert read(file).c1 is wanted


@pytest.mark.rule("TEMP-9")
@pytest.mark.parametrize(
    ("before", "wanted"), [(6 * HOUR, UNKNOWN), (6 * HOUR + SECOND, NO), (-SECOND, NO)]
)
def test_a_normal_reading_within_6_hours_of_an_antipyretic_clears_nobody(
    before: timedelta, wanted: Ternary
) -> None:
    measured = NOON - HOUR
    normal = a_reading("36.5", measured_at=measured, received_at=measured)
    dose = Antipyretic(measured - before)
    file = a_file(
        readings=(normal,),
        antipyretics=(dose,),
        symptoms=NO_SYMPTOM,
        self_reported_fever=NO,
    )

    assert read(file).c1 is wanted
    assert read(replace(file, antipyretics=())).c1 is NO


@pytest.mark.rule("TEMP-10")
def test_a_fever_that_was_told_is_a_manifestation_and_tagged() -> None:
    told = ReportedFever("37.3", Fraction(373, 10), date(2020, 2, 24))
    file = a_file(self_reported_fever=told, symptoms=NO_SYMPTOM)

    assert read(file).c1 is YES
    assert classed(file).tags == ("HISTORY",)


@pytest.mark.parametrize(
    ("symptom", "early", "late"),
    [
        (Symptom.COUGH, YES, YES),
        (Symptom.CHEST_TIGHTNESS, YES, YES),
        (Symptom.DIARRHOEA, NO, YES),
        (Symptom.SMELL_TASTE_LOSS, NO, YES),
        (Symptom.HEADACHE, NO, NO),
    ],
)
def test_from_edition_8_the_other_symptoms_of_the_disease_count_too(
    symptom: Symptom, early: Ternary, late: Ternary
) -> None:
    well = a_reading("36.5", measured_at=NOON - HOUR, received_at=NOON - HOUR)
    file = a_file(readings=(well,), self_reported_fever=NO, symptoms=symptoms(symptom))

    assert [read(file, f"covid-dt-{one}").c1 for one in ("5", "6", "7")] == [early] * 3
    assert [read(file, f"covid-dt-{one}").c1 for one in ("8", "8r", "9")] == [late] * 3


@pytest.mark.parametrize(
    ("features", "wanted"),
    [
        (Features.PRESENT, YES),
        (Features.ABSENT, NO),
        (Features.EQUIVOCAL, UNKNOWN),
    ],
)
def test_the_latest_image_decides(features: Features, wanted: Ternary) -> None:
    older = an_image(Features.PRESENT, done_at=NOON - DAY)

    assert read(a_file(imaging=(an_image(features), older))).c2 is wanted


def test_an_image_that_was_not_done_is_unknown() -> None:
    not_done = an_image(Features.NOT_DONE, done_at=None)

    assert read(a_file(imaging=(not_done,))).c2 is UNKNOWN
    assert read(a_file()).c2 is UNKNOWN


# W and Y, then C3 of editions 5 and 5r, of 6, and of 7 to 9 (2.1).
TABLE_OF_C3 = (
    ((L, L), YES, YES, YES),
    ((L, N), YES, NO, YES),
    ((L, H), YES, NO, NO),
    ((N, L), YES, YES, YES),
    ((N, N), YES, NO, YES),
    ((N, H), YES, NO, NO),
    ((H, L), YES, NO, NO),
    ((H, N), NO, NO, NO),
    ((H, H), NO, NO, NO),
)


@pytest.mark.parametrize("row", TABLE_OF_C3, ids=lambda row: "".join(row[0]))
def test_each_edition_reads_the_blood_count_its_way(
    row: tuple[tuple[Flag, Flag], Ternary, Ternary, Ternary],
) -> None:
    flags, in_5, in_6, in_7 = row
    file = a_file(blood_counts=(a_count(*flags),))

    found = [read(file, name).c3 for name in EDITIONS]
    assert found == [in_5, in_5, in_6, in_7, in_7, in_7, in_7, in_7]


@pytest.mark.parametrize(
    ("wbc", "lymphocytes", "in_6", "in_7"),
    [
        ("3.49", "1.09", YES, YES),
        ("3.5", "1.1", NO, YES),
        ("9.5", "1.09", YES, YES),
        ("9.51", "1.09", NO, NO),
        ("9.5", "3.2", NO, YES),
        ("9.5", "3.21", NO, NO),
    ],
)
def test_numbers_without_a_flag_have_the_limits_of_an_adult(
    wbc: str, lymphocytes: str, in_6: Ternary, in_7: Ternary
) -> None:
    file = a_file(blood_counts=(a_count(wbc, lymphocytes),))

    assert (read(file).c3, read(file, "covid-dt-7").c3) == (in_6, in_7)


# The low end of white cells decides where an edition takes only low or only normal ones.
@pytest.mark.parametrize(("wbc", "flag"), [("3.49", L), ("3.5", N), ("9.5", N), ("9.51", H)])
@pytest.mark.parametrize("name", EDITIONS)
def test_a_number_is_read_as_the_flag_it_would_have(wbc: str, flag: Flag, name: str) -> None:
    rules = edition(name)
    for wanted in Flag:
        count = replace(rules.criteria.blood_count, wbc=(wanted,), join=Join.AND, lymphocytes=(L,))
        changed = replace(rules, criteria=replace(rules.criteria, blood_count=count))
        file = a_file(blood_counts=(a_count(wbc, "0.5"),))
        found = criteria_of(file, changed, temperature()).c3
        assert (found is YES) is (wanted is flag)


@pytest.mark.parametrize(
    ("lymphocytes", "flag"), [("1.09", L), ("1.1", N), ("3.2", N), ("3.21", H)]
)
@pytest.mark.parametrize("name", EDITIONS)
def test_a_number_of_lymphocytes_is_read_as_the_flag_it_would_have(
    lymphocytes: str, flag: Flag, name: str
) -> None:
    rules = edition(name)
    for wanted in Flag:
        count = replace(rules.criteria.blood_count, lymphocytes=(wanted,), join=Join.AND, wbc=(L,))
        changed = replace(rules, criteria=replace(rules.criteria, blood_count=count))
        file = a_file(blood_counts=(a_count("1", lymphocytes),))
        found = criteria_of(file, changed, temperature()).c3
        assert (found is YES) is (wanted is flag)


def test_the_flag_of_the_laboratory_stands_before_the_number() -> None:
    count = BloodCount(NOON - HOUR, N, L, Decimal(20), Decimal(5))

    assert read(a_file(blood_counts=(count,))).c3 is YES


def test_a_missing_limb_is_unknown_unless_the_other_decides() -> None:
    high = BloodCount(NOON - HOUR, wbc_flag=H)
    normal = BloodCount(NOON - HOUR, wbc_flag=N)

    assert read(a_file(blood_counts=(high,))).c3 is NO
    assert read(a_file(blood_counts=(normal,))).c3 is UNKNOWN
    assert read(a_file(blood_counts=(normal,)), "covid-dt-5").c3 is YES


def test_the_latest_blood_count_counts() -> None:
    counts = (a_count(N, L), a_count(H, H, NOON - DAY))

    assert read(a_file(blood_counts=counts)).c3 is YES


@pytest.mark.parametrize(
    ("flags", "name", "is_partial"),
    [
        ((N, N), "covid-dt-6", True),
        ((H, L), "covid-dt-6", True),
        ((N, L), "covid-dt-6", False),
        ((H, H), "covid-dt-6", False),
        ((H, N), "covid-dt-7", True),
        ((H, L), "covid-dt-5", False),
    ],
)
def test_one_limb_of_two_is_told(flags: tuple[Flag, Flag], name: str, is_partial: bool) -> None:
    found = classed(a_file(blood_counts=(a_count(*flags),)), name)

    assert ("CBC_PARTIAL" in found.advisories) is is_partial


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("collected", "is_late"),
    [("2020-03-03T23:59:59+08:00", False), ("2020-03-04T00:00:00+08:00", True)],
)
def test_a_blood_count_later_than_7_days_after_the_onset_is_told(
    collected: str,
    is_late: bool,
    name: str,
) -> None:
    count = a_count(N, L, datetime.fromisoformat(collected))
    file = a_file(at=NOON + 9 * DAY, blood_counts=(count,))

    assert ("CBC_LATE" in classed(file, name).advisories) is is_late


@pytest.mark.parametrize(
    ("name", "plain", "immunised", "unknown"),
    [
        ("covid-dt-7", NO, NO, NO),
        ("covid-dt-8", YES, YES, YES),
        ("covid-dt-8r", YES, NO, UNKNOWN),
        ("covid-dt-9", YES, NO, UNKNOWN),
        ("covid-dt-10", NO, NO, NO),
    ],
)
def test_a_positive_igm_is_valid_by_edition_and_vaccination(
    name: str, plain: Ternary, immunised: Ternary, unknown: Ternary
) -> None:
    samples = (antibodies(Result.POS, Result.NEG),)
    people = (
        Person(vaccinated=NO, earlier_infection=NO),
        Person(vaccinated=YES, earlier_infection=NO),
        Person(vaccinated=UNKNOWN, earlier_infection=NO),
    )

    found = [read(a_file(samples=samples, person=person), name).m for person in people]
    assert found == [plain, immunised, unknown]


def test_no_antibodies_are_a_no_and_pending_ones_unknown() -> None:
    pending = antibodies(Result.PENDING, Result.PENDING)

    assert read(a_file(), "covid-dt-8").m is NO
    assert read(a_file(samples=(pending,)), "covid-dt-8").m is UNKNOWN
    assert read(a_file(samples=(antibodies(Result.NEG, Result.POS),)), "covid-dt-8").m is NO


def test_what_is_given_directly_replaces_what_would_be_derived() -> None:
    file = a_file(
        given={"e": YES, "c1": NO, "c2": UNKNOWN, "c3": NO, "m": YES},
        criteria=ALL_NO,
        symptoms=symptoms(Symptom.COUGH),
        imaging=(an_image(),),
        blood_counts=(a_count(N, L),),
    )

    assert read(file).told() == {"E": YES, "C1": NO, "C2": UNKNOWN, "C3": NO, "M": YES}


@pytest.mark.parametrize("join", ["and", "or"])
def test_the_join_is_a_key_of_the_hospital(join: str) -> None:
    file = a_file(blood_counts=(a_count(H, L),))
    rules = with_keys(edition("covid-dt-6"), {"cbc_join": join})

    assert criteria_of(file, rules, temperature()).c3 is {"and": NO, "or": YES}[join]

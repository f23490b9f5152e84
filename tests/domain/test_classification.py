from itertools import product

import pytest

from feverclinic.domain.case_facts import (
    Compared,
    Criterion,
    Flag,
    Result,
    SampleKind,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.classification import classify
from feverclinic.domain.edition_rules import Join
from feverclinic.domain.history import Answer, Symptom
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.services.editions import with_keys
from tests.domain.case_files import (
    DAY,
    EDITIONS,
    HUBEI,
    NO_SYMPTOM,
    NOON,
    a_count,
    a_file,
    a_nat,
    an_image,
    classed,
    edition,
    symptoms,
    temperature,
    truths,
)

WELL = truths(NO, NO, NO, NO)
L, N, H = Flag.LOW, Flag.NORMAL, Flag.HIGH

# C1 C2 C3, then SUSPECTED with E and without, as the tables of 2.2 print it.
TABLE_OF_CLS_1 = (
    ("000", False, False),
    ("100", False, False),
    ("010", False, False),
    ("001", False, False),
    ("110", True, False),
    ("101", True, False),
    ("011", True, False),
    ("111", True, True),
)
# n, then SUSPECTED with E, with M alone, with neither.
TABLE_OF_CLS_3 = (
    ("000", False, False, False),
    ("100", False, False, False),
    ("010", False, False, False),
    ("001", False, False, False),
    ("110", True, True, False),
    ("101", True, True, False),
    ("011", True, True, False),
    ("111", True, True, True),
)


def _truths(bits: str, e: Ternary, m: Ternary = NO) -> dict[str, Ternary]:
    return truths(e, *(YES if bit == "1" else NO for bit in bits), m=m)


@pytest.mark.rule("CLS-1")
@pytest.mark.parametrize("name", ["covid-dt-5", "covid-dt-5r", "covid-dt-6", "covid-dt-7"])
@pytest.mark.parametrize("row", TABLE_OF_CLS_1, ids=lambda row: row[0])
def test_up_to_edition_7_exposure_asks_two_criteria_and_its_lack_three(
    row: tuple[str, bool, bool], name: str
) -> None:
    bits, exposed, unexposed = row

    for e, suspected in ((YES, exposed), (NO, unexposed)):
        found = classed(a_file(given=_truths(bits, e)), name)
        wanted = CaseClass.SUSPECTED if suspected else CaseClass.NOT_SUSPECTED
        assert (found.result, found.reasons) == (wanted, ("CLS-1",))
        assert (found.low, found.high) == (suspected, suspected)
        assert (found.n_low, found.n_high) == (bits.count("1"), bits.count("1"))


@pytest.mark.rule("CLS-2")
@pytest.mark.parametrize("name", ["covid-dt-5", "covid-dt-5r"])
@pytest.mark.parametrize("e", [YES, NO, UNKNOWN])
@pytest.mark.parametrize("bits", ["".join(bits) for bits in product("01", repeat=3)])
def test_in_hubei_symptoms_and_blood_count_suffice_and_the_image_diagnoses(
    bits: str, e: Ternary, name: str
) -> None:
    found = classed(a_file(given=_truths(bits, e), region="420100"), name)

    wanted = {"101": "SUSPECTED", "111": "CLINICALLY_DIAGNOSED"}.get(bits, "NOT_SUSPECTED")
    assert (found.result.value, found.reasons) == (wanted, ("CLS-2",))


@pytest.mark.rule("CLS-2")
def test_from_edition_6_on_hubei_has_no_table_of_its_own() -> None:
    found = classed(a_file(given=_truths("101", NO), region=HUBEI), "covid-dt-6")

    assert (found.result, found.reasons) == (CaseClass.NOT_SUSPECTED, ("CLS-1",))


@pytest.mark.rule("CLS-2")
@pytest.mark.parametrize(
    ("region", "rule"), [("419999", "CLS-1"), ("420000", "CLS-2"), ("430000", "CLS-1")]
)
def test_only_divisions_within_42_are_hubei(region: str, rule: str) -> None:
    assert classed(a_file(given=WELL, region=region), "covid-dt-5").reasons == (rule,)


@pytest.mark.rule("CLS-3")
@pytest.mark.parametrize("name", ["covid-dt-8", "covid-dt-8r", "covid-dt-9"])
@pytest.mark.parametrize("row", TABLE_OF_CLS_3, ids=lambda row: row[0])
def test_from_edition_8_a_valid_igm_stands_for_exposure(
    row: tuple[str, bool, bool, bool], name: str
) -> None:
    bits, *wanted = row

    found = [
        classed(a_file(given=_truths(bits, e, m)), name)
        for e, m in ((YES, NO), (NO, YES), (NO, NO))
    ]
    assert [one.result is CaseClass.SUSPECTED for one in found] == wanted
    assert {one.reasons for one in found} == {("CLS-3",)}


@pytest.mark.rule("CLS-4")
def test_edition_10_never_suspects() -> None:
    for answers in product((YES, NO, UNKNOWN), repeat=5):
        e, c1, c2, c3, m = answers
        found = classed(a_file(given=truths(e, c1, c2, c3, m=m)), "covid-dt-10")
        assert (found.result, found.reasons) == (CaseClass.NOT_SUSPECTED, ("CLS-4",))


@pytest.mark.rule("CLS-4")
@pytest.mark.parametrize("kind", [SampleKind.NAT, SampleKind.ANTIGEN])
@pytest.mark.parametrize(
    ("c1", "wanted"), [(YES, "UNDETERMINED"), (UNKNOWN, "UNDETERMINED"), (NO, "NOT_SUSPECTED")]
)
def test_edition_10_waits_for_a_pending_test_of_whoever_has_symptoms(
    kind: SampleKind, c1: Ternary, wanted: str
) -> None:
    file = a_file(given=truths(NO, c1, NO, NO), samples=(a_nat(Result.PENDING, kind=kind),))

    assert classed(file, "covid-dt-10").result.value == wanted


@pytest.mark.rule("CLS-5", "CLS-7", "T-9")
@pytest.mark.parametrize(
    ("answers", "wanted", "missing"),
    [
        ((YES, YES, YES, UNKNOWN), "SUSPECTED", ()),
        ((UNKNOWN, YES, YES, NO), "UNDETERMINED", ("E",)),
        ((YES, YES, UNKNOWN, NO), "UNDETERMINED", ("C2",)),
        ((YES, UNKNOWN, UNKNOWN, NO), "UNDETERMINED", ("C1", "C2")),
        ((NO, YES, UNKNOWN, NO), "NOT_SUSPECTED", ()),
        ((UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN), "UNDETERMINED", ("E", "C1", "C2", "C3")),
        ((UNKNOWN, YES, YES, UNKNOWN), "UNDETERMINED", ("E", "C3")),
        ((UNKNOWN, YES, NO, NO), "NOT_SUSPECTED", ()),
    ],
)
def test_unknown_inputs_are_tried_as_no_and_as_yes(
    answers: tuple[Ternary, ...], wanted: str, missing: tuple[str, ...]
) -> None:
    e, *criteria = answers
    found = classed(a_file(given=truths(e, *criteria)))

    assert (found.result.value, found.missing) == (wanted, missing)
    assert (found.low, found.high) == {
        "SUSPECTED": (True, True),
        "UNDETERMINED": (False, True),
        "NOT_SUSPECTED": (False, False),
    }[wanted]
    assert found.isolation_required is (NO if wanted == "NOT_SUSPECTED" else YES)


@pytest.mark.rule("CLS-5")
def test_an_empty_case_file_cannot_be_ruled_out_before_edition_10() -> None:
    found = {name: classed(a_file(), name).result.value for name in EDITIONS}

    assert found == dict.fromkeys(EDITIONS[:-1], "UNDETERMINED") | {"covid-dt-10": "NOT_SUSPECTED"}


@pytest.mark.rule("CLS-6", "CLS-9")
def test_a_positive_nat_of_somebody_not_ruled_out_is_reviewed() -> None:
    found = classed(a_file(given=truths(UNKNOWN, YES, NO, YES), samples=(a_nat(),)))

    assert (found.result, found.reasons) == (CaseClass.POSITIVE_REVIEW, ("CLS-1", "CLS-9"))


@pytest.mark.rule("CLS-6")
def test_a_positive_nat_confirms_who_was_diagnosed_clinically() -> None:
    given = truths(NO, YES, YES, YES)

    found = classed(a_file(given=given, region=HUBEI, samples=(a_nat(),)), "covid-dt-5")

    assert (found.result, found.reasons) == (CaseClass.CONFIRMED, ("CLS-2", "NAT_POSITIVE"))


@pytest.mark.rule("CLS-8", "CLS-9")
@pytest.mark.parametrize(
    ("differs", "wanted"),
    [
        ({}, "ASYMPTOMATIC"),
        ({"c2": UNKNOWN}, "ASYMPTOMATIC"),
        ({"c3": YES}, "ASYMPTOMATIC"),
        ({"c2": YES}, "POSITIVE_REVIEW"),
        ({"c1": YES}, "POSITIVE_REVIEW"),
        ({"c1": UNKNOWN}, "POSITIVE_REVIEW"),
    ],
)
def test_a_carrier_has_no_symptom_and_no_feature(differs: dict[str, Ternary], wanted: str) -> None:
    file = a_file(given=WELL | differs, samples=(a_nat(),), symptoms=NO_SYMPTOM)

    found = classed(file)
    rule = "CLS-8" if wanted == "ASYMPTOMATIC" else "CLS-9"
    assert (found.result.value, found.reasons) == (wanted, ("CLS-1", rule))


@pytest.mark.rule("CLS-8")
@pytest.mark.parametrize("symptom", [Symptom.HEADACHE, Symptom.RASH, Symptom.CHILLS])
@pytest.mark.parametrize("value", [YES, UNKNOWN])
def test_any_other_symptom_told_or_unknown_makes_no_carrier(
    symptom: Symptom, value: Ternary
) -> None:
    file = a_file(given=WELL, samples=(a_nat(),), symptoms=NO_SYMPTOM | {symptom: value})

    assert classed(file).result is CaseClass.POSITIVE_REVIEW


@pytest.mark.rule("CLS-8")
@pytest.mark.parametrize("kind", [SampleKind.NAT, SampleKind.ANTIGEN])
def test_edition_10_calls_positive_without_manifestation_asymptomatic(kind: SampleKind) -> None:
    file = a_file(given=truths(NO, NO, YES, NO), samples=(a_nat(kind=kind),))

    found = classed(file, "covid-dt-10")
    assert (found.result, found.reasons) == (CaseClass.ASYMPTOMATIC, ("CLS-4", "CLS-8"))


@pytest.mark.rule("CLS-10")
@pytest.mark.parametrize("name", EDITIONS[:-1])
def test_a_negative_nat_never_clears_a_suspect(name: str) -> None:
    samples = tuple(a_nat(Result.NEG, collected_at=NOON - days * DAY) for days in (1, 3))

    found = classed(a_file(given=truths(YES, YES, YES, YES), samples=samples), name)
    assert found.result is CaseClass.SUSPECTED


@pytest.mark.rule("CLS-11")
def test_a_change_of_edition_shows_both_and_keeps_the_stricter_isolation() -> None:
    counts = (a_count(H, L),)
    file = a_file(given={"e": YES, "c1": YES, "c2": NO}, blood_counts=counts)

    found = classify(file, edition("covid-dt-6"), temperature(), edition("covid-dt-5r"))

    assert found.result is CaseClass.NOT_SUSPECTED
    assert found.by_edition == {
        "covid-dt-5r": CaseClass.SUSPECTED,
        "covid-dt-6": CaseClass.NOT_SUSPECTED,
    }
    assert found.isolation_required is YES
    assert "EDITION_CHANGED" in found.advisories


@pytest.mark.rule("CLS-11")
def test_the_same_edition_is_no_change() -> None:
    rules = edition("covid-dt-6")

    found = classify(a_file(given=WELL), rules, temperature(), rules)
    assert (found.by_edition, found.advisories, found.isolation_required) == ({}, (), NO)


@pytest.mark.parametrize("name", EDITIONS)
def test_severe_with_features_and_without_another_cause_is_not_ruled_out(name: str) -> None:
    given = truths(NO, NO, YES, NO) | {"severe_item": YES}

    found = classed(a_file(given=given), name)
    assert found.result is CaseClass.UNDETERMINED
    assert (found.reasons[-1], found.tags) == ("SARI_UNEXPLAINED", ("SARI_UNEXPLAINED",))


@pytest.mark.parametrize(
    "differs", [{"c2": UNKNOWN}, {"c2": NO}, {"severe_item": UNKNOWN}, {"severe_item": NO}]
)
def test_an_unknown_severe_item_or_image_changes_nothing(differs: dict[str, Ternary]) -> None:
    given = truths(NO, NO, YES, NO) | {"severe_item": YES} | differs

    assert classed(a_file(given=given)).result is CaseClass.NOT_SUSPECTED


def test_a_hospital_may_switch_the_unexplained_off() -> None:
    rules = with_keys(edition("covid-dt-6"), {"sari_unexplained": "off"})
    given = truths(NO, NO, YES, NO) | {"severe_item": YES}

    assert classify(a_file(given=given), rules, temperature()).result is CaseClass.NOT_SUSPECTED


def test_one_limb_of_the_blood_count_asks_for_a_consultation_before_clearing() -> None:
    file = a_file(given={"e": NO, "c1": NO, "c2": NO}, blood_counts=(a_count(H, L),))

    assert classed(file).advisories == ("CBC_PARTIAL", "CONSULT_BEFORE_CLEARING")


def test_the_join_of_the_blood_count_is_a_key() -> None:
    rules = with_keys(edition("covid-dt-7"), {"cbc_join": "or"})
    file = a_file(given={"e": YES, "c1": YES, "c2": NO}, blood_counts=(a_count(H, N),))

    assert rules.criteria.blood_count.join is Join.OR
    assert classify(file, rules, temperature()).result is CaseClass.SUSPECTED
    assert classed(file, "covid-dt-7").result is CaseClass.NOT_SUSPECTED


def test_an_answer_of_a_criterion_decides_as_the_truth_given_directly() -> None:
    answered = {one: Answer(NO) for one in Criterion} | {Criterion.E2: Answer(YES)}
    file = a_file(
        criteria=answered,
        symptoms=symptoms(Symptom.COUGH),
        imaging=(an_image(compared=Compared.NOT_DONE),),
        blood_counts=(a_count(N, L),),
    )

    found = classed(file)
    assert found.inputs == {"E": YES, "C1": YES, "C2": YES, "C3": YES, "M": NO}
    assert found.result is CaseClass.SUSPECTED

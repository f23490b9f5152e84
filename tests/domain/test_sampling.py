from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from feverclinic.domain.case_facts import Pathogen, Result, Sample, SampleKind, Specimen
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from tests.domain.case_files import HOUR
from tests.domain.ready_cases import SECOND, TWO_NEGATIVES, excluded, negative, positive, released

EDITIONS_WITH_A_PAIR = tuple(f"covid-dt-{one}" for one in ("5", "5r", "6", "7", "8", "8r", "9"))


def reasons(*samples: Sample, name: str = "covid-dt-6") -> tuple[str, ...]:
    """What the chain of an exclusion says; signatures are there and no antibody is asked."""
    return excluded(name, samples=samples).reasons


def released_by(*samples: Sample, name: str = "covid-dt-6") -> tuple[str, ...]:
    return released(name, samples=samples).reasons


@pytest.mark.rule("REL-4", "OQ-3")
@pytest.mark.parametrize("name", EDITIONS_WITH_A_PAIR)
def test_two_negatives_24_hours_apart_make_a_pair_in_every_edition(name: str) -> None:
    assert released_by(negative(30 * HOUR), negative(6 * HOUR), name=name) == ()


@pytest.mark.rule("REL-4", "OQ-3")
@pytest.mark.parametrize("name", EDITIONS_WITH_A_PAIR)
def test_a_second_less_makes_none_in_any_edition(name: str) -> None:
    samples = (negative(30 * HOUR - SECOND), negative(6 * HOUR))

    assert released_by(*samples, name=name) == ("NAT_INTERVAL",)


@pytest.mark.rule("EXC-1")
@pytest.mark.parametrize("name", EDITIONS_WITH_A_PAIR)
@pytest.mark.parametrize(("short", "is_told"), [(0 * SECOND, False), (SECOND, True)])
def test_an_exclusion_asks_the_same_24_hours_in_every_edition(
    name: str, short: timedelta, is_told: bool
) -> None:
    samples = (negative(30 * HOUR - short), negative(6 * HOUR))

    assert ("NAT_INTERVAL" in reasons(*samples, name=name)) is is_told


@pytest.mark.rule("EXC-1")
def test_the_times_of_collection_count_and_not_those_of_the_reports() -> None:
    first = negative(20 * HOUR, reported_at=None)
    last = negative(6 * HOUR, reported_at=None)

    assert reasons(first, last) == ("NAT_INTERVAL",)


@pytest.mark.rule("REL-5")
def test_the_pair_is_the_last_and_the_latest_that_is_a_day_older() -> None:
    samples = (
        *(negative(80 * HOUR), negative(54 * HOUR), negative(30 * HOUR)),
        *(negative(12 * HOUR), negative(6 * HOUR)),
    )

    assert released(samples=samples).facts["pair"] == (2, 4)


@pytest.mark.rule("REL-5")
def test_the_pair_names_the_places_of_the_list_and_not_their_order_in_time() -> None:
    assert released(samples=tuple(reversed(TWO_NEGATIVES))).facts["pair"] == (1, 0)


@pytest.mark.rule("REL-10")
@pytest.mark.parametrize("samples", [(), (negative(30 * HOUR),)], ids=["none", "one"])
def test_fewer_than_two_is_said_so(samples: tuple[Sample, ...]) -> None:
    assert reasons(*samples) == ("NAT_LT2",)


@pytest.mark.rule("CLS-10")
def test_a_single_negative_never_excludes() -> None:
    assert excluded(samples=(negative(6 * HOUR),)).result == "NOT_EXCLUDED"


@pytest.mark.rule("EXC-2")
@pytest.mark.parametrize("result", [Result.POS, Result.IND])
def test_a_positive_or_grey_sample_between_two_negatives_breaks_the_chain(result: Result) -> None:
    between = negative(18 * HOUR, result=result)

    assert reasons(TWO_NEGATIVES[0], between, TWO_NEGATIVES[1]) == ("NAT_LT2",)


@pytest.mark.rule("REL-10")
@pytest.mark.parametrize("result", [Result.POS, Result.IND])
def test_a_positive_or_grey_sample_at_the_end_is_told_as_the_only_reason(result: Result) -> None:
    assert reasons(*TWO_NEGATIVES, negative(HOUR, result=result)) == ("NAT_BROKEN",)


def test_two_negatives_after_a_positive_are_a_pair_again() -> None:
    assert reasons(positive(31 * HOUR), *TWO_NEGATIVES) == ()


@pytest.mark.rule("EXC-2")
def test_a_rejected_sample_neither_counts_nor_breaks() -> None:
    rejected = [negative(hours * HOUR, result=Result.INV) for hours in (40, 18, 6, 1)]

    assert reasons(rejected[0], TWO_NEGATIVES[0], *rejected[1:], TWO_NEGATIVES[1]) == ()
    assert reasons(TWO_NEGATIVES[0], rejected[3]) == ("NAT_LT2",)


@pytest.mark.rule("EXC-2")
@pytest.mark.parametrize("hours", [29, 18, 1])
def test_a_result_that_is_out_after_the_first_of_the_pair_is_waited_for(hours: int) -> None:
    waiting = negative(hours * HOUR, result=Result.PENDING)
    gate = excluded(samples=(*TWO_NEGATIVES, waiting))

    assert (gate.result, gate.reasons) == ("INCOMPLETE", ("NAT_PENDING",))


def test_a_result_that_is_out_from_before_the_pair_is_not_waited_for() -> None:
    assert reasons(*TWO_NEGATIVES, negative(31 * HOUR, result=Result.PENDING)) == ()


def test_a_sample_without_a_word_of_a_result_is_waited_for() -> None:
    assert reasons(*TWO_NEGATIVES, negative(HOUR, result=None)) == ("NAT_PENDING",)


@pytest.mark.rule("EXC-4", "OQ-22")
def test_two_swabs_at_one_time_are_one_sampling() -> None:
    throat = negative(6 * HOUR)
    nose = negative(6 * HOUR, specimen=Specimen.NASOPHARYNGEAL_SWAB)

    assert reasons(throat, nose) == ("NAT_LT2",)


@pytest.mark.rule("OQ-22")
@pytest.mark.parametrize(
    ("other", "told"),
    [
        (Result.POS, ("NAT_BROKEN",)),
        (Result.IND, ("NAT_BROKEN",)),
        (Result.PENDING, ("NAT_LT2",)),
        (Result.INV, ()),
        (Result.NEG, ()),
    ],
)
def test_of_two_swabs_at_one_time_the_worse_counts(other: Result, told: tuple[str, ...]) -> None:
    nose = negative(6 * HOUR, specimen=Specimen.NASOPHARYNGEAL_SWAB, result=other)

    assert reasons(*TWO_NEGATIVES, nose) == told


@pytest.mark.rule("EXC-3")
@pytest.mark.parametrize("specimen", [one for one in Specimen if one.is_respiratory])
def test_five_specimens_of_the_airways_count(specimen: Specimen) -> None:
    assert reasons(TWO_NEGATIVES[0], negative(6 * HOUR, specimen=specimen)) == ()


@pytest.mark.rule("EXC-3")
@pytest.mark.parametrize("specimen", [one for one in Specimen if not one.is_respiratory])
def test_a_negative_of_another_specimen_does_not_count(specimen: Specimen) -> None:
    assert reasons(TWO_NEGATIVES[0], negative(6 * HOUR, specimen=specimen)) == ("NAT_LT2",)


@pytest.mark.rule("EXC-3", "F-7")
@pytest.mark.parametrize("specimen", Specimen)
def test_a_positive_of_any_specimen_breaks_the_chain(specimen: Specimen) -> None:
    assert reasons(*TWO_NEGATIVES, positive(HOUR, specimen=specimen)) == ("NAT_BROKEN",)


@pytest.mark.parametrize("kind", [one for one in SampleKind if one is not SampleKind.NAT])
def test_only_nucleic_acid_tests_stand_in_the_chain(kind: SampleKind) -> None:
    others = (positive(2 * HOUR, kind=kind), negative(HOUR, kind=kind))

    assert reasons(*TWO_NEGATIVES, *others) == ()
    assert reasons(TWO_NEGATIVES[0], *others) == ("NAT_LT2",)


@pytest.mark.parametrize("pathogen", [one for one in Pathogen if one is not Pathogen.SARS_COV_2])
def test_another_virus_neither_counts_nor_breaks(pathogen: Pathogen) -> None:
    other = positive(HOUR, pathogen=pathogen)

    assert reasons(*TWO_NEGATIVES, other) == ()
    assert reasons(TWO_NEGATIVES[0], negative(HOUR, pathogen=pathogen)) == ("NAT_LT2",)


# -- edition 9 ---------------------------------------------------------------------------------


def by_ct(
    ct_n: object, ct_orf: object, cut_off: object = "40", result: Result = Result.NEG
) -> Sample:
    """The last sample of a pair, with its Ct values; None is not reported."""
    return negative(6 * HOUR, **cts(ct_n, ct_orf, cut_off), result=result)


def cts(ct_n: object, ct_orf: object, cut_off: object) -> dict[str, object]:
    found: dict[str, object] = {"quantitative": YES}
    for name, value in (("ct_n", ct_n), ("ct_orf", ct_orf), ("cut_off", cut_off)):
        if value == "UNDETECTED":
            found[f"{name}_undetected"] = True
        elif value is not None:
            found[name] = Decimal(str(value))
    return found


@pytest.mark.rule("REL-6")
@pytest.mark.parametrize(
    ("ct_n", "ct_orf", "told"),
    [
        ("35", "35", ()),
        ("34.99", "35", ("NAT_CT",)),
        ("35", "34.99", ("NAT_CT",)),
        ("UNDETECTED", "35", ()),
        ("UNDETECTED", "UNDETECTED", ()),
        ("UNDETECTED", "34.99", ("NAT_CT",)),
        (None, "38", ("NAT_CT",)),
        ("38", None, ("NAT_CT",)),
    ],
)
def test_both_targets_of_a_quantitative_sample_are_weak_or_not_found(
    ct_n: object, ct_orf: object, told: tuple[str, ...]
) -> None:
    assert released_by(TWO_NEGATIVES[0], by_ct(ct_n, ct_orf), name="covid-dt-9") == told


@pytest.mark.rule("REL-6")
@pytest.mark.parametrize("result", [Result.POS, Result.IND, Result.NEG])
def test_a_quantitative_sample_is_judged_by_its_ct_and_not_by_its_word(result: Result) -> None:
    weak, strong = by_ct("36", "37", "40", result), by_ct("20", "21", "40", result)

    assert released_by(TWO_NEGATIVES[0], weak, name="covid-dt-9") == ()
    assert released_by(TWO_NEGATIVES[0], strong, name="covid-dt-9") == ("NAT_CT",)


@pytest.mark.rule("REL-6")
@pytest.mark.parametrize(
    ("cut_off", "result", "told"),
    [
        ("35", Result.POS, ()),
        ("34.99", Result.POS, ("NAT_CT",)),
        ("34.99", Result.NEG, ()),
    ],
)
def test_with_a_low_cut_off_the_word_of_the_laboratory_counts(
    cut_off: str, result: Result, told: tuple[str, ...]
) -> None:
    sample = by_ct("36", "36", cut_off, result)

    assert released_by(TWO_NEGATIVES[0], sample, name="covid-dt-9") == told


@pytest.mark.rule("REL-6", "F-6")
@pytest.mark.parametrize(
    ("ct_n", "result", "told"),
    [
        ("36", Result.NEG, ()),
        ("36", Result.POS, ("NAT_CT",)),
        ("34.99", Result.NEG, ("NAT_CT",)),
    ],
)
def test_with_an_unknown_cut_off_a_sample_must_qualify_both_ways(
    ct_n: str, result: Result, told: tuple[str, ...]
) -> None:
    sample = by_ct(ct_n, "36", None, result)

    assert released_by(TWO_NEGATIVES[0], sample, name="covid-dt-9") == told


@pytest.mark.rule("REL-6")
@pytest.mark.parametrize("quantitative", [NO, UNKNOWN])
def test_without_ct_values_the_word_counts_in_edition_9_as_well(quantitative: Ternary) -> None:
    sample = negative(6 * HOUR, quantitative=quantitative, ct_n=Decimal(20), ct_orf=Decimal(20))

    assert released_by(TWO_NEGATIVES[0], sample, name="covid-dt-9") == ()


@pytest.mark.rule("REL-6")
def test_a_mixed_pair_is_accepted() -> None:
    first = negative(30 * HOUR, **cts("36", "36", "40"), result=Result.POS)

    assert released_by(first, by_ct("30", "30", "30"), name="covid-dt-9") == ()


@pytest.mark.rule("REL-6")
def test_a_strong_sample_between_two_weak_ones_breaks_the_chain() -> None:
    strong = negative(18 * HOUR, **cts("20", "20", "40"))

    assert released_by(TWO_NEGATIVES[0], strong, TWO_NEGATIVES[1], name="covid-dt-9") == (
        "NAT_LT2",
    )


@pytest.mark.rule("REL-6")
@pytest.mark.parametrize(
    ("ct", "cut_off", "result", "told"),
    [
        ("35", "40", Result.POS, ()),
        ("34.99", "40", Result.NEG, ("NAT_BROKEN",)),
        ("35", "35", Result.POS, ()),
        ("35", "34.99", Result.POS, ("NAT_BROKEN",)),
    ],
)
def test_an_exclusion_of_edition_9_judges_by_the_same_limits(
    ct: str, cut_off: str, result: Result, told: tuple[str, ...]
) -> None:
    assert reasons(TWO_NEGATIVES[0], by_ct(ct, ct, cut_off, result), name="covid-dt-9") == told


@pytest.mark.parametrize("name", ["covid-dt-7", "covid-dt-8r"])
def test_other_editions_do_not_look_at_ct(name: str) -> None:
    assert released_by(TWO_NEGATIVES[0], by_ct("20", "20"), name=name) == ()


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_the_order_in_the_list_never_matters(order: tuple[int, ...]) -> None:
    samples = (
        *(positive(40 * HOUR), *TWO_NEGATIVES),
        negative(18 * HOUR, result=Result.INV),
    )

    assert reasons(*(samples[place] for place in order)) == ()


def test_the_evidence_shows_every_sampling_and_when_the_next_one_makes_a_pair() -> None:
    gate = excluded(samples=(negative(6 * HOUR),))
    condition = gate.condition("N")

    assert condition is not None
    assert [(one.code, one.index, one.value) for one in condition.evidence] == [
        ("SAMPLE", 0, "NEGATIVE"),
        ("NEXT_SAMPLE", None, ""),
    ]
    assert condition.evidence[1].at == negative(-18 * HOUR).collected_at

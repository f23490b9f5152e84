from decimal import Decimal

import pytest

from feverclinic.domain.case_facts import (
    Pathogen,
    Result,
    SampleKind,
    Specimen,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.people import Person
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from tests.domain.case_files import (
    DAY,
    NOON,
    a_file,
    a_nat,
    antibodies,
    classed,
    truths,
)

SUSPECT = truths(YES, YES, NO, YES)


@pytest.mark.parametrize(
    ("name", "proofs"),
    [
        ("covid-dt-5", "NAT_POSITIVE SEQUENCE_HOMOLOGOUS"),
        ("covid-dt-5r", "NAT_POSITIVE SEQUENCE_HOMOLOGOUS"),
        ("covid-dt-6", "NAT_POSITIVE SEQUENCE_HOMOLOGOUS"),
        ("covid-dt-7", "NAT_POSITIVE SEQUENCE_HOMOLOGOUS IGM_AND_IGG IGG_RISE"),
        ("covid-dt-8", "NAT_POSITIVE SEQUENCE_HOMOLOGOUS IGM_AND_IGG IGG_RISE"),
        ("covid-dt-8r", "NAT_POSITIVE IGM_AND_IGG"),
        ("covid-dt-9", "NAT_POSITIVE IGM_AND_IGG"),
        ("covid-dt-10", "NAT_POSITIVE IGG_RISE ANTIGEN_POSITIVE CULTURE_POSITIVE"),
    ],
)
def test_each_edition_confirms_by_its_own_proofs(name: str, proofs: str) -> None:
    titred = {"igg_titre": 10}, {"igg_titre": 40, "collected_at": NOON}
    evidence = {
        "NAT_POSITIVE": (a_nat(),),
        "SEQUENCE_HOMOLOGOUS": (a_nat(kind=SampleKind.SEQUENCE),),
        "IGM_AND_IGG": (antibodies(Result.POS, Result.POS),),
        "IGG_RISE": tuple(antibodies(Result.NEG, Result.POS, **one) for one in titred),
        "ANTIGEN_POSITIVE": (a_nat(kind=SampleKind.ANTIGEN),),
        "CULTURE_POSITIVE": (a_nat(kind=SampleKind.CULTURE),),
    }

    found = {
        proof: classed(a_file(given=SUSPECT, samples=samples), name)
        for proof, samples in evidence.items()
    }
    confirmed = [proof for proof, one in found.items() if one.result is CaseClass.CONFIRMED]
    assert confirmed == proofs.split()
    assert all(found[proof].reasons[1:] == (proof,) for proof in confirmed)


@pytest.mark.parametrize(
    ("acute", "later", "confirmed"), [("10", "39.9", False), ("10", "40", True), ("0", "90", False)]
)
@pytest.mark.parametrize("name", ["covid-dt-7", "covid-dt-8", "covid-dt-10"])
def test_a_titre_must_be_four_times_the_acute_one(
    name: str, acute: str, later: str, confirmed: bool
) -> None:
    samples = (
        antibodies(Result.NEG, Result.POS, igg_titre=Decimal(acute)),
        antibodies(Result.NEG, Result.POS, igg_titre=Decimal(later), collected_at=NOON),
    )

    found = classed(a_file(given=SUSPECT, samples=samples), name)
    assert (found.result is CaseClass.CONFIRMED) is confirmed


def test_an_igg_that_turned_positive_confirms_in_edition_7_and_not_in_10() -> None:
    samples = (
        antibodies(Result.NEG, Result.NEG),
        antibodies(Result.NEG, Result.POS, collected_at=NOON),
    )
    backwards = tuple(
        antibodies(Result.NEG, igg, collected_at=at)
        for igg, at in ((Result.POS, NOON - DAY), (Result.NEG, NOON))
    )

    found = {
        name: classed(a_file(given=SUSPECT, samples=samples), name).result.value
        for name in ("covid-dt-7", "covid-dt-10")
    }
    assert found == {"covid-dt-7": "CONFIRMED", "covid-dt-10": "NOT_SUSPECTED"}
    assert (
        classed(a_file(given=SUSPECT, samples=backwards), "covid-dt-7").result.value == "SUSPECTED"
    )


@pytest.mark.parametrize(
    ("vaccinated", "infected", "wanted"),
    [
        (NO, NO, "CONFIRMED"),
        (YES, NO, "SUSPECTED"),
        (NO, YES, "SUSPECTED"),
        (UNKNOWN, NO, "SUSPECTED"),
    ],
)
@pytest.mark.parametrize("name", ["covid-dt-8r", "covid-dt-9"])
def test_antibodies_confirm_only_who_was_never_immunised(
    name: str, vaccinated: Ternary, infected: Ternary, wanted: str
) -> None:
    person = Person(vaccinated=vaccinated, earlier_infection=infected)
    samples = (antibodies(Result.POS, Result.POS),)

    found = classed(a_file(given=SUSPECT, samples=samples, person=person), name)
    assert found.result.value == wanted


@pytest.mark.parametrize(
    ("specimen", "wanted"),
    [(Specimen.SPUTUM, "CONFIRMED"), (Specimen.BLOOD, "CONFIRMED"), (Specimen.STOOL, "SUSPECTED")],
)
def test_edition_5_confirms_by_respiratory_and_blood_samples(
    specimen: Specimen, wanted: str
) -> None:
    file = a_file(given=SUSPECT, samples=(a_nat(specimen=specimen),))

    assert classed(file, "covid-dt-5").result.value == wanted
    assert classed(file, "covid-dt-6").result.value == "CONFIRMED"


@pytest.mark.parametrize("pathogen", [one for one in Pathogen if one is not Pathogen.SARS_COV_2])
def test_another_pathogen_neither_confirms_nor_excludes(pathogen: Pathogen) -> None:
    file = a_file(given=SUSPECT, samples=(a_nat(pathogen=pathogen),))

    assert classed(file).result is CaseClass.SUSPECTED


@pytest.mark.parametrize(
    ("titres", "is_rise"),
    [
        (("10", "80", "39"), True),
        (("80", "10", "39"), False),
        (("80", "10", "40"), True),
        (("10", "39", "12"), False),
        (("0", "40"), False),
    ],
)
def test_a_titre_is_held_against_the_lowest_before_it_however_the_samples_are_listed(
    titres: tuple[str, ...], is_rise: bool
) -> None:
    samples = [
        antibodies(Result.NEG, Result.POS, igg_titre=Decimal(one), collected_at=NOON - place * DAY)
        for place, one in enumerate(reversed(titres))
    ]
    found = classed(a_file(given=SUSPECT, samples=tuple(samples)), "covid-dt-7")

    assert (found.result is CaseClass.CONFIRMED) is is_rise


def test_two_antibody_samples_of_one_instant_are_no_rise() -> None:
    both = antibodies(Result.NEG, Result.NEG), antibodies(Result.NEG, Result.POS)

    assert classed(a_file(given=SUSPECT, samples=both), "covid-dt-7").result is CaseClass.SUSPECTED

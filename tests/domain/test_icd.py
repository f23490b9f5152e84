from datetime import date, datetime

import pytest

from feverclinic.domain.case_facts import (
    Features,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.history import Symptom
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from tests.domain.case_files import (
    DAY,
    HERE,
    HUBEI,
    NO_SYMPTOM,
    NOON,
    a_file,
    a_nat,
    an_image,
    classed,
    symptoms,
    truths,
)

SUSPECT = truths(YES, YES, NO, YES)
WELL = truths(NO, NO, NO, NO)


@pytest.mark.parametrize(
    ("day", "given", "pneumonia", "wanted"),
    [
        (date(2020, 2, 26), SUSPECT, UNKNOWN, ("R50.900", "Z03.800x001")),
        (date(2020, 2, 26), SUSPECT, YES, ("J18.9", "Z03.800x001")),
        (date(2020, 2, 12), SUSPECT, UNKNOWN, ("R50.900", None)),
        (date(2020, 2, 13), SUSPECT, UNKNOWN, ("R50.900", "Z03.800x001")),
        (date(2020, 2, 26), WELL, UNKNOWN, ("R50.900", None)),
    ],
)
def test_a_suspicion_is_never_the_main_diagnosis(
    day: date, given: dict[str, Ternary], pneumonia: Ternary, wanted: tuple[str, str | None]
) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=HERE)
    image = an_image(Features.EQUIVOCAL, pneumonia=pneumonia, done_at=at)
    found = classed(a_file(at=at, given=given, imaging=(image,)), "covid-dt-5r").icd

    assert (found.main, found.secondary) == wanted


@pytest.mark.parametrize(
    ("day", "pneumonia", "wanted"),
    [
        (12, YES, ("J12.800", "B97.200")),
        (12, NO, ("B97.200", None)),
        (13, YES, ("U07.100x001", None)),
        (13, NO, ("U07.100x002", None)),
    ],
)
def test_the_codes_of_the_confirmed_change_on_the_13th_of_february(
    day: int, pneumonia: Ternary, wanted: tuple[str, str | None]
) -> None:
    at = datetime(2020, 2, day, 12, tzinfo=HERE)
    image = an_image(Features.EQUIVOCAL, pneumonia=pneumonia, done_at=at)
    found = classed(
        a_file(at=at, given=SUSPECT, samples=(a_nat(collected_at=at),), imaging=(image,)),
        "covid-dt-5r",
    )

    assert found.result is CaseClass.CONFIRMED
    assert (found.icd.main, found.icd.secondary) == wanted


def test_a_contact_without_symptoms_and_a_carrier_have_codes_of_their_own() -> None:
    well = a_file(given=WELL, symptoms=NO_SYMPTOM, close_contact=YES)
    ill = a_file(given=WELL, symptoms=symptoms(Symptom.RASH), close_contact=YES)
    carrier = a_file(given=WELL, symptoms=NO_SYMPTOM, samples=(a_nat(),))
    clinically = a_file(given=truths(NO, YES, YES, YES), region=HUBEI, at=NOON - 10 * DAY)

    assert classed(well).icd.main == "Z20.800"
    assert classed(ill).icd.main == "R50.900"
    assert classed(carrier).icd.main == "U07.100x002"
    assert classed(clinically, "covid-dt-5r").icd.main == "U07.100x003"

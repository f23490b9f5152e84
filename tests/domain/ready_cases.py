"""Cases that a gate lets through at NOON, for tests that take one thing away."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from feverclinic.domain.case_facts import (
    CaseFile,
    Compared,
    Features,
    Result,
    Role,
    Sample,
    Signature,
    Specimen,
)
from feverclinic.domain.cases import CaseClass
from feverclinic.domain.exclusion import exclusion
from feverclinic.domain.gates import Gate
from feverclinic.domain.history import Antipyretic
from feverclinic.domain.readings import Reading, Site
from feverclinic.domain.release import release
from feverclinic.domain.ternary import NO, YES
from tests.builders import a_reading
from tests.domain.case_files import DAY, HOUR, NOON, a_file, a_nat, an_image, edition, temperature

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DOCTOR = Signature("D1", Role.ATTENDING_DOCTOR, NOON - 2 * HOUR)
EXPERT = Signature("X1", Role.EXPERT_GROUP, NOON - HOUR)
OFFICER = Signature("I1", Role.INFECTION_CONTROL, NOON - HOUR)
SIGNED = (DOCTOR, EXPERT)


def measured(text: str, at: datetime, **differs: Any) -> Reading:
    """A reading under the arm, of a thermometer without a date of calibration."""
    usual: dict[str, Any] = {"site": Site.AXILLARY, "calibration_due": None}
    return a_reading(text, **(usual | {"measured_at": at, "received_at": at} | differs))


def normal_since(anchor: datetime, until: datetime, every: timedelta = 12 * HOUR) -> list[Reading]:
    """Normal readings from the anchor on, as often as said."""
    count = int((until - anchor) / every) + 1
    return [measured("36.6", anchor + place * every) for place in range(count)]


def quiet(until: datetime = NOON) -> tuple[Reading, ...]:
    """A fever four days ago, normal since exactly 72 hours."""
    return (
        measured("38.2", until - 84 * HOUR),
        *normal_since(until - 72 * HOUR, until),
    )


def dose(before: timedelta) -> Antipyretic:
    return Antipyretic(NOON - before, "布洛芬")


def negative(before: timedelta, **differs: Any) -> Sample:
    """A throat swab taken so long before NOON, reported at once."""
    usual: dict[str, Any] = {
        "result": Result.NEG,
        "specimen": Specimen.OROPHARYNGEAL_SWAB,
        "collected_at": NOON - before,
    }
    return a_nat(**(usual | differs))


def positive(before: timedelta, **differs: Any) -> Sample:
    return replace(negative(before, **differs), result=Result.POS)


TWO_NEGATIVES = (negative(30 * HOUR), negative(6 * HOUR))


def releasable(**differs: Any) -> CaseFile:
    """A confirmed case for whom every edition up to 9 opens the gate at NOON."""
    usual: dict[str, Any] = {
        "case_class": CaseClass.CONFIRMED,
        "readings": quiet(),
        "antipyretics": (),
        "respiratory_improved": YES,
        "condition_better": YES,
        "vital_signs_stable": YES,
        "oral_drugs_possible": YES,
        "complication_needs_care": NO,
        "imaging": (
            an_image(Features.ABSENT, compared=Compared.IMPROVED, read_by="R1", done_at=NOON - DAY),
        ),
        "samples": TWO_NEGATIVES,
        "signatures": SIGNED,
    }
    return a_file(**(usual | differs))


def excludable(**differs: Any) -> CaseFile:
    """A suspect whom editions 5 to 6 and 9 exclude at NOON."""
    usual: dict[str, Any] = {
        "case_class": CaseClass.SUSPECTED,
        "samples": TWO_NEGATIVES,
        "signatures": SIGNED,
    }
    return a_file(**(usual | differs))


def released(name: str = "covid-dt-6", rules: Any = None, **differs: Any) -> Gate:
    """The release gate of a case that differs so, by one edition (its release table as `rules`)."""
    tables = edition(name)
    if rules:
        tables = replace(tables, release=replace(tables.release, **rules))
    return release(releasable(**differs), tables, temperature())


def excluded(name: str = "covid-dt-6", **differs: Any) -> Gate:
    return exclusion(excludable(**differs), edition(name))

"""Case files for tests of the rules of cases: an adult at noon, with a keyword for each difference."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

from feverclinic.domain.case_facts import (
    BloodCount,
    CaseFile,
    Features,
    Flag,
    Imaging,
    Result,
    Sample,
    SampleKind,
    Specimen,
)
from feverclinic.domain.classification import classify
from feverclinic.domain.decisions import Classification, Grade
from feverclinic.domain.edition_rules import EditionRules
from feverclinic.domain.history import Symptom
from feverclinic.domain.people import Person
from feverclinic.domain.severity import grade
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.domain.ternary import NO, Ternary
from feverclinic.services.rulebook import Rules, load_rules

HERE = timezone(timedelta(hours=8))
NOON = datetime(2020, 2, 26, 12, 0, tzinfo=HERE)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ADULT = Person(birth_date=date(1978, 6, 1), vaccinated=NO, earlier_infection=NO)
HUBEI = "420000"
EDITIONS = tuple(f"covid-dt-{one}" for one in ("5", "5r", "6", "7", "8", "8r", "9", "10"))
NO_SYMPTOM = dict.fromkeys(Symptom, NO)


@cache
def shipped() -> Rules:
    """The rules as they are shipped, read once."""
    return load_rules()


def edition(name: str) -> EditionRules:
    return shipped().editions[name]


def temperature() -> TemperatureRules:
    return shipped().triage.temperature


def a_file(**differs: Any) -> CaseFile:
    """An adult who fell ill the day before; nothing else is known."""
    usual: dict[str, Any] = {"at": NOON, "person": ADULT, "onset_date": date(2020, 2, 25)}
    return CaseFile(**(usual | differs))


def classed(file: CaseFile, name: str = "covid-dt-6", **rules: Any) -> Classification:
    return classify(file, replace(edition(name), **rules), temperature())


def graded(file: CaseFile, name: str = "covid-dt-6") -> Grade:
    return grade(file, edition(name))


def truths(e: Ternary, *criteria: Ternary, m: Ternary = NO) -> dict[str, Ternary]:
    """E, C1, C2, C3 and M as given directly."""
    return dict(zip(("e", "c1", "c2", "c3"), (e, *criteria), strict=True)) | {"m": m}


def a_nat(result: Result = Result.POS, **differs: Any) -> Sample:
    usual: dict[str, Any] = {
        "kind": SampleKind.NAT,
        "collected_at": NOON - 5 * HOUR,
        "specimen": Specimen.SPUTUM,
        "result": result,
    }
    return Sample(**(usual | differs))


def antibodies(igm: Result, igg: Result, **differs: Any) -> Sample:
    usual: dict[str, Any] = {"kind": SampleKind.ANTIBODY, "collected_at": NOON - DAY}
    return Sample(igm=igm, igg=igg, **(usual | differs))


def an_image(features: Features = Features.PRESENT, **differs: Any) -> Imaging:
    usual: dict[str, Any] = {"done_at": NOON - HOUR}
    return Imaging(features, **(usual | differs))


def a_count(wbc: Flag | str, lymphocytes: Flag | str, at: datetime = NOON - HOUR) -> BloodCount:
    """A blood count of flags, or of numbers where texts are given."""
    return BloodCount(
        at, _flag(wbc), _flag(lymphocytes), wbc=_number(wbc), lymphocytes=_number(lymphocytes)
    )


def _flag(given: Flag | str) -> Flag | None:
    return given if isinstance(given, Flag) else None


def _number(given: Flag | str) -> Decimal | None:
    return None if isinstance(given, Flag) else Decimal(given)


def symptoms(*present: Symptom, others: Ternary = NO) -> dict[Symptom, Ternary]:
    return dict.fromkeys(Symptom, others) | dict.fromkeys(present, Ternary.YES)

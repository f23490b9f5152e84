"""The comparison log: numbers as read, judged by the limits of the file, appended for ever."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from feverclinic.domain.comparisons import Verdict
from feverclinic.domain.readings import Site
from feverclinic.errors import Refused
from feverclinic.services.comparisons import (
    LogLine,
    TypedComparison,
    add_comparison,
    comparison_limits,
    comparisons,
)
from feverclinic.services.signing_in import NOBODY
from tests.builders import LOBBY, MINUTE, NOON
from tests.engines import Clinic

EAR = TypedComparison("耳温计 2", "TYMPANIC", "标准铂电阻", "37.0", "37.2", "E-02", "23.5")


def written(clinic: Clinic, minute: int, **differs: str) -> LogLine:
    with clinic.work(at=NOON + minute * MINUTE) as store:
        return add_comparison(store, replace(EAR, **differs))


def wrong(clinic: Clinic, **differs: str) -> list[tuple[str, str]]:
    with clinic.work() as store, pytest.raises(Refused, match=r"comparison\.wrong") as no:
        add_comparison(store, replace(EAR, **differs))
    problems = no.value.facts["problems"]
    return [(one.where, one.code) for one in problems]  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType] - facts are objects


def test_the_limits_are_those_of_the_metrology_offices() -> None:
    limits = comparison_limits()

    assert limits.of(Site.TYMPANIC) == Decimal("0.2")
    assert limits.of(Site.FOREHEAD_NC) == Decimal("0.3")
    assert limits.of(Site.AXILLARY) == Decimal("0.2")
    assert limits.of(Site.UNKNOWN) == Decimal("0.2")
    assert limits.outside_in_a_row == 2


@pytest.mark.parametrize(
    ("site", "reading", "verdict"),
    [
        ("TYMPANIC", "37.2", Verdict.WITHIN),
        ("TYMPANIC", "36.8", Verdict.WITHIN),
        ("TYMPANIC", "37.21", Verdict.OUTSIDE),
        ("TYMPANIC", "36.7", Verdict.OUTSIDE),
        ("FOREHEAD_NC", "37.3", Verdict.WITHIN),
        ("FOREHEAD_NC", "37.4", Verdict.OUTSIDE),
        ("AXILLARY", "37.3", Verdict.OUTSIDE),
    ],
)
def test_the_limit_itself_is_within(
    clinic: Clinic, site: str, reading: str, verdict: Verdict
) -> None:
    assert written(clinic, 0, site=site, reading=reading).verdict is verdict


def test_outside_twice_in_a_row_puts_one_thermometer_out_of_use(clinic: Clinic) -> None:
    written(clinic, 0, reading="37.5")
    beside = written(clinic, 1, reading="37.5", device_serial="E-03")
    again = written(clinic, 2, reading="37.5")
    better = written(clinic, 3, reading="37.1")
    after = written(clinic, 4, reading="37.5")

    assert beside.verdict is Verdict.OUTSIDE
    assert again.verdict is Verdict.OUT_OF_USE
    assert better.verdict is Verdict.WITHIN
    assert after.verdict is Verdict.OUTSIDE


def test_the_numbers_are_kept_with_all_their_decimals(clinic: Clinic) -> None:
    line = written(clinic, 0, reference="37.00", reading="３７。１５", ambient="")

    assert str(line.comparison.reference_c) == "37.00"
    assert str(line.comparison.reading_c) == "37.15"
    assert line.comparison.difference_c == Decimal("0.15")
    assert line.comparison.ambient_c is None
    assert line.comparison.by == "张护士"


def test_a_month_shows_what_went_out_of_use_before_it(clinic: Clinic) -> None:
    written(clinic, 0, reading="37.5")
    written(clinic, 1, reading="37.5")

    with clinic.work(at=NOON + timedelta(days=1)) as store:
        add_comparison(store, replace(EAR, reading="37.5"))
        found = comparisons(store, NOON + timedelta(hours=1))

    assert [line.verdict for line in found] == [Verdict.OUT_OF_USE]


def test_the_log_is_that_of_the_desk(clinic: Clinic) -> None:
    written(clinic, 0)

    with clinic.work(station=LOBBY) as store:
        assert comparisons(store, NOON - MINUTE) == ()


@pytest.mark.parametrize(
    ("differs", "problems"),
    [
        ({"device_name": " "}, [("device_name", "required")]),
        ({"reference_name": ""}, [("reference_name", "required")]),
        ({"site": ""}, [("site", "required")]),
        ({"reading": ""}, [("reading", "required")]),
        ({"reading": "温"}, [("reading", "temperature_FORMAT")]),
        ({"reading": "98.6F"}, [("reading", "temperature_UNIT")]),
        ({"reading": "31.9"}, [("reading", "range")]),
        ({"reference": "43.1"}, [("reference", "range")]),
        ({"ambient": "55"}, [("ambient", "range")]),
        ({"note": "长" * 61}, [("note", "too_long")]),
    ],
)
def test_what_is_wrong_is_named_in_its_field(
    clinic: Clinic, differs: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    assert wrong(clinic, **differs) == problems


def test_who_neither_triages_nor_keeps_devices_writes_nothing_down(clinic: Clinic) -> None:
    with clinic.work(actor=NOBODY) as store, pytest.raises(Refused, match=r"staff\.duty_missing"):
        add_comparison(store, EAR)

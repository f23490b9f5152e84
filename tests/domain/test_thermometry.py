from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from feverclinic.domain.readings import Reading, Site, Source
from feverclinic.domain.temperature_rules import TemperatureRules
from feverclinic.services.rulebook import triage_rules
from tests.domain.taken import HOUR, MINUTE, NOON, SECOND, a_reading, flags, judged


@pytest.mark.rule("TEMP-2", "TEMP-3", "TEMP-4", "TEMP-8")
@pytest.mark.parametrize("site", list(Site))
@pytest.mark.parametrize(
    ("typed", "result", "reason"),
    [
        ("37.31", "FEVER", "TEMP-2"),
        ("37.30", "FEVER", "TEMP-2"),
        ("37.29", "NO_FEVER", "TEMP-3"),
        ("37.2999", "NO_FEVER", "TEMP-3"),
        ("37.25", "NO_FEVER", "TEMP-3"),
        ("99.14F", "FEVER", "TEMP-2"),
        ("99.13F", "NO_FEVER", "TEMP-3"),
        ("99.1F", "NO_FEVER", "TEMP-3"),
    ],
)
def test_fever_begins_at_the_threshold_at_every_site_without_rounding(
    site: Site, typed: str, result: str, reason: str
) -> None:
    found = judged(a_reading(typed, site))

    assert (found.result, found.reasons) == (result, (reason,))


@pytest.mark.rule("TEMP-2")
@pytest.mark.parametrize(
    ("typed", "result"), [("37.30", "NO_FEVER"), ("37.31", "FEVER"), ("37.300001", "FEVER")]
)
def test_a_hospital_may_let_fever_begin_above_the_threshold(typed: str, result: str) -> None:
    rules = triage_rules(overrides={"fever_comparator": ">"}).temperature

    assert judged(a_reading(typed), rules=rules).result == result


@pytest.mark.rule("TEMP-8")
def test_a_hospital_may_set_the_threshold_of_one_site(rectal_rules: TemperatureRules) -> None:
    rectal = judged(a_reading("37.79", Site.RECTAL), rules=rectal_rules)
    hot_rectal = judged(a_reading("37.80", Site.RECTAL), rules=rectal_rules)
    both = judged(a_reading("37.7", Site.RECTAL), a_reading("37.4"), rules=rectal_rules)

    assert (rectal.result, hot_rectal.result, both.result) == ("NO_FEVER", "FEVER", "FEVER")
    assert both.effective_index == 1


@pytest.fixture
def rectal_rules() -> TemperatureRules:
    return triage_rules(overrides={"site_offset_c": {"RECTAL": Decimal("0.5")}}).temperature


@pytest.mark.rule("TEMP-5")
@pytest.mark.parametrize(
    ("typed", "advisories"),
    [
        *(("37.19", ()), ("37.1999", ()), ("37.20", ("RECHECK",)), ("37.21", ("RECHECK",))),
        *(("37.29", ("RECHECK",)), ("37.2999", ("RECHECK",)), ("37.30", ()), ("37.31", ())),
    ],
)
def test_a_reading_just_below_the_threshold_asks_for_another(
    typed: str, advisories: tuple[str, ...]
) -> None:
    assert judged(a_reading(typed)).advisories == advisories


@pytest.mark.rule("TEMP-5")
@pytest.mark.parametrize(
    ("after", "is_open"),
    [(5 * MINUTE - SECOND, True), (5 * MINUTE, False), (5 * MINUTE + SECOND, False)],
)
def test_a_recheck_is_done_by_a_usable_reading_five_minutes_later(
    after: timedelta, is_open: bool
) -> None:
    first = a_reading("37.25", before=30 * MINUTE)
    found = judged(first, a_reading("36.9", Site.FOREHEAD_NC, 30 * MINUTE - after))

    assert ("RECHECK" in found.advisories) is is_open
    assert (found.recheck_at == NOON - 25 * MINUTE) is is_open


@pytest.mark.rule("TEMP-5")
def test_a_recheck_counts_from_the_first_reading_in_the_band_whatever_its_site() -> None:
    forehead = a_reading("37.22", Site.FOREHEAD_NC, 7 * MINUTE)
    found = judged(a_reading("37.25", before=MINUTE), forehead)

    assert (found.advisories, found.recheck_at) == ((), None)


@pytest.mark.rule("TEMP-5", "TEMP-12")
def test_an_uncalibrated_reading_neither_starts_nor_ends_a_recheck() -> None:
    overdue = date(2020, 2, 24)
    early = a_reading("37.25", before=40 * MINUTE, due=overdue)
    late = a_reading("36.5", before=MINUTE, due=overdue)

    found = judged(early, a_reading("37.25", before=10 * MINUTE), late)

    assert found.recheck_at == NOON - 5 * MINUTE


@pytest.mark.rule("TEMP-6")
@pytest.mark.parametrize(
    ("typed", "result", "reason"),
    [
        ("33.99", "UNKNOWN", "TEMP-6"),
        ("34.00", "NO_FEVER", "TEMP-3"),
        ("34.01", "NO_FEVER", "TEMP-3"),
        ("42.99", "FEVER", "TEMP-2"),
        ("43.00", "FEVER", "TEMP-2"),
        ("43.01", "UNKNOWN", "TEMP-6"),
    ],
)
def test_only_what_a_living_body_has_is_used(typed: str, result: str, reason: str) -> None:
    found = judged(a_reading(typed))

    assert (found.result, found.reasons) == (result, (reason,))
    assert ("IMPLAUSIBLE" in found.advisories) is (reason == "TEMP-6")


@pytest.mark.rule("TEMP-6")
@pytest.mark.parametrize(
    ("typed", "site", "name", "result"),
    [
        ("25.00", Site.RECTAL, "李医生", "NO_FEVER"),
        ("25.01", Site.RECTAL, "李医生", "NO_FEVER"),
        ("24.99", Site.RECTAL, "李医生", "UNKNOWN"),
        ("33.99", Site.RECTAL, "李医生", "NO_FEVER"),
        ("33.99", Site.RECTAL, " ", "UNKNOWN"),
        ("33.99", Site.FOREHEAD_NC, "李医生", "UNKNOWN"),
        ("33.99", Site.UNKNOWN, "李医生", "UNKNOWN"),
        ("43.01", Site.RECTAL, "李医生", "UNKNOWN"),
    ],
)
def test_a_clinician_confirms_hypothermia_of_a_contact_reading_only(
    typed: str, site: Site, name: str, result: str
) -> None:
    assert judged(a_reading(typed, site, confirmed_by=name)).result == result


@pytest.mark.rule("TEMP-7")
@pytest.mark.parametrize(
    ("readings", "index"),
    [
        ((a_reading("37.4", Site.FOREHEAD_NC), a_reading("36.6")), 1),
        ((a_reading("36.4"), a_reading("36.6", Site.ORAL), a_reading("36.5")), 1),
        ((a_reading("36.4", Site.WRIST_NC), a_reading("36.6", Site.UNKNOWN)), 1),
        ((a_reading("33.0"), a_reading("36.6", Site.FOREHEAD_NC)), 1),
        ((a_reading("36.6", before=MINUTE), a_reading("36.60", before=2 * MINUTE)), 1),
        ((a_reading("36.6"), a_reading("36.60")), 0),
    ],
    ids=["contact first", "highest", "unknown is no contact", "plausible", "earliest", "first"],
)
def test_the_effective_temperature_is_the_highest_contact_reading(
    readings: Sequence[Reading], index: int
) -> None:
    assert judged(*readings).effective_index == index


@pytest.mark.rule("TEMP-11")
@pytest.mark.parametrize(
    ("second", "is_duplicate"),
    [
        (a_reading("36.5", before=58 * SECOND, serial="A1"), True),
        (a_reading("36.5", before=59 * SECOND, serial="A1"), True),
        (a_reading("36.50", before=58 * SECOND, serial="A1"), True),
        (a_reading("97.7F", before=58 * SECOND, serial="A1"), True),
        (a_reading("36.5", before=57 * SECOND, serial="A1"), False),
        (a_reading("36.6", before=58 * SECOND, serial="A1"), False),
        (a_reading("36.5", before=58 * SECOND, serial="A2"), False),
        (a_reading("36.5", before=58 * SECOND), False),
    ],
)
def test_a_frame_repeated_within_two_seconds_is_one_reading(
    second: Reading, is_duplicate: bool
) -> None:
    found = judged(second, a_reading("36.5", before=MINUTE, serial="A1"))

    assert flags(found) == [("DUPLICATE",) if is_duplicate else (), ()]


@pytest.mark.rule("TEMP-11")
def test_a_frame_that_was_typed_in_as_well_is_one_reading() -> None:
    sent = a_reading("36.5", before=MINUTE, serial="A1")
    typed = replace(sent, source=Source.MANUAL, measured_at=sent.measured_at + SECOND)

    assert flags(judged(sent, typed)) == [(), ("DUPLICATE",)]


@pytest.mark.rule("TEMP-12")
@pytest.mark.parametrize(
    ("due", "advisories"),
    [
        *((None, ()), (date(2020, 2, 26), ()), (date(2020, 2, 25), ())),
        (date(2020, 2, 24), ("UNCALIBRATED",)),
    ],
)
def test_a_device_may_be_used_on_the_day_its_calibration_is_due(
    due: date | None, advisories: tuple[str, ...]
) -> None:
    assert judged(a_reading("36.5", due=due)).advisories == advisories


@pytest.mark.rule("TEMP-12")
def test_an_uncalibrated_reading_raises_an_alarm_but_clears_nobody() -> None:
    overdue = date(2020, 2, 24)

    normal = judged(a_reading("36.5", due=overdue))
    hot = judged(a_reading("38.0", due=overdue))

    assert (normal.result, normal.reasons) == ("UNKNOWN", ("TEMP-12",))
    assert (hot.result, hot.reasons) == ("FEVER", ("TEMP-2",))
    assert flags(hot) == [("FEVER", "UNCALIBRATED")]
    assert not hot.readings[0].is_usable


@pytest.mark.rule("TEMP-6", "TEMP-12")
def test_every_reason_why_nothing_counts_is_named() -> None:
    overdue = date(2020, 2, 24)

    both = judged(a_reading("45"), a_reading("36.5", due=overdue))
    one = judged(a_reading("45", due=overdue))

    assert (both.reasons, both.advisories) == (
        ("TEMP-6", "TEMP-12"),
        ("IMPLAUSIBLE", "UNCALIBRATED"),
    )
    assert (one.reasons, flags(one)) == (("TEMP-6",), [("IMPLAUSIBLE", "UNCALIBRATED")])
    assert judged().reasons == ("NO_READING",)


def test_a_reading_that_is_not_yet_known_at_the_instant_is_ignored() -> None:
    later = a_reading("38.0", before=-SECOND)
    entered_later = Reading("38.0", Fraction(38), Site.ORAL, NOON - HOUR, entered_at=NOON + SECOND)

    found = judged(later, a_reading("36.5", before=timedelta(0)), entered_later)

    assert (found.result, [one.index for one in found.readings]) == ("NO_FEVER", [1])
    assert judged(later).reasons == ("NO_READING",)

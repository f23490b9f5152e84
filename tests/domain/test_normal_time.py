from datetime import date, datetime, timedelta

import pytest

from feverclinic.domain.gates import Gate, State
from feverclinic.domain.readings import Reading, Site
from tests.domain.case_files import DAY, EDITIONS, HOUR, NOON
from tests.domain.ready_cases import (
    MINUTE,
    SECOND,
    dose,
    measured,
    normal_since,
    quiet,
    released,
)

THREE_DAYS = tuple(one for one in EDITIONS if one != "covid-dt-10")
ANCHOR = NOON - 72 * HOUR


def of_t(gate: Gate) -> tuple[State, tuple[str, ...]]:
    condition = gate.condition("T")
    assert condition is not None
    return condition.state, condition.reasons


def reasons(*readings: Reading, name: str = "covid-dt-6", **differs: object) -> tuple[str, ...]:
    return of_t(released(name, readings=readings, **differs))[1]


def after_fever(anchor: datetime) -> list[Reading]:
    """A fever twelve hours before the anchor, then normal readings every twelve hours up to NOON."""
    return [
        measured("38.2", anchor - 12 * HOUR),
        *normal_since(anchor, NOON),
        measured("36.5", NOON),
    ]


@pytest.mark.rule("REL-1", "T-6", "OQ-2")
@pytest.mark.parametrize("name", THREE_DAYS)
def test_72_hours_sharp_are_long_enough_up_to_edition_9(name: str) -> None:
    assert reasons(*after_fever(ANCHOR), name=name) == ()


@pytest.mark.rule("REL-1", "T-6", "OQ-2")
@pytest.mark.parametrize("name", THREE_DAYS)
def test_a_second_less_than_72_hours_is_not(name: str) -> None:
    gate = released(name, readings=after_fever(ANCHOR + SECOND))

    assert of_t(gate) == (State.NOT_MET, ("TEMP_NOT_LONG_ENOUGH",))
    assert gate.earliest_at == NOON + SECOND


@pytest.mark.rule("REL-1", "F-2")
def test_edition_10_asks_for_more_than_24_hours() -> None:
    sharp = released("covid-dt-10", readings=after_fever(NOON - 24 * HOUR))

    assert of_t(sharp) == (State.NOT_MET, ("TEMP_NOT_LONG_ENOUGH",))
    assert sharp.earliest_at == NOON + SECOND
    assert reasons(*after_fever(NOON - 24 * HOUR - SECOND), name="covid-dt-10") == ()


@pytest.mark.rule("REL-1")
def test_the_anchor_is_the_first_normal_reading_after_the_last_fever() -> None:
    readings = (
        *normal_since(NOON - 100 * HOUR, NOON - 90 * HOUR),
        measured("37.3", NOON - 80 * HOUR),
        measured("37.29", NOON - 75 * HOUR),
        *normal_since(NOON - 70 * HOUR, NOON),
    )
    gate = released(readings=readings)

    assert gate.facts["anchor_at"] == NOON - 75 * HOUR
    assert gate.facts["elapsed"] == 75 * HOUR


@pytest.mark.rule("REL-1")
def test_without_a_fever_the_first_reading_of_the_stay_is_the_anchor() -> None:
    readings = normal_since(NOON - 90 * HOUR, NOON)

    whole = released(readings=tuple(readings))
    since = released(readings=tuple(readings), admitted_at=NOON - 77 * HOUR)

    assert whole.facts["anchor_at"] == NOON - 90 * HOUR
    assert since.facts["anchor_at"] == NOON - 66 * HOUR


@pytest.mark.rule("REL-10")
def test_a_fever_at_the_end_is_told_alone_and_leaves_no_anchor() -> None:
    gate = released(readings=(*quiet(), measured("37.3", NOON)))

    assert of_t(gate) == (State.NOT_MET, ("TEMP_ABNORMAL",))
    assert (gate.facts["anchor_at"], gate.facts["elapsed"], gate.earliest_at) == (None, None, None)


@pytest.mark.rule("REL-1", "TEMP-3")
@pytest.mark.parametrize(("text", "told"), [("37.29", ()), ("37.30", ("TEMP_ABNORMAL",))])
def test_normal_is_below_the_threshold_without_rounding(text: str, told: tuple[str, ...]) -> None:
    assert reasons(*quiet(), measured(text, NOON)) == told


def test_of_two_readings_at_one_time_the_fever_counts() -> None:
    both = (measured("36.5", NOON), measured("38.0", NOON, site=Site.ORAL))

    assert reasons(*quiet(), *both) == ("TEMP_ABNORMAL",)
    assert reasons(*quiet(), *reversed(both)) == ("TEMP_ABNORMAL",)


# -- coverage (REL-2) --------------------------------------------------------------------------


@pytest.mark.rule("REL-2")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(("gap", "told"), [(16 * HOUR, ()), (16 * HOUR + SECOND, ("TEMP_GAP",))])
def test_sixteen_hours_between_two_readings_are_the_limit(
    name: str, gap: timedelta, told: tuple[str, ...]
) -> None:
    readings = (
        *normal_since(NOON - 96 * HOUR, NOON - 20 * HOUR, 4 * HOUR),
        measured("36.6", NOON - 20 * HOUR + gap),
    )

    assert reasons(*readings, name=name) == told


@pytest.mark.rule("REL-2")
@pytest.mark.parametrize(("gap", "told"), [(16 * HOUR, ()), (16 * HOUR + SECOND, ("TEMP_GAP",))])
def test_sixteen_hours_since_the_last_reading_are_the_limit(
    gap: timedelta, told: tuple[str, ...]
) -> None:
    assert (
        reasons(*normal_since(NOON - 96 * HOUR, NOON - gap, 4 * HOUR), measured("36.6", NOON - gap))
        == told
    )


@pytest.mark.rule("REL-2")
@pytest.mark.parametrize(("hours", "told"), [(56, ()), (55, ("TEMP_GAP",))])
def test_a_gap_that_began_earlier_counts_from_72_hours_before(
    hours: int, told: tuple[str, ...]
) -> None:
    readings = (
        measured("36.6", NOON - 120 * HOUR),
        *normal_since(NOON - hours * HOUR, NOON, 8 * HOUR),
    )

    assert reasons(*readings) == told


@pytest.mark.rule("REL-2")
@pytest.mark.parametrize(("hours", "told"), [(8, ()), (7, ("TEMP_GAP",))])
def test_edition_10_looks_24_hours_back(hours: int, told: tuple[str, ...]) -> None:
    readings = (measured("36.6", NOON - 60 * HOUR), *normal_since(NOON - hours * HOUR, NOON))

    assert reasons(*readings, name="covid-dt-10") == told


@pytest.mark.rule("REL-2")
def test_a_gap_leaves_it_unknown_and_not_refused() -> None:
    gate = released(readings=normal_since(NOON - 96 * HOUR, NOON - 17 * HOUR))

    assert of_t(gate) == (State.UNKNOWN, ("TEMP_GAP",))
    assert (gate.result, gate.earliest_at) == ("INCOMPLETE", None)


def test_whoever_was_never_measured_has_a_gap() -> None:
    assert of_t(released(readings=())) == (State.UNKNOWN, ("TEMP_GAP",))


@pytest.mark.rule("REL-10")
def test_too_short_and_with_a_gap_both_are_told() -> None:
    readings = (measured("38.0", NOON - 40 * HOUR), measured("36.6", NOON - 30 * HOUR))
    gate = released(readings=readings)

    assert of_t(gate) == (State.NOT_MET, ("TEMP_NOT_LONG_ENOUGH", "TEMP_GAP"))
    assert gate.earliest_at is None


# -- readings that do not clear (F-4, TEMP-6, TEMP-12) -----------------------------------------


@pytest.mark.rule("F-4", "TEMP-12")
def test_a_reading_past_its_calibration_covers_no_gap() -> None:
    at = NOON - 14 * HOUR
    past = measured("36.6", at, calibration_due=date(2020, 2, 24))
    still = measured("36.6", at, calibration_due=date(2020, 2, 25))
    before = normal_since(NOON - 96 * HOUR, NOON - 20 * HOUR, 4 * HOUR)

    assert reasons(*before, past) == ("TEMP_GAP",)
    assert reasons(*before, still) == ()


@pytest.mark.rule("F-4", "TEMP-12")
def test_a_reading_past_its_calibration_is_no_anchor() -> None:
    past = measured("36.6", NOON - 78 * HOUR, calibration_due=date(2020, 2, 1))
    gate = released(readings=(measured("38.2", NOON - 84 * HOUR), past, *quiet()[1:]))

    assert gate.facts["anchor_at"] == ANCHOR


@pytest.mark.rule("F-4", "TEMP-12")
def test_a_fever_past_its_calibration_raises() -> None:
    past = measured("38.0", NOON, calibration_due=date(2020, 2, 1))

    assert reasons(*quiet(), past) == ("TEMP_ABNORMAL",)


@pytest.mark.rule("TEMP-6")
@pytest.mark.parametrize("text", ["33.99", "43.01"])
def test_a_reading_that_cannot_be_neither_breaks_nor_covers(text: str) -> None:
    assert reasons(*quiet(), measured(text, NOON)) == ()
    assert reasons(measured(text, NOON - HOUR)) == ("TEMP_GAP",)


@pytest.mark.rule("F-1")
def test_a_reading_after_the_instant_is_not_known_yet() -> None:
    assert reasons(*quiet(), measured("39.0", NOON + SECOND)) == ()


# -- antipyretics (REL-3) ----------------------------------------------------------------------


@pytest.mark.rule("REL-3", "F-5")
@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize(
    ("before", "told"),
    [
        (24 * HOUR, ("ANTIPYRETIC_24H",)),
        (24 * HOUR + SECOND, ()),
        (0 * HOUR, ("ANTIPYRETIC_24H",)),
    ],
)
def test_an_antipyretic_counts_up_to_24_hours_the_limit_included(
    name: str, before: timedelta, told: tuple[str, ...]
) -> None:
    gate = released(name, antipyretics=(dose(before),))

    assert of_t(gate)[1] == told


@pytest.mark.rule("REL-3", "F-2")
def test_the_gate_opens_a_second_after_the_24_hours_of_the_last_dose() -> None:
    gate = released(antipyretics=(dose(30 * HOUR), dose(5 * HOUR)))

    assert gate.reasons == ("ANTIPYRETIC_24H",)
    assert gate.earliest_at == NOON + 19 * HOUR + SECOND


@pytest.mark.rule("F-2")
def test_of_two_times_the_later_one_opens_it() -> None:
    gate = released(readings=after_fever(NOON - 52 * HOUR), antipyretics=(dose(HOUR),))

    assert gate.reasons == ("TEMP_NOT_LONG_ENOUGH", "ANTIPYRETIC_24H")
    assert gate.earliest_at == NOON + 23 * HOUR + SECOND


@pytest.mark.rule("REL-3", "T-9")
def test_doses_that_nobody_asked_for_leave_it_unknown() -> None:
    gate = released(antipyretics=None)

    assert of_t(gate) == (State.UNKNOWN, ("ANTIPYRETIC_24H",))
    assert (gate.is_open, gate.earliest_at) == (False, None)


def test_a_dose_that_is_not_taken_yet_does_not_count() -> None:
    assert of_t(released(antipyretics=(dose(-MINUTE),)))[1] == ()


# -- what is shown -----------------------------------------------------------------------------


def test_the_evidence_shows_the_anchor_the_last_reading_and_the_last_fever() -> None:
    condition = released().condition("T")

    assert condition is not None
    assert [(one.code, one.index, one.at, one.value) for one in condition.evidence] == [
        ("ANCHOR", 1, NOON - 3 * DAY, "36.6"),
        ("LAST_READING", 7, NOON, "36.6"),
        ("LAST_ABNORMAL", None, NOON - 84 * HOUR, ""),
    ]

"""Whose reading it is: armed for one patient, and never anybody else's."""

from dataclasses import replace
from decimal import Decimal

import pytest

from feverclinic.domain.arming import (
    Accept,
    AcceptLimits,
    Armed,
    Hold,
    HoldReason,
    Range,
    Refuse,
    RefuseReason,
    SampleFacts,
    Tray,
    TrayReason,
    accept,
)

LIMITS = AcceptLimits(
    max_age_s=2.0,
    require=("body", "ambient"),
    ranges=(
        ("body", Range(Decimal("34.0"), Decimal("43.0"))),
        ("ambient", Range(Decimal("16.0"), Decimal("35.0"))),
    ),
)
ARMED = Armed("blue", "draft 7", armed_at=100.0, expires_at=160.0)


def sample(body: str = "36.50", ambient: str = "23.70", *, unit: str = "C") -> SampleFacts:
    return SampleFacts(
        device="blue",
        taken_at=110.0,
        values=(("body", Decimal(body)), ("ambient", Decimal(ambient))),
        offered="body",
        unit=unit,
    )


@pytest.mark.rule("TEMP-1")
def test_a_reading_of_the_armed_thermometer_is_the_patients_and_ends_the_arming() -> None:
    assert accept(sample(), ARMED, LIMITS, now=110.1) == Accept(ARMED)


def test_a_reading_that_nobody_armed_goes_to_the_tray() -> None:
    assert accept(sample(), None, LIMITS, now=110.1) == Tray(TrayReason.NOBODY_ARMED)


def test_a_reading_of_another_thermometer_goes_to_the_tray() -> None:
    other = replace(sample(), device="green")

    assert accept(other, ARMED, LIMITS, now=110.1) == Tray(TrayReason.NOBODY_ARMED)


def test_a_reading_taken_before_arming_never_goes_to_the_armed_patient() -> None:
    before = replace(sample(), taken_at=99.999)
    at_once = replace(sample(), taken_at=100.0)

    assert accept(before, ARMED, LIMITS, now=100.5) == Tray(TrayReason.BEFORE_ARMED)
    assert accept(at_once, ARMED, LIMITS, now=100.5) == Accept(ARMED)


def test_an_arming_ends_at_its_second() -> None:
    last = replace(sample(), taken_at=160.0)
    late = replace(sample(), taken_at=160.001)

    assert accept(last, ARMED, LIMITS, now=160.1) == Accept(ARMED)
    assert accept(late, ARMED, LIMITS, now=160.1) == Tray(TrayReason.ARMING_EXPIRED)


def test_a_surface_value_is_refused_also_when_armed() -> None:
    surface = replace(sample(), offered=None, unit="")

    assert accept(surface, ARMED, LIMITS, now=110.1) == Refuse(RefuseReason.NOT_OFFERED)


@pytest.mark.rule("TEMP-11")
def test_a_duplicate_is_no_second_reading() -> None:
    again = replace(sample(), is_duplicate=True)

    assert accept(again, ARMED, LIMITS, now=110.1) == Refuse(RefuseReason.DUPLICATE)


def test_a_reading_is_stale_after_its_age() -> None:
    assert accept(sample(), ARMED, LIMITS, now=112.0) == Accept(ARMED)
    assert accept(sample(), ARMED, LIMITS, now=112.001) == Refuse(RefuseReason.STALE)


@pytest.mark.parametrize(
    ("body", "held"),
    [("95.9", False), ("96", True), ("98.6", True), ("105", True), ("105.1", False)],
)
def test_a_number_that_may_be_fahrenheit_is_held_without_its_unit(body: str, *, held: bool) -> None:
    open_limits = AcceptLimits(max_age_s=2.0)

    verdict = accept(sample(body, unit=""), ARMED, open_limits, now=110.1)

    assert (verdict == Hold(HoldReason.UNIT_UNKNOWN)) is held


def test_a_stated_fahrenheit_is_taken_and_a_kelvin_is_held() -> None:
    open_limits = AcceptLimits(max_age_s=2.0)

    assert accept(sample("98.6", unit="F"), ARMED, open_limits, now=110.1) == Accept(ARMED)
    assert accept(sample("309.9", unit="K"), ARMED, open_limits, now=110.1) == Hold(
        HoldReason.UNIT_NOT_HANDLED
    )


@pytest.mark.parametrize("ambient", ["16.0", "35.0"])
def test_surroundings_at_the_limit_are_good(ambient: str) -> None:
    assert accept(sample(ambient=ambient), ARMED, LIMITS, now=110.1) == Accept(ARMED)


@pytest.mark.parametrize("ambient", ["15.99", "35.01", "231.09"])
def test_surroundings_outside_hold_the_reading(ambient: str) -> None:
    assert accept(sample(ambient=ambient), ARMED, LIMITS, now=110.1) == Hold(
        HoldReason.AMBIENT_OUTSIDE, "ambient"
    )


@pytest.mark.parametrize("body", ["33.99", "43.01"])
def test_a_value_outside_the_device_is_held(body: str) -> None:
    assert accept(sample(body), ARMED, LIMITS, now=110.1) == Hold(HoldReason.OUTSIDE_LIMITS, "body")


@pytest.mark.parametrize("body", ["34.0", "43.0"])
def test_a_value_at_the_end_of_the_range_is_good(body: str) -> None:
    assert accept(sample(body), ARMED, LIMITS, now=110.1) == Accept(ARMED)


def test_a_missing_field_holds_the_reading() -> None:
    bare = replace(sample(), values=(("body", Decimal("36.5")),))

    assert accept(bare, ARMED, LIMITS, now=110.1) == Hold(HoldReason.FIELD_MISSING, "ambient")


def test_a_frozen_or_unconfirmed_value_is_held() -> None:
    frozen = replace(sample(), is_frozen=True)
    first = replace(sample(), is_confirmed=False)

    assert accept(frozen, ARMED, LIMITS, now=110.1) == Hold(HoldReason.FROZEN)
    assert accept(first, ARMED, LIMITS, now=110.1) == Hold(HoldReason.NOT_CONFIRMED)


def test_a_held_number_goes_to_no_tray_either() -> None:
    frozen = replace(sample(), is_frozen=True)

    assert accept(frozen, None, LIMITS, now=110.1) == Hold(HoldReason.FROZEN)

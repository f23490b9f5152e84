"""Alarms, facts and moments for tests."""

from datetime import timedelta
from typing import Any

from feverclinic.domain.alarms import Alarm, Catalogue, End, Fact, Moment, Rank, Shows, Start
from feverclinic.domain.people import Duty
from tests.builders import NOON

TEN = timedelta(minutes=10)


def an_alarm(alarm_id: str = "NOT_ARRIVED", **differs: Any) -> Alarm:
    """ISO-2 as shipped: amber three minutes before ten, then «act now», five minutes later passed on."""
    usual: dict[str, Any] = {
        "id": alarm_id,
        "rules": ("ISO-2",),
        "duty": Duty.TRIAGE,
        "desk": "triage",
        "rank": Rank.ACT,
        "starts": Start.SENT,
        "ends": End.RECEIVED,
        "shows": Shows.TOP,
        "after": TEN,
        "warn_before": timedelta(minutes=3),
        "escalates_after": timedelta(minutes=5),
        "escalates_to": ("doctor",),
        "has_sound": True,
    }
    return Alarm(**{**usual, **differs})


def a_catalogue(*alarms: Alarm) -> Catalogue:
    return Catalogue(alarms or (an_alarm(),), timedelta(minutes=30), timedelta(minutes=2))


def sent(subject: str = "visit:7", label: str = "王小明", **differs: Any) -> Fact:
    """Somebody sent at noon."""
    usual: dict[str, Any] = {"kind": Start.SENT, "since": NOON}
    return Fact(subject=subject, label=label, **{**usual, **differs})


def at(minutes: float, set_by: float = 0) -> Moment:
    """So many minutes after noon on both clocks; the time of day set by `set_by` minutes since."""
    return Moment(NOON + timedelta(minutes=minutes + set_by), 1_000 + minutes * 60)

"""Whom a discharge is told the same day (FUP-3)."""

from datetime import UTC, datetime, timedelta

import pytest

from feverclinic.domain.case_entries import Noted
from feverclinic.domain.discharge_notices import (
    NOTICE_DUE,
    NOTICE_GIVEN,
    OpenNotice,
    Told,
    end_of_day,
    open_notices,
)
from tests.builders import NOON
from tests.case_builders import an_entry

MIDNIGHT = datetime(2020, 2, 25, 16, 0, tzinfo=UTC)
BOTH = [
    an_entry(1, Noted(NOTICE_DUE, {"to": "PRIMARY_CARE"}), NOON),
    an_entry(2, Noted(NOTICE_DUE, {"to": "RESIDENTS_COMMITTEE"}), NOON),
]


@pytest.mark.rule("FUP-3")
def test_both_are_told_until_the_end_of_the_day() -> None:
    assert open_notices(BOTH) == (
        OpenNotice(Told.PRIMARY_CARE, MIDNIGHT),
        OpenNotice(Told.RESIDENTS_COMMITTEE, MIDNIGHT),
    )


@pytest.mark.rule("FUP-3")
def test_who_was_told_is_not_told_again() -> None:
    given = an_entry(3, Noted(NOTICE_GIVEN, {"to": "PRIMARY_CARE", "how": "电话"}))

    assert [one.to for one in open_notices([*BOTH, given])] == [Told.RESIDENTS_COMMITTEE]


def test_other_notes_are_no_notices() -> None:
    assert open_notices([an_entry(1, Noted("CLOCK_BEHIND")), an_entry(2, Noted(NOTICE_DUE))]) == ()


@pytest.mark.parametrize(
    ("at", "ends_at"),
    [
        (MIDNIGHT - timedelta(seconds=1), MIDNIGHT),
        (MIDNIGHT, MIDNIGHT + timedelta(days=1)),
    ],
)
def test_midnight_belongs_to_the_new_day(at: datetime, ends_at: datetime) -> None:
    assert end_of_day(at) == ends_at

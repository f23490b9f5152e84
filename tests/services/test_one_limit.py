"""The limit of ISO-2 is one: list, balance, tracking record and figures name the same person as late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from feverclinic.services import day_papers, sending, triage
from feverclinic.services.papers import Letterhead
from feverclinic.services.shifts import Watchers, balance
from tests.builders import MINUTE, NOON, a_reading
from tests.engines import Clinic
from tests.services.forms import Save, a_form
from tests.stories.workplace import RULES

HEAD_OF_PAPER = Letterhead("某市中心医院", "预检分诊 1 号点")
LIMIT = NOON + 10 * MINUTE


@dataclass(frozen=True)
class Told:
    """Who is late, by each of them; `until` is the limit on list and paper."""

    until: tuple[datetime, datetime]
    listed: bool
    balanced: bool
    tracked: bool
    figure: int


def told(clinic: Clinic, at: datetime) -> Told:
    with clinic.work(at=at) as store:
        (way,) = sending.on_the_way(store, RULES)
        odd = balance(store, Watchers(10, 12)).odd
        (entry,) = day_papers.tracking(store, NOON.date(), RULES, HEAD_OF_PAPER).entries
        figures = day_papers.figures(store, NOON.date(), RULES, HEAD_OF_PAPER).figures
    return Told(
        (way.arrive_by, entry.deadline(10)),
        way.is_late,
        "NOT_RECEIVED" in {line.code for line in odd},
        entry.is_late(10, at),
        figures.not_arrived,
    )


@pytest.mark.rule("ISO-2")
@pytest.mark.parametrize(
    ("at", "is_late"),
    [
        (LIMIT, False),
        (LIMIT + timedelta(milliseconds=500), False),
        (LIMIT + timedelta(seconds=1), True),
    ],
    ids=["the limit", "within its second", "after it"],
)
def test_deciding_again_puts_the_limit_off_nowhere(
    clinic: Clinic, save: Save, at: datetime, is_late: bool
) -> None:
    sent = save(a_form(a_reading("38.6")))
    with clinic.work(at=NOON + 8 * MINUTE) as store:
        again = triage.reopen(store, sent.visit.id).with_fields({"q2": "YES"})
    save(again, NOON + 8 * MINUTE)

    found = told(clinic, at)

    assert found == Told((LIMIT, LIMIT), is_late, is_late, is_late, int(is_late))


@pytest.mark.rule("ISO-2")
def test_the_limit_runs_from_the_decision_that_sends(clinic: Clinic, save: Save) -> None:
    well = save(a_form(a_reading("36.5")))
    with clinic.work(at=NOON + 30 * MINUTE) as store:
        again = triage.reopen(store, well.visit.id).with_fields({"q2": "YES"})
    save(again, NOON + 30 * MINUTE)

    found = told(clinic, NOON + 40 * MINUTE)

    limit = NOON + 40 * MINUTE
    assert found == Told((limit, limit), listed=False, balanced=False, tracked=False, figure=0)

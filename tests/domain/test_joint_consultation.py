"""When a joint consultation is due (section 4.4), with the limits on both sides."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from feverclinic.domain.case_entries import Document, Entry
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.clinical_entries import Classed, JointConsulted, Measured
from feverclinic.domain.joint_consultation import (
    JointDue,
    JointReason,
    joint_due,
    unsigned_sides,
)
from feverclinic.domain.vitals import Vitals
from feverclinic.services.rulebook import load_rules
from tests.builders import NOON
from tests.case_builders import an_entry

HOUR = timedelta(hours=1)
ISOLATION = load_rules().editions["covid-dt-6"].isolation
SUSPECTED = Classed(CaseClass.SUSPECTED, CaseClass.SUSPECTED, "covid-dt-6")


def joint(held_at: datetime, **differs: Any) -> JointConsulted:
    return JointConsulted(held_at, ("林教授",), ("秦医师",), **differs)


def ordinary(_: datetime) -> Severity:
    return Severity.ORDINARY


def severe_from(start: datetime) -> Any:
    return lambda at: Severity.SEVERE if at >= start else Severity.ORDINARY


def entries(*told: tuple[datetime, Document]) -> tuple[Entry, ...]:
    return tuple(an_entry(seq, document, at) for seq, (at, document) in enumerate(told, start=1))


def test_the_first_is_due_a_day_after_the_suspicion() -> None:
    due = joint_due(entries((NOON, SUSPECTED)), CaseClass.SUSPECTED, ISOLATION, ordinary)

    assert due == JointDue(NOON + 24 * HOUR, JointReason.FIRST)


def test_the_next_is_due_three_days_after_the_last() -> None:
    held = entries((NOON, SUSPECTED), (NOON + 5 * HOUR, joint(NOON + 5 * HOUR)))

    due = joint_due(held, CaseClass.CONFIRMED, ISOLATION, ordinary)

    assert due == JointDue(NOON + 77 * HOUR, JointReason.REGULAR, held[1])


def test_a_change_of_severity_makes_the_next_one_due_when_it_was_entered() -> None:
    changed = NOON + 9 * HOUR
    told = entries(
        (NOON, SUSPECTED), (NOON + 5 * HOUR, joint(NOON + 5 * HOUR)), (changed, Measured(Vitals()))
    )

    due = joint_due(told, CaseClass.CONFIRMED, ISOLATION, severe_from(changed))

    assert due == JointDue(changed, JointReason.SEVERITY, told[1])


def test_the_same_severity_puts_nothing_forward() -> None:
    told = entries(
        (NOON, SUSPECTED), (NOON + HOUR, joint(NOON + HOUR)), (NOON + 2 * HOUR, Measured(Vitals()))
    )

    due = joint_due(told, CaseClass.SUSPECTED, ISOLATION, ordinary)

    assert due == JointDue(NOON + 73 * HOUR, JointReason.REGULAR, told[1])


def test_the_latest_consultation_counts_however_late_it_was_written() -> None:
    told = entries(
        (NOON, SUSPECTED), (NOON + 8 * HOUR, joint(NOON + 8 * HOUR)), (NOON + HOUR, joint(NOON))
    )

    due = joint_due(told, CaseClass.SUSPECTED, ISOLATION, ordinary)

    assert due == JointDue(NOON + 80 * HOUR, JointReason.REGULAR, told[1])


@pytest.mark.parametrize(
    "case_class", [CaseClass.NOT_SUSPECTED, CaseClass.UNDETERMINED, CaseClass.EXCLUDED]
)
def test_whoever_is_not_suspected_takes_none(case_class: CaseClass) -> None:
    assert joint_due(entries((NOON, SUSPECTED)), case_class, ISOLATION, ordinary) is None


def test_without_a_class_on_record_nothing_is_due_yet() -> None:
    assert joint_due((), CaseClass.SUSPECTED, ISOLATION, ordinary) is None


@pytest.mark.parametrize(
    ("signed_by", "missing"),
    [
        ((), ("WESTERN", "TCM")),
        (("林教授",), ("TCM",)),
        (("秦医师",), ("WESTERN",)),
        (("林教授", "秦医师"), ()),
    ],
)
def test_both_sides_sign(signed_by: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert unsigned_sides(joint(NOON, signed_by=signed_by)) == missing

"""Numbers that every edition carries for itself: each edition decides by its own, with both sides of the limit."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from feverclinic.domain.case_facts import Result, Sample
from feverclinic.domain.cases import CaseClass, Severity
from feverclinic.domain.clinical_entries import Classed, JointConsulted
from feverclinic.domain.destination import DestinationFacts, destination
from feverclinic.domain.edition_rules import Destination
from feverclinic.domain.follow_up import follow_up
from feverclinic.domain.joint_consultation import JointDue, JointReason, joint_due
from feverclinic.domain.ternary import Ternary
from feverclinic.domain.transfer import PossibleExposure, To, TransferRequest, transfer
from feverclinic.domain.vitals import Level
from tests.case_builders import an_entry
from tests.domain.case_files import (
    DAY,
    EDITIONS,
    HERE,
    HOUR,
    NOON,
    a_file,
    a_nat,
    edition,
    temperature,
)

SECOND = timedelta(seconds=1)
every = pytest.mark.parametrize("name", EDITIONS)
BEFORE_9 = EDITIONS[: EDITIONS.index("covid-dt-9")]
# Monitoring days after the discharge, and the revisits as week, first and last day of the window.
TWICE = ((2, 8, 14), (4, 22, 28))
MONITORED = dict.fromkeys(BEFORE_9, (14, TWICE)) | {"covid-dt-9": (7, ()), "covid-dt-10": (0, ())}


@pytest.mark.rule("RTE-1")
@every
def test_a_confirmed_case_belongs_to_the_provincial_hospital(name: str) -> None:
    found = destination(a_file(case_class=CaseClass.CONFIRMED, acuity=Level.III), edition(name))

    if name == "covid-dt-9":
        assert (found.result, found.reasons) == (
            Destination.DESIGNATED_HOSPITAL,
            ("RTE-7", "RTE-1"),
        )
    else:
        wanted = Destination.PROVINCIAL_DESIGNATED_HOSPITAL
        assert (found.result, found.reasons) == (wanted, ("RTE-1",))


@pytest.mark.rule("RTE-1")
@pytest.mark.parametrize("case_class", [one for one in CaseClass if one is not CaseClass.CONFIRMED])
def test_no_other_class_belongs_there(case_class: CaseClass) -> None:
    facts = DestinationFacts(consultation_kept_suspected=Ternary.YES)

    found = destination(a_file(case_class=case_class), edition("covid-dt-6"), facts)

    assert found.result is not Destination.PROVINCIAL_DESIGNATED_HOSPITAL
    assert "RTE-1" not in found.reasons


@pytest.mark.rule("RTE-5")
@every
def test_a_doubt_is_settled_within_24_hours(name: str) -> None:
    facts = DestinationFacts(class_since=NOON)

    found = destination(a_file(case_class=CaseClass.UNDETERMINED), edition(name), facts)

    assert (found.result, found.due_at) == (Destination.LOCAL_ISOLATION, NOON + 24 * HOUR)


@pytest.mark.rule("RTE-8")
@every
def test_why_somebody_is_treated_on_site_is_told_again_after_12_hours(name: str) -> None:
    critical = a_file(
        case_class=CaseClass.CONFIRMED, severity=Severity.CRITICAL, on_support=Ternary.YES
    )

    found = destination(critical, edition(name), DestinationFacts(on_site_since=NOON))

    assert (found.result, found.due_at) == (Destination.TREAT_ON_SITE, NOON + 12 * HOUR)


def _lets_go(name: str, at: datetime, *samples: Sample, since: date) -> bool:
    file = a_file(at=at, case_class=CaseClass.NOT_SUSPECTED, samples=samples)
    asked = TransferRequest(To.DEPARTMENT, possible_exposure=PossibleExposure(since))
    return transfer(file, asked, edition(name), temperature()).is_open


@pytest.mark.rule("TRF-5", "T-5")
@every
def test_a_possible_exposure_is_over_after_its_fourteenth_day(name: str) -> None:
    since, over = date(2020, 2, 16), datetime(2020, 3, 2, tzinfo=HERE)

    assert not _lets_go(name, over - SECOND, since=since)
    assert _lets_go(name, over, since=since)


@pytest.mark.rule("TRF-5")
@every
def test_two_negatives_24_hours_apart_end_a_possible_exposure(name: str) -> None:
    def ends(apart: timedelta) -> bool:
        weak = {"quantitative": Ternary.YES, "cut_off": Decimal(40)}
        weak |= {"ct_n_undetected": True, "ct_orf_undetected": True}
        samples = (
            a_nat(Result.NEG, collected_at=NOON - 2 * HOUR - apart, **weak),
            a_nat(Result.NEG, collected_at=NOON - 2 * HOUR, **weak),
        )
        return _lets_go(name, NOON, *samples, since=date(2020, 2, 25))

    assert ends(24 * HOUR)
    assert not ends(24 * HOUR - SECOND)


@every
def test_the_first_joint_consultation_is_due_after_a_day_and_the_next_after_three(
    name: str,
) -> None:
    suspected = Classed(CaseClass.SUSPECTED, CaseClass.SUSPECTED, name)
    first, held = an_entry(1, suspected, NOON), JointConsulted(NOON, ("林教授",), ("秦医师",))
    rules = edition(name).isolation

    due = joint_due((first,), CaseClass.SUSPECTED, rules, _ordinary)
    again = joint_due((first, an_entry(2, held, NOON)), CaseClass.SUSPECTED, rules, _ordinary)

    assert due == JointDue(NOON + 24 * HOUR, JointReason.FIRST)
    assert again is not None
    assert (again.due_at, again.reason) == (NOON + 3 * DAY, JointReason.REGULAR)


def _ordinary(_: datetime) -> Severity:
    return Severity.ORDINARY


@pytest.mark.rule("FUP-1", "FUP-2")
@every
def test_each_edition_follows_for_its_own_days(name: str) -> None:
    discharged_on = date(2020, 2, 15)
    days, revisits = MONITORED[name]

    found = follow_up(NOON, discharged_on, (), (), (), edition(name), temperature())

    assert found.monitoring_to == (discharged_on + days * DAY if days else None)
    windows = [(one.week, one.window_from, one.window_to, one.due_on) for one in found.revisits]
    assert windows == [
        (week, discharged_on + first * DAY, discharged_on + last * DAY, discharged_on + last * DAY)
        for week, first, last in revisits
    ]
    assert edition(name).follow_up.monitoring_days == days
    assert edition(name).follow_up.readings_a_day == 2

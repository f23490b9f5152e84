"""Whoever stays positive for more than four weeks: the experts decide (REL-8)."""

from datetime import timedelta

import pytest

from feverclinic.domain.case_facts import Infectivity, InfectivityReview
from feverclinic.domain.gates import Gate
from feverclinic.domain.ternary import NO
from tests.domain.case_files import DAY, HOUR, NOON
from tests.domain.ready_cases import DOCTOR, SECOND, dose, positive, released

FOUR_WEEKS = 28 * 24 * HOUR


def still_positive(name: str, since: timedelta, **differs: object) -> Gate:
    """First positive so long ago, positive again yesterday; all else is met."""
    return released(name, samples=(positive(since), positive(DAY)), **differs)


@pytest.mark.rule("REL-8")
@pytest.mark.parametrize("name", ["covid-dt-8", "covid-dt-8r"])
@pytest.mark.parametrize(
    ("since", "told"),
    [(FOUR_WEEKS, ()), (FOUR_WEEKS + SECOND, ("EXPERT_INFECTIVITY_REVIEW",))],
)
def test_more_than_four_weeks_positive_go_to_the_experts(
    name: str, since: timedelta, told: tuple[str, ...]
) -> None:
    gate = still_positive(name, since)

    assert (gate.result, gate.reasons, gate.advisories) == ("FAIL", ("NAT_BROKEN",), told)


@pytest.mark.rule("REL-8")
@pytest.mark.parametrize(
    ("decision", "result"), [(Infectivity.RELEASE, "PASS"), (Infectivity.KEEP, "FAIL")]
)
def test_the_recorded_decision_of_the_experts_releases_or_keeps(
    decision: Infectivity, result: str
) -> None:
    review = InfectivityReview(decision, "X9", NOON - HOUR)
    gate = still_positive("covid-dt-8", FOUR_WEEKS + SECOND, infectivity_review=review)

    assert (gate.result, gate.advisories) == (result, ("EXPERT_INFECTIVITY_REVIEW",))


@pytest.mark.rule("REL-8")
@pytest.mark.parametrize(
    ("name", "since", "differs"),
    [
        ("covid-dt-7", FOUR_WEEKS + DAY, {}),
        ("covid-dt-8", FOUR_WEEKS, {}),
        ("covid-dt-8", FOUR_WEEKS + DAY, {"respiratory_improved": NO}),
        ("covid-dt-8", FOUR_WEEKS + DAY, {"antipyretics": (dose(HOUR),)}),
        ("covid-dt-8", FOUR_WEEKS + DAY, {"imaging": ()}),
    ],
    ids=["edition-7", "four-weeks", "course", "dose", "image"],
)
def test_a_decision_of_the_experts_counts_only_when_they_were_to_be_asked(
    name: str, since: timedelta, differs: dict[str, object]
) -> None:
    review = InfectivityReview(Infectivity.RELEASE, "X9", NOON - HOUR)
    gate = still_positive(name, since, infectivity_review=review, **differs)

    assert not gate.is_open
    assert "NAT_BROKEN" in gate.reasons


@pytest.mark.rule("REL-8")
def test_even_the_experts_release_nobody_without_two_signatures() -> None:
    review = InfectivityReview(Infectivity.RELEASE, "X9", NOON - HOUR)
    gate = still_positive(
        "covid-dt-8r", FOUR_WEEKS + SECOND, infectivity_review=review, signatures=(DOCTOR,)
    )

    assert gate.reasons == ("SIGNOFF_MISSING",)


@pytest.mark.rule("REL-8")
@pytest.mark.parametrize("nobody", ["", "  "])
def test_a_decision_that_nobody_signed_releases_nobody(nobody: str) -> None:
    review = InfectivityReview(Infectivity.RELEASE, nobody, NOON - HOUR)
    gate = still_positive("covid-dt-8", FOUR_WEEKS + SECOND, infectivity_review=review)

    assert (gate.result, gate.reasons) == ("FAIL", ("NAT_BROKEN",))

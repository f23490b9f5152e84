from dataclasses import replace
from datetime import date, datetime

import pytest

from feverclinic.domain.case_facts import (
    Consultation,
    Result,
    Role,
    Sample,
    SampleKind,
    Signature,
)
from feverclinic.domain.exclusion import exclusion
from feverclinic.domain.gates import Gate, State
from feverclinic.domain.people import Person
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from tests.domain.case_files import DAY, EDITIONS, HERE, HOUR, NOON, antibodies, edition
from tests.domain.ready_cases import (
    DOCTOR,
    EXPERT,
    OFFICER,
    SECOND,
    SIGNED,
    TWO_NEGATIVES,
    excludable,
    excluded,
    negative,
    positive,
)

WITH_ANTIBODIES = ("covid-dt-7", "covid-dt-8", "covid-dt-8r")
WITHOUT_ANTIBODIES = ("covid-dt-5", "covid-dt-5r", "covid-dt-6", "covid-dt-9")
NEG, POS, IND, PENDING = Result.NEG, Result.POS, Result.IND, Result.PENDING


def late(*samples: Sample, name: str = "covid-dt-7", **differs: object) -> Gate:
    """Ten days after the onset, two negatives and these antibody samples."""
    return excluded(
        name, **({"onset_date": date(2020, 2, 16), "samples": (*TWO_NEGATIVES, *samples)} | differs)
    )


@pytest.mark.rule("EXC-1", "OQ-5")
@pytest.mark.parametrize("name", WITHOUT_ANTIBODIES)
def test_two_negatives_and_two_signatures_exclude(name: str) -> None:
    gate = excluded(name)

    assert (gate.result, gate.reasons, gate.is_open) == ("EXCLUDED", (), True)
    assert gate.facts["pair"] == (0, 1)


@pytest.mark.rule("EXC-4")
@pytest.mark.parametrize("name", WITH_ANTIBODIES)
def test_from_edition_7_to_8r_antibodies_are_asked_as_well(name: str) -> None:
    without, with_them = late(name=name), late(antibodies(NEG, NEG), name=name)

    assert (without.result, without.reasons) == ("INCOMPLETE", ("AB_MISSING",))
    assert with_them.result == "EXCLUDED"


@pytest.mark.rule("EXC-4")
@pytest.mark.parametrize("name", WITH_ANTIBODIES)
@pytest.mark.parametrize(
    ("collected_at", "told"),
    [
        (datetime(2020, 3, 11, 23, 59, 59, tzinfo=HERE), ("AB_TOO_EARLY",)),
        (datetime(2020, 3, 12, 0, 0, 0, tzinfo=HERE), ()),
    ],
)
def test_the_antibodies_are_taken_on_the_seventh_day_after_the_onset_or_later(
    name: str, collected_at: datetime, told: tuple[str, ...]
) -> None:
    at = datetime(2020, 3, 14, 10, 0, tzinfo=HERE)
    sample = antibodies(NEG, NEG, collected_at=collected_at)
    file = excludable(
        at=at, onset_date=date(2020, 3, 5), samples=(*TWO_NEGATIVES, sample), signatures=SIGNED
    )

    assert exclusion(file, edition(name)).reasons == told


@pytest.mark.rule("EXC-4", "T-3")
@pytest.mark.parametrize(
    ("onset", "collected", "told"),
    [
        (date(2020, 2, 22), (2020, 2, 29), ()),
        (date(2020, 2, 23), (2020, 2, 29), ("AB_TOO_EARLY",)),
        (date(2021, 2, 22), (2021, 3, 1), ()),
        (date(2021, 2, 23), (2021, 3, 1), ("AB_TOO_EARLY",)),
    ],
)
def test_seven_days_are_counted_over_the_end_of_february(
    onset: date, collected: tuple[int, int, int], told: tuple[str, ...]
) -> None:
    at = datetime(*collected, 12, 0, tzinfo=HERE)
    samples = tuple(
        replace(one, collected_at=one.collected_at + (at - NOON)) for one in TWO_NEGATIVES
    )
    sample = antibodies(NEG, NEG, collected_at=at - HOUR)
    file = excludable(at=at, onset_date=onset, samples=(*samples, sample))

    assert exclusion(file, edition("covid-dt-7")).reasons == told


@pytest.mark.rule("EXC-8")
def test_without_an_onset_the_first_criterion_counts() -> None:
    sample = antibodies(NEG, NEG)
    early, right = (date(2020, 2, 19), date(2020, 2, 18))

    assert late(sample, onset_date=None, first_criterion_on=early).reasons == ("AB_TOO_EARLY",)
    assert late(sample, onset_date=None, first_criterion_on=right).result == "EXCLUDED"


@pytest.mark.rule("EXC-8")
def test_without_any_such_day_the_antibodies_are_too_early() -> None:
    assert late(antibodies(NEG, NEG), onset_date=None).reasons == ("AB_TOO_EARLY",)


@pytest.mark.rule("EXC-4")
@pytest.mark.parametrize(
    ("igm", "igg", "told"),
    [
        (NEG, NEG, ()),
        (POS, NEG, ("AB_POSITIVE",)),
        (NEG, POS, ("AB_POSITIVE",)),
        (IND, NEG, ("AB_POSITIVE",)),
        (NEG, IND, ("AB_POSITIVE",)),
        (PENDING, NEG, ("AB_MISSING",)),
        (NEG, PENDING, ("AB_MISSING",)),
    ],
)
def test_both_antibodies_are_negative(igm: Result, igg: Result, told: tuple[str, ...]) -> None:
    assert late(antibodies(igm, igg)).reasons == told


@pytest.mark.rule("EXC-9")
def test_a_positive_antibody_refuses_and_wins_over_what_only_waits() -> None:
    gate = late(antibodies(POS, NEG), signatures=())

    assert (gate.result, gate.reasons) == ("NOT_EXCLUDED", ("AB_POSITIVE", "SIGNOFF_MISSING"))


@pytest.mark.rule("EXC-4")
def test_the_latest_sample_with_both_results_decides() -> None:
    before = antibodies(POS, NEG, collected_at=NOON - 2 * DAY)
    unfinished = antibodies(NEG, PENDING, collected_at=NOON - HOUR)

    assert late(before, antibodies(NEG, NEG)).result == "EXCLUDED"
    assert late(antibodies(NEG, NEG), unfinished).result == "EXCLUDED"


def test_of_two_samples_at_one_time_the_worse_decides_in_either_order() -> None:
    one, other = antibodies(NEG, NEG), antibodies(NEG, POS)

    assert late(one, other).reasons == ("AB_POSITIVE",)
    assert late(other, one).reasons == ("AB_POSITIVE",)


# -- EXC-5 -------------------------------------------------------------------------------------


@pytest.mark.rule("EXC-5")
@pytest.mark.parametrize("vaccinated", [YES, NO])
def test_of_whoever_is_immune_the_experts_decide_in_edition_8r(vaccinated: Ternary) -> None:
    person = Person(vaccinated=vaccinated, earlier_infection=YES if vaccinated is NO else NO)

    gate = late(antibodies(POS, POS), name="covid-dt-8r", person=person)

    assert (gate.result, gate.reasons, gate.is_open) == ("NEEDS_CONSULT", (), False)


@pytest.mark.rule("EXC-5")
@pytest.mark.parametrize(
    ("keeps", "result"), [(NO, "EXCLUDED"), (UNKNOWN, "NEEDS_CONSULT"), (YES, "NEEDS_CONSULT")]
)
def test_only_experts_who_clear_him_let_the_immune_go(keeps: Ternary, result: str) -> None:
    person = Person(vaccinated=YES, earlier_infection=NO)
    told = Consultation(NOON - HOUR, keeps)

    assert late(name="covid-dt-8r", person=person, consultation=told).result == result


@pytest.mark.rule("EXC-5", "T-9")
def test_whoever_may_be_immune_needs_both_the_antibodies_and_the_experts() -> None:
    unknown = Person()

    without = late(name="covid-dt-8r", person=unknown)
    with_them = late(antibodies(NEG, NEG), name="covid-dt-8r", person=unknown)

    assert (without.result, without.reasons) == ("INCOMPLETE", ("AB_MISSING",))
    assert with_them.result == "NEEDS_CONSULT"


@pytest.mark.rule("EXC-5")
def test_the_experts_are_asked_only_after_the_two_negatives() -> None:
    person = Person(vaccinated=YES, earlier_infection=NO)

    gate = excluded("covid-dt-8r", person=person, samples=(negative(HOUR),))

    assert (gate.result, gate.reasons) == ("NOT_EXCLUDED", ("NAT_LT2",))


# -- signatures and what follows ---------------------------------------------------------------


@pytest.mark.rule("EXC-6", "F-12")
@pytest.mark.parametrize(
    "signatures",
    [
        (),
        (DOCTOR,),
        (EXPERT,),
        (EXPERT, OFFICER),
        (DOCTOR, replace(EXPERT, by="D1")),
        (DOCTOR, replace(EXPERT, role=Role.HEAD_NURSE)),
        (replace(DOCTOR, role=Role.DOCTOR), EXPERT),
        (DOCTOR, replace(EXPERT, by="")),
        (replace(DOCTOR, by=" "), EXPERT),
        (DOCTOR, replace(EXPERT, by=" D1 ")),
    ],
    ids=[
        *("none", "doctor", "expert", "no-doctor", "one-person", "head-nurse", "other-doctor"),
        *("nobody", "blank", "one-person-with-blanks"),
    ],
)
def test_a_missing_signature_leaves_it_incomplete(signatures: tuple[Signature, ...]) -> None:
    gate = excluded(signatures=signatures)

    assert (gate.result, gate.reasons) == ("INCOMPLETE", ("SIGNOFF_MISSING",))


@pytest.mark.rule("EXC-6")
@pytest.mark.parametrize("second", [EXPERT, OFFICER])
@pytest.mark.parametrize("name", WITHOUT_ANTIBODIES)
def test_experts_or_infection_control_sign_second(name: str, second: Signature) -> None:
    gate = excluded(name, signatures=(second, DOCTOR))
    condition = gate.condition("SIGNOFF")

    assert condition is not None
    assert condition.state is State.MET
    assert {one.value for one in condition.evidence} == {"D1", second.by}


@pytest.mark.rule("EXC-6")
@pytest.mark.parametrize("name", [one for one in EDITIONS if one != "covid-dt-10"])
def test_the_card_is_revised_within_24_hours_after_the_second_signature(name: str) -> None:
    person = Person(vaccinated=NO, earlier_infection=NO)
    gate = late(antibodies(NEG, NEG), name=name, person=person)

    assert gate.facts["card_revision_due_at"] == NOON + 23 * HOUR


@pytest.mark.rule("EXC-6")
def test_without_an_exclusion_no_card_is_to_be_revised() -> None:
    assert excluded(samples=()).facts["card_revision_due_at"] is None


@pytest.mark.rule("EXC-7")
def test_whoever_is_still_a_close_contact_stays_one() -> None:
    assert excluded(close_contact=YES).advisories == ("STAYS_CLOSE_CONTACT",)
    assert excluded(close_contact=YES, samples=()).advisories == ()
    assert excluded(close_contact=NO).advisories == ()


@pytest.mark.rule("EXC-9")
def test_all_reasons_are_told_in_the_order_of_the_rules() -> None:
    gate = late(positive(HOUR), antibodies(POS, NEG), onset_date=date(2020, 2, 24), signatures=())

    assert gate.reasons == ("NAT_BROKEN", "AB_TOO_EARLY", "AB_POSITIVE", "SIGNOFF_MISSING")
    assert gate.result == "NOT_EXCLUDED"
    assert [one.code for one in gate.conditions] == ["N", "AB", "SIGNOFF"]


@pytest.mark.rule("EXC-9")
def test_waiting_reasons_alone_leave_it_incomplete() -> None:
    gate = late(negative(HOUR, result=PENDING), signatures=())

    assert gate.reasons == ("NAT_PENDING", "AB_MISSING", "SIGNOFF_MISSING")
    assert gate.result == "INCOMPLETE"


@pytest.mark.rule("F-11")
def test_edition_10_knows_no_exclusion() -> None:
    gate = excluded("covid-dt-10")

    assert (gate.result, gate.reasons, gate.is_open) == ("NEEDS_CONSULT", (), False)
    assert gate.advisories == ("NO_EXCLUSION_RULE",)


@pytest.mark.rule("F-11")
def test_in_edition_10_the_experts_and_two_signatures_open_it() -> None:
    cleared = Consultation(NOON - HOUR, NO)

    assert excluded("covid-dt-10", consultation=cleared).is_open
    assert not excluded("covid-dt-10", consultation=cleared, signatures=(DOCTOR,)).is_open
    assert not excluded("covid-dt-10", consultation=Consultation(NOON - HOUR, YES)).is_open


def test_an_antigen_is_no_antibody() -> None:
    sample = replace(antibodies(NEG, NEG), kind=SampleKind.ANTIGEN)

    assert late(sample).reasons == ("AB_MISSING",)


def test_the_latest_signature_of_the_earliest_pair_starts_the_clock_of_the_card() -> None:
    more = (*SIGNED, replace(OFFICER, signed_at=NOON - SECOND))

    assert excluded(signatures=more).facts["card_revision_due_at"] == NOON + 23 * HOUR

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feverclinic.domain.history import Answer, Question
from feverclinic.domain.prescreening import (
    HealthCode,
    Prescreening,
    RiskZone,
    Stay,
    ZoneColour,
)
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from tests.domain.records import a_record, routed
from tests.domain.taken import NOON

HERE, THERE = "370303001", "370303002"
GENERAL, SCREEN = "GENERAL_OPD", "FEVER_CLINIC_SCREEN"
QUESTIONS = ["q1", "q2", "q3", "q4", "q5"]


def answering(question: Question, answer: Answer, **changes: object) -> Prescreening:
    record = a_record(**changes)  # pyright: ignore[reportArgumentType] - keywords
    return replace(record, questions={**record.questions, question: answer})


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    ("answer", "outcome", "fact"),
    [(YES, SCREEN, YES), (UNKNOWN, SCREEN, UNKNOWN), (NO, GENERAL, NO)],
)
def test_yes_and_unknown_to_each_of_five_questions_are_positive(
    question: str, answer: Ternary, outcome: str, fact: Ternary
) -> None:
    found = routed(a_record(questions={question: answer}))

    evidence = () if answer is NO else (f"{question.upper()}_{answer.value}",)
    assert (found.result.value, found.facts["E"], found.evidence) == (outcome, fact, evidence)


@pytest.mark.rule("TRI-8")
@pytest.mark.parametrize("question", ["q6", "q7", "q8"])
def test_the_other_questions_do_not_route(question: str) -> None:
    assert routed(a_record(questions={question: YES})).result.value == GENERAL


@pytest.mark.rule("TRI-5")
def test_a_question_that_is_missing_is_unknown() -> None:
    record = a_record()

    found = routed(replace(record, questions={}))

    assert found.result.value == SCREEN
    assert found.evidence == (
        "Q1_UNKNOWN",
        "Q2_UNKNOWN",
        "Q3_UNKNOWN",
        "Q4_UNKNOWN",
        "Q5_UNKNOWN",
    )


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("day", "onset", "outcome"),
    [
        ("2020-02-10", None, GENERAL),
        ("2020-02-11", None, SCREEN),
        ("2020-02-12", None, SCREEN),
        ("2020-02-25", None, SCREEN),
        ("2020-02-06", "2020-02-20", SCREEN),
        ("2020-02-05", "2020-02-20", GENERAL),
    ],
)
def test_a_yes_with_a_day_outside_the_window_is_a_no(
    day: str, onset: str | None, outcome: str
) -> None:
    record = answering(
        Question.Q2,
        Answer(YES, last_exposure_on=date.fromisoformat(day)),
        onset_date=date.fromisoformat(onset) if onset else None,
    )

    assert routed(record).result.value == outcome


@pytest.mark.rule("TRI-5")
def test_an_unknown_answer_stays_unknown_whatever_its_day() -> None:
    record = answering(Question.Q2, Answer(UNKNOWN, last_exposure_on=date(2020, 1, 1)))

    assert routed(record).evidence == ("Q2_UNKNOWN",)


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("until", "outcome"),
    [("2020-02-24", GENERAL), ("2020-02-25", SCREEN), ("2020-02-26", SCREEN)],
)
def test_a_close_contact_who_is_still_observed_is_positive(until: str, outcome: str) -> None:
    contact = Answer(YES, last_exposure_on=date(2020, 2, 1), until=date.fromisoformat(until))

    assert routed(answering(Question.Q5, contact)).result.value == outcome
    assert routed(answering(Question.Q4, contact)).result.value == GENERAL


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("code", "outcome", "evidence", "advisories"),
    [
        (HealthCode.GREEN, GENERAL, (), ()),
        (HealthCode.YELLOW, SCREEN, ("HEALTH_CODE_YELLOW",), ()),
        (HealthCode.RED, SCREEN, ("HEALTH_CODE_RED",), ()),
        (HealthCode.NONE, GENERAL, (), ("DECLARATION_NEEDED",)),
        (HealthCode.FOREIGN_CODE, GENERAL, (), ("DECLARATION_NEEDED",)),
        (None, GENERAL, (), ("DECLARATION_NEEDED",)),
    ],
)
def test_yellow_and_red_codes_are_positive_and_no_code_needs_a_declaration(
    code: HealthCode | None, outcome: str, evidence: tuple[str, ...], advisories: tuple[str, ...]
) -> None:
    found = routed(a_record(health_code=code))

    assert (found.result.value, found.evidence) == (outcome, evidence)
    assert found.advisories == advisories


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("colour", "outcome", "evidence", "advisories"),
    [
        (ZoneColour.RED, SCREEN, ("ZONE_RED",), ()),
        (ZoneColour.ORANGE, SCREEN, ("ZONE_ORANGE",), ()),
        (ZoneColour.YELLOW, GENERAL, (), ()),
        (ZoneColour.GREEN, GENERAL, (), ()),
        (ZoneColour.UNKNOWN, GENERAL, (), ("ZONE_UNKNOWN",)),
        (None, GENERAL, (), ("ZONE_UNKNOWN",)),
    ],
)
def test_red_and_orange_homes_are_positive_and_unknown_ones_are_told(
    colour: ZoneColour | None, outcome: str, evidence: tuple[str, ...], advisories: tuple[str, ...]
) -> None:
    found = routed(a_record(zone_colour=colour))

    assert (found.result.value, found.evidence, found.tags) == (outcome, evidence, ())
    assert found.advisories == advisories


def row(colour: ZoneColour, first: str, end: str | None, township: str = HERE) -> RiskZone:
    return RiskZone(
        township,
        colour,
        date.fromisoformat(first),
        date.fromisoformat(end) if end else None,
    )


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("zones", "evidence", "advisories"),
    [
        ([row(ZoneColour.RED, "2020-02-01", None)], ("ZONE_RED",), ()),
        ([row(ZoneColour.RED, "2020-02-26", None)], (), ("ZONE_UNKNOWN",)),
        ([row(ZoneColour.RED, "2020-02-25", None)], ("ZONE_RED",), ()),
        ([row(ZoneColour.RED, "2020-01-01", "2020-02-11")], (), ("ZONE_UNKNOWN",)),
        ([row(ZoneColour.RED, "2020-01-01", "2020-02-12")], ("ZONE_RED",), ("ZONE_UNKNOWN",)),
        ([row(ZoneColour.YELLOW, "2020-02-25", None)], (), ()),
        ([row(ZoneColour.RED, "2020-02-01", None, THERE)], (), ("ZONE_UNKNOWN",)),
        ([], (), ("ZONE_UNKNOWN",)),
    ],
)
def test_the_table_answers_for_the_address_within_the_window(
    zones: list[RiskZone], evidence: tuple[str, ...], advisories: tuple[str, ...]
) -> None:
    found = routed(a_record(township_code=HERE, risk_zones=tuple(zones)))

    assert (found.evidence, found.advisories) == (evidence, advisories)


@pytest.mark.rule("TRI-5")
def test_a_table_without_a_row_does_not_unsay_a_red_address() -> None:
    found = routed(a_record(township_code=HERE, risk_zones=(), zone_colour=ZoneColour.RED))

    assert (found.evidence, found.advisories) == (("ZONE_RED",), ("ZONE_UNKNOWN",))


@pytest.mark.rule("TRI-8")
def test_a_row_of_the_table_stands_above_the_colour_that_was_given() -> None:
    green = (row(ZoneColour.GREEN, "2020-01-01", None),)

    found = routed(a_record(township_code=HERE, risk_zones=green, zone_colour=ZoneColour.RED))

    assert (found.result.value, found.evidence) == (GENERAL, ())


def stay(first: str, last: str, colour: ZoneColour | None = None) -> Stay:
    return Stay(THERE, date.fromisoformat(first), date.fromisoformat(last), colour)


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("first", "last", "evidence"),
    [
        ("2020-02-01", "2020-02-10", ()),
        ("2020-02-01", "2020-02-11", ("STAY_RED",)),
        ("2020-02-25", "2020-02-25", ("STAY_RED",)),
        ("2020-02-20", "2020-03-20", ("STAY_RED",)),
    ],
)
def test_a_red_stay_within_the_window_proposes_the_first_question(
    first: str, last: str, evidence: tuple[str, ...]
) -> None:
    found = routed(a_record(stays=(stay(first, last, ZoneColour.RED),)))

    assert found.evidence == evidence
    assert found.tags == (("Q1_PROPOSED",) if evidence else ())
    assert found.advisories == ()


@pytest.mark.rule("TRI-5", "TRI-8")
@pytest.mark.parametrize(
    ("first", "last", "evidence", "advisories"),
    [
        ("2020-02-12", "2020-02-14", (), ()),
        ("2020-02-12", "2020-02-15", ("STAY_ORANGE",), ()),
        ("2020-02-18", "2020-02-19", (), ()),
        ("2020-02-17", "2020-02-19", ("STAY_ORANGE",), ()),
        ("2020-02-19", "2020-02-20", (), ("ZONE_UNKNOWN",)),
        ("2020-02-01", "2020-02-12", (), ()),
    ],
)
def test_the_table_answers_for_a_stay_by_its_days(
    first: str, last: str, evidence: tuple[str, ...], advisories: tuple[str, ...]
) -> None:
    zones = (
        row(ZoneColour.RED, "2020-02-01", "2020-02-11", THERE),
        row(ZoneColour.GREEN, "2020-02-11", "2020-02-15", THERE),
        row(ZoneColour.ORANGE, "2020-02-15", "2020-02-18", THERE),
        row(ZoneColour.YELLOW, "2020-02-18", "2020-02-20", THERE),
    )

    found = routed(a_record(stays=(stay(first, last),), risk_zones=zones))

    assert (found.evidence, found.advisories) == (evidence, advisories)


@pytest.mark.rule("TRI-5")
def test_stays_are_told_red_before_orange_and_after_the_address() -> None:
    stays = (
        stay("2020-02-20", "2020-02-21", ZoneColour.ORANGE),
        stay("2020-02-22", "2020-02-23", ZoneColour.RED),
        stay("2020-02-24", "2020-02-24"),
    )

    found = routed(a_record(stays=stays, zone_colour=ZoneColour.ORANGE))

    assert found.evidence == ("ZONE_ORANGE", "STAY_RED", "STAY_ORANGE")
    assert found.advisories == ("ZONE_UNKNOWN",)


@pytest.mark.rule("TRI-5")
def test_a_table_without_a_row_does_not_unsay_a_red_stay() -> None:
    record = a_record(stays=(stay("2020-02-20", "2020-02-21", ZoneColour.RED),), risk_zones=())

    assert routed(record).evidence == ("STAY_RED",)


@pytest.mark.rule("TRI-5", "TRI-8")
def test_what_lies_after_the_decision_is_not_known_yet() -> None:
    tomorrow = NOON.date() + timedelta(days=1)

    later_stay = routed(a_record(stays=(Stay(THERE, tomorrow, tomorrow, ZoneColour.RED),)))
    later_exposure = routed(answering(Question.Q1, Answer(YES, last_exposure_on=tomorrow)))
    later_onset = routed(a_record(onset_date=tomorrow))

    assert (later_stay.evidence, later_stay.advisories) == ((), ("LATER_FACTS_IGNORED",))
    assert later_exposure.evidence == ("Q1_UNKNOWN",)
    assert later_exposure.advisories == ("LATER_FACTS_IGNORED",)
    assert later_onset.advisories == ("LATER_FACTS_IGNORED",)

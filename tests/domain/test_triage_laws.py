from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feverclinic.domain.acuity import LEVELS, assess
from feverclinic.domain.acuity_rules import Sign
from feverclinic.domain.answers import with_answers
from feverclinic.domain.history import ROUTING_QUESTIONS, Answer, Question, Symptom
from feverclinic.domain.overrides import STRICTEST_FIRST
from feverclinic.domain.prescreening import Outcome, Prescreening, Routing
from feverclinic.domain.readings import Site
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.triage import open_questions, route, turns
from feverclinic.domain.vitals import Level
from feverclinic.wording import wording
from tests.domain.any_record import computed, records
from tests.domain.records import RULES
from tests.domain.taken import HOUR, MINUTE, a_reading

ASKABLE = (
    *(question.value for question in ROUTING_QUESTIONS),
    *(f"symptoms.{symptom.value}" for symptom in Symptom),
    *(f"signs.{sign.value}" for sign in Sign),
    "health_code",
    "self_reported_fever",
    "antipyretic_last_6h",
)
# Apart from all others.
ISOLATED = frozenset({"RESUS_ISOLATION", "FEVER_CLINIC_SINGLE_ROOM"})
centis = st.integers(3600, 4200)


def strictness(routing: Routing) -> int:
    return STRICTEST_FIRST.index(routing.proposed)


def with_reading(record: Prescreening, centi: int) -> Prescreening:
    typed = f"{centi // 100}.{centi % 100:02d}"
    return replace(record, readings=(a_reading(typed, Site.AXILLARY, MINUTE),))


@pytest.mark.rule("ACU-1", "ACU-3", "ACU-8", "ACU-13")
@given(computed, centis, centis)
def test_the_hotter_patient_is_never_less_urgent_and_never_routed_lower(
    record: Prescreening, one: int, other: int
) -> None:
    cooler, hotter = (with_reading(record, centi) for centi in sorted((one, other)))

    assert assess(hotter, RULES).result.rank <= assess(cooler, RULES).result.rank
    assert strictness(route(hotter, RULES)) <= strictness(route(cooler, RULES))


@pytest.mark.rule("ACU-3", "ACU-10", "ACU-12")
@given(computed, st.integers(80, 100), st.integers(80, 100))
def test_lower_oxygen_is_never_less_urgent(record: Prescreening, one: int, other: int) -> None:
    low, high = (
        replace(record, vitals=replace(record.vitals, spo2=spo2)) for spo2 in sorted((one, other))
    )

    assert assess(low, RULES).result.rank <= assess(high, RULES).result.rank
    assert strictness(route(low, RULES)) <= strictness(route(high, RULES))


@pytest.mark.rule("TRI-1", "TRI-3", "TRI-5", "TRI-6")
@given(computed, st.sampled_from(ASKABLE), st.sampled_from([NO, UNKNOWN]))
def test_one_more_yes_never_lowers_the_route(
    record: Prescreening, name: str, before: Ternary
) -> None:
    assume(name != "health_code" or before is NO)
    less = with_answers(record, {name: before.value}, RULES)
    more = with_answers(record, {name: YES.value}, RULES)

    assert strictness(route(more, RULES)) <= strictness(route(less, RULES))


@pytest.mark.rule("TRI-1", "TRI-3", "TRI-4", "TRI-5", "TRI-6")
@given(computed, st.sampled_from(ROUTING_QUESTIONS))
def test_not_knowing_is_never_lower_than_a_no(record: Prescreening, question: Question) -> None:
    no, unknown = (
        replace(record, questions={**record.questions, question: Answer(answer)})
        for answer in (NO, UNKNOWN)
    )

    assert strictness(route(unknown, RULES)) <= strictness(route(no, RULES))


@given(records)
def test_the_same_record_has_the_same_decision(record: Prescreening) -> None:
    assert route(record, RULES) == route(record, RULES)


@given(records)
def test_every_code_of_a_decision_has_a_sentence_in_both_languages(record: Prescreening) -> None:
    found = route(record, RULES)
    acuity = found.acuity_detail

    keys = [
        *(f"rule.{code}" for code in (*found.reasons, *acuity.reasons, *found.undecided)),
        *(f"advisory.{code}" for code in (*found.advisories, *acuity.advisories)),
        *(f"tag.{code}" for code in found.tags),
        *(f"call.{code}" for code in found.calls),
        f"outcome.{found.result.value}",
        f"level.{found.acuity.value}",
    ]
    told = wording("zh_CN").sentences.keys() & wording("en").sentences.keys()

    assert set(keys) <= told


@pytest.mark.rule("TRI-1", "TRI-2", "TRI-3", "TRI-4", "TRI-5", "TRI-6", "TRI-7", "TRI-8")
@given(records)
def test_the_first_rule_decides_and_the_lines_stand_in_their_order(record: Prescreening) -> None:
    found = route(record, RULES)

    assert list(found.reasons) == sorted(set(found.reasons))
    assert (found.reasons == ("TRI-8",)) is (found.proposed is Outcome.GENERAL_OPD)
    lines = list(LEVELS)
    assert list(found.acuity_detail.reasons) == [
        one for one in lines if one in found.acuity_detail.reasons
    ]


@pytest.mark.rule("TRI-1", "TRI-3")
@given(records, st.sampled_from(Level))
def test_urgency_never_lowers_isolation(record: Prescreening, level: Level) -> None:
    calm = route(replace(record, acuity=Level.IV, override=None), RULES)
    changed = route(replace(record, acuity=level, override=None), RULES)

    assert calm.proposed.value not in ISOLATED or changed.proposed.value in ISOLATED


@pytest.mark.rule("TRI-1", "TRI-3", "TRI-4")
@given(records)
def test_nobody_lowers_a_fever_without_a_second_reading_by_contact(record: Prescreening) -> None:
    by_contact = [one for one in record.readings if one.site.is_contact]
    assume(len(record.readings) < 2 or not by_contact)

    found = route(record, RULES)

    is_lowered = STRICTEST_FIRST.index(found.result) > STRICTEST_FIRST.index(found.proposed)
    assert not (is_lowered and found.reasons[0] in {"TRI-1", "TRI-3", "TRI-4"})


@given(computed, st.lists(st.sampled_from(ASKABLE), unique=True), st.data())
def test_a_route_that_stands_is_reached_by_every_answer(
    record: Prescreening, unasked: list[str], data: st.DataObject
) -> None:
    standing, names = open_questions(record, unasked, RULES)
    assume(standing is not None)
    assert standing is not None
    picked = {
        name: data.draw(st.sampled_from([YES.value, NO.value]), label=name) for name in unasked
    }

    answered = route(with_answers(record, picked, RULES), RULES)

    assert (answered.proposed, names) == (standing.proposed, ())


@given(computed)
def test_a_turn_leads_where_it_says(record: Prescreening) -> None:
    here = route(record, RULES).proposed

    for turn in turns(record, RULES):
        there = route(with_answers(record, dict(turn.changes), RULES), RULES).proposed
        assert (there, len(turn.changes) in (1, 2), there is here) == (turn.outcome, True, False)


@given(computed)
def test_a_reading_of_yesterday_changes_nothing_by_being_listed_last(record: Prescreening) -> None:
    early = a_reading("36.6", Site.AXILLARY, 24 * HOUR)

    first = route(replace(record, readings=(early, *record.readings)), RULES)
    last = route(replace(record, readings=(*record.readings, early)), RULES)

    assert (first.result, first.reasons, first.evidence) == (
        last.result,
        last.reasons,
        last.evidence,
    )

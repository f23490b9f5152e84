"""Where to (1.7), and what the desk may say of it while questions are open (1.5)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from feverclinic.domain.ages import known_age
from feverclinic.domain.answers import with_answers
from feverclinic.domain.civil_time import local_day
from feverclinic.domain.history import ROUTING_QUESTIONS, Symptom
from feverclinic.domain.known_facts import as_known
from feverclinic.domain.outlook import Turn
from feverclinic.domain.prescreening import HealthCode, Outcome, Prescreening, Routing
from feverclinic.domain.routing import View, routing_of, view
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary
from feverclinic.domain.triage_rules import TriageRules

MOST_TURNS = 3
MOST_CHANGES = 2
# Symptoms that feed a line of level I; the others of the group weigh the same for a route.
IN_EMERGENCY_LINES = frozenset({Symptom.DIARRHOEA, Symptom.HEADACHE, Symptom.RASH})
TEMPERATURE_FIELDS = frozenset({"self_reported_fever", "antipyretic_last_6h"})
EXPOSURE_FIELDS = frozenset({*(one.value for one in ROUTING_QUESTIONS), "health_code"})


def route(record: Prescreening, rules: TriageRules) -> Routing:
    """Decide one whole pre-screening record (contract 2.4)."""
    known, has_later_facts = as_known(record)
    return routing_of(view(known, rules), rules, has_later_facts=has_later_facts)


def work_up(routing: Routing, rules: TriageRules) -> tuple[str, ...]:
    """What to order for this outcome (section 3, WORK), for close contacts their own test too."""
    ordered = rules.routing.work_up.get(routing.result, ())
    if ordered and "Q5_YES" in routing.evidence:
        ordered = (*ordered, *rules.routing.close_contact_work_up)
    return tuple(dict.fromkeys(ordered))


def open_questions(
    record: Prescreening, unasked: Iterable[str], rules: TriageRules
) -> tuple[Routing | None, tuple[str, ...]]:
    """The route that stands whatever the answers to `unasked` will be, or None and what to ask.

    `unasked` are `q1` to `q5`, `symptoms.*`, `signs.*`, `health_code`, `self_reported_fever`,
    `antipyretic_last_6h`, `spo2`. For someone who may be old the signs of ACU-10 are added when they
    stand nowhere in the record. The route that is returned claims nothing that was not asked.
    """
    known, has_later_facts = as_known(record)
    names = tuple(dict.fromkeys((*unasked, *unasked_of_old_age(known, rules))))
    best = view(with_answers(known, dict.fromkeys(names, NO.value), rules), rules)
    worst = _changed(best, dict.fromkeys(names, YES.value), rules) if names else best
    if best.outcome is worst.outcome:
        standing = routing_of(best, rules, has_later_facts=has_later_facts)
        return replace(standing, facts=_as_far_as_asked(best, worst)), ()
    matters = _whether_it_matters(best, worst, rules)
    return None, tuple(name for name in names if matters(name))


def unasked_of_old_age(record: Prescreening, rules: TriageRules) -> tuple[str, ...]:
    """The signs that count as symptoms of old people and of which nothing was said yet."""
    age = known_age(record.person, local_day(record.at))
    if age.years.below(rules.acuity.elder_from_years) is YES:
        return ()
    signs = tuple(
        f"signs.{one.value}" for one in rules.acuity.elder_signs if one not in record.signs
    )
    return (*signs, "spo2") if record.vitals.spo2 is None else signs


def _as_far_as_asked(best: View, worst: View) -> dict[str, Ternary]:
    """What both ends agree on; a fact that hangs on an open question is UNKNOWN."""
    ends = worst.facts.told()
    return {
        name: value if ends[name] is value else UNKNOWN for name, value in best.facts.told().items()
    }


def _whether_it_matters(best: View, worst: View, rules: TriageRules) -> Callable[[str], bool]:
    """Whether one answer alone moves the route away from its best or its worst end."""
    known: dict[str, bool] = {}
    is_emergency_open = best.facts.em is not worst.facts.em

    def matters(name: str) -> bool:
        kind = _kind(name, rules, is_emergency_open=is_emergency_open)
        if kind not in known:
            known[kind] = bool(kind) and any(
                _changed(end, {name: value}, rules).outcome is not end.outcome
                for end, value in ((best, YES.value), (worst, NO.value))
            )
        return known[kind]

    return matters


def _kind(name: str, rules: TriageRules, *, is_emergency_open: bool) -> str:
    """Answers of one kind weigh the same for a route, so that one of them speaks for all."""
    if name in EXPOSURE_FIELDS:
        return "E"
    group, _, code = name.partition(".")
    if group == "symptoms" and not (is_emergency_open and code in IN_EMERGENCY_LINES):
        return "R" if code in rules.routing.symptoms else ""
    return name


def _changed(seen: View, answers: Mapping[str, str], rules: TriageRules) -> View:
    """The view with other answers; what they cannot touch is not worked out again."""
    record = with_answers(seen.record, answers, rules)
    keeps_temperature = TEMPERATURE_FIELDS.isdisjoint(answers)
    keeps_acuity = not any(_feeds_acuity(name) for name in answers)
    keeps_exposure = EXPOSURE_FIELDS.isdisjoint(answers)
    return view(
        record,
        rules,
        seen.temperature if keeps_temperature else None,
        seen.acuity if keeps_acuity else None,
        seen.exposure if keeps_exposure else None,
    )


def _feeds_acuity(name: str) -> bool:
    """Whether level I or the signs of old age hang on it; ACU-13 does not move a route."""
    group, _, code = name.partition(".")
    return group == "signs" or name == "spo2" or code in IN_EMERGENCY_LINES


def turns(record: Prescreening, rules: TriageRules) -> tuple[Turn, ...]:
    """The smallest changes of one or two answers that would lead elsewhere, at most three.

    One for each other outcome, fewer changes first.
    """
    known, _ = as_known(record)
    seen = view(known, rules)
    found: dict[Outcome, Turn] = {}
    for changes in _candidates(seen, rules):
        outcome = _changed(seen, changes, rules).outcome
        if outcome is not seen.outcome and outcome not in found:
            found[outcome] = Turn(tuple(changes.items()), outcome)
        if len(found) == MOST_TURNS:
            break
    return tuple(found.values())


def _candidates(seen: View, rules: TriageRules) -> Iterator[dict[str, str]]:
    moves = [move for move in _moves(seen, rules) if 0 < len(move) <= MOST_CHANGES]
    yield from (move for move in moves if len(move) == 1)
    yield from (move for move in moves if len(move) == MOST_CHANGES)
    singles = [move for move in moves if len(move) == 1]
    yield from ({**one, **other} for one, other in combinations(singles, 2))


def _moves(seen: View, rules: TriageRules) -> Iterator[dict[str, str]]:
    """What would clear or raise one of E, R, the history of fever and the antipyretic."""
    record, facts = seen.record, seen.facts
    no, yes = NO.value, YES.value
    asked = {one.value: record.questions.get(one) for one in ROUTING_QUESTIONS}
    positive = [name for name, one in asked.items() if one is None or one.answer.may_be]
    is_bad_code = record.health_code in rules.routing.positive_codes
    code = {"health_code": HealthCode.GREEN.value} if is_bad_code else {}
    yield {**dict.fromkeys(positive, no), **code}
    ill = [one for one in rules.routing.symptoms if record.symptoms.get(one, UNKNOWN).may_be]
    yield dict.fromkeys((f"symptoms.{one.value}" for one in ill), no)
    if record.self_reported_fever is not NO:
        yield {"self_reported_fever": no}
    if "MASKED_FEVER_POSSIBLE" in seen.temperature.advisories:
        yield {"antipyretic_last_6h": no}
    if facts.e is NO:
        yield {next(iter(asked)): yes}
    if facts.r is NO:
        yield {f"symptoms.{rules.routing.symptoms[0].value}": yes}
    if record.self_reported_fever is NO:
        yield {"self_reported_fever": yes}

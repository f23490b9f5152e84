"""E of 1.7: what makes a patient epidemiology-positive for routing (1.3 to 1.5)."""

from dataclasses import dataclass

from feverclinic.domain.civil_time import local_day
from feverclinic.domain.history import ROUTING_QUESTIONS, Question
from feverclinic.domain.prescreening import Prescreening, Stay, ZoneColour
from feverclinic.domain.routing_rules import RoutingRules
from feverclinic.domain.ternary import NO, UNKNOWN, YES, Ternary, any_of, ternary
from feverclinic.domain.windows import Window, routing_window
from feverclinic.domain.zones import colour_on, worst_between


@dataclass(frozen=True, slots=True)
class Exposure:
    """`evidence` are the codes of contract 2.4 in their order; UNKNOWN counts as YES for routing."""

    holds: Ternary
    evidence: tuple[str, ...]
    is_zone_unknown: bool
    has_positive_stay: bool


def exposure_of(record: Prescreening, rules: RoutingRules) -> Exposure:
    """Questions, health code, address and stays of a record as it is known at its `at`."""
    decided = local_day(record.at)
    window = routing_window(
        record.onset_date, local_day(record.arrived_at), decided, rules.exposure_days
    )
    answers = {one: answer_within(record, one, window) for one in ROUTING_QUESTIONS}
    told = tuple(
        f"{question.name}_{answer.value}" for question, answer in answers.items() if answer.may_be
    )
    address, is_address_unknown = _address(record, window, rules)
    stays = tuple(
        _stay(stay, record, window)
        for stay in record.stays
        if stay.first <= window.last and stay.last >= window.first
    )
    has_positive_code = record.health_code in rules.positive_codes
    code = (f"HEALTH_CODE_{record.health_code}",) if has_positive_code else ()
    places = (
        *((f"ZONE_{address.value}",) if address in rules.positive_zones else ()),
        *(f"STAY_{colour.value}" for colour in rules.positive_zones if colour in stays),
    )
    return Exposure(
        holds=any_of((*answers.values(), ternary(bool(code or places)))),
        evidence=(*told, *code, *places),
        is_zone_unknown=is_address_unknown or ZoneColour.UNKNOWN in stays,
        has_positive_stay=any(colour in rules.positive_zones for colour in stays),
    )


def answer_within(record: Prescreening, question: Question, window: Window) -> Ternary:
    """The answer as routing reads it: a YES whose day lies outside the window is a NO (1.6)."""
    answer = record.questions.get(question)
    if answer is None:
        return UNKNOWN
    if answer.answer is not YES or answer.last_exposure_on is None:
        return answer.answer
    is_observed = question is Question.Q5 and answer.until is not None
    if is_observed and answer.until is not None and answer.until >= window.last:
        return YES
    return YES if window.holds(answer.last_exposure_on) else NO


def _address(record: Prescreening, window: Window, rules: RoutingRules) -> tuple[ZoneColour, bool]:
    """The colour of the address, and whether nobody knows it.

    The table answers by day: a red or orange that ended within the window still counts, as the
    patient lived there then. A colour given with the record is not unsaid by a table without a row.
    """
    given = record.zone_colour or ZoneColour.UNKNOWN
    if not record.township_code or record.risk_zones is None:
        return given, given is ZoneColour.UNKNOWN
    lived = worst_between(record.township_code, window.first, window.last, record.risk_zones)
    today = colour_on(record.township_code, window.last, record.risk_zones)
    is_unknown = today is ZoneColour.UNKNOWN
    if lived in rules.positive_zones:
        return lived, is_unknown
    return (given if is_unknown else today), is_unknown


def _stay(stay: Stay, record: Prescreening, window: Window) -> ZoneColour:
    """The worst colour of a stay on its days within the window."""
    given = stay.zone_colour or ZoneColour.UNKNOWN
    if record.risk_zones is None:
        return given
    first, last = max(stay.first, window.first), min(stay.last, window.last)
    found = worst_between(stay.township_code, first, last, record.risk_zones)
    is_worse = found is ZoneColour.UNKNOWN and given in (ZoneColour.RED, ZoneColour.ORANGE)
    return given if is_worse else found

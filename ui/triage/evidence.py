"""Why the route is what it is, in lines: icon, sentence, rule id; and what would change it."""

from dataclasses import dataclass
from datetime import datetime

from feverclinic.domain.look_ahead import urgent_lines
from feverclinic.domain.outlook import Outlook, Turn
from feverclinic.domain.prescreening import Routing, Temperature
from feverclinic.wording import Wording
from ui.triage.telling import SEPARATOR, clock, code_word, field_word

FEVER = ("F_MEASURED", "F_HISTORY", "F_ELDER_RISE")
RULE_OF = {"F_MEASURED": "TEMP-2", "F_HISTORY": "TEMP-10", "F_ELDER_RISE": "TEMP-7"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the route panel; `target` is the field that a click leads to."""

    icon: str
    tone: str
    text: str
    rule: str = ""
    target: str = ""
    is_bold: bool = False
    ink: str = ""


def evidence_lines(
    routing: Routing, words: Wording, limit_c: str, history_c: str
) -> tuple[Line, ...]:
    """The evidence of a route in its order; where there is none, the rule that stands."""
    decided_by = routing.reasons[0] if routing.reasons else ""
    urgency = urgent_lines(routing.acuity_detail)
    if not routing.evidence and not urgency:
        return tuple(
            Line("check", "ok", code_word(words, "rule", reason), reason)
            for reason in routing.reasons[:1]
        )
    return tuple(
        _line(code, words, routing.temperature, decided_by, limit_c, history_c)
        for code in dict.fromkeys((*urgency, *routing.evidence))
    )


def known_lines(outlook: Outlook, words: Wording, limit_c: str, history_c: str) -> tuple[Line, ...]:
    """What is known already while questions are open, the signs of urgency first."""
    return tuple(
        _line(code, words, outlook.temperature, "", limit_c, history_c)
        for code in outlook.known_evidence
    )


def _line(
    code: str,
    words: Wording,
    temperature: Temperature,
    decided_by: str,
    limit_c: str,
    history_c: str,
) -> Line:
    if code == "F_MEASURED" and temperature.effective is not None:
        site = code_word(words, "site", temperature.effective.site.value)
        value = temperature.effective.raw_text
        said = words.say("evidence.F_MEASURED", site=site, value=value, limit=limit_c)
        return Line("triangle-alert", "danger", said, RULE_OF[code])
    if code in FEVER:
        said = words.say(f"evidence.{code}", value=history_c, site="", limit=limit_c)
        return Line("triangle-alert", "danger", said, RULE_OF[code])
    if code.startswith("ACU-"):
        return Line("triangle-alert", "warn", code_word(words, "rule", code), code)
    if code.endswith("_UNKNOWN"):
        return Line("question", "unknown", code_word(words, "evidence", code), decided_by)
    if words.knows(f"evidence.{code}"):
        return Line("check", "warn", words.say(f"evidence.{code}"), decided_by)
    return Line("check", "warn", code_word(words, "symptom", code), decided_by)


def advice_lines(outlook: Outlook, words: Wording) -> tuple[Line, ...]:
    """Advisories, calls and tags: what else is to be done now."""
    routing = outlook.routing
    detail = routing.acuity_detail if routing else outlook.acuity
    advisories = dict.fromkeys((*(routing.advisories if routing else ()), *detail.advisories))
    told: list[Line] = []
    calls = routing.calls if routing else outlook.acuity.calls
    told += [Line("phone", "danger", words.say(f"call.{call}"), "", is_bold=True) for call in calls]
    for advisory in advisories:
        said = code_word(words, "advisory", advisory)
        due = _due(advisory, outlook.temperature.recheck_at)
        told.append(Line("info", "info", SEPARATOR.join(part for part in (said, due) if part)))
    if routing:
        told += [Line("flag", "warn", code_word(words, "tag", tag)) for tag in routing.tags]
        if routing.override:
            told.append(Line("pencil", "text2", _override(routing, words)))
    return tuple(told)


def _due(advisory: str, recheck_at: datetime | None) -> str:
    return clock(recheck_at) if advisory == "RECHECK" and recheck_at is not None else ""


def _override(routing: Routing, words: Wording) -> str:
    proposed = code_word(words, "outcome", routing.proposed.value)
    if routing.override == "ACCEPTED":
        return words.say("triage.route.overridden", proposed=proposed)
    reason = code_word(words, "override", routing.override_reason or "REFUSED")
    return words.say("triage.route.not_overridden", reason=reason)


def question_lines(names: tuple[str, ...], words: Wording) -> tuple[Line, ...]:
    """What is still to be asked, in the order of work; the first is the next."""
    return tuple(
        Line("question", "unknown", field_word(words, name), "", name, is_bold=at == 0)
        for at, name in enumerate(names)
    )


def turn_sentence(turn: Turn, words: Wording) -> str:
    """One way to another route, as rich text: `「接触史」改为 否 → 发热诊室`."""
    parts = [
        words.say(
            "triage.route.turn_part", field=_brief(name, words), answer=_answer(name, value, words)
        )
        for name, value in turn.changes
    ]
    changes = words.say("triage.route.turn_and").join(parts)
    return words.say(
        "triage.route.turn", changes=changes, outcome=words.say(f"outcome.{turn.outcome.value}")
    )


def _brief(name: str, words: Wording) -> str:
    key = f"question_brief.{name}"
    return words.say(key) if words.knows(key) else field_word(words, name)


def _answer(name: str, value: str, words: Wording) -> str:
    prefix = "health_code" if name == "health_code" else "answer"
    return code_word(words, prefix, value)

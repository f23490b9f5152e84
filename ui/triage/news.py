"""What has happened at the desk, in the one sentence of the notice line; and when somebody was here before."""

from collections.abc import Mapping
from datetime import datetime

from feverclinic.domain.returning import ReturnVisit
from feverclinic.wording import Wording
from ui.keys import key_for
from ui.triage.telling import SEPARATOR, clock, code_word


def news(what: str, facts: Mapping[str, object], words: Wording) -> str:
    """The sentence `triage_day.said.<what>`; times, names and ends become words here."""
    told: dict[str, object] = {"key": key_for("undo_count")}
    for name, fact in facts.items():
        if isinstance(fact, datetime):
            told[name] = clock(fact)
        elif name == "name":
            told[name] = str(fact).strip() or words.say("triage.unnamed")
        elif name == "end":
            told[name] = code_word(words, "triage_day.end", str(fact))
        else:
            told[name] = fact
    return words.say(f"triage_day.said.{what}", **told)


def return_words(visit: ReturnVisit, words: Wording) -> str:
    """`3 天前来过：38.2 ℃ 发热门诊`; nothing of it answers a question of today."""
    temperature = f"{visit.temperature} ℃" if visit.temperature else ""
    outcome = code_word(words, "outcome", visit.outcome.value) if visit.outcome else ""
    facts = {"temperature": temperature, "outcome": outcome}
    if visit.days_ago:
        said = words.say("triage_day.return_banner", days=visit.days_ago, **facts)
    else:
        said = words.say("triage_day.return_today", **facts)
    isolated = words.say("triage_day.return_isolated") if visit.was_isolated else ""
    sought = code_word(words, "triage_day.looked_for", visit.looked_for) if visit.looked_for else ""
    return SEPARATOR.join(part for part in (sought, said.strip(), isolated) if part)

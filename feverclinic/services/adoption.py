"""The rules as this hospital works by them: its own keys, and its own dates of adoption (0.4 of the rules)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from feverclinic.domain.civil_time import iso
from feverclinic.domain.rulesets import Rulebook, too_early
from feverclinic.errors import Unavailable
from feverclinic.services.editions import CaseRules
from feverclinic.services.rulebook import Rules, load_rules
from feverclinic.settings import Settings, line_of


def hospital_rules(settings: Settings, rules: Rules | None = None) -> CaseRules:
    """The rules with the keys and dates of the settings.

    Raises Unavailable `settings.adopted_unknown` and `settings.adopted_too_early` with file and line.
    """
    known = rules or load_rules()
    return CaseRules(
        known,
        settings.county,
        adoption_of(settings, known.rulebook),
        settings.rules,
    )


def adoption_of(settings: Settings, rulebook: Rulebook) -> Mapping[str, datetime]:
    """From when each rule set counts here: later than its notice is allowed, earlier never."""
    early = too_early(rulebook, settings.adoption)
    for rule_set_id, at in settings.adoption.items():
        rule_set = rulebook.find(rule_set_id)
        if rule_set is None:
            raise _refused(settings, "settings.adopted_unknown", rule_set_id)
        if rule_set_id in early and rule_set.effective_from is not None:
            begins = iso(rule_set.effective_from)
            raise _refused(
                settings, "settings.adopted_too_early", rule_set_id, found=iso(at), expected=begins
            )
    return settings.adoption


def _refused(settings: Settings, code: str, rule_set_id: str, **facts: object) -> Unavailable:
    line = line_of(_text(settings.file), f"adoption.{rule_set_id}")
    return Unavailable(code, file=str(settings.file), line=line, key=rule_set_id, **facts)


def _text(file: Path) -> str:
    return file.read_text("utf-8-sig") if file.exists() else ""

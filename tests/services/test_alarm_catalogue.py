"""The catalogue of alarms: complete, and refused with file and line where a row is not right."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from feverclinic.domain.alarms import Catalogue, Rank, Start
from feverclinic.domain.triage_rules import TriageRules
from feverclinic.errors import Unavailable
from feverclinic.services.alarm_catalogue import (
    catalogue_of,
    load_catalogue,
    names_in,
    shipped,
    timed_numbers,
    without_row,
)
from feverclinic.services.rule_files import RuleText
from feverclinic.services.rulebook import triage_rules
from feverclinic.settings import Settings, load_settings
from feverclinic.settings_keys import KEYS
from feverclinic.wording import LANGUAGES, wording

RULES = Path(__file__).resolve().parent.parent.parent / "resources" / "rules"
MINUTE = timedelta(minutes=1)
# Clinical rules with a time of their own that this edition of the program keeps.
TIMED_RULES = (
    *("TEMP-5", "TEMP-9", "TEMP-12", "ISO-2", "1.6", "ISO-6"),
    *("ISO-1", "ISO-4", "WORK-1", "RTE-5", "RTE-8", "4.4", "EXC-6", "REL-9"),
)


@pytest.fixture(scope="module")
def rules() -> TriageRules:
    return triage_rules()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(None, tmp_path, {})


@pytest.fixture
def catalogue(rules: TriageRules, settings: Settings) -> Catalogue:
    return load_catalogue(rules, settings)


def parsed_rules() -> dict[str, Mapping[str, object]]:
    return {
        path.stem: tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for path in sorted(RULES.glob("*.toml"))
    }


def setting_names() -> tuple[str, ...]:
    return tuple(key.name for key in KEYS)


def changed(old: str, new: str) -> RuleText:
    text = shipped().text
    assert old in text
    return RuleText("own.toml", text.replace(old, new, 1))


def test_every_number_of_time_has_a_row_or_a_reason() -> None:
    assert without_row(shipped(), parsed_rules(), setting_names()) == ()


def test_every_number_that_the_catalogue_names_is_one_of_the_rules_or_the_settings() -> None:
    there = timed_numbers(parsed_rules(), setting_names())

    assert names_in(shipped()) - {*there, "", "record"} == set()


def test_a_new_number_of_one_edition_is_found_by_the_name_that_all_editions_share() -> None:
    tables = parsed_rules()
    text = (RULES / "covid-dt-9.toml").read_text("utf-8")
    text = text.replace("airing_minutes = 30", "airing_minutes = 30\nrest_minutes = 5")
    tables["covid-dt-9"] = tomllib.loads(text, parse_float=Decimal)

    missing = without_row(shipped(), tables, setting_names())

    assert missing == ("edition.isolation.rest_minutes",)


def test_a_new_number_of_time_without_a_row_is_found() -> None:
    tables = parsed_rules()
    text = (RULES / "triage.toml").read_text("utf-8") + "seen_by_doctor_minutes = 20\n"
    tables["triage"] = tomllib.loads(text, parse_float=Decimal)

    missing = without_row(shipped(), tables, (*setting_names(), "page_seconds"))

    assert missing == ("triage.arrival.seen_by_doctor_minutes", "settings.page_seconds")


def test_a_new_level_of_waiting_without_a_row_is_found() -> None:
    tables = parsed_rules()
    text = (RULES / "triage.toml").read_text("utf-8").replace("IV = 60\n", "IV = 60\nV = 90\n")
    tables["triage"] = tomllib.loads(text, parse_float=Decimal)

    missing = without_row(shipped(), tables, setting_names())

    assert missing == ("triage.acuity.wait_minutes.V",)


@pytest.mark.parametrize("rule", TIMED_RULES)
def test_every_clinical_rule_with_a_time_has_a_row(rule: str, catalogue: Catalogue) -> None:
    assert [alarm.id for alarm in catalogue.alarms if rule in alarm.rules]


@pytest.mark.parametrize("start", Start)
def test_every_fact_that_can_run_has_exactly_one_row(start: Start, catalogue: Catalogue) -> None:
    assert len([alarm for alarm in catalogue.alarms if alarm.starts is start]) == 1


@pytest.mark.rule("ISO-2")
def test_not_arrived_rings_after_the_ten_minutes_of_the_rules(catalogue: Catalogue) -> None:
    alarm = catalogue.of("NOT_ARRIVED")

    assert alarm is not None
    assert (alarm.rank, alarm.has_sound, alarm.after) == (Rank.ACT, True, 10 * MINUTE)
    assert (alarm.escalates_after, alarm.escalates_to) == (5 * MINUTE, ("doctor",))


def test_an_alarm_follows_its_number_where_a_hospital_has_another(
    rules: TriageRules, settings: Settings
) -> None:
    slow = replace(rules, arrival=replace(rules.arrival, not_arrived_minutes=20))

    alarm = load_catalogue(slow, replace(settings, thermometer_minutes=7)).of("NOT_ARRIVED")
    under_arm = load_catalogue(slow, replace(settings, thermometer_minutes=7)).of("THERMOMETER_DUE")

    assert alarm is not None
    assert under_arm is not None
    assert (alarm.after, under_arm.after) == (20 * MINUTE, 7 * MINUTE)


def test_hours_are_hours(catalogue: Catalogue) -> None:
    alarm = catalogue.of("MASKED_FEVER_DUE")

    assert alarm is not None
    assert alarm.after == timedelta(hours=6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_that_an_alarm_goes_on_to_has_a_word(
    language: str, catalogue: Catalogue
) -> None:
    roles = {role for alarm in catalogue.alarms for role in alarm.escalates_to}

    assert {role for role in roles if not wording(language).knows(f"role.{role}")} == set()


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ('id = "RECHECK_DUE"', 'id = "THERMOMETER_DUE"', "alarms.twice", "THERMOMETER_DUE"),
        ('shows = "top"', 'show = "top"', "rules.unknown_name", 'show = "top"'),
        ('duty = "TRIAGE"', 'duty = "COOK"', "rules.wrong_value", "COOK"),
        ('rank = "SOON"', 'rank = "LOUD"', "rules.wrong_value", "LOUD"),
        ('desk = "triage"', 'desk = "kitchen"', "rules.wrong_value", "kitchen"),
        ('starts = "SENT"', 'starts = "HUNGRY"', "rules.wrong_value", "HUNGRY"),
        ('ends = "RECEIVED"', 'ends = "BORED"', "rules.wrong_value", "BORED"),
        ('to = ["triage_nurse"]', 'to = ["cook"]', "alarms.no_role", '"cook"'),
        ('to = ["triage_nurse"]', "to = []", "alarms.row_to", "to = []"),
        ('after = "record"', "", "alarms.row_after", "[[alarm]]"),
        ('after = "record"', 'after = "record"\nafter_minutes = 1', "alarms.row_after", "record"),
        ("not_arrived_minutes", "never_minutes", "alarms.no_number", "never_minutes"),
        ("arrival.not_arrived_minutes", "acuity.wait_minutes.VI", "alarms.no_number", ".VI"),
        ("settings.thermometer_minutes", "settings.station", "alarms.no_number", ".station"),
        ("settings.thermometer_minutes", "settings.sound", "alarms.no_number", ".sound"),
        (
            'after = "record"\nnumbers',
            "after_minutes = 1\nnumbers",
            "alarms.row_numbers",
            "numbers",
        ),
        ("after_minutes = 5 ", "after_minutes = -5 ", "rules.wrong_value", "= -5"),
        ("after_minutes = 5 ", "after_minutes = 5.5 ", "rules.wrong_value", "= 5.5"),
        ('id = "WAIT_IV"', 'id = "WAIT_V"', "alarms.no_words", "WAIT_V"),
        ('"TEMP-1"', '"TEMP-1', "rules.not_toml", '"TEMP-1'),
    ],
)
def test_a_wrong_row_stops_the_program_with_file_and_line(
    rules: TriageRules, settings: Settings, old: str, new: str, code: str, where: str
) -> None:
    source = changed(old, new)

    with pytest.raises(Unavailable) as refusal:
        catalogue_of(source, rules, settings)

    assert refusal.value.code == code
    assert refusal.value.facts["file"] == "own.toml"
    line = refusal.value.facts["line"]
    assert isinstance(line, int)
    assert where in source.text.splitlines()[line - 1]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ('rank = "SOON"\nsound = true', "alarms.row_sound"),
        ('rank = "ACT"\n', "alarms.row_shows"),
    ],
)
def test_sound_and_act_now_belong_together_and_into_the_top_line(
    rules: TriageRules, settings: Settings, row: str, code: str
) -> None:
    text = shipped().text
    before, after = text.split('id = "FORM_OPEN"')
    source = RuleText("own.toml", f'{before}id = "FORM_OPEN"{after.replace(ROW_RANK, row, 1)}')

    with pytest.raises(Unavailable) as refusal:
        catalogue_of(source, rules, settings)

    assert refusal.value.code == code


ROW_RANK = 'rank = "SOON"'


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_row_is_said_in_words(
    rules: TriageRules, settings: Settings, language: str
) -> None:
    with pytest.raises(Unavailable) as refusal:
        catalogue_of(changed("not_arrived_minutes", "never_minutes"), rules, settings)

    said = wording(language).say(f"error.{refusal.value.code}", **refusal.value.facts)

    assert "own.toml" in said
    assert "triage.arrival.never_minutes" in said

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from feverclinic.domain.arrival_rules import ArrivalRules
from feverclinic.domain.temperature_rules import Comparator
from feverclinic.errors import Unavailable
from feverclinic.services.rule_files import RuleText, line_of
from feverclinic.services.rulebook import load_rules, rules_of, triage_rules
from feverclinic.wording import LANGUAGES, wording

SHIPPED = Path("resources/rules")
TRIAGE = (SHIPPED / "triage.toml").read_text("utf-8")
SIXTH = (SHIPPED / "covid-dt-6.toml").read_text("utf-8")
EDITION = SIXTH[SIXTH.index("id = ") :]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


def refusal_of(own: Path, text: str) -> Unavailable:
    own.write_text(text, "utf-8")
    with pytest.raises(Unavailable) as refusal:
        load_rules(own)
    return refusal.value


def test_the_shipped_rules_name_their_version() -> None:
    rules = triage_rules()

    assert (rules.id, rules.effective_from) == ("triage-1", date(2020, 1, 20))
    assert rules.temperature.fever_threshold_c == Decimal("37.30")


def test_numbers_of_a_rule_file_keep_their_digits(own: Path) -> None:
    own.write_text(TRIAGE.replace("= 37.30 ", "= 37.3000000000000000000000001 "), "utf-8")

    assert triage_rules(own).temperature.fever_threshold_c == Decimal(
        "37.3000000000000000000000001"
    )


def test_a_setting_takes_the_place_of_a_rule() -> None:
    changed = triage_rules(overrides={"fever_comparator": ">", "fever_threshold_c": "37.5"})

    assert changed.temperature.fever_comparator is Comparator.ABOVE
    assert changed.temperature.fever_threshold_c == Decimal("37.5")
    assert triage_rules().temperature.fever_comparator is Comparator.AT_LEAST


@pytest.mark.rule("ISO-2")
def test_the_fever_clinic_has_ten_minutes_to_receive_and_to_isolate() -> None:
    assert triage_rules().arrival == ArrivalRules(10, 10)
    assert triage_rules(overrides={"not_arrived_minutes": 8}).arrival == ArrivalRules(8, 10)


def test_a_setting_of_another_topic_changes_nothing_here() -> None:
    assert triage_rules(overrides={"pass_hours": 24}) == triage_rules()


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("fever_comparator", "<", "<"),
        ("fever_threshold_c", 373, "373"),
        ("elder_delta_c", -1, "-1"),
        ("not_arrived_minutes", 0, "0"),
        ("isolation_gap_minutes", "soon", "soon"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: object, found: str) -> None:
    with pytest.raises(Unavailable) as refusal:
        triage_rules(overrides={name: value})

    assert (refusal.value.code, refusal.value.facts) == (
        "rules.wrong_setting",
        {"name": name, "found": found},
    )


@pytest.mark.parametrize(
    ("was", "becomes", "code", "line", "name"),
    [
        ("antipyretic_hours = 6 ", "antipyretic_hour = 6 ", "rules.unknown_name", 17, "temperature.antipyretic_hour"),
        ("antipyretic_hours = 6 ", "antipyretic_hours = true ", "rules.wrong_value", 17, "temperature.antipyretic_hours"),
        ("antipyretic_hours = 6 ", 'antipyretic_hours = "6" ', "rules.wrong_value", 17, "temperature.antipyretic_hours"),
        ("antipyretic_hours = 6 ", "antipyretic_hours = 6.5 ", "rules.wrong_value", 17, "temperature.antipyretic_hours"),
        ("antipyretic_hours = 6 ", "antipyretic_hours = 6\nmore = 1 ", "rules.unknown_name", 18, "temperature.more"),
        ("fever_threshold_c = 37.30", "fever_threshold_c = 373.0", "rules.wrong_value", 10, "temperature.fever_threshold_c"),
        ("plausible_min_c = 34.00", "plausible_min_c = 37.30", "rules.wrong_value", 10, "temperature.fever_threshold_c"),
        ("plausible_min_c = 34.00", "plausible_min_c = -34.00", "rules.wrong_value", 14, "temperature.plausible_min_c"),
        ("plausible_max_c = 43.00", "plausible_max_c = 60.01", "rules.wrong_value", 15, "temperature.plausible_max_c"),
        ("confirmable_min_c = 25.00", "confirmable_min_c = 34.01", "rules.wrong_value", 16, "temperature.confirmable_min_c"),
        ("antipyretic_hours = 6 ", "antipyretic_hours = -6 ", "rules.wrong_value", 17, "temperature.antipyretic_hours"),
        ("red_hr_below = 50 ", "red_hr_below = 150 ", "rules.wrong_value", 42, "acuity.red_hr_below"),
        ("rr_above = 40", "rr_above = 20", "rules.wrong_value", 110, "acuity.bands.1.rr_below"),
        ("below_months = 60", "below_months = 12", "rules.wrong_value", 128, "acuity.tachypnoea.2.below_months"),
        ("not_arrived_minutes = 10 ", "not_arrived_minutes = 0 ", "rules.wrong_value", 156, "arrival.not_arrived_minutes"),
        ("isolation_gap_minutes = 10 ", "isolation_gap_minutes = -1 ", "rules.wrong_value", 157, "arrival.isolation_gap_minutes"),
        ("isolation_gap_minutes = 10 ", "# none ", "rules.missing", 154, "arrival.isolation_gap_minutes"),
        ('evidence = ["S9", "D"]', "", "rules.missing", 154, "arrival.evidence"),
        ('fever_comparator = ">="', 'fever_comparator = "<"', "rules.wrong_value", 11, "temperature.fever_comparator"),
        ("antipyretic_hours = 6 ", "# none ", "rules.missing", 8, "temperature.antipyretic_hours"),
        ("ORAL = 0.00", "MOUTH = 0.00", "rules.unknown_name", 25, "temperature.site_offset_c.MOUTH"),
        ('id = "triage-1"\n', "", "rules.missing", 1, "id"),
        ("effective_from = 2020-01-20", "effective_from = 2020", "rules.wrong_value", 6, "effective_from"),
        ('evidence = ["S9", "V", "D", "G"]', 'evidence = ["X"]', "rules.wrong_value", 9, "temperature.evidence.0"),
        ('evidence = ["S9", "V", "D", "G"]', "", "rules.missing", 8, "temperature.evidence"),
    ],
)  # fmt: skip
def test_a_wrong_rule_stops_with_its_file_line_and_name(
    own: Path, was: str, becomes: str, code: str, line: int, name: str
) -> None:
    refusal = refusal_of(own, TRIAGE.replace(was, becomes))

    assert (refusal.code, refusal.facts["file"]) == (code, "own.toml")
    assert (refusal.facts["line"], refusal.facts["name"]) == (line, name)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id = \n", 1),
        ('id = "a"\nid = "b"\n', 2),
        ("id = 'x", 1),
        ("a = 1\n[t\n", 2),
        ("\n" * 5 + "?", 6),
    ],
)
def test_what_is_no_toml_stops_with_its_line(own: Path, text: str, line: int) -> None:
    refusal = refusal_of(own, text)

    assert (refusal.code, refusal.facts["line"]) == ("rules.not_toml", line)


def test_a_file_that_cannot_be_read_stops_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"id = '\xff'")

    for path in (tmp_path / "none.toml", tmp_path, tmp_path / "latin.toml"):
        with pytest.raises(Unavailable) as refusal:
            load_rules(path)
        assert (refusal.value.code, refusal.value.facts["file"]) == ("rules.unreadable", str(path))


@pytest.mark.parametrize(
    ("was", "becomes", "code", "other"),
    [
        ("effective_to = 2020-03-03", "effective_to = 2020-03-02", "rules.gap", "covid-dt-7"),
        ("effective_to = 2020-03-03", "effective_to = 2020-03-04", "rules.overlap", "covid-dt-7"),
        ("effective_to = 2020-03-03\n", "", "rules.overlap", "covid-dt-7"),
        ("effective_from = 2020-02-18", "effective_from = 2020-02-19", "rules.gap", "covid-dt-5r"),
        ("effective_from = 2020-02-18", "effective_from = 2020-02-17", "rules.overlap", "covid-dt-5r"),
        ("effective_from = 2020-02-18\n", "", "rules.overlap", "covid-dt-5"),
    ],
)  # fmt: skip
def test_a_gap_or_an_overlap_of_dates_stops_with_both_ids(
    own: Path, was: str, becomes: str, code: str, other: str
) -> None:
    refusal = refusal_of(own, EDITION.replace(was, becomes))

    assert refusal.code == code
    assert refusal.facts == {"file": "own.toml", "line": 1, "id": "covid-dt-6", "other": other}


def test_a_rule_set_that_ends_before_it_begins_stops(own: Path) -> None:
    refusal = refusal_of(own, EDITION.replace("2020-03-03", "2020-02-18"))

    assert (refusal.code, refusal.facts["id"]) == ("rules.ends_first", "covid-dt-6")


def test_an_id_in_two_shipped_files_stops() -> None:
    files = [RuleText("a.toml", TRIAGE), RuleText("b.toml", EDITION), RuleText("c.toml", EDITION)]

    with pytest.raises(Unavailable) as refusal:
        rules_of(files)

    assert refusal.value.facts == {"file": "c.toml", "line": 1, "id": "covid-dt-6"}


def test_without_rules_of_triage_nothing_starts() -> None:
    with pytest.raises(Unavailable) as refusal:
        rules_of([RuleText("b.toml", EDITION)])

    assert refusal.value.code == "rules.no_triage"


def test_a_file_of_ones_own_takes_the_place_of_the_shipped_edition(own: Path) -> None:
    own.write_text(EDITION.replace('edition = "6"', 'edition = "6, ours"'), "utf-8")

    found = load_rules(own).rulebook.find("covid-dt-6")

    assert found is not None
    assert found.edition == "6, ours"


def test_a_line_is_found_in_the_right_table_of_a_list() -> None:
    text = 'family = "X"\n[[version]]\nid = "a"\n\n[[version]]\nid = "b"\nend = 3\n'

    assert line_of(text, ("version", 0, "id")) == 3
    assert line_of(text, ("version", 1, "end")) == 7
    assert line_of(text, ("version", 0, "end")) == 2
    assert line_of(text, ("other",)) == 1


def test_every_shipped_rule_file_carries_its_evidence() -> None:
    files = sorted(SHIPPED.glob("*.toml"))

    assert [path.name for path in files if "evidence = [" not in path.read_text("utf-8")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_of_a_rule_file_is_one_sentence(own: Path, language: str) -> None:
    refusal = refusal_of(own, TRIAGE.replace("37.30 ", '"warm" '))

    sentence = wording(language).say(f"error.{refusal.code}", **refusal.facts)

    assert "own.toml" in sentence
    assert "10" in sentence
    assert "warm" in sentence
    assert "\n" not in sentence

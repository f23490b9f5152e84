"""Other epidemics as data only (section 11 of the rules): each pack decides by its own numbers."""

import json
import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from feverclinic.commands.main import main
from feverclinic.domain.rulesets import Family
from feverclinic.services.rulebook import load_rules
from tests.commands.deciding import decided

PACKS = ("influenza-1", "ebola-1", "sars-1", "mers-1", "h7n9-1", "hfmd-1")
ONSET = date(2020, 3, 10)
ILL: dict[str, Any] = {
    "at": "2020-03-11T15:00",
    "onset_date": "2020-03-10",
    "e2": "NO",
    "e3": "NO",
    "e4": "NO",
    "c1": "TRUE",
    "c2": "TRUE",
    "c3": "FALSE",
    "samples": [],
}


def exposed(rule_set: str, days_before: int, **more: Any) -> dict[str, Any]:
    """Somebody ill whose last exposure was so many days before the onset."""
    on = (ONSET - timedelta(days=days_before)).isoformat()
    return ILL | {"rule_set": rule_set, "e1": {"answer": "YES", "last_exposure_on": on}} | more


def a_nat(pathogen: str | None, specimen: str = "OROPHARYNGEAL_SWAB") -> dict[str, Any]:
    told = {"kind": "NAT", "specimen": specimen, "collected_at": "2020-03-11T10:00"}
    return told | {"result": "POS"} | ({"pathogen": pathogen} if pathogen else {})


@pytest.mark.rule("T-3")
@pytest.mark.parametrize(
    ("rule_set", "days"),
    [
        ("influenza-1", 7),
        ("ebola-1", 21),
        ("sars-1", 10),
        ("mers-1", 14),
        ("h7n9-1", 10),
        ("hfmd-1", 7),
    ],
)
def test_exposure_counts_for_as_long_as_the_disease_may_take(rule_set: str, days: int) -> None:
    within = decided("classification", exposed(rule_set, days))
    before = decided("classification", exposed(rule_set, days + 1))

    assert (within["inputs"]["E"], within["result"]) == ("TRUE", "SUSPECTED")
    assert (before["inputs"]["E"], before["result"]) == ("FALSE", "NOT_SUSPECTED")
    assert within["rule_set"] == rule_set


@pytest.mark.parametrize("rule_set", PACKS)
def test_a_positive_sample_of_the_own_disease_confirms(rule_set: str) -> None:
    given = exposed(rule_set, 1, samples=[a_nat(None)])

    found = decided("classification", given)

    assert (found["result"], found["reasons"]) == ("CONFIRMED", ["CLS-1", "NAT_POSITIVE"])


def test_the_pathogen_of_another_disease_confirms_nothing() -> None:
    covid = decided("classification", exposed("influenza-1", 1, samples=[a_nat("SARS_COV_2")]))
    flu = decided("classification", exposed("influenza-1", 1, samples=[a_nat("INFLUENZA_A")]))
    flu_in_covid = decided(
        "classification", exposed("covid-dt-7", 1, samples=[a_nat("INFLUENZA_A")])
    )

    assert (covid["result"], flu["result"]) == ("SUSPECTED", "CONFIRMED")
    assert flu_in_covid["result"] == "SUSPECTED"


@pytest.mark.parametrize(
    ("disease", "disease_class", "managed_as", "hours"),
    [
        ("INFLUENZA", "C", "C", 24),
        ("HFMD", "C", "C", 24),
        ("H7N9", "B", "B", 24),
        ("SARS", "B", "A", 2),
    ],
)
def test_each_statutory_disease_has_its_own_class_and_deadline(
    disease: str, disease_class: str, managed_as: str, hours: int
) -> None:
    (found,) = load_rules().rulebook.family(Family.STATUTORY, disease)

    status = found.statutory
    assert status is not None
    assert (status.disease_class, status.managed_as) == (disease_class, managed_as)
    assert status.card_deadline_hours == hours


@pytest.mark.parametrize(
    ("rule_set", "hours"), [("influenza-1", 24), ("sars-1", 168), ("mers-1", 72), ("h7n9-1", 72)]
)
def test_each_disease_asks_for_its_own_time_without_fever(rule_set: str, hours: int) -> None:
    def reading(hour: int, text: str) -> dict[str, str]:
        at = f"2020-03-{1 + hour // 24:02d}T{hour % 24:02d}:00"
        return {"raw_text": text, "site": "AXILLARY", "measured_at": at}

    def reasons(at: str) -> list[str]:
        readings = [reading(0, "38.0"), *(reading(hour, "36.6") for hour in range(8, 8 + 176, 8))]
        given = {"class": "CONFIRMED", "rule_set": rule_set, "antipyretics": [], "at": at}
        return decided("release", given | {"readings": readings})["reasons"]

    sharp = f"2020-03-{1 + (8 + hours) // 24:02d}T{(8 + hours) % 24:02d}:00:00"
    short = f"2020-03-{1 + (7 + hours) // 24:02d}T{(7 + hours) % 24:02d}:59:59"
    assert "TEMP_NOT_LONG_ENOUGH" not in reasons(sharp)
    assert "TEMP_NOT_LONG_ENOUGH" in reasons(short)


def test_who_was_ill_with_ebola_is_watched_for_21_days() -> None:
    given = {"discharged_on": "2020-03-01", "visits": [], "readings": [], "symptoms_since": []}

    watched = decided("follow-up", given | {"at": "2020-03-22T23:59:59", "rule_set": "ebola-1"})
    ended = decided("follow-up", given | {"at": "2020-03-23T00:00", "rule_set": "ebola-1"})

    assert (watched["result"], watched["monitoring_to"]) == ("MONITORING", "2020-03-22")
    assert ended["result"] == "ENDED"


COMMON: dict[str, object] = {
    "criteria.blood_count.late_after_days": 7,
    "criteria.blood_count.wbc_low": 3.5,
    "criteria.blood_count.wbc_high": 9.5,
    "criteria.blood_count.lymphocytes_low": 1.1,
    "criteria.blood_count.lymphocytes_high": 3.2,
    "confirmation.titre_factor": 4,
    "severity.adult_from_years": 14,
    "severity.child_below_years": 18,
    "severity.warning_change_percent": 20,
    "severity.young_below_months": 3,
    "severity.adult.rr_from": 30,
    "severity.adult.spo2_to": 93,
    "severity.adult.ratio_to": 300,
    "severity.child.spo2_to": 92,
    "severity.child.bands": [
        {"rr_from": 60, "below_months": 2},
        {"rr_from": 50, "below_months": 12},
        {"rr_from": 40, "below_months": 72},
        {"rr_from": 30},
    ],
    "exclusion.antibody_after_days": 7,
    "exclusion.card_revision_hours": 24,
    "release.gap_hours": 16,
    "release.antipyretic_free_hours": 24,
    "release.imaging_max_age_days": 7,
    "follow_up.readings_a_day": 2,
    "destination.undetermined_hours": 24,
    "destination.on_site_hours": 12,
    "isolation.airing_minutes": 30,
    "isolation.joint_first_hours": 24,
    "isolation.joint_every_days": 3,
}
# Exposure, hours between negatives, hours without fever, days of observation and of monitoring.
OWN = {
    "influenza-1": (7, 24, 24, 7, 0),
    "ebola-1": (21, 48, 72, 21, 21),
    "sars-1": (10, 24, 168, 10, 14),
    "mers-1": (14, 24, 72, 14, 14),
    "h7n9-1": (10, 24, 72, 10, 7),
    "hfmd-1": (7, 24, 24, 7, 0),
}


@pytest.mark.parametrize("rule_set", PACKS)
def test_the_numbers_of_a_pack_are_those_that_were_chosen(rule_set: str) -> None:
    text = files("resources").joinpath("rules", f"{rule_set}.toml").read_text("utf-8")
    exposure, apart, normal, observed, monitored = OWN[rule_set]
    expected = COMMON | {
        "criteria.exposure_days": exposure,
        "criteria.cluster_days": exposure,
        "exclusion.pair.hours_apart": apart,
        "release.normal_hours": normal,
        "release.observation_days": observed,
        "release.pair.hours_apart": apart,
        "follow_up.monitoring_days": monitored,
        "isolation.exposure_days": exposure,
        "isolation.exposure_negatives_hours": apart,
    }
    two_weeks = [{"week": 2, "from_day": 8, "to_day": 14}]
    if rule_set in ("sars-1", "mers-1"):
        expected |= {"follow_up.revisits": two_weeks}

    assert numbers_of(tomllib.loads(text)) == expected


def numbers_of(table: dict[str, Any], within: str = "") -> dict[str, object]:
    """Every number of a file by its dotted name; tables in a list stand whole, rows of classes not."""
    found: dict[str, object] = {}
    for name, value in table.items():
        here = f"{within}{name}"
        if isinstance(value, dict):
            found |= numbers_of(value, f"{here}.")  # pyright: ignore[reportUnknownArgumentType] - a table of TOML
        elif here in ("severity.child.bands", "follow_up.revisits") or (
            isinstance(value, (int, float)) and not isinstance(value, bool)
        ):
            found[here] = value
    return found


def test_a_new_disease_needs_a_file_and_no_code(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shipped = files("resources").joinpath("rules", "ebola-1.toml").read_text("utf-8")
    pack = tmp_path / "nipah.toml"
    text = shipped.replace('"ebola-1"', '"nipah-1"').replace('"EBOLA"', '"NIPAH"')
    pack.write_text(text.replace("exposure_days = 21 ", "exposure_days = 45 "), "utf-8")
    case = tmp_path / "case.json"
    given = [exposed("nipah-1", 45), exposed("nipah-1", 46), exposed("ebola-1", 45)]
    case.write_text(json.dumps(given), "utf-8")

    assert main(["decide", "classification", str(case), "--rules", str(pack)]) == 0

    found = json.loads(capsysbinary.readouterr().out)
    assert [(one["rule_set"], one["result"]) for one in found] == [
        ("nipah-1", "SUSPECTED"),
        ("nipah-1", "NOT_SUSPECTED"),
        ("ebola-1", "NOT_SUSPECTED"),
    ]
    assert "NIPAH" in load_rules(pack).rulebook.diseases


def test_other_epidemics_change_nothing_of_the_one_at_home() -> None:
    rules = load_rules()

    assert rules.rulebook.diseases == (
        *("COVID-19", "EBOLA", "H7N9", "HFMD", "INFLUENZA", "MERS", "SARS"),
    )
    at_home = rules.rulebook.family(Family.DIAGNOSIS)
    assert [one.edition for one in at_home] == ["5", "5r", "6", "7", "8", "8r", "9", "10"]

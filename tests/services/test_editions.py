from datetime import datetime, timedelta, timezone

import pytest

from feverclinic.domain.edition_rules import Join
from feverclinic.errors import Unavailable
from feverclinic.services.editions import CaseRules, edition_at, with_keys
from feverclinic.services.rulebook import load_rules

RULES = load_rules()
HERE = timezone(timedelta(hours=8))
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("begins", "edition", "before"),
    [
        ("2020-02-08", "covid-dt-5r", "covid-dt-5"),
        ("2020-02-18", "covid-dt-6", "covid-dt-5r"),
        ("2020-03-03", "covid-dt-7", "covid-dt-6"),
        ("2020-08-18", "covid-dt-8", "covid-dt-7"),
        ("2021-04-14", "covid-dt-8r", "covid-dt-8"),
        ("2022-03-14", "covid-dt-9", "covid-dt-8r"),
        ("2023-01-05", "covid-dt-10", "covid-dt-9"),
    ],
)
def test_an_edition_is_in_force_from_midnight_of_its_day(
    begins: str, edition: str, before: str
) -> None:
    assert edition_at(RULES, at(begins)).id == edition
    assert edition_at(RULES, at(begins) - SECOND).id == before


@pytest.mark.parametrize(
    ("instant", "disease"), [("2020-02-03T23:59:59", "COVID-19"), ("2020-03-01", "PLAGUE")]
)
def test_nothing_in_force_is_said_so(instant: str, disease: str) -> None:
    with pytest.raises(Unavailable) as refusal:
        edition_at(RULES, at(instant), disease)

    assert refusal.value.code == "rules.none_in_force"


def test_a_forced_edition_is_taken_at_any_time() -> None:
    assert edition_at(RULES, at("2019-01-01"), rule_set="covid-dt-9").id == "covid-dt-9"


def test_a_hospital_that_adopts_late_works_on_by_the_edition_before() -> None:
    adopted = {"covid-dt-7": at("2020-03-05T08:00:00")}

    found = [
        edition_at(RULES, at(instant), local_adoption_from=adopted).id
        for instant in ("2020-03-03", "2020-03-05T07:59:59", "2020-03-05T08:00:00")
    ]
    assert found == ["covid-dt-6", "covid-dt-6", "covid-dt-7"]


def test_the_keys_of_a_hospital_change_the_edition() -> None:
    keys: dict[str, object] = {
        "cbc_join": "or",
        "sari_unexplained": False,
        "antipyretic_free_hours": 48,
        "imaging_max_age_days": 3,
        "fever_threshold_c": "37.5",
    }

    found = with_keys(RULES.editions["covid-dt-7"], keys)
    assert found.criteria.blood_count.join is Join.OR
    assert found.classification.sari_unexplained is False
    assert (found.release.antipyretic_free_hours, found.release.imaging_max_age_days) == (48, 3)
    assert with_keys(RULES.editions["covid-dt-7"], {}) == RULES.editions["covid-dt-7"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("cbc_join", "xor"), ("sari_unexplained", "maybe"), ("imaging_max_age_days", "soon")],
)
def test_a_key_that_cannot_be_is_refused(key: str, value: object) -> None:
    with pytest.raises(Unavailable) as refusal:
        with_keys(RULES.editions["covid-dt-7"], {key: value})

    assert refusal.value.code == "rules.wrong_setting"


def test_the_rules_of_a_hospital_know_its_dates_and_keys() -> None:
    rules = CaseRules(
        RULES,
        local_adoption_from={"covid-dt-7": at("2020-03-05")},
        overrides={"cbc_join": "or", "fever_threshold_c": "37.5"},
    )

    found = rules.edition(at("2020-03-04"))
    assert (found.id, found.criteria.blood_count.join) == ("covid-dt-6", Join.OR)
    named = rules.edition_called("covid-dt-9")
    assert named is not None
    assert named.criteria.blood_count.join is Join.OR
    assert rules.edition_called("covid-dt-99") is None
    assert rules.temperature != RULES.triage.temperature

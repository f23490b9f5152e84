"""A hospital's own dates of adoption (0.4 of the rules): later is allowed, earlier never."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from feverclinic.domain.civil_time import CHINA
from feverclinic.errors import Unavailable
from feverclinic.services.adoption import hospital_rules
from feverclinic.settings import Settings, load_settings
from feverclinic.settings_writing import save_settings

Make = Callable[[str], Settings]


@pytest.fixture
def settings_of(tmp_path: Path) -> Make:
    def write(text: str) -> Settings:
        path = tmp_path / "settings.toml"
        path.write_text(text, "utf-8")
        return load_settings(path, tmp_path, {})

    return write


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2020, month, day, hour, minute, second, tzinfo=CHINA)


def test_an_edition_counts_from_the_hour_that_the_hospital_sets(settings_of: Make) -> None:
    rules = hospital_rules(settings_of("[adoption]\ncovid-dt-7 = 2020-03-05T08:00:00\n"))

    assert rules.edition(at(3, 5, 7, 59, 59)).id == "covid-dt-6"
    assert rules.edition(at(3, 5, 8)).id == "covid-dt-7"


def test_a_day_is_its_first_instant_and_the_day_of_the_notice_is_not_early(
    settings_of: Make,
) -> None:
    rules = hospital_rules(settings_of("[adoption]\ncovid-dt-7 = 2020-03-03\n"))

    assert rules.edition(at(3, 2, 23, 59, 59)).id == "covid-dt-6"
    assert rules.edition(at(3, 3)).id == "covid-dt-7"


def test_an_earlier_day_is_refused_with_its_line(settings_of: Make) -> None:
    settings = settings_of('theme = "dark"\n\n[adoption]\ncovid-dt-7 = 2020-03-02\n')

    with pytest.raises(Unavailable, match=r"settings\.adopted_too_early") as refused:
        hospital_rules(settings)
    facts = refused.value.facts
    assert (facts["line"], facts["key"]) == (4, "covid-dt-7")
    assert facts["found"] == "2020-03-02T00:00:00+08:00"
    assert facts["expected"] == "2020-03-03T00:00:00+08:00"


def test_an_instant_one_second_early_is_refused(settings_of: Make) -> None:
    settings = settings_of("[adoption]\ncovid-dt-7 = 2020-03-02T23:59:59\n")

    with pytest.raises(Unavailable, match=r"settings\.adopted_too_early"):
        hospital_rules(settings)


def test_a_rule_set_that_is_not_there_is_refused_with_its_line(settings_of: Make) -> None:
    settings = settings_of("[adoption]\ncovid-dt-77 = 2020-03-05\n")

    with pytest.raises(Unavailable, match=r"settings\.adopted_unknown") as refused:
        hospital_rules(settings)
    assert (refused.value.facts["line"], refused.value.facts["key"]) == (2, "covid-dt-77")


@pytest.mark.parametrize("value", ['"soon"', "7", "true", "[2020-03-05]"])
def test_what_is_no_date_is_refused_by_the_settings(settings_of: Make, value: str) -> None:
    with pytest.raises(Unavailable, match=r"settings\.bad") as refused:
        settings_of(f"[adoption]\ncovid-dt-7 = {value}\n")
    assert (refused.value.facts["line"], refused.value.facts["key"]) == (2, "adoption.covid-dt-7")


def test_dates_of_adoption_stay_when_the_settings_are_saved(
    settings_of: Make, tmp_path: Path
) -> None:
    settings = settings_of("[adoption]\ncovid-dt-7 = 2020-03-05T08:00:00\n")

    save_settings(settings)

    assert load_settings(settings.file, tmp_path, {}).adoption == settings.adoption
    assert settings.adoption == {"covid-dt-7": at(3, 5, 8)}

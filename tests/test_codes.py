"""The code tables: complete, well formed, and counted against what the sources print."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from feverclinic.domain.people import Chronic
from feverclinic.domain.prescreening import RiskZone, ZoneColour
from feverclinic.errors import Unavailable
from feverclinic.services.codes import (
    SHORT_LISTS,
    all_townships,
    area_name,
    areas,
    belongs_to,
    codes_of,
    countries,
    divisions,
    find_township,
    known_areas,
    occupations,
    risk_zones,
    townships,
)
from feverclinic.wording import LANGUAGES, wording

SPRING_2020 = date(2020, 2, 25)


def test_zibo_has_88_towns_and_subdistricts() -> None:
    kinds = Counter(entry.kind for entry in townships(SPRING_2020))

    assert kinds == {"subdistrict": 30, "town": 58}


@pytest.mark.parametrize(
    ("county", "subdistricts", "towns"),
    [
        ("370302", 4, 9),
        ("370303", 7, 6),
        ("370304", 3, 7),
        ("370305", 5, 7),
        ("370306", 5, 5),
        ("370321", 2, 7),
        ("370322", 2, 7),
        ("370323", 2, 10),
    ],
)
def test_each_county_has_its_printed_count(county: str, subdistricts: int, towns: int) -> None:
    kinds = Counter(entry.kind for entry in townships(SPRING_2020) if entry.county == county)

    assert kinds == {"subdistrict": subdistricts, "town": towns}


def test_mashang_changes_its_code_and_the_total_stays_88() -> None:
    later = {entry.code for entry in townships(date(2021, 1, 1))}

    assert len(later) == 88
    assert "370303009" in later
    assert "370303100" not in later
    before = find_township("370303100")
    assert before is not None
    assert (before.name, before.replaced_by) == ("马尚镇", "370303009")


def test_township_codes_are_their_county_and_three_digits() -> None:
    assert all(
        entry.code[:6] == entry.county and len(entry.code) == 9 and entry.code.isdecimal()
        for entry in all_townships()
    )


def test_an_unknown_township_is_not_found() -> None:
    assert find_township("370399001") is None


def test_the_city_has_eight_counties_and_a_group_that_is_no_address() -> None:
    assert sum(entry.level == "county" for entry in divisions()) == 8
    assert [entry.code for entry in divisions() if not entry.is_address] == ["370301"]


@pytest.mark.rule("COD-3")
@pytest.mark.parametrize("code", ["370303", "440524", "330113", "510156", "653228"])
def test_areas_in_force_abolished_and_new_are_known(code: str) -> None:
    assert code in known_areas()


@pytest.mark.rule("COD-3")
def test_the_area_of_invented_people_is_not_known() -> None:
    assert "370399" not in known_areas()


@pytest.mark.rule("COD-5")
@pytest.mark.parametrize("code", ["810000", "820000", "830000"])
def test_areas_of_residence_permits_are_known(code: str) -> None:
    assert code in known_areas()


def test_area_codes_are_six_digits_and_named() -> None:
    assert all(len(code) == 6 and code.isdecimal() and code.isascii() for code in areas())
    assert all(area.name for area in areas().values())
    assert {area.level for area in areas().values()} == {"province", "city", "county", "group"}


def test_the_provinces_are_those_of_the_number_rule() -> None:
    provinces = {area.code[:2] for area in areas().values() if area.level == "province"}

    assert " ".join(sorted(provinces)) == (
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
        "61 62 63 64 65 71 81 82 83"
    )


def test_a_retired_area_is_marked() -> None:
    assert areas()["440524"].is_retired
    assert not areas()["370303"].is_retired


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("370303", "山东省淄博市张店区"),
        ("370000", "山东省"),
        ("370301", "山东省淄博市"),
        ("370399", "山东省淄博市"),
        ("999999", ""),
        ("x", ""),
    ],
)
def test_an_area_is_named_from_the_province_down(code: str, name: str) -> None:
    assert area_name(code) == name


def test_there_are_56_ethnic_groups_and_two_codes_of_practice() -> None:
    codes = codes_of("ethnic")

    assert codes[:56] == tuple(f"{number:02}" for number in range(1, 57))
    assert codes[56:] == ("97", "98")


def test_there_are_eight_id_types() -> None:
    assert codes_of("id_type") == ("01", "02", "03", "04", "05", "06", "07", "99")


def test_the_card_prints_18_occupations_and_one_more_is_kept() -> None:
    assert Counter(entry.is_on_card for entry in occupations()) == {True: 18, False: 1}


def test_both_occupation_columns_are_unambiguous() -> None:
    standard = [entry.cv02_01_202 for entry in occupations() if entry.cv02_01_202]
    network = [entry.network_code for entry in occupations()]

    assert len(set(standard)) == len(standard) == 18
    assert len(set(network)) == len(network) == 19


def test_countries_are_those_of_iso_3166() -> None:
    assert len(countries()) == 249
    assert len({entry.code for entry in countries()}) == 249
    assert all(entry.name_zh and entry.name_en for entry in countries())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short_list", SHORT_LISTS)
def test_every_code_of_a_short_list_has_words(short_list: str, language: str) -> None:
    words = wording(language)

    assert [code for code in codes_of(short_list) if not words.say(f"{short_list}.{code}")] == []


def test_a_code_stands_once_in_its_list() -> None:
    assert [name for name in SHORT_LISTS if len(set(codes_of(name))) != len(codes_of(name))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_chronic_conditions_have_words(language: str) -> None:
    assert all(wording(language).knows(f"chronic.{entry.value}") for entry in Chronic)


def test_no_risk_colour_is_shipped() -> None:
    assert risk_zones(Path("resources/codes")) == ()
    assert risk_zones(Path("resources")) == ()


def test_the_hospital_s_list_of_colours_is_read(tmp_path: Path) -> None:
    (tmp_path / "risk_zones.csv").write_text(
        "township_code,colour,valid_from,valid_to,source_doc\n"
        "370303004,RED,2020-02-10,2020-02-20,通告 3 号\n"
        "370303004, ORANGE,2020-02-20,,\n",
        "utf-8-sig",
    )

    assert risk_zones(tmp_path) == (
        RiskZone("370303004", ZoneColour.RED, date(2020, 2, 10), date(2020, 2, 20)),
        RiskZone("370303004", ZoneColour.ORANGE, date(2020, 2, 20), None),
    )


@pytest.mark.parametrize(
    "line",
    [
        "37030300,RED,2020-02-10,",
        "370303004,PINK,2020-02-10,",
        "370303004,RED,,",
        "370303004,RED,2020/02/10,",
        "370303004,RED,2020-02-10,2020-02-10",
        "370303004,RED,2020-02-10",
    ],
)
def test_a_wrong_line_of_the_list_is_named_and_nothing_of_it_counts(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "risk_zones.csv").write_text(
        f"township_code,colour,valid_from,valid_to\n370303001,RED,2020-02-10,\n{line}\n", "utf-8"
    )

    with pytest.raises(Unavailable) as caught:
        risk_zones(tmp_path)

    assert (caught.value.code, caught.value.facts["line"]) == ("zones.bad_line", 3)


def test_a_list_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "risk_zones.csv").write_text("township_code,备注\n", "gb18030")

    with pytest.raises(Unavailable, match=r"zones\.unreadable"):
        risk_zones(tmp_path)


@pytest.mark.parametrize(
    ("county", "nationality", "expected"),
    [
        ("370303", "CN", "1"),
        ("370302", "CN", "2"),
        ("370102", "CN", "3"),
        ("420106", "CN", "4"),
        ("810000", "CN", "5"),
        ("710000", "TW", "5"),
        ("370303", "KR", "6"),
        ("", "CN", ""),
    ],
)
def test_where_the_patient_belongs_follows_from_the_address(
    county: str, nationality: str, expected: str
) -> None:
    assert belongs_to(county, "370303", nationality) == expected

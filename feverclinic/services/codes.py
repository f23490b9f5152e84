"""Reads the code tables of resources/codes: areas, townships, countries and the card's lists."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from feverclinic.domain.prescreening import RiskZone, ZoneColour
from feverclinic.errors import Unavailable

ZONE_FILE = "risk_zones.csv"
TOWNSHIP_SHAPE = re.compile(r"[0-9]{9}")


@dataclass(frozen=True, slots=True)
class Area:
    """A six-digit code of GB/T 2260; `level` is province, city, county or group (no address)."""

    code: str
    name: str
    level: str
    is_retired: bool


@dataclass(frozen=True, slots=True)
class Township:
    """A town or subdistrict (nine digits, 9.6 of the rules); half-open validity, `None` is open."""

    code: str
    name: str
    kind: str
    county: str
    valid_from: date | None
    valid_to: date | None
    replaced_by: str

    def is_valid_on(self, day: date) -> bool:
        began = self.valid_from is None or self.valid_from <= day
        return began and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the hospital's city (9.5 of the rules); 市辖区 is no address."""

    code: str
    name: str
    level: str
    parent: str
    is_address: bool


@dataclass(frozen=True, slots=True)
class Occupation:
    """A value of the card's 人群分类 (5.4 of the rules) with its two code columns, "" where none."""

    code: str
    name_zh: str
    cv02_01_202: str
    network_code: str
    is_on_card: bool
    needs_employer: bool


@dataclass(frozen=True, slots=True)
class Country:
    """ISO 3166-1 with its Chinese and English names."""

    code: str
    alpha3: str
    numeric: str
    name_zh: str
    name_en: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("resources").joinpath("codes", name).read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=1)
def areas() -> Mapping[str, Area]:
    """All six-digit area codes, in force and retired: an abolished one stays valid (COD-3)."""
    return MappingProxyType(
        {
            row["code"]: Area(row["code"], row["name"], row["level"], row["retired"] == "yes")
            for row in _rows("areas.csv")
        }
    )


@lru_cache(maxsize=1)
def known_areas() -> frozenset[str]:
    """The codes of `areas()`, as identity numbers are checked against them."""
    return frozenset(areas())


def area_name(code: str) -> str:
    """`山东省淄博市张店区` for 370303; the parts that are known, "" when none is."""
    if not code.isdecimal():
        return ""
    steps = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    found = [areas()[step] for step in steps if step in areas()]
    return "".join(area.name for area in found if area.level != "group")


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    return tuple(
        Division(row["code"], row["name"], row["level"], row["parent"], row["is_address"] == "yes")
        for row in _rows("divisions.csv")
    )


@lru_cache(maxsize=1)
def all_townships() -> tuple[Township, ...]:
    """Every township row, whenever it was valid, by code."""
    return tuple(
        Township(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            county=row["county"],
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            replaced_by=row["replaced_by"],
        )
        for row in _rows("townships.csv")
    )


def townships(on: date) -> tuple[Township, ...]:
    """The towns and subdistricts of the city as they were on that day (88)."""
    return tuple(entry for entry in all_townships() if entry.is_valid_on(on))


def find_township(code: str) -> Township | None:
    """The township with that nine-digit code, in force or not."""
    return next((entry for entry in all_townships() if entry.code == code), None)


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """The nationalities to choose from, by ISO 3166-1 alpha-2 code."""
    return tuple(
        Country(row["code"], row["alpha3"], row["numeric"], row["name_zh"], row["name_en"])
        for row in _rows("countries.csv")
    )


@lru_cache(maxsize=1)
def occupations() -> tuple[Occupation, ...]:
    return tuple(
        Occupation(
            code=row["code"],
            name_zh=row["name_zh"],
            cv02_01_202=row["cv02_01_202"],
            network_code=row["network_code"],
            is_on_card=row["on_card"] == "yes",
            needs_employer=row["needs_employer"] == "yes",
        )
        for row in _rows("occupations.csv")
    )


# The lists whose codes have their words in the wording files, under the name given here.
SHORT_LISTS = MappingProxyType(
    {
        "ethnic": "ethnic_groups.csv",
        "id_type": "id_types.csv",
        "occupation": "occupations.csv",
        "relation": "relations.csv",
        "belongs_to": "belongs_to.csv",
        "local_zone": "local_zones.csv",
    }
)


@lru_cache(maxsize=len(SHORT_LISTS))
def codes_of(short_list: str) -> tuple[str, ...]:
    """The codes of a short list in the order to be offered; the words are `<short_list>.<code>`."""
    return tuple(row["code"] for row in _rows(SHORT_LISTS[short_list]))


def risk_zones(folder: Path) -> tuple[RiskZone, ...]:
    """The official list of colours (1.4 of the rules) as the hospital keeps it; none without it.

    `risk_zones.csv` of the folder, with the columns of the empty one in resources/codes. Where rows
    of one township overlap the worse colour counts. Raises Unavailable `zones.bad_line` and
    `zones.unreadable`: a list with a fault is not half a list.
    """
    file = folder / ZONE_FILE
    if not file.exists():
        return ()
    try:
        rows = csv.DictReader(file.read_text("utf-8-sig").splitlines())
    except (OSError, UnicodeDecodeError) as wrong:
        raise Unavailable("zones.unreadable", file=str(file)) from wrong
    return tuple(_zone(row, rows.line_num, file) for row in rows)


def _zone(row: Mapping[str, str], line: int, file: Path) -> RiskZone:
    try:
        zone = RiskZone(
            row["township_code"].strip(),
            ZoneColour(row["colour"].strip()),
            date.fromisoformat(row["valid_from"].strip()),
            _day(row["valid_to"].strip()),
        )
    except (KeyError, ValueError, AttributeError) as wrong:
        raise Unavailable("zones.bad_line", file=str(file), line=line) from wrong
    is_empty = zone.valid_to is not None and zone.valid_to <= zone.valid_from
    if is_empty or not TOWNSHIP_SHAPE.fullmatch(zone.township_code):
        raise Unavailable("zones.bad_line", file=str(file), line=line)
    return zone


def belongs_to(county: str, hospital_county: str, nationality: str = "CN") -> str:
    """病人属于 (1.2 of the rules), derived from the address; "" while the address is not known."""
    if nationality not in {"", "CN", "HK", "MO", "TW"}:
        return "6"
    if not county:
        return ""
    if county[:2] in {"71", "81", "82", "83"}:
        return "5"
    if county[:2] != hospital_county[:2]:
        return "4"
    if county[:4] != hospital_county[:4]:
        return "3"
    return "1" if county == hospital_county else "2"

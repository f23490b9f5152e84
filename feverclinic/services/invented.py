"""Invented people of all ages for the demo, from resources/demo/people.toml; a seed gives the same ones.

Nobody of them exists: their documents are of county 370399, which is none, with the right check sign.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random
from typing import Any

from feverclinic.domain.identity import check_character

COUNTY = "370399"
PEOPLE = 300
MONTH, DAY = "月", "天"
DAYS_OF_MONTH, DAYS_OF_YEAR = 30.44, 365.25
# (share of all, youngest, oldest) in years: a fever clinic sees many children and many old people.
AGES = (
    (0.04, 0.03, 1),
    (0.14, 1, 6),
    (0.12, 6, 15),
    (0.38, 15, 50),
    (0.20, 50, 70),
    (0.12, 70, 95),
)
ONE_IN_ONE_CHARACTER = 0.5
PRESCHOOL_FROM, SCHOOL_FROM, WORK_FROM, RETIRED_FROM = 3, 7, 20, 60
MAN = "1"


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist; `fields` are those of the form, as the nurse would type them."""

    name: str
    birth_date: date
    fields: Mapping[str, str]
    family: str = ""

    def years_on(self, day: date) -> float:
        return (day - self.birth_date).days / DAYS_OF_YEAR


def invented_people(day: date, chance: Random, count: int = PEOPLE) -> tuple[Invented, ...]:
    """Rare names and whole families first, then people as a town has them; ages are those of `day`."""
    data = _data()
    maker = _Maker(data, day, chance)
    listed = [*maker.rare(), *maker.families()]
    listed += [maker.somebody() for _ in range(count - len(listed))]
    return tuple(listed[:count])


def _data() -> Mapping[str, Any]:
    text = files("resources").joinpath("demo", "people.toml").read_text("utf-8")
    return tomllib.loads(text)


class _Maker:
    """Draws people one after another; no two have the same document or phone."""

    def __init__(self, data: Mapping[str, Any], day: date, chance: Random) -> None:
        self._data, self._day, self._chance = data, day, chance
        self._count = 0

    def rare(self) -> Iterator[Invented]:
        for one in self._data["rare"]:
            born = self._born(float(one["age"]))
            abroad = {"id_type": "03", "id_no": one.get("passport", "")}
            abroad |= {"nationality": one.get("nationality", "")}
            yield self._person(one["name"], one["sex"], born, abroad if "passport" in one else {})

    def families(self) -> Iterator[Invented]:
        """One address and one phone for all; a child is brought by the first of the family."""
        for family in self._data["family"]:
            shared = {"address.text": family["street"], "phone": self._phone()}
            shared |= {"township_code": self._chance.choice(self._data["townships"])}
            head = family["surname"] + family["members"][0][0]
            for given, sex, age in family["members"]:
                born = self._born(_years(age))
                name = family["surname"] + given
                yield self._person(name, sex, born, shared, family=head)

    def somebody(self) -> Invented:
        share, youngest, oldest = self._drawn_age()
        del share
        born = self._born(self._chance.uniform(youngest, oldest))
        sex = self._chance.choice("12")
        given = self._chance.choice(self._data["given_men" if sex == MAN else "given_women"])
        name = self._often(self._data["surnames"]) + given
        return self._person(name, sex, born, {})

    def _drawn_age(self) -> tuple[float, float, float]:
        drawn = self._chance.random()
        for band in AGES:
            drawn -= band[0]
            if drawn < 0:
                return band
        return AGES[-1]

    def _often(self, signs: str) -> str:
        """One of the signs, those in front more often."""
        return signs[int(len(signs) * self._chance.random() ** 2)]

    def _born(self, years: float) -> date:
        return self._day - timedelta(days=max(1, round(years * DAYS_OF_YEAR)))

    def _person(
        self, name: str, sex: str, born: date, known: Mapping[str, str], *, family: str = ""
    ) -> Invented:
        self._count += 1
        order = 2 * self._count % 1000 + (sex == MAN)
        first = f"{COUNTY}{born:%Y%m%d}{order:03d}"
        years = (self._day - born).days / DAYS_OF_YEAR
        fields = {
            "name": name,
            "sex": sex,
            "birth_date": born.isoformat(),
            "id_type": "01",
            "id_no": first + check_character(first),
            "phone": self._phone(),
            "ethnic_group": "01",
            "township_code": self._chance.choice(self._data["townships"]),
            "address.text": f"{self._chance.choice(self._data['streets'])} {self._count} 号",
            **self._work(years),
            **known,
        }
        if years < SCHOOL_FROM:
            fields["parent_name"] = family or self._often(self._data["surnames"]) + "某"
        return Invented(name, born, fields, family)

    def _work(self, years: float) -> dict[str, str]:
        if years < PRESCHOOL_FROM:
            return {"occupation": "HOME_CHILD"}
        if years < SCHOOL_FROM:
            return {"occupation": "PRESCHOOL_CHILD", "employer": "某幼儿园"}
        if years < WORK_FROM:
            return {"occupation": "STUDENT", "employer": "某中学"}
        if years >= RETIRED_FROM:
            return {"occupation": "RETIRED"}
        job = self._chance.choice(("WORKER", "COMMERCE", "CADRE", "TEACHER", "FARMER"))
        return {"occupation": job, "employer": self._chance.choice(self._data["employers"])}

    def _phone(self) -> str:
        """A number of a range that is given to nobody here: 1390000 and four digits."""
        return f"1390000{self._chance.randrange(10_000):04d}"


def _years(age: str) -> float:
    if age.endswith(MONTH):
        return float(age.removesuffix(MONTH)) * DAYS_OF_MONTH / DAYS_OF_YEAR
    if age.endswith(DAY):
        return float(age.removesuffix(DAY)) / DAYS_OF_YEAR
    return float(age)

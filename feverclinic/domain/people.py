"""People: who is screened (Person for the rules, Patient for the record) and who acts (Staff)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NewType

from feverclinic.domain.civil_time import completed_months, completed_years
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.errors import Refused

PatientId = NewType("PatientId", int)
StaffId = NewType("StaffId", int)


class Sex(StrEnum):
    """GB/T 2261.1-2003."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    NOT_STATED = "9"


class AgeUnit(StrEnum):
    """The three units of the statutory card, as it prints them."""

    YEAR = "岁"
    MONTH = "月"
    DAY = "天"


class Chronic(StrEnum):
    """Chronic conditions of 1.2; `NONE` means: asked, and there is none."""

    HYPERTENSION = "HYPERTENSION"
    CVD = "CVD"
    CEREBROVASCULAR = "CEREBROVASCULAR"
    COPD = "COPD"
    ASTHMA = "ASTHMA"
    DIABETES = "DIABETES"
    CLD = "CLD"
    CKD = "CKD"
    CANCER = "CANCER"
    IMMUNODEFICIENCY = "IMMUNODEFICIENCY"
    OBESITY = "OBESITY"
    SMOKER = "SMOKER"
    PREGNANT = "PREGNANT"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Age:
    """An age on one day in completed units; months and days are `None` where only years are known."""

    years: int
    months: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What the rules need of a person (contract 1.4): birth date, or an age with its unit."""

    birth_date: date | None = None
    age: int | None = None
    age_unit: AgeUnit = AgeUnit.YEAR
    sex: Sex = Sex.UNKNOWN
    pregnant: Ternary = UNKNOWN
    gestation_weeks: int | None = None
    chronic_conditions: tuple[Chronic, ...] | None = None
    health_worker: Ternary = UNKNOWN
    vaccinated: Ternary = UNKNOWN
    earlier_infection: Ternary = UNKNOWN

    def age_on(self, day: date) -> Age | None:
        """The age on that day (T-7), or `None` when neither birth date nor age is known.

        An age in days is as good as a birth date.
        """
        born = self.birth_date
        if born is None and self.age is None:
            return None
        if born is None and self.age is not None and self.age_unit is not AgeUnit.DAY:
            is_years = self.age_unit is AgeUnit.YEAR
            return Age(self.age) if is_years else Age(self.age // 12, self.age)
        born = born or day - timedelta(days=self.age or 0)
        return Age(completed_years(born, day), completed_months(born, day), (day - born).days)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the person lives at onset (not the household register): GB/T 2260 and township codes."""

    province: str = ""
    city: str = ""
    county: str = ""
    township_code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    phone: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """The person as recorded; a change is a new Patient with the same id and the next version."""

    id: PatientId
    name: str
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    age: int | None = None
    age_unit: AgeUnit = AgeUnit.YEAR
    age_recorded_on: date | None = None
    id_type: str = "01"
    id_no: str = ""
    no_id_reason: str = ""
    parent_name: str = ""
    nationality: str = "CN"
    ethnic_group: str = ""
    phone: str = ""
    employer: str = ""
    class_name: str = ""
    occupation: str = ""
    address: Address = field(default_factory=Address)
    emergency_contact: Contact = field(default_factory=Contact)
    version: int = 0

    def age_text_parts(self, day: date) -> tuple[int, AgeUnit] | None:
        """The age as people say it: days below a month, months below a year, else years."""
        if self.birth_date is None:
            return None if self.age is None else (self.age, self.age_unit)
        years = completed_years(self.birth_date, day)
        if years:
            return years, AgeUnit.YEAR
        months = completed_months(self.birth_date, day)
        return (months, AgeUnit.MONTH) if months else ((day - self.birth_date).days, AgeUnit.DAY)


SHORTEST_MASKED = 9


def masked_id_no(id_no: str) -> str:
    """`3703 **** **** 0127`: the first four and the last four characters of a long number."""
    if len(id_no) < SHORTEST_MASKED:
        return "*" * max(0, len(id_no) - 2) + id_no[-2:]
    return f"{id_no[:4]} **** **** {id_no[-4:]}"


def masked_phone(phone: str) -> str:
    digits = phone.strip()
    return f"{digits[:3]} **** {digits[-4:]}" if len(digits) >= SHORTEST_MASKED else digits


class Duty(StrEnum):
    """What a person may do; a role is a set of duties and is data (resources/codes/roles.toml)."""

    TRIAGE = "TRIAGE"
    OVERRIDE_AS_DOCTOR = "OVERRIDE_AS_DOCTOR"
    READ_IDENTITY = "READ_IDENTITY"
    MANAGE_DEVICES = "MANAGE_DEVICES"
    MANAGE_STAFF = "MANAGE_STAFF"
    MANAGE_SYSTEM = "MANAGE_SYSTEM"
    READ_AUDIT = "READ_AUDIT"
    TREAT = "TREAT"
    ENTER_RESULTS = "ENTER_RESULTS"
    MANAGE_ROOMS = "MANAGE_ROOMS"
    SIGN_ATTENDING = "SIGN_ATTENDING"
    SIGN_EXPERT = "SIGN_EXPERT"
    SIGN_INFECTION_CONTROL = "SIGN_INFECTION_CONTROL"
    DIRECT = "DIRECT"
    TRY_RULES = "TRY_RULES"


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts; `duties` is what this person may do."""

    id: StaffId
    login: str
    name: str
    title: str = ""
    role: str = ""
    duties: frozenset[Duty] = frozenset()
    is_active: bool = True
    has_pin: bool = False
    has_badge: bool = False
    version: int = 0

    def must(self, duty: Duty) -> None:
        """Raise Refused unless this person has the duty."""
        if duty not in self.duties or not self.is_active:
            raise Refused("staff.duty_missing", duty=duty.value, name=self.name)


@dataclass(frozen=True, slots=True)
class Station:
    """A work place: its code and number make visit numbers and keys unique."""

    code: str
    number: int
    name: str
    facility_id: int = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """How somebody says who he is: a login with a password or PIN, or the code of a badge."""

    login: str = ""
    secret: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may take over in a second: signed in by password at this station not long ago.

    `is_quick` is whether the own PIN opens (there is one, and it was not wrong too often).
    """

    login: str
    name: str
    title: str = ""
    is_quick: bool = False
    has_badge: bool = False

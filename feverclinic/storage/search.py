"""Finding people as a nurse types: name, pinyin, initials, end of a number, visit number; and doubles."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, and_, or_, select, text

from feverclinic.domain.boards import Likeness, PersonHit
from feverclinic.domain.civil_time import completed_years, local_day
from feverclinic.domain.people import (
    AgeUnit,
    Patient,
    PatientId,
    Person,
    masked_id_no,
    masked_phone,
)
from feverclinic.errors import Refused
from feverclinic.storage.case_tables import MergedPatientRow
from feverclinic.storage.columns import insert_if_missing
from feverclinic.storage.keys import SHORTEST_TAIL, backwards, grams, name_key
from feverclinic.storage.tables import (
    HAS_NUMBER,
    NotSameRow,
    PatientKeyRow,
    PatientRow,
    VisitRow,
    table_of,
)
from feverclinic.storage.work import Work

PATIENTS, KEYS = table_of(PatientRow), table_of(PatientKeyRow)
VISITS, NOT_SAME = table_of(VisitRow), table_of(NotSameRow)
MERGED = table_of(MergedPatientRow)
VISIT_NO = re.compile(r"\d{8}-\d{4,}")
NUMBER = re.compile(r"[0-9]+x?")
LAST_CHARACTER = "\U0010ffff"
# Of one end of a number or one beginning of a name at most so many are looked at before sorting.
WIDEST = 400
# No name on record is longer: what is was pasted by mistake.
LONGEST_SOUGHT = 200
# So many neighbours are asked for in the index; SQLite joins no more than 64 tables.
MOST_GRAMS = 12
PAIR = 2
NEAR_YEARS = 1
MOST_LIKENESSES = 20


class Search:
    def __init__(self, work: Work) -> None:
        self._work = work

    def people(self, text: str, limit: int = 50) -> tuple[PersonHit, ...]:
        """Who fits what was typed, those recorded last first; nobody for a text that says too little.

        Where more people fit than are shown, those with exactly this name are among them: a name
        of two characters cannot be typed any further.
        """
        if len(text) > LONGEST_SOUGHT:
            return ()
        sought = unicodedata.normalize("NFKC", text).casefold().strip()
        named = self._named(name_key(sought), limit)
        others = sorted(set(self._ids(sought, limit)).difference(named), reverse=True)
        return self._hits([*named, *others][:limit], limit)

    def likenesses(self, typed: Patient) -> tuple[Likeness, ...]:
        """Recorded people who may be the one being typed, with the reasons; the surest first.

        Those said to be another person (`not_same`) are left out.
        """
        reasons: dict[int, list[str]] = {}
        for reason, found in self._alike(typed):
            for patient_id in found:
                reasons.setdefault(patient_id, []).append(reason)
        known = {typed.id, *self._others(typed.id)}
        ids = [one for one in reasons if one not in known][:MOST_LIKENESSES]
        hits = {hit.patient_id: hit for hit in self._hits(ids, MOST_LIKENESSES)}
        return tuple(
            Likeness(hits[PatientId(one)], tuple(dict.fromkeys(reasons[one])))
            for one in ids
            if one in hits
        )

    def not_same(self, one: PatientId, other: PatientId) -> None:
        """Remember that two people who look alike are not the same person."""
        if one == other:
            raise Refused("patient.same_as_itself")
        work = self._work
        pair = {"one_id": min(one, other), "other_id": max(one, other)}
        values = {**pair, "said_by": work.actor.id, "said_at": work.now}
        put = insert_if_missing(work.connection, NOT_SAME, values)
        if work.connection.execute(put).rowcount == 1:
            work.audit.note("ADDED", "not_same", one, pair)

    def _ids(self, sought: str, limit: int) -> list[int]:
        if VISIT_NO.fullmatch(sought):
            asked = select(VISITS.c.patient_id).where(VISITS.c.visit_no == sought)
            return self._run(asked.distinct().limit(limit))
        key = name_key(sought)
        if NUMBER.fullmatch(key):
            return self._by_tail(key)
        found = self._by_characters(key, limit) if key else []
        if key.replace("ü", "v").isascii() and key:
            spelled = key.replace("ü", "v")
            found = [*found, *self._by_beginning(f"p{spelled}"), *self._by_beginning(f"i{spelled}")]
        return found

    def _named(self, key: str, limit: int) -> list[int]:
        """People of exactly this name, those recorded last first."""
        if not key or NUMBER.fullmatch(key):
            return []
        same = select(PATIENTS.c.id).where(PATIENTS.c.name_key == key)
        return self._run(same.order_by(PATIENTS.c.id.desc()).limit(limit))

    def _by_tail(self, number: str) -> list[int]:
        if len(number) < SHORTEST_TAIL:
            return []
        tail = backwards(number)
        return [*self._by_beginning(f"d{tail}"), *self._by_beginning(f"t{tail}")]

    def _by_characters(self, key: str, limit: int) -> list[int]:
        """Names that hold the characters next to each other, anywhere."""
        if len(key) == 1:
            return self._by_beginning(f"n{key}")
        first, *others = tuple(dict.fromkeys(grams(key)[:-1]))[:MOST_GRAMS]
        one = KEYS.alias()
        asked = select(one.c.patient_id).where(one.c.key == first)
        for number, gram in enumerate(others):
            next_one = KEYS.alias(f"gram_{number}")
            same = next_one.c.patient_id == one.c.patient_id
            asked = asked.join(next_one, same & (next_one.c.key == gram))
        found = self._run(asked.order_by(one.c.patient_id.desc()).limit(limit * 2))
        return self._with_name_part(found, key) if len(key) > PAIR and found else found

    def _with_name_part(self, ids: list[int], key: str) -> list[int]:
        """Neighbours may come from two places of a long name: «阿里·里木» holds 阿里 and 里木."""
        own = select(PATIENTS.c.id, PATIENTS.c.name_key).where(PATIENTS.c.id.in_(ids))
        # A person is also found by the name of the record that became part of his.
        merged = select(MERGED.c.into_id, PATIENTS.c.name_key).where(
            MERGED.c.id == PATIENTS.c.id, MERGED.c.into_id.in_(ids)
        )
        rows = self._work.connection.execute(own.union_all(merged))
        fitting = {row.id for row in rows if key in row.name_key}
        return [one for one in ids if one in fitting]

    def _by_beginning(self, key: str) -> list[int]:
        inside = (KEYS.c.key >= key) & (KEYS.c.key < key + LAST_CHARACTER)
        return self._run(select(KEYS.c.patient_id).where(inside).order_by(KEYS.c.key).limit(WIDEST))

    def _hits(self, ids: Iterable[int], limit: int) -> tuple[PersonHit, ...]:
        newest = sorted(set(ids), reverse=True)[:limit]
        if not newest:
            return ()
        last_visit = (
            select(VISITS.c.saved_at)
            .where(VISITS.c.patient_id == PATIENTS.c.id)
            .order_by(VISITS.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        # A record that became part of another is found as that one.
        merged = select(MERGED.c.id).where(MERGED.c.id.in_(newest))
        asked = select(PATIENTS, last_visit.label("last_visit_at")).where(
            PATIENTS.c.id.in_(newest), PATIENTS.c.id.not_in(merged)
        )
        rows = self._work.connection.execute(asked.order_by(PATIENTS.c.id.desc()))
        return tuple(_hit(row) for row in rows)

    def _alike(self, typed: Patient) -> Iterable[tuple[str, list[int]]]:
        """Reasons with their people; each is one step in an index."""
        if typed.id_no:
            same = and_(
                PATIENTS.c.id_type == typed.id_type,
                PATIENTS.c.id_no == typed.id_no,
                text(HAS_NUMBER),
            )
            yield "ID_NO", self._some(same)
        phone = backwards(typed.phone)
        if len(phone) > SHORTEST_TAIL:
            asked = select(KEYS.c.patient_id).where(KEYS.c.key == f"t{phone}")
            yield "PHONE", self._run(asked.limit(MOST_LIKENESSES))
        name = name_key(typed.name)
        if name and typed.birth_date is not None:
            same = (PATIENTS.c.name_key == name) & (PATIENTS.c.birth_date == typed.birth_date)
            yield "NAME_AND_BIRTH_DATE", self._some(same)
        if name:
            yield "NAME_AND_AGE", self._same_name_and_age(typed, name)

    def _same_name_and_age(self, typed: Patient, name: str) -> list[int]:
        """The same name and an age at most a year apart, where two birth dates do not decide it."""
        today = local_day(self._work.now)
        years = _years(typed.birth_date, typed.age, typed.age_unit, typed.age_recorded_on, today)
        if years is None:
            return []
        one = PATIENTS.c
        asked = select(one.id, one.birth_date, one.age, one.age_unit, one.age_recorded_on).where(
            one.name_key == name
        )
        if typed.birth_date is not None:
            asked = asked.where(one.birth_date.is_(None))
        found: list[int] = []
        for row in self._work.connection.execute(asked.order_by(one.id.desc()).limit(WIDEST)):
            other = _years(row.birth_date, row.age, row.age_unit, row.age_recorded_on, today)
            if other is not None and abs(other - years) <= NEAR_YEARS:
                found.append(row.id)
        return found

    def _others(self, patient_id: int) -> list[int]:
        asked = select(NOT_SAME.c.one_id, NOT_SAME.c.other_id).where(
            or_(NOT_SAME.c.one_id == patient_id, NOT_SAME.c.other_id == patient_id)
        )
        return [one for pair in self._work.connection.execute(asked) for one in pair]

    def _some(self, condition: Any) -> list[int]:
        return self._run(select(PATIENTS.c.id).where(condition).limit(MOST_LIKENESSES))

    def _run(self, asked: Any) -> list[int]:
        return list(self._work.connection.execute(asked).scalars())


def _years(
    birth_date: date | None, age: int | None, unit: AgeUnit, recorded_on: date | None, today: date
) -> int | None:
    """Completed years today; an age without a birth date grows from the day it was recorded."""
    known = Person(birth_date, age, unit).age_on(today)
    if known is None:
        return None
    grown = completed_years(recorded_on, today) if recorded_on and birth_date is None else 0
    return known.years + grown


def _hit(row: Row[Any]) -> PersonHit:
    return PersonHit(
        PatientId(row.id),
        row.name,
        row.sex,
        row.birth_date,
        row.age,
        row.age_unit,
        masked_id_no(row.id_no),
        masked_phone(row.phone),
        row.last_visit_at,
    )

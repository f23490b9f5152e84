"""The whole schema on one page; rows never leave this folder."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, cast

from sqlalchemy import ForeignKey, Index, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from feverclinic.domain.history import Answer, Question, Symptom
from feverclinic.domain.people import AgeUnit, Chronic, Contact, Sex
from feverclinic.domain.prescreening import HealthCode, Outcome, Routing, ZoneColour
from feverclinic.domain.readings import Scale, Site, Source
from feverclinic.domain.ternary import Ternary
from feverclinic.domain.visits import ArrivalMode, Mask, SlipState, Stage
from feverclinic.domain.vitals import Avpu, Level
from feverclinic.storage.columns import BYTES_ORDER, KEY, Coded, Document, Exact, Ratio, Utc

# Partial indexes serve only those questions in which their condition stands letter for letter.
HAS_NUMBER = "id_no <> ''"
IS_WAITING = "state <> 'PRINTED'"
HAS_FAMILY = "family_id IS NOT NULL"
IS_NOBODYS = "visit_id IS NULL AND quick_id IS NULL AND voided_at IS NULL"
HAS_BADGE = "badge_hash <> ''"


class Row(DeclarativeBase):
    """Base of all rows: names of constraints, and the column type of each Python type."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        datetime: Utc,
        Decimal: Exact,
        Fraction: Ratio,
        **{
            code: Coded(code)
            for code in (
                *(Sex, AgeUnit, Site, Scale, Source, Outcome, Level, Stage, SlipState, Ternary),
                *(ArrivalMode, Mask, HealthCode, ZoneColour, Avpu),
            )
        },
    }


def table_of(row: type[Row]) -> Table:
    """The table of a row class, for Core statements."""
    return cast("Table", row.__table__)


class PatientRow(Row):
    __tablename__ = "patients"
    __table_args__ = (
        Index(
            "uq_patients_id_no",
            "id_type",
            "id_no",
            unique=True,
            sqlite_where=text(HAS_NUMBER),
            postgresql_where=text(HAS_NUMBER),
        ),
        Index("ix_patients_name_key", "name_key", "birth_date"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(BYTES_ORDER)
    sex: Mapped[Sex]
    birth_date: Mapped[date | None]
    age: Mapped[int | None]
    age_unit: Mapped[AgeUnit]
    age_recorded_on: Mapped[date | None]
    id_type: Mapped[str]
    id_no: Mapped[str]
    no_id_reason: Mapped[str]
    parent_name: Mapped[str]
    nationality: Mapped[str]
    ethnic_group: Mapped[str]
    phone: Mapped[str]
    employer: Mapped[str]
    class_name: Mapped[str]
    occupation: Mapped[str]
    address_province: Mapped[str]
    address_city: Mapped[str]
    address_county: Mapped[str]
    address_township_code: Mapped[str]
    address_text: Mapped[str]
    emergency_name: Mapped[str]
    emergency_phone: Mapped[str]
    emergency_relation: Mapped[str]
    version: Mapped[int]
    changed_at: Mapped[datetime]


class PatientKeyRow(Row):
    """What a person is found by; see search.py for the shapes of keys."""

    __tablename__ = "patient_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(BYTES_ORDER, primary_key=True)
    patient_id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)


class NotSameRow(Row):
    """Two people who look alike and are not the same; the smaller id stands first."""

    __tablename__ = "not_same"
    __table_args__ = (Index("ix_not_same_other_id", "other_id"),)

    one_id: Mapped[int] = mapped_column(KEY, ForeignKey("patients.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(KEY, ForeignKey("patients.id"), primary_key=True)
    said_by: Mapped[int] = mapped_column(KEY)
    said_at: Mapped[datetime]


class VisitRow(Row):
    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("facility_id", "station", "visit_no"),
        Index("ix_visits_patient_id", "patient_id", "id"),
        Index("ix_visits_visit_no", "visit_no"),
        Index(
            "ix_visits_family_id",
            "family_id",
            sqlite_where=text(HAS_FAMILY),
            postgresql_where=text(HAS_FAMILY),
        ),
        Index("ix_visits_arrived_at", "station", "arrived_at"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    patient_id: Mapped[int] = mapped_column(KEY, ForeignKey("patients.id"))
    visit_no: Mapped[str] = mapped_column(BYTES_ORDER)
    station: Mapped[str]
    arrived_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    stage: Mapped[Stage]
    stage_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]
    level: Mapped[Level | None]
    symptoms: Mapped[Any] = mapped_column(Document(dict[Symptom, Ternary]))
    signs: Mapped[Any] = mapped_column(Document(dict[str, Ternary]))
    questions: Mapped[Any] = mapped_column(Document(dict[Question, Answer]))
    arrival_mode: Mapped[ArrivalMode | None]
    companions: Mapped[Any] = mapped_column(Document(tuple[Contact, ...]))
    mask: Mapped[Mask | None]
    mask_given: Mapped[bool]
    health_code: Mapped[HealthCode | None]
    zone_colour: Mapped[ZoneColour | None]
    belongs_to: Mapped[str]
    onset_date: Mapped[date | None]
    first_symptom: Mapped[str]
    pregnant: Mapped[Ternary]
    gestation_weeks: Mapped[int | None]
    chronic_conditions: Mapped[Any] = mapped_column(Document(tuple[Chronic, ...]), nullable=True)
    vaccination: Mapped[str]
    antipyretic_last_6h: Mapped[Ternary]
    antipyretic_taken_at: Mapped[datetime | None]
    antimicrobial_last_7d: Mapped[Ternary]
    self_reported_fever: Mapped[str]
    not_measured_reason: Mapped[str]
    rr: Mapped[int | None]
    hr: Mapped[int | None]
    spo2: Mapped[int | None]
    on_oxygen: Mapped[Ternary]
    fio2: Mapped[Decimal | None]
    flow: Mapped[Decimal | None]
    sbp: Mapped[int | None]
    dbp: Mapped[int | None]
    avpu: Mapped[Avpu | None]
    capillary_refill_s: Mapped[Decimal | None]
    pain: Mapped[int | None]
    weight: Mapped[Decimal | None]
    guide: Mapped[str]
    sent_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str]
    received_via: Mapped[str]
    family_id: Mapped[int | None] = mapped_column(KEY)
    sheet_no: Mapped[str]
    version: Mapped[int]


class VisitCounterRow(Row):
    """The last visit number of a station's day."""

    __tablename__ = "visit_counters"

    facility_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    station: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]


class ReadingRow(Row):
    """A reading exactly as it came; `voided_at` set is void.

    Of nobody (in the tray) is what belongs to no visit and to nobody who went without one: `quick_id`
    is the key of who was counted, or of the form (arrival) that ended.
    """

    __tablename__ = "readings"
    __table_args__ = (
        Index("ix_readings_visit_id", "visit_id"),
        Index(
            "ix_readings_unclaimed",
            "station",
            sqlite_where=text(IS_NOBODYS),
            postgresql_where=text(IS_NOBODYS),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    visit_id: Mapped[int | None] = mapped_column(KEY, ForeignKey("visits.id"))
    quick_id: Mapped[int | None] = mapped_column(KEY)
    raw_text: Mapped[str]
    celsius: Mapped[Fraction]
    value_centi: Mapped[int]
    site: Mapped[Site]
    measured_at: Mapped[datetime]
    raw_unit: Mapped[Scale]
    entered_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    source: Mapped[Source]
    method: Mapped[str]
    operator: Mapped[str]
    reason: Mapped[str]
    device_serial: Mapped[str]
    device_name: Mapped[str]
    profile: Mapped[str]
    profile_version: Mapped[str]
    raw_bytes: Mapped[bytes]
    calibration_due: Mapped[date | None]
    ambient_c: Mapped[Decimal | None]
    confirmed_by: Mapped[str]
    assigned_by_hand: Mapped[bool]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str]


class AssessmentRow(Row):
    """A decision as it was made; never changed (a trigger says so too)."""

    __tablename__ = "assessments"
    __table_args__ = (Index("ix_assessments_visit_id", "visit_id", "id"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    visit_id: Mapped[int] = mapped_column(KEY, ForeignKey("visits.id"))
    decided_at: Mapped[datetime]
    decided_by: Mapped[int] = mapped_column(KEY)
    rule_set: Mapped[str]
    inputs: Mapped[Any] = mapped_column(Document(dict[str, object]))
    routing: Mapped[Any] = mapped_column(Document(Routing))
    temperature: Mapped[str]
    recheck_at: Mapped[datetime | None]
    is_masked_fever: Mapped[bool]


class DraftRow(Row):
    """A form that is not saved; `document` is the Intake, letter for letter."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_station", "station"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    document: Mapped[str]
    changed_at: Mapped[datetime]
    is_set_aside: Mapped[bool]


class SlipRow(Row):
    __tablename__ = "slips"
    __table_args__ = (
        Index("ix_slips_visit_id", "visit_id", "id"),
        Index(
            "ix_slips_waiting",
            "station",
            sqlite_where=text(IS_WAITING),
            postgresql_where=text(IS_WAITING),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    visit_id: Mapped[int] = mapped_column(KEY, ForeignKey("visits.id"))
    copy_no: Mapped[int]
    state: Mapped[SlipState]
    state_at: Mapped[datetime]
    problem: Mapped[str]
    version: Mapped[int]


class StaffRow(Row):
    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("facility_id", "login"),
        Index(
            "uq_staff_badge_hash",
            "facility_id",
            "badge_hash",
            unique=True,
            sqlite_where=text(HAS_BADGE),
            postgresql_where=text(HAS_BADGE),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    login: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    is_active: Mapped[bool]
    password_hash: Mapped[str]
    pin_hash: Mapped[str]
    badge_hash: Mapped[str]
    version: Mapped[int]


class SignInTryRow(Row):
    """A sign-in that failed; enough of them close the login for a while."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_login", "login", "at"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    login: Mapped[str]
    at: Mapped[datetime]
    station: Mapped[str]


class RiskZoneRow(Row):
    """Table of 1.4 of the rules; half-open days, `valid_to` empty is open."""

    __tablename__ = "risk_zones"
    __table_args__ = (UniqueConstraint("facility_id", "township_code", "valid_from"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    township_code: Mapped[str]
    colour: Mapped[ZoneColour]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source_doc: Mapped[str]
    entered_by: Mapped[int] = mapped_column(KEY)
    entered_at: Mapped[datetime]


class AuditRow(Row):
    """Who changed what, when, where, from what to what; each line carries the hash of the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_what_id", "what_id"),)

    facility_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(KEY)
    actor: Mapped[str]
    station: Mapped[str]
    action: Mapped[str]
    what: Mapped[str]
    what_id: Mapped[int] = mapped_column(KEY)
    change: Mapped[str]
    reason: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHeadRow(Row):
    """The last line of a facility's chain; its row is the lock under which lines are added."""

    __tablename__ = "audit_heads"

    facility_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(KEY)
    hash: Mapped[str]

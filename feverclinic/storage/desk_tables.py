"""Tables of the desk's day: arrivals, counted people, shifts, sheets, comparisons, alarms, journal."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feverclinic.domain.arrivals import ArrivalEnd
from feverclinic.domain.intake import Intake
from feverclinic.domain.prescreening import Outcome
from feverclinic.domain.readings import Site
from feverclinic.domain.sheets import SheetState
from feverclinic.domain.shifts import Balance
from feverclinic.storage.columns import KEY, Coded, Document
from feverclinic.storage.tables import Row

IS_OPEN = '"end" IS NULL'
IS_GOING = "taken_at IS NULL"
IS_UNENDED = "ended_at IS NULL"
IS_TO_DELIVER = "state <> 'DELIVERED'"


class ArrivalRow(Row):
    """One row for each form that was begun; its key is the form's."""

    __tablename__ = "arrivals"
    __table_args__ = (
        Index("ix_arrivals_station", "station", "began_at"),
        Index("ix_arrivals_ended_at", "station", "ended_at"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    began_at: Mapped[datetime]
    name: Mapped[str]
    is_announced: Mapped[bool]
    end: Mapped[ArrivalEnd | None] = mapped_column(Coded(ArrivalEnd))
    ended_at: Mapped[datetime | None]
    visit_id: Mapped[int | None] = mapped_column(KEY)
    reason: Mapped[str]
    intake: Mapped[Any] = mapped_column(Document(Intake), nullable=True)


class QuickScreenRow(Row):
    __tablename__ = "quick_screens"
    __table_args__ = (Index("ix_quick_screens_station", "station", "at"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int] = mapped_column(KEY)
    rule_set: Mapped[str]
    inputs: Mapped[Any] = mapped_column(Document(dict[str, object]))
    outcome: Mapped[Outcome] = mapped_column(Coded(Outcome))
    temperature: Mapped[str]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str]
    arrival_id: Mapped[int | None] = mapped_column(KEY)


class ShiftRow(Row):
    """At most one shift of a station is going on."""

    __tablename__ = "shifts"
    __table_args__ = (
        Index(
            "uq_shifts_going",
            "facility_id",
            "station",
            unique=True,
            sqlite_where=text(IS_GOING),
            postgresql_where=text(IS_GOING),
        ),
        Index("ix_shifts_station", "station", "began_at"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    began_at: Mapped[datetime]
    began_by: Mapped[int] = mapped_column(KEY)
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None] = mapped_column(KEY)
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(KEY)
    balance: Mapped[Any] = mapped_column(Document(Balance))
    note: Mapped[str]
    version: Mapped[int]


class SignInRow(Row):
    """When a person last signed in by password at a station, and the wrong PINs since then."""

    __tablename__ = "sign_ins"

    facility_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    station: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    wrong_pins: Mapped[int]


class SheetRow(Row):
    __tablename__ = "sheets"
    __table_args__ = (UniqueConstraint("facility_id", "kind", "number"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    kind: Mapped[str]
    number: Mapped[str]
    printed_at: Mapped[datetime]
    state: Mapped[SheetState] = mapped_column(Coded(SheetState))
    state_at: Mapped[datetime | None]
    reason: Mapped[str]
    visit_id: Mapped[int | None] = mapped_column(KEY)
    version: Mapped[int]


class ComparisonRow(Row):
    __tablename__ = "comparisons"
    __table_args__ = (Index("ix_comparisons_station", "station", "at"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    device_name: Mapped[str]
    device_serial: Mapped[str]
    reference_name: Mapped[str]
    reference_c: Mapped[Decimal]
    reading_c: Mapped[Decimal]
    ambient_c: Mapped[Decimal | None]
    note: Mapped[str]
    site: Mapped[Site]
    limit_c: Mapped[Decimal]


class AlarmEventRow(Row):
    """One firing of an alarm of the catalogue for one subject, and its end; one open at a time."""

    __tablename__ = "alarm_events"
    __table_args__ = (
        Index(
            "uq_alarm_events_open",
            "facility_id",
            "alarm",
            "subject",
            unique=True,
            sqlite_where=text(IS_UNENDED),
            postgresql_where=text(IS_UNENDED),
        ),
        Index("ix_alarm_events_fired_at", "fired_at"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    alarm: Mapped[str]
    subject: Mapped[str]
    fired_at: Mapped[datetime]
    escalated_at: Mapped[datetime | None]
    acted_at: Mapped[datetime | None]
    acted_by: Mapped[int | None] = mapped_column(KEY)
    ended_at: Mapped[datetime | None]
    version: Mapped[int]


class JournalRow(Row):
    """What was saved on the desk while the server was away, in the order of saving."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("uq_journal_seq", "seq", unique=True),
        Index(
            "ix_journal_waiting",
            "seq",
            sqlite_where=text(IS_TO_DELIVER),
            postgresql_where=text(IS_TO_DELIVER),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    # Keys rise with the clock, and clocks are set back; the order of saving is this.
    seq: Mapped[int] = mapped_column(KEY)
    facility_id: Mapped[int]
    station: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int] = mapped_column(KEY)
    kind: Mapped[str]
    document: Mapped[str]
    state: Mapped[str]
    tried_at: Mapped[datetime | None]
    problem: Mapped[str]


class DeliveryRow(Row):
    """Keys that were delivered: the same key a second time is the same delivery.

    `became` is the record made by it; for the key of a record of a desk, the one it is on the server.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime]
    became: Mapped[int | None] = mapped_column(KEY)


class OutboxRow(Row):
    """What must leave the house, written in the transaction of the fact; its id is the message id."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "id",
            sqlite_where=text(IS_TO_DELIVER),
            postgresql_where=text(IS_TO_DELIVER),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str]
    address: Mapped[str]
    document: Mapped[str]
    state: Mapped[str]
    tries: Mapped[int]
    tried_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    problem: Mapped[str]

"""Tables of isolation: cases with their entries, rooms and stays, emergency plans, merged people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from feverclinic.domain.case_papers import PaperKind, PrintingState
from feverclinic.domain.cases import CaseClass, CaseState, Column, Shown, WayOut
from feverclinic.domain.gates import GateKind
from feverclinic.domain.rooms import RoomState
from feverclinic.storage.columns import KEY, Coded, Document
from feverclinic.storage.tables import Row

IS_THERE = "to_at IS NULL"
IS_MARKED = "mark IS NOT NULL"
IS_FOLLOWED = "state = 'FOLLOW_UP'"
IS_UNPRINTED = "state IN ('WAITING', 'FAILED')"
# Who is in this house, or should be: every way out that does not let the person go.
IS_OPEN_CASE = "way_out IS NULL OR way_out IN ('EXCLUDED', 'LIFE_SAVING', 'LEFT_WITHOUT_LEAVE')"


class CaseRow(Row):
    """Where a case stands now. An isolation has no end without the entry of the act that ended it."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("uq_cases_visit_id", "visit_id", unique=True),
        Index("ix_cases_patient_id", "patient_id"),
        Index("ix_cases_opened_at", "facility_id", "opened_at"),
        Index(
            "ix_cases_open",
            "facility_id",
            "column",
            sqlite_where=text(IS_OPEN_CASE),
            postgresql_where=text(IS_OPEN_CASE),
        ),
        Index(
            "ix_cases_follow_up",
            "facility_id",
            "id",
            sqlite_where=text(IS_FOLLOWED),
            postgresql_where=text(IS_FOLLOWED),
        ),
        CheckConstraint("(isolation_ended_at IS NULL) = (ended_by IS NULL)", name="ends_by_an_act"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    visit_id: Mapped[int] = mapped_column(KEY, ForeignKey("visits.id"))
    patient_id: Mapped[int] = mapped_column(KEY, ForeignKey("patients.id"))
    disease: Mapped[str]
    opened_at: Mapped[datetime]
    opened_under: Mapped[str]
    region: Mapped[str]
    case_class: Mapped[CaseClass] = mapped_column(Coded(CaseClass))
    class_since: Mapped[datetime]
    state: Mapped[CaseState] = mapped_column(Coded(CaseState))
    column: Mapped[Column] = mapped_column(Coded(Column))
    last_seq: Mapped[int]
    last_at: Mapped[datetime | None]
    was_suspected: Mapped[bool]
    isolation_started_at: Mapped[datetime | None]
    isolation_ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(KEY, ForeignKey("case_entries.id"))
    way_out: Mapped[WayOut | None] = mapped_column(Coded(WayOut))
    is_away: Mapped[bool]
    next_case_id: Mapped[int | None] = mapped_column(KEY)
    shown: Mapped[Shown] = mapped_column(Document(Shown))
    version: Mapped[int]


class CaseEntryRow(Row):
    """One entry of a case; never changed (a trigger says so too). `document` is JSON of its kind.

    `mark` is the tube of a sample or the message that brought a result: by it a laboratory's file
    finds the sample, and the same message twice is known. The opening of a recall has one too.
    """

    __tablename__ = "case_entries"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        Index(
            "ix_case_entries_mark",
            "facility_id",
            "mark",
            sqlite_where=text(IS_MARKED),
            postgresql_where=text(IS_MARKED),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    case_id: Mapped[int] = mapped_column(KEY)
    seq: Mapped[int]
    kind: Mapped[str]
    document: Mapped[str]
    at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int] = mapped_column(KEY)
    by_name: Mapped[str]
    station: Mapped[str]
    replaces: Mapped[int | None] = mapped_column(KEY)
    origin: Mapped[int | None] = mapped_column(KEY)
    mark: Mapped[str | None]


class RoomRow(Row):
    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("facility_id", "code"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    beds: Mapped[int]
    is_negative_pressure: Mapped[bool]
    is_buffer: Mapped[bool]
    state: Mapped[RoomState] = mapped_column(Coded(RoomState))
    state_at: Mapped[datetime | None]
    state_by: Mapped[str]
    reserved_for: Mapped[int | None] = mapped_column(KEY)
    note: Mapped[str]
    due_at: Mapped[datetime | None]
    version: Mapped[int]


class StayRow(Row):
    """One person in one bed: a bed holds one at a time, and a person lies in one at a time."""

    __tablename__ = "stays"
    __table_args__ = (
        Index(
            "uq_stays_bed",
            "room_id",
            "bed",
            unique=True,
            sqlite_where=text(IS_THERE),
            postgresql_where=text(IS_THERE),
        ),
        Index(
            "uq_stays_case",
            "case_id",
            unique=True,
            sqlite_where=text(IS_THERE),
            postgresql_where=text(IS_THERE),
        ),
        Index("ix_stays_room_id", "room_id", "from_at"),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    room_id: Mapped[int] = mapped_column(KEY, ForeignKey("rooms.id"))
    bed: Mapped[int]
    case_id: Mapped[int] = mapped_column(KEY, ForeignKey("cases.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    ended_by: Mapped[str]


class EmergencyPlanRow(Row):
    """A named, dated plan of the director for an examination that cannot be done (WORK-2)."""

    __tablename__ = "emergency_plans"
    __table_args__ = (Index("ix_emergency_plans_valid_to", "facility_id", "item", "valid_to"),)

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    item: Mapped[str]
    name: Mapped[str]
    reason: Mapped[str]
    substitute: Mapped[str]
    by: Mapped[str]
    title: Mapped[str]
    signed_by: Mapped[int] = mapped_column(KEY)
    signed_at: Mapped[datetime]
    valid_to: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class MergedPatientRow(Row):
    """A record of a person that became part of another one's; `id` is the record that was merged."""

    __tablename__ = "merged_patients"
    __table_args__ = (Index("ix_merged_patients_into_id", "into_id"),)

    id: Mapped[int] = mapped_column(
        KEY, ForeignKey("patients.id"), primary_key=True, autoincrement=False
    )
    facility_id: Mapped[int]
    into_id: Mapped[int] = mapped_column(KEY, ForeignKey("patients.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    reason: Mapped[str]


class TriedRuleRow(Row):
    """A rule trial of the infection officer: which file was tried over which days, and what it said."""

    __tablename__ = "rule_trials"

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]
    file_name: Mapped[str]
    rule_set: Mapped[str]
    days: Mapped[int]
    document: Mapped[str]


class CasePaperRow(Row):
    """One printing of a paper of a case; what is not on paper waits at its station."""

    __tablename__ = "case_papers"
    __table_args__ = (
        Index("ix_case_papers_case_id", "case_id", "id"),
        Index(
            "ix_case_papers_waiting",
            "station",
            sqlite_where=text(IS_UNPRINTED),
            postgresql_where=text(IS_UNPRINTED),
        ),
    )

    id: Mapped[int] = mapped_column(KEY, primary_key=True, autoincrement=False)
    facility_id: Mapped[int]
    station: Mapped[str]
    case_id: Mapped[int] = mapped_column(KEY, ForeignKey("cases.id"))
    kind: Mapped[PaperKind] = mapped_column(Coded(PaperKind))
    of_entry: Mapped[int | None] = mapped_column(KEY)
    gate: Mapped[GateKind | None] = mapped_column(Coded(GateKind))
    is_sheet: Mapped[bool]
    shows_identity: Mapped[bool]
    copy_no: Mapped[int]
    name: Mapped[str]
    asked_by: Mapped[str]
    state: Mapped[PrintingState] = mapped_column(Coded(PrintingState))
    state_at: Mapped[datetime]
    problem: Mapped[str]
    version: Mapped[int]

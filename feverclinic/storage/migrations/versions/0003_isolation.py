"""Isolation: cases with their entries and papers, rooms and stays, emergency plans, rule trials."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
IS_THERE = "to_at IS NULL"
IS_MARKED = "mark IS NOT NULL"
IS_FOLLOWED = "state = 'FOLLOW_UP'"
IS_UNPRINTED = "state IN ('WAITING', 'FAILED')"
IS_OPEN_CASE = "way_out IS NULL OR way_out IN ('EXCLUDED', 'LIFE_SAVING', 'LEFT_WITHOUT_LEAVE')"


def upgrade() -> None:
    _entries()
    _cases()
    _rooms()
    _plans()
    _merged()
    _papers()


def _stays_as_written(table: str) -> None:
    """Rows are added and never changed, whoever writes the SQL."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} are never changed'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
    )


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _table(name: str, *columns: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _text(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _key(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, KEY, nullable=nullable)


def _whole(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _truth(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Boolean(), nullable=False) for name in names]


def _to(table: str, column: str, other: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _entries() -> None:
    _table(
        "case_entries",
        _key("case_id", nullable=False),
        _whole("seq"),
        *_text("kind", "document"),
        _instant("at", nullable=False),
        _instant("entered_at", nullable=False),
        _key("entered_by", nullable=False),
        *_text("by_name", "station"),
        _key("replaces"),
        _key("origin"),
        *_text("mark", nullable=True),
        sa.UniqueConstraint("case_id", "seq", name=op.f("uq_case_entries_case_id_seq")),
    )
    _index("ix_case_entries_mark", "case_entries", ["facility_id", "mark"], IS_MARKED)
    _stays_as_written("case_entries")


def _cases() -> None:
    _table(
        "cases",
        _key("visit_id", nullable=False),
        _key("patient_id", nullable=False),
        *_text("disease"),
        _instant("opened_at", nullable=False),
        *_text("opened_under", "region", "case_class"),
        _instant("class_since", nullable=False),
        *_text("state", "column"),
        _whole("last_seq"),
        _instant("last_at"),
        *_truth("was_suspected"),
        _instant("isolation_started_at"),
        _instant("isolation_ended_at"),
        _key("ended_by"),
        *_text("way_out", nullable=True),
        *_truth("is_away"),
        _key("next_case_id"),
        *_text("shown"),
        _whole("version"),
        _to("cases", "visit_id", "visits"),
        _to("cases", "patient_id", "patients"),
        _to("cases", "ended_by", "case_entries"),
        sa.CheckConstraint(
            "(isolation_ended_at IS NULL) = (ended_by IS NULL)",
            name=op.f("ck_cases_ends_by_an_act"),
        ),
    )
    op.create_index("uq_cases_visit_id", "cases", ["visit_id"], unique=True)
    op.create_index("ix_cases_patient_id", "cases", ["patient_id"])
    op.create_index("ix_cases_opened_at", "cases", ["facility_id", "opened_at"])
    _index("ix_cases_open", "cases", ["facility_id", "column"], IS_OPEN_CASE)
    _index("ix_cases_follow_up", "cases", ["facility_id", "id"], IS_FOLLOWED)


def _rooms() -> None:
    _table(
        "rooms",
        *_text("code", "name"),
        _whole("beds"),
        *_truth("is_negative_pressure", "is_buffer"),
        *_text("state"),
        _instant("state_at"),
        *_text("state_by"),
        _key("reserved_for"),
        *_text("note"),
        _instant("due_at"),
        _whole("version"),
        sa.UniqueConstraint("facility_id", "code", name=op.f("uq_rooms_facility_id_code")),
    )
    _table(
        "stays",
        _key("room_id", nullable=False),
        _whole("bed"),
        _key("case_id", nullable=False),
        _instant("from_at", nullable=False),
        _instant("to_at"),
        *_text("ended_by"),
        _to("stays", "room_id", "rooms"),
        _to("stays", "case_id", "cases"),
    )
    _index("uq_stays_bed", "stays", ["room_id", "bed"], IS_THERE, unique=True)
    _index("uq_stays_case", "stays", ["case_id"], IS_THERE, unique=True)
    op.create_index("ix_stays_room_id", "stays", ["room_id", "from_at"])


def _plans() -> None:
    _table(
        "emergency_plans",
        *_text("item", "name", "reason", "substitute", "by", "title"),
        _key("signed_by", nullable=False),
        _instant("signed_at", nullable=False),
        _instant("valid_to", nullable=False),
        _instant("withdrawn_at"),
    )
    op.create_index(
        "ix_emergency_plans_valid_to", "emergency_plans", ["facility_id", "item", "valid_to"]
    )
    _table(
        "rule_trials",
        _instant("at", nullable=False),
        *_text("by", "file_name", "rule_set"),
        _whole("days"),
        *_text("document"),
    )


def _merged() -> None:
    _table(
        "merged_patients",
        _key("into_id", nullable=False),
        _instant("at", nullable=False),
        *_text("by", "reason"),
        _to("merged_patients", "id", "patients"),
        _to("merged_patients", "into_id", "patients"),
    )
    op.create_index("ix_merged_patients_into_id", "merged_patients", ["into_id"])


def _papers() -> None:
    _table(
        "case_papers",
        *_text("station"),
        _key("case_id", nullable=False),
        *_text("kind"),
        _key("of_entry"),
        *_text("gate", nullable=True),
        *_truth("is_sheet", "shows_identity"),
        _whole("copy_no"),
        *_text("name", "asked_by", "state"),
        _instant("state_at", nullable=False),
        *_text("problem"),
        _whole("version"),
        _to("case_papers", "case_id", "cases"),
    )
    op.create_index("ix_case_papers_case_id", "case_papers", ["case_id", "id"])
    _index("ix_case_papers_waiting", "case_papers", ["station"], IS_UNPRINTED)

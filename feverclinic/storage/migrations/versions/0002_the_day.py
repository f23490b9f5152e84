"""The desk's day: arrivals, counted people, shifts, sheets, comparisons, alarms, journal and outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NOBODYS = "visit_id IS NULL AND quick_id IS NULL AND voided_at IS NULL"


def upgrade() -> None:
    _more_columns()
    _arrivals()
    _shifts()
    _papers()
    _alarms()
    _deliveries()


def _texts(table: str, *names: str) -> None:
    for name in names:
        op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=""))


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _table(name: str, *columns: sa.Column[object] | sa.UniqueConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=nullable)


def _key(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, KEY, nullable=nullable)


def _version() -> sa.Column[object]:
    return sa.Column("version", sa.Integer(), nullable=False)


def _more_columns() -> None:
    _texts("visits", "guide", "received_by", "received_via", "sheet_no")
    op.add_column("visits", sa.Column("sent_at", INSTANT, nullable=True))
    op.add_column("visits", sa.Column("received_at", INSTANT, nullable=True))
    op.add_column("visits", sa.Column("family_id", KEY, nullable=True))
    _index("ix_visits_family_id", "visits", ["family_id"], "family_id IS NOT NULL")
    masked = sa.Column("is_masked_fever", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("assessments", masked)
    op.add_column("readings", sa.Column("quick_id", KEY, nullable=True))
    op.create_index("ix_visits_arrived_at", "visits", ["station", "arrived_at"])
    op.drop_index("ix_readings_unclaimed", "readings")
    _index("ix_readings_unclaimed", "readings", ["station"], NOBODYS)
    _texts("staff", "pin_hash", "badge_hash")
    _index(
        "uq_staff_badge_hash",
        "staff",
        ["facility_id", "badge_hash"],
        "badge_hash <> ''",
        unique=True,
    )


def _arrivals() -> None:
    _table(
        "arrivals",
        _instant("began_at", nullable=False),
        _text("name"),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("end", sa.Text(), nullable=True),
        _instant("ended_at"),
        _key("visit_id"),
        _text("reason"),
        sa.Column("intake", sa.Text(), nullable=True),
    )
    op.create_index("ix_arrivals_station", "arrivals", ["station", "began_at"])
    op.create_index("ix_arrivals_ended_at", "arrivals", ["station", "ended_at"])
    _table(
        "quick_screens",
        _instant("at", nullable=False),
        _key("by", nullable=False),
        _text("rule_set"),
        _text("inputs"),
        _text("outcome"),
        _text("temperature"),
        _instant("voided_at"),
        _text("void_reason"),
        _key("arrival_id"),
    )
    op.create_index("ix_quick_screens_station", "quick_screens", ["station", "at"])


def _shifts() -> None:
    _table(
        "shifts",
        _instant("began_at", nullable=False),
        _key("began_by", nullable=False),
        _instant("given_at"),
        _key("given_by"),
        _instant("taken_at"),
        _key("taken_by"),
        _text("balance"),
        _text("note"),
        _version(),
    )
    _index("uq_shifts_going", "shifts", ["facility_id", "station"], "taken_at IS NULL", unique=True)
    op.create_index("ix_shifts_station", "shifts", ["station", "began_at"])
    op.create_table(
        "sign_ins",
        sa.Column("facility_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("staff_id", KEY, autoincrement=False, nullable=False),
        _instant("at", nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("facility_id", "station", "staff_id", name=op.f("pk_sign_ins")),
    )


def _papers() -> None:
    _table(
        "sheets",
        _text("kind"),
        _text("number"),
        _instant("printed_at", nullable=False),
        _text("state"),
        _instant("state_at"),
        _text("reason"),
        _key("visit_id"),
        _version(),
        sa.UniqueConstraint(
            "facility_id", "kind", "number", name=op.f("uq_sheets_facility_id_kind_number")
        ),
    )
    _table(
        "comparisons",
        _instant("at", nullable=False),
        *map(_text, ("by", "device_name", "device_serial", "reference_name")),
        *map(_text, ("reference_c", "reading_c")),
        sa.Column("ambient_c", sa.Text(), nullable=True),
        *map(_text, ("note", "site", "limit_c")),
    )
    op.create_index("ix_comparisons_station", "comparisons", ["station", "at"])


def _alarms() -> None:
    _table(
        "alarm_events",
        _text("alarm"),
        _text("subject"),
        _instant("fired_at", nullable=False),
        _instant("escalated_at"),
        _instant("acted_at"),
        _key("acted_by"),
        _instant("ended_at"),
        _version(),
    )
    columns = ["facility_id", "alarm", "subject"]
    _index("uq_alarm_events_open", "alarm_events", columns, "ended_at IS NULL", unique=True)
    op.create_index("ix_alarm_events_fired_at", "alarm_events", ["fired_at"])


def _deliveries() -> None:
    _table(
        "journal",
        _key("seq", nullable=False),
        _instant("at", nullable=False),
        _key("actor_id", nullable=False),
        *map(_text, ("kind", "document", "state")),
        _instant("tried_at"),
        _text("problem"),
    )
    op.create_index("uq_journal_seq", "journal", ["seq"], unique=True)
    _index("ix_journal_waiting", "journal", ["seq"], "state <> 'DELIVERED'")
    _table("deliveries", _text("kind"), _instant("at", nullable=False), _key("became"))
    _table(
        "outbox",
        _instant("at", nullable=False),
        *map(_text, ("kind", "address", "document", "state")),
        sa.Column("tries", sa.Integer(), nullable=False),
        _instant("tried_at"),
        _instant("delivered_at"),
        _text("problem"),
    )
    _index("ix_outbox_waiting", "outbox", ["id"], "state <> 'DELIVERED'")

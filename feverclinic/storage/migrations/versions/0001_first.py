"""The first schema: people, visits, readings, decisions, drafts, slips, staff, zones and the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_BYTES_ORDER = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)
# Facts that nobody may change, not even with SQL in hand.
UNCHANGING = ("audit", "assessments")


def upgrade() -> None:
    _audit()
    _staff()
    _people()
    _visits()
    _facts()
    for table in UNCHANGING:
        _close(table)


def _close(table: str) -> None:
    """Refuse to change or delete a row of the table, on both databases."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'rows of {table} stay as they are'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION 'rows of {table} stay as they are'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_stays()"
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("facility_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", KEY, autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", KEY, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("what_id", KEY, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("facility_id", "seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_what_id", "audit", ["what_id"], unique=False)
    op.create_table(
        "audit_heads",
        sa.Column("facility_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", KEY, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("facility_id", name=op.f("pk_audit_heads")),
    )


def _staff() -> None:
    op.create_table(
        "sign_in_tries",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_tries")),
    )
    op.create_index("ix_sign_in_tries_login", "sign_in_tries", ["login", "at"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("facility_id", "login", name=op.f("uq_staff_facility_id_login")),
    )


def _people() -> None:
    op.create_table(
        "patient_keys",
        sa.Column("key", IN_BYTES_ORDER, nullable=False),
        sa.Column("patient_id", KEY, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "patient_id", name=op.f("pk_patient_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "patients",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", IN_BYTES_ORDER, nullable=False),
        sa.Column("sex", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("age_unit", sa.Text(), nullable=False),
        sa.Column("age_recorded_on", sa.Date(), nullable=True),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("id_no", sa.Text(), nullable=False),
        sa.Column("no_id_reason", sa.Text(), nullable=False),
        sa.Column("parent_name", sa.Text(), nullable=False),
        sa.Column("nationality", sa.Text(), nullable=False),
        sa.Column("ethnic_group", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=False),
        sa.Column("class_name", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("address_province", sa.Text(), nullable=False),
        sa.Column("address_city", sa.Text(), nullable=False),
        sa.Column("address_county", sa.Text(), nullable=False),
        sa.Column("address_township_code", sa.Text(), nullable=False),
        sa.Column("address_text", sa.Text(), nullable=False),
        sa.Column("emergency_name", sa.Text(), nullable=False),
        sa.Column("emergency_phone", sa.Text(), nullable=False),
        sa.Column("emergency_relation", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patients")),
    )
    op.create_index("ix_patients_name_key", "patients", ["name_key", "birth_date"], unique=False)
    op.create_index(
        "uq_patients_id_no",
        "patients",
        ["id_type", "id_no"],
        unique=True,
        sqlite_where=sa.text("id_no <> ''"),
        postgresql_where=sa.text("id_no <> ''"),
    )
    op.create_table(
        "risk_zones",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("township_code", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source_doc", sa.Text(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_zones")),
        sa.UniqueConstraint(
            "facility_id",
            "township_code",
            "valid_from",
            name=op.f("uq_risk_zones_facility_id_township_code_valid_from"),
        ),
    )
    op.create_table(
        "not_same",
        sa.Column("one_id", KEY, nullable=False),
        sa.Column("other_id", KEY, nullable=False),
        sa.Column("said_by", KEY, nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["patients.id"], name=op.f("fk_not_same_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["patients.id"], name=op.f("fk_not_same_other_id")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_not_same")),
    )
    op.create_index("ix_not_same_other_id", "not_same", ["other_id"], unique=False)


def _visits() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_station", "drafts", ["station"], unique=False)
    op.create_table(
        "visit_counters",
        sa.Column("facility_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("facility_id", "station", "day", name=op.f("pk_visit_counters")),
    )
    op.create_table(
        "visits",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", KEY, nullable=False),
        sa.Column("visit_no", IN_BYTES_ORDER, nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("arrived_at", INSTANT, nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_at", INSTANT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("symptoms", sa.Text(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("arrival_mode", sa.Text(), nullable=True),
        sa.Column("companions", sa.Text(), nullable=False),
        sa.Column("mask", sa.Text(), nullable=True),
        sa.Column("mask_given", sa.Boolean(), nullable=False),
        sa.Column("health_code", sa.Text(), nullable=True),
        sa.Column("zone_colour", sa.Text(), nullable=True),
        sa.Column("belongs_to", sa.Text(), nullable=False),
        sa.Column("onset_date", sa.Date(), nullable=True),
        sa.Column("first_symptom", sa.Text(), nullable=False),
        sa.Column("pregnant", sa.Text(), nullable=False),
        sa.Column("gestation_weeks", sa.Integer(), nullable=True),
        sa.Column("chronic_conditions", sa.Text(), nullable=True),
        sa.Column("vaccination", sa.Text(), nullable=False),
        sa.Column("antipyretic_last_6h", sa.Text(), nullable=False),
        sa.Column("antipyretic_taken_at", INSTANT, nullable=True),
        sa.Column("antimicrobial_last_7d", sa.Text(), nullable=False),
        sa.Column("self_reported_fever", sa.Text(), nullable=False),
        sa.Column("not_measured_reason", sa.Text(), nullable=False),
        sa.Column("rr", sa.Integer(), nullable=True),
        sa.Column("hr", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.Column("on_oxygen", sa.Text(), nullable=False),
        sa.Column("fio2", sa.Text(), nullable=True),
        sa.Column("flow", sa.Text(), nullable=True),
        sa.Column("sbp", sa.Integer(), nullable=True),
        sa.Column("dbp", sa.Integer(), nullable=True),
        sa.Column("avpu", sa.Text(), nullable=True),
        sa.Column("capillary_refill_s", sa.Text(), nullable=True),
        sa.Column("pain", sa.Integer(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=op.f("fk_visits_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint(
            "facility_id",
            "station",
            "visit_no",
            name=op.f("uq_visits_facility_id_station_visit_no"),
        ),
    )
    op.create_index("ix_visits_patient_id", "visits", ["patient_id", "id"], unique=False)
    op.create_index("ix_visits_visit_no", "visits", ["visit_no"], unique=False)


def _facts() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("decided_by", KEY, nullable=False),
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("routing", sa.Text(), nullable=False),
        sa.Column("temperature", sa.Text(), nullable=False),
        sa.Column("recheck_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_assessments_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index("ix_assessments_visit_id", "assessments", ["visit_id", "id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("visit_id", KEY, nullable=True),
        sa.Column("raw_text", sa.Text(), nullable=False),
        sa.Column("celsius", sa.Text(), nullable=False),
        sa.Column("value_centi", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("measured_at", INSTANT, nullable=False),
        sa.Column("raw_unit", sa.Text(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("device_serial", sa.Text(), nullable=False),
        sa.Column("device_name", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_version", sa.Text(), nullable=False),
        sa.Column("raw_bytes", sa.LargeBinary(), nullable=False),
        sa.Column("calibration_due", sa.Date(), nullable=True),
        sa.Column("ambient_c", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("assigned_by_hand", sa.Boolean(), nullable=False),
        sa.Column("voided_at", INSTANT, nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_readings_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    op.create_index(
        "ix_readings_unclaimed",
        "readings",
        ["station"],
        unique=False,
        sqlite_where=sa.text("visit_id IS NULL AND voided_at IS NULL"),
        postgresql_where=sa.text("visit_id IS NULL AND voided_at IS NULL"),
    )
    op.create_index("ix_readings_visit_id", "readings", ["visit_id"], unique=False)
    op.create_table(
        "slips",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("visit_id", KEY, nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", INSTANT, nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_slips_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
    )
    op.create_index("ix_slips_visit_id", "slips", ["visit_id", "id"], unique=False)
    op.create_index(
        "ix_slips_waiting",
        "slips",
        ["station"],
        unique=False,
        sqlite_where=sa.text("state <> 'PRINTED'"),
        postgresql_where=sa.text("state <> 'PRINTED'"),
    )

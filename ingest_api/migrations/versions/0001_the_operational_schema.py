"""The operational schema: tables, constraints, and the triggers that stamp, bury and protect rows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ingest_api.models.base import TransactionId

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Every change is stamped with its transaction, and every deletion leaves a tombstone: the extract lives on both.
FUNCTIONS = """
create function operational.stamp_row() returns trigger language plpgsql as $$
begin
    new.written_xid := pg_current_xact_id();
    if tg_op = 'UPDATE' then
        new.updated_at := now();
        new.version := old.version + 1;
    end if;
    return new;
end $$;
create function operational.bury_row() returns trigger language plpgsql as $$
begin
    insert into operational.tombstone (relation, row_id) values (tg_table_name, old.id);
    return null;
end $$;
create function operational.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'operational.% does not allow %', tg_table_name, tg_op using errcode = 'restrict_violation';
end $$;
"""
APPEND_ONLY = ("event", "tombstone")


def _make_triggers() -> None:
    op.execute(FUNCTIONS)
    tables = sa.inspect(op.get_bind()).get_table_names(schema="operational")
    for table in sorted(set(tables) - {"alembic_version"}):
        if table in APPEND_ONLY:
            op.execute(
                f"create trigger append_only before update or delete on operational.{table} "
                "for each row execute function operational.refuse_change()"
            )
        else:
            op.execute(
                f"create trigger stamp before insert or update on operational.{table} "
                "for each row execute function operational.stamp_row()"
            )
            op.execute(
                f"create trigger bury after delete on operational.{table} "
                "for each row execute function operational.bury_row()"
            )
        # A truncated row would leave no tombstone.
        op.execute(
            f"create trigger no_truncate before truncate on operational.{table} "
            "for each statement execute function operational.refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "campuses",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="Asia/Kolkata", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campuses")),
        sa.UniqueConstraint("code", name=op.f("uq_campuses_code")),
        schema="operational",
    )
    op.create_index(op.f("ix_campuses_written_xid"), "campuses", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("actor_user_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_role", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=True),
        sa.Column("campus_id", sa.BigInteger(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=True),
        sa.Column("student_id", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("source in ('api', 'import', 'system')", name=op.f("ck_event_source_vocabulary")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        schema="operational",
    )
    op.create_index(op.f("ix_event_session_id"), "event", ["session_id"], unique=False, schema="operational")
    op.create_index(op.f("ix_event_student_id"), "event", ["student_id"], unique=False, schema="operational")
    op.create_index(op.f("ix_event_written_xid"), "event", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "institute",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("clock_as_of", sa.Date(), nullable=True),
        sa.Column("currency", sa.Text(), server_default="INR", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_institute_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institute")),
        schema="operational",
    )
    op.create_index(op.f("ix_institute_written_xid"), "institute", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "subjects",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("duration_hours", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("difficulty_level", sa.Text(), nullable=True),
        sa.Column("fee", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "difficulty_level in ('beginner', 'intermediate', 'advanced')",
            name=op.f("ck_subjects_difficulty_level_vocabulary"),
        ),
        sa.CheckConstraint("status in ('active', 'inactive')", name=op.f("ck_subjects_status_vocabulary")),
        sa.CheckConstraint("duration_hours > 0", name=op.f("ck_subjects_duration_hours")),
        sa.CheckConstraint("fee >= 0", name=op.f("ck_subjects_fee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subjects")),
        sa.UniqueConstraint("code", name=op.f("uq_subjects_code")),
        schema="operational",
    )
    op.create_index(op.f("ix_subjects_written_xid"), "subjects", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "tombstone",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        schema="operational",
    )
    op.create_index(op.f("ix_tombstone_written_xid"), "tombstone", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "holidays",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("holiday_date", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_holidays_campus_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holidays")),
        sa.UniqueConstraint("campus_id", "holiday_date", name=op.f("uq_holidays_campus_id_holiday_date")),
        schema="operational",
    )
    op.create_index(op.f("ix_holidays_written_xid"), "holidays", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "subject_prerequisites",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("prerequisite_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("subject_id <> prerequisite_id", name=op.f("ck_subject_prerequisites_not_itself")),
        sa.ForeignKeyConstraint(
            ["prerequisite_id"],
            ["operational.subjects.id"],
            name=op.f("fk_subject_prerequisites_prerequisite_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["operational.subjects.id"],
            name=op.f("fk_subject_prerequisites_subject_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_prerequisites")),
        sa.UniqueConstraint(
            "subject_id", "prerequisite_id", name=op.f("uq_subject_prerequisites_subject_id_prerequisite_id")
        ),
        schema="operational",
    )
    op.create_index(
        op.f("ix_subject_prerequisites_prerequisite_id"),
        "subject_prerequisites",
        ["prerequisite_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_subject_prerequisites_written_xid"),
        "subject_prerequisites",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "topics",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("order_index", sa.Integer(), nullable=False),
        sa.Column("estimated_duration_minutes", sa.Integer(), nullable=True),
        sa.Column("difficulty_level", sa.Text(), nullable=True),
        sa.Column("learning_objectives", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("resources", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "difficulty_level in ('easy', 'medium', 'hard')", name=op.f("ck_topics_difficulty_level_vocabulary")
        ),
        sa.CheckConstraint("status in ('active', 'inactive')", name=op.f("ck_topics_status_vocabulary")),
        sa.CheckConstraint("estimated_duration_minutes > 0", name=op.f("ck_topics_estimated_duration_minutes")),
        sa.CheckConstraint("order_index > 0", name=op.f("ck_topics_order_index")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["operational.subjects.id"], name=op.f("fk_topics_subject_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
        sa.UniqueConstraint("subject_id", "order_index", name=op.f("uq_topics_subject_id_order_index")),
        schema="operational",
    )
    op.create_index(op.f("ix_topics_written_xid"), "topics", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("avatar_url", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("campus_id is not null or role = 'super_admin'", name=op.f("ck_users_campus_known")),
        sa.CheckConstraint("email = lower(email) and email like '%%_@_%%'", name=op.f("ck_users_email_form")),
        sa.CheckConstraint(
            "role in ('super_admin', 'counselor', 'faculty', 'student', 'admin')", name=op.f("ck_users_role_vocabulary")
        ),
        sa.CheckConstraint("status in ('active', 'inactive', 'suspended')", name=op.f("ck_users_status_vocabulary")),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_users_campus_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("uuid", name=op.f("uq_users_uuid")),
        schema="operational",
    )
    op.create_index(op.f("ix_users_campus_id"), "users", ["campus_id"], unique=False, schema="operational")
    op.create_index(op.f("ix_users_written_xid"), "users", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "faculties",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("specialization", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("qualification", sa.Text(), nullable=True),
        sa.Column("experience_years", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("hourly_rate", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("max_hours_per_day", sa.Integer(), nullable=True),
        sa.Column("max_students_per_day", sa.Integer(), nullable=True),
        sa.Column("available_time_slots", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("performance_rating", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("status in ('active', 'inactive', 'on_leave')", name=op.f("ck_faculties_status_vocabulary")),
        sa.CheckConstraint("experience_years >= 0", name=op.f("ck_faculties_experience_years")),
        sa.CheckConstraint("hourly_rate >= 0", name=op.f("ck_faculties_hourly_rate")),
        sa.CheckConstraint("max_hours_per_day between 1 and 24", name=op.f("ck_faculties_max_hours_per_day")),
        sa.CheckConstraint("max_students_per_day > 0", name=op.f("ck_faculties_max_students_per_day")),
        sa.CheckConstraint("performance_rating between 0 and 5", name=op.f("ck_faculties_performance_rating")),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_faculties_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_faculties_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faculties")),
        sa.UniqueConstraint("employee_id", name=op.f("uq_faculties_employee_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_faculties_user_id")),
        schema="operational",
    )
    op.create_index(op.f("ix_faculties_campus_id"), "faculties", ["campus_id"], unique=False, schema="operational")
    op.create_index(op.f("ix_faculties_written_xid"), "faculties", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=False),
        sa.Column("response", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_idempotency_keys_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_idempotency_keys_user_id_key")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_idempotency_keys_written_xid"), "idempotency_keys", ["written_xid"], unique=False, schema="operational"
    )
    op.create_table(
        "refresh_tokens",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("family", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_refresh_tokens_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_refresh_tokens_token_hash")),
        schema="operational",
    )
    op.create_index(op.f("ix_refresh_tokens_family"), "refresh_tokens", ["family"], unique=False, schema="operational")
    op.create_index(
        op.f("ix_refresh_tokens_user_id"), "refresh_tokens", ["user_id"], unique=False, schema="operational"
    )
    op.create_index(
        op.f("ix_refresh_tokens_written_xid"), "refresh_tokens", ["written_xid"], unique=False, schema="operational"
    )
    op.create_table(
        "students",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("enrollment_no", sa.Text(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("emergency_contact_name", sa.Text(), nullable=True),
        sa.Column("emergency_contact_phone", sa.Text(), nullable=True),
        sa.Column("guardian_email", sa.Text(), nullable=True),
        sa.Column("admission_date", sa.Date(), nullable=True),
        sa.Column("counselor_id", sa.BigInteger(), nullable=True),
        sa.Column("learning_style", sa.Text(), nullable=True),
        sa.Column("preferred_schedule", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "learning_style in ('visual', 'auditory', 'kinesthetic', 'reading')",
            name=op.f("ck_students_learning_style_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('active', 'completed', 'dropped', 'hold', 'graduated')",
            name=op.f("ck_students_status_vocabulary"),
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_students_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["counselor_id"], ["operational.users.id"], name=op.f("fk_students_counselor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_students_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_students")),
        sa.UniqueConstraint("enrollment_no", name=op.f("uq_students_enrollment_no")),
        sa.UniqueConstraint("user_id", name=op.f("uq_students_user_id")),
        schema="operational",
    )
    op.create_index(op.f("ix_students_campus_id"), "students", ["campus_id"], unique=False, schema="operational")
    op.create_index(op.f("ix_students_counselor_id"), "students", ["counselor_id"], unique=False, schema="operational")
    op.create_index(op.f("ix_students_written_xid"), "students", ["written_xid"], unique=False, schema="operational")
    op.create_table(
        "topic_prerequisites",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("prerequisite_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("topic_id <> prerequisite_id", name=op.f("ck_topic_prerequisites_not_itself")),
        sa.ForeignKeyConstraint(
            ["prerequisite_id"],
            ["operational.topics.id"],
            name=op.f("fk_topic_prerequisites_prerequisite_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["operational.topics.id"], name=op.f("fk_topic_prerequisites_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_prerequisites")),
        sa.UniqueConstraint(
            "topic_id", "prerequisite_id", name=op.f("uq_topic_prerequisites_topic_id_prerequisite_id")
        ),
        schema="operational",
    )
    op.create_index(
        op.f("ix_topic_prerequisites_prerequisite_id"),
        "topic_prerequisites",
        ["prerequisite_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_topic_prerequisites_written_xid"),
        "topic_prerequisites",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "assessments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("assessment_type", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("total_marks", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column("marks_obtained", sa.Numeric(precision=7, scale=2), nullable=True),
        sa.Column(
            "percentage",
            sa.Numeric(precision=5, scale=2),
            sa.Computed("round(100 * marks_obtained / total_marks, 2)", persisted=True),
            nullable=True,
        ),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("assessment_date", sa.Date(), nullable=True),
        sa.Column("graded_on", sa.Date(), nullable=True),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "assessment_type in ('quiz', 'assignment', 'project', 'exam', 'practical')",
            name=op.f("ck_assessments_assessment_type_vocabulary"),
        ),
        sa.CheckConstraint(
            "status <> 'graded' or marks_obtained is not null", name=op.f("ck_assessments_graded_has_marks")
        ),
        sa.CheckConstraint(
            "status in ('pending', 'completed', 'graded')", name=op.f("ck_assessments_status_vocabulary")
        ),
        sa.CheckConstraint("marks_obtained between 0 and total_marks", name=op.f("ck_assessments_marks_obtained")),
        sa.CheckConstraint("total_marks > 0", name=op.f("ck_assessments_total_marks")),
        sa.ForeignKeyConstraint(
            ["faculty_id"], ["operational.faculties.id"], name=op.f("fk_assessments_faculty_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_assessments_student_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["operational.subjects.id"], name=op.f("fk_assessments_subject_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["operational.topics.id"], name=op.f("fk_assessments_topic_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("reference", name=op.f("uq_assessments_reference")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_assessments_faculty_id"), "assessments", ["faculty_id"], unique=False, schema="operational"
    )
    op.create_index(
        "ix_assessments_student_subject",
        "assessments",
        ["student_id", "subject_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_assessments_subject_id"), "assessments", ["subject_id"], unique=False, schema="operational"
    )
    op.create_index(op.f("ix_assessments_topic_id"), "assessments", ["topic_id"], unique=False, schema="operational")
    op.create_index(
        op.f("ix_assessments_written_xid"), "assessments", ["written_xid"], unique=False, schema="operational"
    )
    op.create_table(
        "flexible_batches",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_type", sa.Text(), server_default="temporary", nullable=False),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("schedule", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("max_students", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "batch_type in ('temporary', 'workshop', 'project', 'peer_learning')",
            name=op.f("ck_flexible_batches_batch_type_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('active', 'completed', 'cancelled')", name=op.f("ck_flexible_batches_status_vocabulary")
        ),
        sa.CheckConstraint("end_date >= start_date", name=op.f("ck_flexible_batches_ends_after_start")),
        sa.CheckConstraint("max_students > 0", name=op.f("ck_flexible_batches_max_students")),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_flexible_batches_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["faculty_id"],
            ["operational.faculties.id"],
            name=op.f("fk_flexible_batches_faculty_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["operational.subjects.id"],
            name=op.f("fk_flexible_batches_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flexible_batches")),
        sa.UniqueConstraint("reference", name=op.f("uq_flexible_batches_reference")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_flexible_batches_campus_id"), "flexible_batches", ["campus_id"], unique=False, schema="operational"
    )
    op.create_index(
        op.f("ix_flexible_batches_faculty_id"), "flexible_batches", ["faculty_id"], unique=False, schema="operational"
    )
    op.create_index(
        op.f("ix_flexible_batches_subject_id"), "flexible_batches", ["subject_id"], unique=False, schema="operational"
    )
    op.create_index(
        op.f("ix_flexible_batches_written_xid"), "flexible_batches", ["written_xid"], unique=False, schema="operational"
    )
    op.create_table(
        "student_subject_enrollments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("enrollment_date", sa.Date(), nullable=False),
        sa.Column("expected_completion_date", sa.Date(), nullable=True),
        sa.Column("actual_completion_date", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("completion_percentage", sa.Numeric(precision=5, scale=2), server_default="0", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "(status in ('completed', 'dropped')) = (ended_on is not null)",
            name=op.f("ck_student_subject_enrollments_ended_when_over"),
        ),
        sa.CheckConstraint(
            "status <> 'completed' or actual_completion_date is not null",
            name=op.f("ck_student_subject_enrollments_completed_has_date"),
        ),
        sa.CheckConstraint(
            "status in ('active', 'completed', 'paused', 'dropped')",
            name=op.f("ck_student_subject_enrollments_status_vocabulary"),
        ),
        sa.CheckConstraint(
            "completion_percentage between 0 and 100", name=op.f("ck_student_subject_enrollments_completion_percentage")
        ),
        sa.CheckConstraint("ended_on >= enrollment_date", name=op.f("ck_student_subject_enrollments_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["faculty_id"],
            ["operational.faculties.id"],
            name=op.f("fk_student_subject_enrollments_faculty_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["operational.students.id"],
            name=op.f("fk_student_subject_enrollments_student_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["operational.subjects.id"],
            name=op.f("fk_student_subject_enrollments_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_subject_enrollments")),
        sa.UniqueConstraint(
            "student_id", "subject_id", name=op.f("uq_student_subject_enrollments_student_id_subject_id")
        ),
        schema="operational",
    )
    op.create_index(
        op.f("ix_student_subject_enrollments_faculty_id"),
        "student_subject_enrollments",
        ["faculty_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_student_subject_enrollments_subject_id"),
        "student_subject_enrollments",
        ["subject_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_student_subject_enrollments_written_xid"),
        "student_subject_enrollments",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "student_topic_progress",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("competency_level", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Text(), server_default="not_started", nullable=False),
        sa.Column("first_introduced_date", sa.Date(), nullable=True),
        sa.Column("completion_date", sa.Date(), nullable=True),
        sa.Column("time_spent_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("session_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("assessment_scores", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("last_updated_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "status in ('not_started', 'in_progress', 'completed', 'mastered', 'needs_review')",
            name=op.f("ck_student_topic_progress_status_vocabulary"),
        ),
        sa.CheckConstraint("competency_level between 0 and 5", name=op.f("ck_student_topic_progress_competency_level")),
        sa.CheckConstraint("session_count >= 0", name=op.f("ck_student_topic_progress_session_count")),
        sa.CheckConstraint("time_spent_minutes >= 0", name=op.f("ck_student_topic_progress_time_spent_minutes")),
        sa.ForeignKeyConstraint(
            ["last_updated_by"],
            ["operational.users.id"],
            name=op.f("fk_student_topic_progress_last_updated_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["operational.students.id"],
            name=op.f("fk_student_topic_progress_student_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["operational.topics.id"],
            name=op.f("fk_student_topic_progress_topic_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_topic_progress")),
        sa.UniqueConstraint("student_id", "topic_id", name=op.f("uq_student_topic_progress_student_id_topic_id")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_student_topic_progress_topic_id"),
        "student_topic_progress",
        ["topic_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_student_topic_progress_written_xid"),
        "student_topic_progress",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "flexible_batch_members",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["operational.flexible_batches.id"],
            name=op.f("fk_flexible_batch_members_batch_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["operational.students.id"],
            name=op.f("fk_flexible_batch_members_student_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flexible_batch_members")),
        sa.UniqueConstraint("batch_id", "student_id", name=op.f("uq_flexible_batch_members_batch_id_student_id")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_flexible_batch_members_student_id"),
        "flexible_batch_members",
        ["student_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_flexible_batch_members_written_xid"),
        "flexible_batch_members",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "learning_sessions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("session_date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("session_type", sa.Text(), server_default="individual", nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="scheduled", nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "session_type in ('individual', 'group', 'workshop')",
            name=op.f("ck_learning_sessions_session_type_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('scheduled', 'completed', 'cancelled', 'no_show')",
            name=op.f("ck_learning_sessions_status_vocabulary"),
        ),
        sa.CheckConstraint("duration_minutes between 1 and 1440", name=op.f("ck_learning_sessions_duration_minutes")),
        sa.CheckConstraint(
            "num_nonnulls(student_id, batch_id) = 1", name=op.f("ck_learning_sessions_student_or_batch")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["operational.flexible_batches.id"],
            name=op.f("fk_learning_sessions_batch_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_learning_sessions_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["faculty_id"],
            ["operational.faculties.id"],
            name=op.f("fk_learning_sessions_faculty_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["operational.students.id"],
            name=op.f("fk_learning_sessions_student_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["operational.subjects.id"],
            name=op.f("fk_learning_sessions_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_sessions")),
        sa.UniqueConstraint("reference", name=op.f("uq_learning_sessions_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_learning_sessions_uuid")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_learning_sessions_batch_id"), "learning_sessions", ["batch_id"], unique=False, schema="operational"
    )
    op.create_index(
        "ix_learning_sessions_campus_day",
        "learning_sessions",
        ["campus_id", "session_date"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        "ix_learning_sessions_faculty_day",
        "learning_sessions",
        ["faculty_id", "session_date"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_learning_sessions_student_id"), "learning_sessions", ["student_id"], unique=False, schema="operational"
    )
    op.create_index(
        op.f("ix_learning_sessions_subject_id"), "learning_sessions", ["subject_id"], unique=False, schema="operational"
    )
    op.create_index(
        op.f("ix_learning_sessions_written_xid"),
        "learning_sessions",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "session_attendance",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("attendance_status", sa.Text(), nullable=False),
        sa.Column("minutes_late", sa.Integer(), nullable=True),
        sa.Column("check_in_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_out_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("faculty_notes", sa.Text(), nullable=True),
        sa.Column("student_feedback", sa.Text(), nullable=True),
        sa.Column("next_session_prep", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("marked_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint(
            "attendance_status in ('present', 'absent', 'late')",
            name=op.f("ck_session_attendance_attendance_status_vocabulary"),
        ),
        sa.CheckConstraint(
            "minutes_late is null or attendance_status = 'late'",
            name=op.f("ck_session_attendance_only_late_has_minutes"),
        ),
        sa.CheckConstraint(
            "check_out_time >= check_in_time", name=op.f("ck_session_attendance_check_out_after_check_in")
        ),
        sa.CheckConstraint("minutes_late >= 0", name=op.f("ck_session_attendance_minutes_late")),
        sa.ForeignKeyConstraint(
            ["marked_by"], ["operational.users.id"], name=op.f("fk_session_attendance_marked_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["operational.learning_sessions.id"],
            name=op.f("fk_session_attendance_session_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["operational.students.id"],
            name=op.f("fk_session_attendance_student_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_attendance")),
        sa.UniqueConstraint("session_id", "student_id", name=op.f("uq_session_attendance_session_id_student_id")),
        schema="operational",
    )
    op.create_index(
        op.f("ix_session_attendance_student_id"),
        "session_attendance",
        ["student_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_session_attendance_written_xid"),
        "session_attendance",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    op.create_table(
        "session_attendance_topics",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("attendance_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("understanding", sa.SmallInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.CheckConstraint("understanding between 1 and 5", name=op.f("ck_session_attendance_topics_understanding")),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["operational.session_attendance.id"],
            name=op.f("fk_session_attendance_topics_attendance_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["operational.topics.id"],
            name=op.f("fk_session_attendance_topics_topic_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_attendance_topics")),
        sa.UniqueConstraint(
            "attendance_id", "topic_id", name=op.f("uq_session_attendance_topics_attendance_id_topic_id")
        ),
        schema="operational",
    )
    op.create_index(
        op.f("ix_session_attendance_topics_topic_id"),
        "session_attendance_topics",
        ["topic_id"],
        unique=False,
        schema="operational",
    )
    op.create_index(
        op.f("ix_session_attendance_topics_written_xid"),
        "session_attendance_topics",
        ["written_xid"],
        unique=False,
        schema="operational",
    )
    _make_triggers()


def downgrade() -> None:
    op.execute("drop schema operational cascade")

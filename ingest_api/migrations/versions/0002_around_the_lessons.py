"""What happens around the lessons: inquiries, feedback, rewards, fees, exams, paths, interventions, messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ingest_api.migrations.tables import create_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Parents first.
TABLES = (
    "notifications",
    "one_time_tokens",
    "resources",
    "settings",
    "consents",
    "crm_inquiries",
    "exam_slots",
    "faculty_availability",
    "guardians",
    "learning_paths",
    "rewards_penalties",
    "crm_inquiry_stages",
    "crm_inquiry_subjects",
    "exam_bookings",
    "fee_plans",
    "follow_ups",
    "interventions",
    "learning_path_steps",
    "payments",
    "faculty_time_entries",
    "fee_installments",
    "feedback",
    "action_items",
)


def upgrade() -> None:
    create_table(
        "notifications",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body_key", sa.Text(), nullable=True),
        sa.Column("payload", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_notifications_user_id"), ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["user_id"],
        schema="operational",
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_index("ix_notifications_user", "notifications", ["user_id", "id"], schema="operational")
    create_table(
        "one_time_tokens",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose in ('invitation', 'password_reset')", name=op.f("ck_one_time_tokens_purpose_vocabulary")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_one_time_tokens_user_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_tokens_token_hash")),
    )
    op.create_index(op.f("ix_one_time_tokens_user_id"), "one_time_tokens", ["user_id"], schema="operational")
    create_table(
        "resources",
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("storage_key", sa.Text(), nullable=True),
        sa.Column("difficulty", sa.Text(), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("learning_style", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint("difficulty in ('easy', 'medium', 'hard')", name=op.f("ck_resources_difficulty_vocabulary")),
        sa.CheckConstraint(
            "kind in ('article', 'video', 'exercise', 'document', 'link')", name=op.f("ck_resources_kind_vocabulary")
        ),
        sa.CheckConstraint(
            "learning_style in ('visual', 'auditory', 'kinesthetic', 'reading')",
            name=op.f("ck_resources_learning_style_vocabulary"),
        ),
        sa.CheckConstraint("status in ('active', 'inactive')", name=op.f("ck_resources_status_vocabulary")),
        sa.CheckConstraint("duration_minutes > 0", name=op.f("ck_resources_duration_minutes")),
        sa.CheckConstraint("num_nonnulls(topic_id, subject_id) = 1", name=op.f("ck_resources_topic_or_subject")),
        sa.CheckConstraint("num_nonnulls(url, storage_key) = 1", name=op.f("ck_resources_url_or_file")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["operational.subjects.id"], name=op.f("fk_resources_subject_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["operational.topics.id"], name=op.f("fk_resources_topic_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index(op.f("ix_resources_subject_id"), "resources", ["subject_id"], schema="operational")
    op.create_index(op.f("ix_resources_topic_id"), "resources", ["topic_id"], schema="operational")
    create_table(
        "settings",
        sa.Column("campus_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        sa.Column("updated_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_settings_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["operational.users.id"], name=op.f("fk_settings_updated_by"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint(
            "campus_id", "key", name=op.f("uq_settings_campus_id_key"), postgresql_nulls_not_distinct=True
        ),
    )
    create_table(
        "consents",
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("student_id", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "purpose in ('progress_reports', 'marketing', 'data_processing', 'photo')",
            name=op.f("ck_consents_purpose_vocabulary"),
        ),
        sa.CheckConstraint("num_nonnulls(user_id, student_id) = 1", name=op.f("ck_consents_user_or_student")),
        sa.CheckConstraint("withdrawn_at >= granted_at", name=op.f("ck_consents_withdrawn_after_granted")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_consents_student_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_consents_user_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index(op.f("ix_consents_student_id"), "consents", ["student_id"], schema="operational")
    op.create_index(op.f("ix_consents_user_id"), "consents", ["user_id"], schema="operational")
    op.create_index(
        "uq_consents_student",
        "consents",
        ["student_id", "purpose"],
        unique=True,
        schema="operational",
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_index(
        "uq_consents_user",
        "consents",
        ["user_id", "purpose"],
        unique=True,
        schema="operational",
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    create_table(
        "crm_inquiries",
        sa.Column("uuid", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("counselor_id", sa.BigInteger(), nullable=True),
        sa.Column("student_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="new", nullable=False),
        sa.Column("priority", sa.Text(), server_default="medium", nullable=False),
        sa.Column("next_follow_up_date", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("tags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("attributes", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("student_id", sa.BigInteger(), nullable=True),
        sa.Column("lost_reason", sa.Text(), nullable=True),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "closed_on is null or status in ('enrolled', 'lost')", name=op.f("ck_crm_inquiries_only_ends_are_closed")
        ),
        sa.CheckConstraint(
            "lost_reason is null or status = 'lost'", name=op.f("ck_crm_inquiries_only_lost_has_reason")
        ),
        sa.CheckConstraint("priority in ('low', 'medium', 'high')", name=op.f("ck_crm_inquiries_priority_vocabulary")),
        sa.CheckConstraint(
            "source in ('website', 'referral', 'walk_in', 'social_media', 'campaign')",
            name=op.f("ck_crm_inquiries_source_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('new', 'contacted', 'follow_up_scheduled', 'enrolled', 'lost')",
            name=op.f("ck_crm_inquiries_status_vocabulary"),
        ),
        sa.CheckConstraint(
            "student_id is null or status = 'enrolled'", name=op.f("ck_crm_inquiries_only_enrolled_has_student")
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_crm_inquiries_not_merged_into_itself")),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_crm_inquiries_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["counselor_id"], ["operational.users.id"], name=op.f("fk_crm_inquiries_counselor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["operational.crm_inquiries.id"],
            name=op.f("fk_crm_inquiries_merged_into_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_crm_inquiries_student_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_crm_inquiries_reference")),
        sa.UniqueConstraint("uuid", name=op.f("uq_crm_inquiries_uuid")),
    )
    op.create_index("ix_crm_inquiries_campus_status", "crm_inquiries", ["campus_id", "status"], schema="operational")
    op.create_index(
        "ix_crm_inquiries_counselor_status",
        "crm_inquiries",
        ["counselor_id", "status"],
        schema="operational",
    )
    op.create_index(
        "ix_crm_inquiries_due",
        "crm_inquiries",
        ["next_follow_up_date"],
        schema="operational",
        postgresql_where=sa.text("closed_on is null"),
    )
    op.create_index(
        "ix_crm_inquiries_email",
        "crm_inquiries",
        [sa.literal_column("lower(email)")],
        schema="operational",
    )
    op.create_index(op.f("ix_crm_inquiries_merged_into_id"), "crm_inquiries", ["merged_into_id"], schema="operational")
    op.create_index("ix_crm_inquiries_phone", "crm_inquiries", ["phone"], schema="operational")
    op.create_index(op.f("ix_crm_inquiries_student_id"), "crm_inquiries", ["student_id"], schema="operational")
    create_table(
        "exam_slots",
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.CheckConstraint(
            "status in ('open', 'closed', 'cancelled', 'held')", name=op.f("ck_exam_slots_status_vocabulary")
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_exam_slots_capacity")),
        sa.CheckConstraint("duration_minutes between 1 and 1440", name=op.f("ck_exam_slots_duration_minutes")),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_exam_slots_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["faculty_id"], ["operational.faculties.id"], name=op.f("fk_exam_slots_faculty_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["operational.subjects.id"], name=op.f("fk_exam_slots_subject_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["operational.topics.id"], name=op.f("fk_exam_slots_topic_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_exam_slots_campus_time", "exam_slots", ["campus_id", "starts_at"], schema="operational")
    op.create_index("ix_exam_slots_faculty_time", "exam_slots", ["faculty_id", "starts_at"], schema="operational")
    op.create_index(op.f("ix_exam_slots_subject_id"), "exam_slots", ["subject_id"], schema="operational")
    op.create_index(op.f("ix_exam_slots_topic_id"), "exam_slots", ["topic_id"], schema="operational")
    create_table(
        "faculty_availability",
        sa.Column("faculty_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("end_time", sa.Time(), nullable=False),
        sa.CheckConstraint("end_time > start_time", name=op.f("ck_faculty_availability_ends_after_start")),
        sa.CheckConstraint("weekday between 1 and 7", name=op.f("ck_faculty_availability_weekday")),
        sa.ForeignKeyConstraint(
            ["faculty_id"],
            ["operational.faculties.id"],
            name=op.f("fk_faculty_availability_faculty_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint(
            "faculty_id", "weekday", "start_time", name=op.f("uq_faculty_availability_faculty_id_weekday_start_time")
        ),
    )
    create_table(
        "guardians",
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relationship", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint("email = lower(email) and email ~ '.@.'", name=op.f("ck_guardians_email_form")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_guardians_student_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index(op.f("ix_guardians_student_id"), "guardians", ["student_id"], schema="operational")
    op.create_index(
        "uq_guardians_primary",
        "guardians",
        ["student_id"],
        unique=True,
        schema="operational",
        postgresql_where=sa.text("is_primary"),
    )
    create_table(
        "learning_paths",
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "status in ('active', 'completed', 'archived')", name=op.f("ck_learning_paths_status_vocabulary")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["operational.users.id"], name=op.f("fk_learning_paths_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_learning_paths_student_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index(op.f("ix_learning_paths_student_id"), "learning_paths", ["student_id"], schema="operational")
    create_table(
        "rewards_penalties",
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), server_default="other", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.CheckConstraint(
            "category in ('attendance', 'performance', 'behavior', 'assignment', 'other')",
            name=op.f("ck_rewards_penalties_category_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('active', 'appealed', 'resolved')", name=op.f("ck_rewards_penalties_status_vocabulary")
        ),
        sa.CheckConstraint("type in ('reward', 'penalty')", name=op.f("ck_rewards_penalties_type_vocabulary")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_rewards_penalties_points")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["operational.users.id"], name=op.f("fk_rewards_penalties_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["faculty_id"],
            ["operational.faculties.id"],
            name=op.f("fk_rewards_penalties_faculty_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"],
            ["operational.students.id"],
            name=op.f("fk_rewards_penalties_student_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_rewards_penalties_reference")),
    )
    op.create_index(op.f("ix_rewards_penalties_faculty_id"), "rewards_penalties", ["faculty_id"], schema="operational")
    op.create_index(
        "ix_rewards_penalties_student_day", "rewards_penalties", ["student_id", "date"], schema="operational"
    )
    create_table(
        "crm_inquiry_stages",
        sa.Column("inquiry_id", sa.BigInteger(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=True),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "from_status in ('new', 'contacted', 'follow_up_scheduled', 'enrolled', 'lost')",
            name=op.f("ck_crm_inquiry_stages_from_status_vocabulary"),
        ),
        sa.CheckConstraint(
            "to_status in ('new', 'contacted', 'follow_up_scheduled', 'enrolled', 'lost')",
            name=op.f("ck_crm_inquiry_stages_to_status_vocabulary"),
        ),
        sa.CheckConstraint("from_status <> to_status", name=op.f("ck_crm_inquiry_stages_is_a_change")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["operational.users.id"], name=op.f("fk_crm_inquiry_stages_changed_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["operational.crm_inquiries.id"],
            name=op.f("fk_crm_inquiry_stages_inquiry_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_crm_inquiry_stages_inquiry_time", "crm_inquiry_stages", ["inquiry_id", "changed_at"], schema="operational"
    )
    create_table(
        "crm_inquiry_subjects",
        sa.Column("inquiry_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["operational.crm_inquiries.id"],
            name=op.f("fk_crm_inquiry_subjects_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["operational.subjects.id"],
            name=op.f("fk_crm_inquiry_subjects_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("inquiry_id", "subject_id", name=op.f("uq_crm_inquiry_subjects_inquiry_id_subject_id")),
    )
    op.create_index(
        op.f("ix_crm_inquiry_subjects_subject_id"), "crm_inquiry_subjects", ["subject_id"], schema="operational"
    )
    create_table(
        "exam_bookings",
        sa.Column("slot_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), server_default="booked", nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status in ('booked', 'cancelled', 'attended', 'no_show')", name=op.f("ck_exam_bookings_status_vocabulary")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["operational.exam_slots.id"], name=op.f("fk_exam_bookings_slot_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_exam_bookings_student_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("slot_id", "student_id", name=op.f("uq_exam_bookings_slot_id_student_id")),
    )
    op.create_index(op.f("ix_exam_bookings_student_id"), "exam_bookings", ["student_id"], schema="operational")
    create_table(
        "fee_plans",
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("total_amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("discount_amount", sa.Numeric(precision=12, scale=2), server_default="0", nullable=False),
        sa.Column("discount_reason", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("discount_amount between 0 and total_amount", name=op.f("ck_fee_plans_discount_amount")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["operational.users.id"], name=op.f("fk_fee_plans_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["operational.student_subject_enrollments.id"],
            name=op.f("fk_fee_plans_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_fee_plans_enrollment_id")),
    )
    create_table(
        "follow_ups",
        sa.Column("inquiry_id", sa.BigInteger(), nullable=False),
        sa.Column("counselor_id", sa.BigInteger(), nullable=True),
        sa.Column("follow_up_date", sa.Date(), nullable=False),
        sa.Column("follow_up_type", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("next_follow_up_date", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "follow_up_type in ('call', 'email', 'visit', 'sms', 'whatsapp')",
            name=op.f("ck_follow_ups_follow_up_type_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('completed', 'pending', 'missed')", name=op.f("ck_follow_ups_status_vocabulary")
        ),
        sa.CheckConstraint("next_follow_up_date >= follow_up_date", name=op.f("ck_follow_ups_next_is_later")),
        sa.ForeignKeyConstraint(
            ["counselor_id"], ["operational.users.id"], name=op.f("fk_follow_ups_counselor_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["operational.crm_inquiries.id"], name=op.f("fk_follow_ups_inquiry_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint(
            "inquiry_id",
            "follow_up_date",
            "follow_up_type",
            name=op.f("uq_follow_ups_inquiry_id_follow_up_date_follow_up_type"),
        ),
    )
    op.create_index(
        "ix_follow_ups_counselor_status_date",
        "follow_ups",
        ["counselor_id", "status", "follow_up_date"],
        schema="operational",
    )
    op.create_index(
        "ix_follow_ups_due",
        "follow_ups",
        ["follow_up_date"],
        schema="operational",
        postgresql_where=sa.text("status = 'pending'"),
    )
    create_table(
        "interventions",
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=True),
        sa.Column("is_holdout", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("p_drop_at_start", sa.Double(), nullable=True),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        sa.Column("assigned_to", sa.BigInteger(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(status = 'planned') = (closed_at is null)", name=op.f("ck_interventions_closed_has_instant")
        ),
        sa.CheckConstraint(
            "action in ('call', 'meeting', 'extra_session', 'schedule_change', 'fee_plan', 'other')",
            name=op.f("ck_interventions_action_vocabulary"),
        ),
        sa.CheckConstraint(
            "outcome in ('returned', 'improved', 'no_change', 'dropped', 'unknown')",
            name=op.f("ck_interventions_outcome_vocabulary"),
        ),
        sa.CheckConstraint(
            "status in ('planned', 'done', 'cancelled')", name=op.f("ck_interventions_status_vocabulary")
        ),
        sa.CheckConstraint("due_date >= started_on", name=op.f("ck_interventions_due_after_start")),
        sa.CheckConstraint("is_holdout = (action is null)", name=op.f("ck_interventions_holdout_has_no_action")),
        sa.CheckConstraint("p_drop_at_start between 0 and 1", name=op.f("ck_interventions_p_drop_at_start")),
        sa.ForeignKeyConstraint(
            ["assigned_to"], ["operational.users.id"], name=op.f("fk_interventions_assigned_to"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_interventions_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["operational.users.id"], name=op.f("fk_interventions_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["operational.student_subject_enrollments.id"],
            name=op.f("fk_interventions_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_interventions_student_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index(
        "ix_interventions_assigned_status",
        "interventions",
        ["assigned_to", "status"],
        schema="operational",
    )
    op.create_index("ix_interventions_campus_status", "interventions", ["campus_id", "status"], schema="operational")
    op.create_index(op.f("ix_interventions_enrollment_id"), "interventions", ["enrollment_id"], schema="operational")
    op.create_index(op.f("ix_interventions_student_id"), "interventions", ["student_id"], schema="operational")
    create_table(
        "learning_path_steps",
        sa.Column("path_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="planned", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status in ('planned', 'in_progress', 'done', 'skipped')",
            name=op.f("ck_learning_path_steps_status_vocabulary"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(topic_id, subject_id) = 1", name=op.f("ck_learning_path_steps_topic_or_subject")
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_learning_path_steps_position")),
        sa.ForeignKeyConstraint(
            ["path_id"],
            ["operational.learning_paths.id"],
            name=op.f("fk_learning_path_steps_path_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["operational.subjects.id"],
            name=op.f("fk_learning_path_steps_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["operational.topics.id"], name=op.f("fk_learning_path_steps_topic_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint(
            "path_id", "position", deferrable=True, name=op.f("uq_learning_path_steps_path_id_position")
        ),
    )
    op.create_index(
        op.f("ix_learning_path_steps_subject_id"),
        "learning_path_steps",
        ["subject_id"],
        schema="operational",
    )
    op.create_index(op.f("ix_learning_path_steps_topic_id"), "learning_path_steps", ["topic_id"], schema="operational")
    create_table(
        "payments",
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("enrollment_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "method in ('cash', 'card', 'upi', 'bank_transfer', 'cheque', 'other')",
            name=op.f("ck_payments_method_vocabulary"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["operational.student_subject_enrollments.id"],
            name=op.f("fk_payments_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["operational.users.id"], name=op.f("fk_payments_recorded_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_payments_student_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["operational.subjects.id"], name=op.f("fk_payments_subject_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("receipt", name=op.f("uq_payments_receipt")),
    )
    op.create_index(op.f("ix_payments_enrollment_id"), "payments", ["enrollment_id"], schema="operational")
    op.create_index("ix_payments_student_day", "payments", ["student_id", "paid_on"], schema="operational")
    op.create_index(op.f("ix_payments_subject_id"), "payments", ["subject_id"], schema="operational")
    create_table(
        "faculty_time_entries",
        sa.Column("faculty_id", sa.BigInteger(), nullable=False),
        sa.Column("work_date", sa.Date(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind in ('teaching', 'preparation', 'administration', 'meeting', 'leave')",
            name=op.f("ck_faculty_time_entries_kind_vocabulary"),
        ),
        sa.CheckConstraint(
            "session_id is null or kind in ('teaching', 'preparation')",
            name=op.f("ck_faculty_time_entries_session_is_teaching"),
        ),
        sa.CheckConstraint("end_time > start_time", name=op.f("ck_faculty_time_entries_ends_after_start")),
        sa.CheckConstraint(
            "minutes <= extract(epoch from end_time - start_time) / 60",
            name=op.f("ck_faculty_time_entries_minutes_fit"),
        ),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("ck_faculty_time_entries_minutes")),
        sa.CheckConstraint(
            "num_nonnulls(start_time, end_time) <> 1", name=op.f("ck_faculty_time_entries_start_and_end_together")
        ),
        sa.ForeignKeyConstraint(
            ["faculty_id"],
            ["operational.faculties.id"],
            name=op.f("fk_faculty_time_entries_faculty_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["operational.learning_sessions.id"],
            name=op.f("fk_faculty_time_entries_session_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint(
            "session_id", "faculty_id", "kind", name=op.f("uq_faculty_time_entries_session_id_faculty_id_kind")
        ),
    )
    op.create_index(
        "ix_faculty_time_entries_faculty_day", "faculty_time_entries", ["faculty_id", "work_date"], schema="operational"
    )
    create_table(
        "fee_installments",
        sa.Column("fee_plan_id", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_fee_installments_amount")),
        sa.ForeignKeyConstraint(
            ["fee_plan_id"],
            ["operational.fee_plans.id"],
            name=op.f("fk_fee_installments_fee_plan_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("fee_plan_id", "due_on", name=op.f("uq_fee_installments_fee_plan_id_due_on")),
    )
    create_table(
        "feedback",
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("campus_id", sa.BigInteger(), nullable=True),
        sa.Column("student_id", sa.BigInteger(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("faculty_id", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.BigInteger(), nullable=True),
        sa.Column("feedback_type", sa.Text(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("comments", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sentiment", sa.Text(), nullable=True),
        sa.Column("themes", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("reviewed_by", sa.BigInteger(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'pending') = (reviewed_at is null)", name=op.f("ck_feedback_reviewed_has_instant")
        ),
        sa.CheckConstraint(
            "(status = 'resolved') = (resolved_at is not null)", name=op.f("ck_feedback_resolved_has_instant")
        ),
        sa.CheckConstraint(
            "feedback_type in ('faculty', 'session', 'subject', 'institute', 'facility')",
            name=op.f("ck_feedback_feedback_type_vocabulary"),
        ),
        sa.CheckConstraint(
            "sentiment in ('positive', 'neutral', 'negative')", name=op.f("ck_feedback_sentiment_vocabulary")
        ),
        sa.CheckConstraint("status in ('pending', 'reviewed', 'resolved')", name=op.f("ck_feedback_status_vocabulary")),
        sa.CheckConstraint("is_anonymous = (student_id is null)", name=op.f("ck_feedback_anonymous_has_no_student")),
        sa.CheckConstraint("num_nonnulls(rating, comments) > 0", name=op.f("ck_feedback_says_something")),
        sa.CheckConstraint("rating between 1 and 5", name=op.f("ck_feedback_rating")),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_feedback_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["faculty_id"], ["operational.faculties.id"], name=op.f("fk_feedback_faculty_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["operational.users.id"], name=op.f("fk_feedback_reviewed_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["operational.learning_sessions.id"],
            name=op.f("fk_feedback_session_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["operational.students.id"], name=op.f("fk_feedback_student_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_feedback_reference")),
    )
    op.create_index("ix_feedback_campus_status", "feedback", ["campus_id", "status"], schema="operational")
    op.create_index("ix_feedback_faculty_time", "feedback", ["faculty_id", "submitted_at"], schema="operational")
    op.create_index(op.f("ix_feedback_session_id"), "feedback", ["session_id"], schema="operational")
    op.create_index(op.f("ix_feedback_student_id"), "feedback", ["student_id"], schema="operational")
    create_table(
        "action_items",
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("feedback_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("assigned_to", sa.BigInteger(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(status = 'done') = (completed_at is not null)", name=op.f("ck_action_items_done_has_instant")
        ),
        sa.CheckConstraint(
            "status in ('open', 'in_progress', 'done', 'cancelled')", name=op.f("ck_action_items_status_vocabulary")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_to"], ["operational.users.id"], name=op.f("fk_action_items_assigned_to"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["operational.campuses.id"], name=op.f("fk_action_items_campus_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["operational.feedback.id"], name=op.f("fk_action_items_feedback_id"), ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_action_items_assigned_status", "action_items", ["assigned_to", "status"], schema="operational")
    op.create_index("ix_action_items_campus_status", "action_items", ["campus_id", "status"], schema="operational")
    op.create_index(op.f("ix_action_items_feedback_id"), "action_items", ["feedback_id"], schema="operational")
    op.drop_index(op.f("ix_learning_sessions_batch_id"), table_name="learning_sessions", schema="operational")
    op.drop_index(op.f("ix_learning_sessions_student_id"), table_name="learning_sessions", schema="operational")
    op.create_index(
        "ix_learning_sessions_batch_day",
        "learning_sessions",
        ["batch_id", "session_date"],
        schema="operational",
    )
    op.create_index(
        "ix_learning_sessions_room_day",
        "learning_sessions",
        ["campus_id", "location", "session_date"],
        schema="operational",
        postgresql_where=sa.text("location is not null"),
    )
    op.create_index(
        "ix_learning_sessions_student_day",
        "learning_sessions",
        ["student_id", "session_date"],
        schema="operational",
    )


def downgrade() -> None:
    op.drop_index("ix_learning_sessions_student_day", table_name="learning_sessions", schema="operational")
    op.drop_index(
        "ix_learning_sessions_room_day",
        table_name="learning_sessions",
        schema="operational",
        postgresql_where=sa.text("location is not null"),
    )
    op.drop_index("ix_learning_sessions_batch_day", table_name="learning_sessions", schema="operational")
    op.create_index(op.f("ix_learning_sessions_student_id"), "learning_sessions", ["student_id"], schema="operational")
    op.create_index(op.f("ix_learning_sessions_batch_id"), "learning_sessions", ["batch_id"], schema="operational")
    for table in reversed(TABLES):
        op.drop_table(table, schema="operational")

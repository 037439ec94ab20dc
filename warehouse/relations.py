"""Schema and table names, once.

Belongs here: the names by which the folders of the house find each other's relations. Does not belong here: columns
(the SQLAlchemy models, the dbt yml files) and anything that talks to a database.
"""

from typing import Final

OPERATIONAL: Final = "operational"
RAW: Final = "raw"
PREDICTIONS: Final = "predictions"
MARTS: Final = "marts"
RESTRICTED: Final = "restricted"
FEATURES: Final = "features"
REPORTING: Final = "reporting"

# What the extract copies from `operational` into `raw`, parents first.
EXTRACTED_TABLES: Final[tuple[str, ...]] = (
    "institute",
    "campuses",
    "holidays",
    "users",
    "students",
    "faculties",
    "subjects",
    "subject_prerequisites",
    "topics",
    "topic_prerequisites",
    "student_subject_enrollments",
    "flexible_batches",
    "flexible_batch_members",
    "learning_sessions",
    "session_attendance",
    "session_attendance_topics",
    "student_topic_progress",
    "topic_corrections",
    "assessments",
    "crm_inquiries",
    "crm_inquiry_subjects",
    "crm_inquiry_stages",
    "follow_ups",
    "rewards_penalties",
    "feedback",
    "payments",
    "faculty_availability",
    "faculty_time_entries",
    "action_items",
    "fee_plans",
    "fee_installments",
    "learning_paths",
    "learning_path_steps",
    "resources",
    "exam_slots",
    "exam_bookings",
    "interventions",
    "risk_alerts",
)

# What stays in `operational`, and why. Every table is here or above; a test holds both to the schema.
NOT_EXTRACTED_TABLES: Final[dict[str, str]] = {
    "calendar_links": "secrets",
    "certificates": "papers about enrolments that raw holds; their numbers open a name to whoever has one",
    "consents": "looked up person by person when data is to be used; no figure stands on them",
    "event": "the trail of what raw already shows the outcome of; it grows with every write",
    "guardians": "names and contacts of third persons, which no figure needs",
    "idempotency_keys": "answers kept for repeated requests; they hold what was answered",
    "notifications": "what people were told of rows that are here; reading one would set off a refresh",
    "one_time_tokens": "secrets",
    "query_runs": "what an analyst asked and when, to be found again by that person alone; no figure stands on it",
    "refresh_tokens": "secrets",
    "report_files": "reports that were handed out, with names; they are made from what is published",
    "report_recipients": "who is given which report; no figure stands on it",
    "report_runs": "when reports were made and what went wrong; read on the screen of schedules alone",
    "report_schedules": "which report is made when; no figure stands on it",
    "saved_queries": "questions to what is published, kept for whoever asks them; no figure stands on it",
    "settings": "choices of the institute that the pipeline takes along as they are (`chosen.py`)",
    "tombstone": "how the extract hears of deletions; raw tells them as `is_deleted`",
}

# Secrets never leave the operational schema, and what is there twice leaves once.
NOT_EXTRACTED_COLUMNS: Final[dict[str, frozenset[str]]] = {
    "users": frozenset({"password_hash"}),
    "session_attendance_topics": frozenset({"student_id"}),
}

# Every mark writes rows of these again; the extract finds them by block ranges (migration 0010), not in a B-tree.
OFTEN_WRITTEN: Final[frozenset[str]] = frozenset(
    {"student_topic_progress", "student_subject_enrollments", "learning_sessions"}
)

# Columns whose past matters: the extract keeps what they said before (`versions.py`), dbt tells from when to when.
VERSIONED_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "students": ("campus_id", "counselor_id", "status"),
    "faculties": (
        "campus_id",
        "hourly_rate",
        "max_hours_per_day",
        "max_students_per_day",
        "status",
    ),
    "subjects": ("code", "category", "difficulty_level", "duration_hours", "fee", "status"),
    "topics": ("subject_id", "order_index", "difficulty_level", "estimated_duration_minutes", "status"),
    "student_subject_enrollments": (
        "faculty_id",
        "status",
        "expected_completion_date",
        "actual_completion_date",
        "ended_on",
    ),
    "assessments": ("due_date", "assessment_date", "graded_on", "percentage", "status"),
    "flexible_batches": ("campus_id", "subject_id", "faculty_id", "batch_type", "max_students", "status"),
    "learning_sessions": ("session_date", "start_time", "status"),
    "faculty_availability": ("faculty_id", "weekday", "start_time", "end_time"),
}

# What a published snapshot holds. RESTRICTED goes into a file of its own, which only the application may open.
PUBLISHED_SCHEMAS: Final[tuple[str, ...]] = (MARTS, FEATURES, REPORTING)
# Steps between models may stand beside the features: they are nobody's to query, and in no snapshot.
STEP: Final = "int_"
# Beside them in the snapshot's file: the newest months of marts, for the views over all months. Not to be asked itself.
NEWEST: Final = "newest"


def is_published(schema: str, name: str) -> bool:
    """Whether a relation of the warehouse is in the file of a snapshot that everybody may open."""
    return schema in PUBLISHED_SCHEMAS and not name.startswith(STEP)


# Facts that grow are published month by month of this date, so that a publication writes the months that moved.
PARTITIONED: Final[dict[str, str]] = {
    "marts.fct_attendance": "session_date",
    "marts.fct_session": "session_date",
    "marts.fct_topic_observation": "observed_on",
    "marts.fct_faculty_available_day": "available_on",
    "marts.fct_faculty_day": "date_day",
    "features.feat_enrollment_week": "as_of_date",
    "features.feat_velocity_week": "week_start",
    "reporting.rpt_learning_velocity": "week_start",
}

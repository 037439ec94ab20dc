"""The import folder, declared: which files there are, which columns each has, and what a column holds.

Belongs here: what can be said of one column alone. Rules between the cells of a row stand in `rules.py`, between rows
and files in `cross_checks.py`. Order matters: a file comes after those it refers to.
"""

from dataclasses import dataclass

from ingest_api.imports import converters as kinds
from ingest_api.imports.converters import Kind
from warehouse.vocabulary import (
    AssessmentStatus,
    AssessmentType,
    AttendanceStatus,
    BatchStatus,
    BatchType,
    CatalogStatus,
    EnrollmentStatus,
    FacultyStatus,
    FeedbackType,
    FollowUpStatus,
    FollowUpType,
    InquiryPriority,
    InquirySource,
    InquiryStatus,
    LearningStyle,
    PaymentMethod,
    RewardCategory,
    RewardStatus,
    RewardType,
    SessionStatus,
    SessionType,
    StudentStatus,
    SubjectDifficulty,
    TopicDifficulty,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file."""

    name: str
    kind: Kind
    is_key: bool = False
    # The file must have the column, and no cell of it may be empty.
    is_required: bool = False
    # The file whose (single) key the cell names; a list names several.
    references: str | None = None
    # Taken for an empty cell of a new row; a known row keeps what it has.
    default: str | None = None
    keeps_when_empty: bool = False

    @property
    def is_list(self) -> bool:
        """Whether the cell holds several values."""
        return self.kind in (kinds.TEXT_LIST, kinds.KEY_LIST, kinds.INDEX_LIST, kinds.COVERED_TOPICS)


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One file of the import folder."""

    name: str
    columns: tuple[Column, ...]
    keeps_unlisted: bool = False
    # Columns of the staging table that the file does not have: told from other cells.
    derived: tuple[str, ...] = ()

    @property
    def staging(self) -> str:
        """The temporary table that holds the file while it is checked."""
        return f"import_{self.name}"

    @property
    def existing(self) -> str:
        """The temporary view that shows the database as if it were this file."""
        return f"existing_{self.name}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that together tell one row from another."""
        return tuple(column.name for column in self.columns if column.is_key)


def _key(name: str, kind: Kind = kinds.OWN_KEY, references: str | None = None, *, is_required: bool = True) -> Column:
    return Column(name, kind, is_key=True, is_required=is_required, references=references)


def _needed(name: str, kind: Kind, references: str | None = None) -> Column:
    return Column(name, kind, is_required=True, references=references)


def _reference(name: str, file: str) -> Column:
    return Column(name, kinds.EMAIL if file == "counselors" else kinds.KEY, references=file)


def _status(kind: Kind, default: str) -> Column:
    return Column("status", kind, default=default, keeps_when_empty=True)


_CAMPUS = Column("campus", kinds.KEY, references="campuses", keeps_when_empty=True)
_PERSON = (
    Column("first_name", kinds.NAME, keeps_when_empty=True),
    Column("last_name", kinds.NAME),
    Column("phone", kinds.TEXT),
    _CAMPUS,
)
_LATER_EMAIL = Column("email", kinds.EMAIL, keeps_when_empty=True)

_FORMATS = (
    FileFormat(
        "campuses",
        (
            _key("code"),
            _needed("name", kinds.NAME),
            Column("time_zone", kinds.KEY, default="Asia/Kolkata", keeps_when_empty=True),
        ),
    ),
    FileFormat(
        "holidays",
        (
            _key("campus", kinds.KEY, "campuses", is_required=False),
            _key("date", kinds.DATE),
            _needed("name", kinds.NAME),
        ),
    ),
    FileFormat("counselors", (_key("email", kinds.EMAIL), *_PERSON)),
    FileFormat(
        "faculties",
        (
            _key("employee_id"),
            _LATER_EMAIL,
            *_PERSON,
            Column("specialization", kinds.TEXT_LIST),
            Column("qualification", kinds.NAME),
            Column("experience_years", kinds.decimal("0", "99", 1)),
            Column("hourly_rate", kinds.decimal("0", "99999999", 2)),
            Column("max_hours_per_day", kinds.integer(1, 24)),
            Column("max_students_per_day", kinds.integer(1, 10_000)),
            _status(kinds.one_of(FacultyStatus), FacultyStatus.ACTIVE),
        ),
    ),
    FileFormat(
        "availability",
        (
            _key("employee_id", kinds.KEY, "faculties"),
            _key("weekday", kinds.integer(1, 7)),
            _key("start_time", kinds.TIME),
            _needed("end_time", kinds.TIME),
        ),
    ),
    FileFormat(
        "subjects",
        (
            _key("code"),
            _needed("name", kinds.NAME),
            Column("description", kinds.TEXT),
            Column("category", kinds.NAME),
            Column("difficulty_level", kinds.one_of(SubjectDifficulty)),
            Column("duration_hours", kinds.integer(1, 100_000)),
            Column("fee", kinds.decimal("0", "9999999999", 2)),
            Column("prerequisites", kinds.KEY_LIST, references="subjects"),
            _status(kinds.one_of(CatalogStatus), CatalogStatus.ACTIVE),
        ),
    ),
    FileFormat(
        "topics",
        (
            _key("subject", kinds.KEY, "subjects"),
            _key("order_index", kinds.integer(1, 10_000)),
            _needed("name", kinds.NAME),
            Column("description", kinds.TEXT),
            Column("difficulty_level", kinds.one_of(TopicDifficulty)),
            Column("estimated_duration_minutes", kinds.integer(1, 100_000)),
            Column("prerequisites", kinds.INDEX_LIST),
            Column("learning_objectives", kinds.TEXT_LIST),
            _status(kinds.one_of(CatalogStatus), CatalogStatus.ACTIVE),
        ),
    ),
    FileFormat(
        "students",
        (
            _key("enrollment_no"),
            _LATER_EMAIL,
            *_PERSON,
            Column("date_of_birth", kinds.DATE),
            Column("address", kinds.TEXT),
            Column("emergency_contact_name", kinds.TEXT),
            Column("emergency_contact_phone", kinds.TEXT),
            Column("guardian_email", kinds.EMAIL),
            Column("admission_date", kinds.DATE),
            _reference("counselor", "counselors"),
            Column("learning_style", kinds.one_of(LearningStyle)),
            _status(kinds.one_of(StudentStatus), StudentStatus.ACTIVE),
        ),
        keeps_unlisted=True,
    ),
    FileFormat(
        "enrollments",
        (
            _key("enrollment_no", kinds.KEY, "students"),
            _key("subject", kinds.KEY, "subjects"),
            _reference("employee_id", "faculties"),
            _needed("enrollment_date", kinds.DATE),
            Column("expected_completion_date", kinds.DATE),
            Column("actual_completion_date", kinds.DATE),
            Column("ended_on", kinds.DATE),
            _status(kinds.one_of(EnrollmentStatus), EnrollmentStatus.ACTIVE),
            Column("notes", kinds.TEXT),
        ),
    ),
    FileFormat(
        "batches",
        (
            _key("batch"),
            Column("name", kinds.NAME, keeps_when_empty=True),
            _needed("subject", kinds.KEY, "subjects"),
            _reference("employee_id", "faculties"),
            Column("batch_type", kinds.one_of(BatchType), default=BatchType.TEMPORARY, keeps_when_empty=True),
            Column("start_date", kinds.DATE),
            Column("end_date", kinds.DATE),
            Column("max_students", kinds.integer(1, 100_000)),
            Column("members", kinds.KEY_LIST, references="students"),
            _status(kinds.one_of(BatchStatus), BatchStatus.ACTIVE),
        ),
        derived=("campus",),
    ),
    FileFormat(
        "sessions",
        (
            _key("session"),
            _reference("enrollment_no", "students"),
            _reference("batch", "batches"),
            _reference("subject", "subjects"),
            _reference("employee_id", "faculties"),
            _needed("session_date", kinds.DATE),
            Column("start_time", kinds.TIME),
            _needed("duration_minutes", kinds.integer(1, 1440)),
            Column("session_type", kinds.one_of(SessionType), keeps_when_empty=True),
            Column("location", kinds.NAME),
            _status(kinds.one_of(SessionStatus), SessionStatus.SCHEDULED),
            Column("notes", kinds.TEXT),
        ),
    ),
    FileFormat(
        "attendance",
        (
            _key("session", references="sessions"),
            _key("enrollment_no", kinds.KEY, "students"),
            _needed("attendance_status", kinds.one_of(AttendanceStatus)),
            Column("check_in_time", kinds.INSTANT),
            Column("check_out_time", kinds.INSTANT),
            Column("topics", kinds.COVERED_TOPICS),
            Column("faculty_notes", kinds.TEXT),
        ),
    ),
    FileFormat(
        "assessments",
        (
            _key("assessment"),
            _needed("enrollment_no", kinds.KEY, "students"),
            _needed("subject", kinds.KEY, "subjects"),
            Column("topic", kinds.integer(1, 10_000)),
            _needed("assessment_type", kinds.one_of(AssessmentType)),
            Column("title", kinds.NAME),
            Column("total_marks", kinds.decimal("0.01", "99999.99", 2)),
            Column("marks_obtained", kinds.decimal("0", "99999.99", 2)),
            Column("due_date", kinds.DATE),
            Column("assessment_date", kinds.DATE),
            Column("graded_on", kinds.DATE),
            _reference("employee_id", "faculties"),
            Column("status", kinds.one_of(AssessmentStatus)),
        ),
    ),
    FileFormat(
        "inquiries",
        (
            _key("inquiry"),
            _needed("created_at", kinds.MOMENT),
            Column("student_name", kinds.NAME, keeps_when_empty=True),
            Column("phone", kinds.TEXT),
            Column("email", kinds.EMAIL),
            _CAMPUS,
            Column("source", kinds.one_of(InquirySource)),
            Column("interested_subjects", kinds.KEY_LIST, references="subjects"),
            _status(kinds.one_of(InquiryStatus), InquiryStatus.NEW),
            Column("priority", kinds.one_of(InquiryPriority), default=InquiryPriority.MEDIUM, keeps_when_empty=True),
            _reference("counselor", "counselors"),
            Column("next_follow_up_date", kinds.DATE),
            Column("closed_on", kinds.DATE),
            _reference("enrollment_no", "students"),
            Column("notes", kinds.TEXT),
        ),
        keeps_unlisted=True,
    ),
    FileFormat(
        "follow_ups",
        (
            _key("inquiry", kinds.KEY, "inquiries"),
            _key("follow_up_date", kinds.DATE),
            _key("follow_up_type", kinds.one_of(FollowUpType)),
            _reference("counselor", "counselors"),
            _status(kinds.one_of(FollowUpStatus), FollowUpStatus.PENDING),
            Column("outcome", kinds.TEXT),
            Column("notes", kinds.TEXT),
        ),
    ),
    FileFormat(
        "feedback",
        (
            _key("feedback"),
            _needed("created_at", kinds.MOMENT),
            _reference("enrollment_no", "students"),
            _reference("employee_id", "faculties"),
            _reference("session", "sessions"),
            _needed("feedback_type", kinds.one_of(FeedbackType)),
            Column("rating", kinds.integer(1, 5)),
            Column("comments", kinds.TEXT),
        ),
        derived=("campus",),
    ),
    FileFormat(
        "rewards_penalties",
        (
            _key("reference"),
            _needed("enrollment_no", kinds.KEY, "students"),
            _reference("employee_id", "faculties"),
            _needed("type", kinds.one_of(RewardType)),
            Column("category", kinds.one_of(RewardCategory), default=RewardCategory.OTHER, keeps_when_empty=True),
            Column("reason", kinds.TEXT),
            Column("points", kinds.integer(-1_000_000, 1_000_000), default="0", keeps_when_empty=True),
            _needed("date", kinds.DATE),
            _status(kinds.one_of(RewardStatus), RewardStatus.ACTIVE),
        ),
    ),
    FileFormat(
        "payments",
        (
            _key("receipt"),
            _needed("enrollment_no", kinds.KEY, "students"),
            _reference("subject", "subjects"),
            _needed("amount", kinds.decimal("-9999999999", "9999999999", 2)),
            _needed("paid_on", kinds.DATE),
            Column("method", kinds.one_of(PaymentMethod)),
        ),
    ),
)

FORMATS: dict[str, FileFormat] = {format_.name: format_ for format_ in _FORMATS}

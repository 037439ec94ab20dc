"""Every enum of the domain, once.

The operational schema's check constraints, the API's schemas, the importer's validation and dbt's accepted values all
come from here. Thresholds do not belong here (they are settings), nor do display texts (they belong to the screens).
"""

from enum import StrEnum


class Role(StrEnum):
    """Who a user is; permissions and row scope hang on it."""

    SUPER_ADMIN = "super_admin"
    COUNSELOR = "counselor"
    FACULTY = "faculty"
    STUDENT = "student"
    ADMIN = "admin"


class UserStatus(StrEnum):
    """Whether a user may log in."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"


class StudentStatus(StrEnum):
    """A student's standing with the institute."""

    ACTIVE = "active"
    COMPLETED = "completed"
    DROPPED = "dropped"
    HOLD = "hold"
    GRADUATED = "graduated"


class LearningStyle(StrEnum):
    """How a student says they learn best."""

    VISUAL = "visual"
    AUDITORY = "auditory"
    KINESTHETIC = "kinesthetic"
    READING = "reading"


class FacultyStatus(StrEnum):
    """Whether a faculty member teaches now."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    ON_LEAVE = "on_leave"


class CatalogStatus(StrEnum):
    """Whether a subject or a topic is taught now."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class SubjectDifficulty(StrEnum):
    """How advanced a subject is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class TopicDifficulty(StrEnum):
    """How hard a topic is within its subject."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class EnrollmentStatus(StrEnum):
    """Where one student's enrolment in one subject stands."""

    ACTIVE = "active"
    COMPLETED = "completed"
    PAUSED = "paused"
    DROPPED = "dropped"


class SessionType(StrEnum):
    """How a session is held."""

    INDIVIDUAL = "individual"
    GROUP = "group"
    WORKSHOP = "workshop"


class SessionStatus(StrEnum):
    """What became of a planned session."""

    SCHEDULED = "scheduled"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class AttendanceStatus(StrEnum):
    """One student's mark for one session."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"


class TopicProgressStatus(StrEnum):
    """Where one student stands with one topic."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    MASTERED = "mastered"
    NEEDS_REVIEW = "needs_review"


class BatchType(StrEnum):
    """Why a flexible batch exists."""

    TEMPORARY = "temporary"
    WORKSHOP = "workshop"
    PROJECT = "project"
    PEER_LEARNING = "peer_learning"


class BatchStatus(StrEnum):
    """Whether a batch still meets."""

    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class AssessmentType(StrEnum):
    """What kind of work is assessed."""

    QUIZ = "quiz"
    ASSIGNMENT = "assignment"
    PROJECT = "project"
    EXAM = "exam"
    PRACTICAL = "practical"


class AssessmentStatus(StrEnum):
    """Pending until handed in, completed until graded."""

    PENDING = "pending"
    COMPLETED = "completed"
    GRADED = "graded"


class EventSource(StrEnum):
    """Which door a change came through."""

    API = "api"
    IMPORT = "import"
    SYSTEM = "system"


class RiskBand(StrEnum):
    """How urgently an enrolment needs attention."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Trend(StrEnum):
    """Which way a learning velocity moves."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"

"""What is taught, who learns it, in which sessions, and how it is examined."""

from enum import StrEnum


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


class LearningPathStatus(StrEnum):
    """Whether a learning path is being followed."""

    ACTIVE = "active"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class LearningPathStepStatus(StrEnum):
    """Where a student stands on one step of a learning path."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    SKIPPED = "skipped"


class ResourceKind(StrEnum):
    """What a learning resource is."""

    ARTICLE = "article"
    VIDEO = "video"
    EXERCISE = "exercise"
    DOCUMENT = "document"
    LINK = "link"


class ExamSlotStatus(StrEnum):
    """Whether an exam slot takes bookings, and what became of it."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    HELD = "held"


class ExamBookingStatus(StrEnum):
    """What became of a booked place in an exam."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NO_SHOW = "no_show"

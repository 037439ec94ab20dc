"""Roles, people and what they agreed to."""

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


class ConsentPurpose(StrEnum):
    """What a person agreed that their data may be used for."""

    PROGRESS_REPORTS = "progress_reports"
    MARKETING = "marketing"
    DATA_PROCESSING = "data_processing"
    PHOTO = "photo"


class TimeEntryKind(StrEnum):
    """What a faculty member's time went into."""

    TEACHING = "teaching"
    PREPARATION = "preparation"
    ADMINISTRATION = "administration"
    MEETING = "meeting"
    LEAVE = "leave"


class OneTimeTokenPurpose(StrEnum):
    """What a one-time token lets its holder do."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a password


class EventSource(StrEnum):
    """Which door a change came through."""

    API = "api"
    IMPORT = "import"
    SYSTEM = "system"

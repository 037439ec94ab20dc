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


class InquirySource(StrEnum):
    """How somebody who asks came to the institute."""

    WEBSITE = "website"
    REFERRAL = "referral"
    WALK_IN = "walk_in"
    SOCIAL_MEDIA = "social_media"
    CAMPAIGN = "campaign"


class InquiryStatus(StrEnum):
    """Where an inquiry stands on its way to an enrolment; the last two are the ends."""

    NEW = "new"
    CONTACTED = "contacted"
    FOLLOW_UP_SCHEDULED = "follow_up_scheduled"
    ENROLLED = "enrolled"
    LOST = "lost"


class InquiryPriority(StrEnum):
    """How soon an inquiry wants an answer."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FollowUpType(StrEnum):
    """How a counselor gets in touch."""

    CALL = "call"
    EMAIL = "email"
    VISIT = "visit"
    SMS = "sms"
    WHATSAPP = "whatsapp"


class FollowUpStatus(StrEnum):
    """What became of a planned follow-up."""

    COMPLETED = "completed"
    PENDING = "pending"
    MISSED = "missed"


class RewardType(StrEnum):
    """Whether points are given or taken."""

    REWARD = "reward"
    PENALTY = "penalty"


class RewardCategory(StrEnum):
    """What a reward or a penalty is about."""

    ATTENDANCE = "attendance"
    PERFORMANCE = "performance"
    BEHAVIOR = "behavior"
    ASSIGNMENT = "assignment"
    OTHER = "other"


class RewardStatus(StrEnum):
    """Whether a reward or a penalty stands."""

    ACTIVE = "active"
    APPEALED = "appealed"
    RESOLVED = "resolved"


class FeedbackType(StrEnum):
    """What feedback is about."""

    FACULTY = "faculty"
    SESSION = "session"
    SUBJECT = "subject"
    INSTITUTE = "institute"
    FACILITY = "facility"


class Sentiment(StrEnum):
    """The mood of a comment."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Theme(StrEnum):
    """What a comment is about; one comment may have several."""

    TEACHING = "teaching"
    PACE = "pace"
    CONTENT = "content"
    LABS = "labs"
    FACILITY = "facility"
    SCHEDULING = "scheduling"
    FEES = "fees"
    ADMINISTRATION = "administration"
    PLACEMENT = "placement"
    EXAMS = "exams"


class FeedbackStatus(StrEnum):
    """How far the institute has answered feedback."""

    PENDING = "pending"
    REVIEWED = "reviewed"
    RESOLVED = "resolved"


class ActionItemStatus(StrEnum):
    """How far something that was decided is done."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


class PaymentMethod(StrEnum):
    """How a fee was paid."""

    CASH = "cash"
    CARD = "card"
    UPI = "upi"
    BANK_TRANSFER = "bank_transfer"
    CHEQUE = "cheque"
    OTHER = "other"


class TimeEntryKind(StrEnum):
    """What a faculty member's time went into."""

    TEACHING = "teaching"
    PREPARATION = "preparation"
    ADMINISTRATION = "administration"
    MEETING = "meeting"
    LEAVE = "leave"


class ConsentPurpose(StrEnum):
    """What a person agreed that their data may be used for."""

    PROGRESS_REPORTS = "progress_reports"
    MARKETING = "marketing"
    DATA_PROCESSING = "data_processing"
    PHOTO = "photo"


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


class InterventionAction(StrEnum):
    """What is done for a student at risk."""

    CALL = "call"
    MEETING = "meeting"
    EXTRA_SESSION = "extra_session"
    SCHEDULE_CHANGE = "schedule_change"
    FEE_PLAN = "fee_plan"
    OTHER = "other"


class InterventionStatus(StrEnum):
    """How far an intervention has come."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class DemandMeasure(StrEnum):
    """What is forecast by week."""

    SESSIONS = "sessions"
    NEW_ENROLLMENTS = "new_enrollments"
    INQUIRIES = "inquiries"
    COMPLETIONS = "completions"


class DemandMethod(StrEnum):
    """What forecasts a series, or why nothing does."""

    PROPHET = "prophet"
    RECENT_WEEKS = "recent_weeks"
    LAST_WEEK = "last_week"
    LAST_YEAR = "last_year"
    NOT_ENOUGH_WEEKS = "not_enough_weeks"


class CapacityState(StrEnum):
    """How full a week is."""

    SHORT = "short"
    TIGHT = "tight"
    FINE = "fine"
    IDLE = "idle"
    UNKNOWN = "unknown"


class UpliftComparison(StrEnum):
    """What is compared: alerts by lot, or help by choice."""

    ALERT = "alert"
    HELP = "help"


class UpliftStatus(StrEnum):
    """Whether there is an estimate."""

    ESTIMATED = "estimated"
    NOT_ENOUGH_DATA = "not_enough_data"


class RiskAlertStatus(StrEnum):
    """What became of an alert: somebody began to help, said that it is not needed, or the enrolment ended first."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    ENDED = "ended"


class InterventionOutcome(StrEnum):
    """What was seen after an intervention."""

    RETURNED = "returned"
    IMPROVED = "improved"
    NO_CHANGE = "no_change"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


class OneTimeTokenPurpose(StrEnum):
    """What a one-time token lets its holder do."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose, not a password


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


class DriftLevel(StrEnum):
    """How far a model's world has moved: nothing to do, something to watch, somebody must look."""

    OK = "ok"
    WATCH = "watch"
    ALERT = "alert"


class LeadBand(StrEnum):
    """How likely an inquiry is to become a student."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class AttributeVerdict(StrEnum):
    """Whether a fact of inquiries may serve the lead model."""

    USED = "used"
    REJECTED = "rejected"
    UNUSED = "unused"


class Trend(StrEnum):
    """Which way a learning velocity moves."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"

"""Leads, feedback, rewards, payments, and help for who needs it."""

from enum import StrEnum


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


class RiskAlertStatus(StrEnum):
    """What became of an alert: somebody began to help, said that it is not needed, or the enrolment ended first."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    ENDED = "ended"

"""What the models and the warehouse answer with: bands, trends, methods, verdicts."""

from enum import StrEnum


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


class InterventionOutcome(StrEnum):
    """What was seen after an intervention."""

    RETURNED = "returned"
    IMPROVED = "improved"
    NO_CHANGE = "no_change"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


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


class StepKind(StrEnum):
    """Why a topic is among what is next."""

    REVIEW = "review"
    IN_PROGRESS = "in_progress"
    NEXT = "next"


class LeadMoment(StrEnum):
    """When a lead is scored: by what was known at its capture, a day or a week after it."""

    CAPTURE = "capture"
    DAY = "day"
    WEEK = "week"


class LeadOutcome(StrEnum):
    """How an inquiry ended."""

    ENROLLED = "enrolled"
    LOST = "lost"


class TopicHardness(StrEnum):
    """How hard a topic is for who takes it, beside the others of its subject."""

    HARDER = "harder"
    TYPICAL = "typical"
    EASIER = "easier"
    TOO_FEW = "too_few"


class TeachingVerdict(StrEnum):
    """How a topic goes with one teacher, beside what was to be expected."""

    BETTER = "better"
    AS_EXPECTED = "as_expected"
    WORSE = "worse"
    TOO_FEW = "too_few"

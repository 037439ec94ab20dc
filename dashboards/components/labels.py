"""Words of the screens: roles, bands, dates and numbers as people read them.

Belongs here: texts and formats. Meanings (enums) are in `warehouse/vocabulary`, colours in `charts/theme.py`.
"""

import math
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from warehouse.metrics import Unit
from warehouse.vocabulary import EnrollmentStatus, RiskBand, Role, Sentiment, Theme, TopicProgressStatus

ROLE_NAMES: Final = {
    Role.SUPER_ADMIN: "Super admin",
    Role.ADMIN: "Admin",
    Role.COUNSELOR: "Counselor",
    Role.FACULTY: "Faculty",
    Role.STUDENT: "Student",
}
# A sign beside the word, so that nobody has to tell colours apart.
BAND_NAMES: Final = {RiskBand.HIGH: "▲ High", RiskBand.MEDIUM: "◆ Medium", RiskBand.LOW: "● Low"}
TOPIC_STATUS_NAMES: Final = {
    TopicProgressStatus.MASTERED: "★ Mastered",
    TopicProgressStatus.COMPLETED: "✓ Done",
    TopicProgressStatus.IN_PROGRESS: "◔ In progress",
    TopicProgressStatus.NEEDS_REVIEW: "↺ Needs review",
    TopicProgressStatus.NOT_STARTED: "○ Not started",
}
ENROLLMENT_STATUS_NAMES: Final = {
    EnrollmentStatus.ACTIVE: "Active",
    EnrollmentStatus.COMPLETED: "Completed",
    EnrollmentStatus.PAUSED: "Paused",
    EnrollmentStatus.DROPPED: "Dropped",
}
THEME_NAMES: Final = {
    Theme.TEACHING: "Teaching",
    Theme.PACE: "Pace",
    Theme.CONTENT: "Course content",
    Theme.LABS: "Labs and machines",
    Theme.FACILITY: "Rooms and facilities",
    Theme.SCHEDULING: "Timings",
    Theme.FEES: "Fees",
    Theme.ADMINISTRATION: "Office",
    Theme.PLACEMENT: "Placement and career",
    Theme.EXAMS: "Exams and tests",
}
SENTIMENT_NAMES: Final = {
    Sentiment.NEGATIVE: "▼ Negative",
    Sentiment.NEUTRAL: "● Neutral",
    Sentiment.POSITIVE: "▲ Positive",
}
NOTHING: Final = "–"
# Decimals by unit; whole numbers otherwise.
_DIGITS: Final = {Unit.LEVELS_PER_HOUR: 2, Unit.LEVELS: 2, Unit.RATING: 2, Unit.HOURS: 1, Unit.DAYS: 1}


def is_known(value: object) -> bool:
    """Whether a value from a query says anything (neither None nor NaN)."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def theme_name(theme: str) -> str:
    """A theme as people read it; one that staff named themselves as it is."""
    return THEME_NAMES[Theme(theme)] if theme in set(Theme) else theme.capitalize()


def percent(share: float | None, digits: int = 0) -> str:
    """0.874 as `87 %`."""
    return f"{share * 100:.{digits}f} %" if share is not None and is_known(share) else NOTHING


def number(value: float | None, digits: int = 0) -> str:
    """12345 as `12,345`."""
    return f"{value:,.{digits}f}" if value is not None and is_known(value) else NOTHING


def metric_value(value: float | None, unit: Unit) -> str:
    """A metric's value as its unit is written."""
    if unit is Unit.SHARE:
        return percent(value, 1)
    if unit is Unit.PERCENT:
        return f"{number(value, 1)} %" if value is not None and is_known(value) else NOTHING
    return number(value, _DIGITS.get(unit, 0))


def day(value: date | datetime) -> str:
    """A date as `3 June 2025`."""
    return f"{value.day} {value:%B %Y}"


def ago(seconds: float) -> str:
    """A span as `just now`, `5 min ago`, `3 h ago`, `2 days ago`."""
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    if seconds < 48 * 3600:
        return f"{seconds // 3600:.0f} h ago"
    return f"{seconds // 86_400:.0f} days ago"


def clock_time(instant: datetime, time_zone: str | None) -> str:
    """An instant as the campus's clock shows it."""
    local = instant.astimezone(ZoneInfo(time_zone)) if time_zone else instant
    return f"{local:%H:%M}" + ("" if time_zone else " UTC")

"""Words of the screens: roles, bands, dates and numbers as people read them.

Belongs here: texts and formats. Meanings (enums) are in `warehouse/vocabulary`, colours in `charts/theme.py`.
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.region import currency as own_currency
from dashboards.region import date_part, money_text, number_text, percent_text, whole_date
from warehouse.metrics import Unit
from warehouse.vocabulary import EnrollmentStatus, RiskBand, Role, Sentiment, StudentStatus, Theme, TopicProgressStatus

ROLE_NAMES: Final = Names(
    {
        Role.SUPER_ADMIN: gettext_noop("Super admin"),
        Role.ADMIN: gettext_noop("Admin"),
        Role.COUNSELOR: gettext_noop("Counselor"),
        Role.FACULTY: gettext_noop("Faculty"),
        Role.STUDENT: gettext_noop("Student"),
    }
)
# A sign beside the word, so that nobody has to tell colours apart.
BAND_NAMES: Final = Names(
    {
        RiskBand.HIGH: gettext_noop("▲ High"),
        RiskBand.MEDIUM: gettext_noop("◆ Medium"),
        RiskBand.LOW: gettext_noop("● Low"),
    }
)
TOPIC_STATUS_NAMES: Final = Names(
    {
        TopicProgressStatus.MASTERED: gettext_noop("★ Mastered"),
        TopicProgressStatus.COMPLETED: gettext_noop("✓ Done"),
        TopicProgressStatus.IN_PROGRESS: gettext_noop("◔ In progress"),
        TopicProgressStatus.NEEDS_REVIEW: gettext_noop("↺ Needs review"),
        TopicProgressStatus.NOT_STARTED: gettext_noop("○ Not started"),
    }
)
ENROLLMENT_STATUS_NAMES: Final = Names(
    {
        EnrollmentStatus.ACTIVE: gettext_noop("Active"),
        EnrollmentStatus.COMPLETED: gettext_noop("Completed"),
        EnrollmentStatus.PAUSED: gettext_noop("Paused"),
        EnrollmentStatus.DROPPED: gettext_noop("Dropped"),
    }
)
STUDENT_STATUS_NAMES: Final = Names(
    {
        StudentStatus.ACTIVE: gettext_noop("active"),
        StudentStatus.COMPLETED: gettext_noop("completed"),
        StudentStatus.DROPPED: gettext_noop("dropped"),
        StudentStatus.HOLD: gettext_noop("on hold"),
        StudentStatus.GRADUATED: gettext_noop("graduated"),
    }
)
THEME_NAMES: Final = Names(
    {
        Theme.TEACHING: gettext_noop("Teaching"),
        Theme.PACE: gettext_noop("Pace"),
        Theme.CONTENT: gettext_noop("Course content"),
        Theme.LABS: gettext_noop("Labs and machines"),
        Theme.FACILITY: gettext_noop("Rooms and facilities"),
        Theme.SCHEDULING: gettext_noop("Timings"),
        Theme.FEES: gettext_noop("Fees"),
        Theme.ADMINISTRATION: gettext_noop("Office"),
        Theme.PLACEMENT: gettext_noop("Placement and career"),
        Theme.EXAMS: gettext_noop("Exams and tests"),
    }
)
SENTIMENT_NAMES: Final = Names(
    {
        Sentiment.NEGATIVE: gettext_noop("▼ Negative"),
        Sentiment.NEUTRAL: gettext_noop("● Neutral"),
        Sentiment.POSITIVE: gettext_noop("▲ Positive"),
    }
)
NOTHING: Final = "–"
# What Streamlit reads as markup within a line.
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>$~:#|&!]|^(?:[-+=]|\d+[.)])")
# Decimals by unit; whole numbers otherwise.
_DIGITS: Final = {Unit.LEVELS_PER_HOUR: 2, Unit.LEVELS: 2, Unit.RATING: 2, Unit.HOURS: 1, Unit.DAYS: 1}


def plainly(text: str) -> str:
    """Somebody's text where Streamlit reads markup, such as a button's label: every sign stands for itself."""
    return _MARKUP.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", " ".join(text.split()))


def is_known(value: object) -> bool:
    """Whether a value from a query says anything (neither None nor NaN)."""
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def or_as_it_is(*words: str) -> Callable[[str], str]:
    """How an option is shown that is one of these words of ours, or else a name that stays as it is."""
    return lambda option: _(option) if option in words else option


def theme_name(theme: str) -> str:
    """A theme as people read it; one that staff named themselves as it is."""
    return THEME_NAMES[Theme(theme)] if theme in set(Theme) else theme.capitalize()


def percent(share: float | None, digits: int = 0) -> str:
    """0.874 as `87%`."""
    return percent_text(share, digits) if share is not None and is_known(share) else NOTHING


def number(value: float | None, digits: int = 0) -> str:
    """12345 as `12,345`, as the reader's country groups it."""
    return number_text(value, digits) if value is not None and is_known(value) else NOTHING


def money(value: float | None, currency: str | None) -> str:
    """12345 as `₹12,345`, as the reader's country writes it."""
    return money_text(value, currency) if value is not None and is_known(value) else NOTHING


def exact_money(amount: Decimal, currency: str | None) -> str:
    """An amount of a receipt or a plan: with its hundredths if it has any."""
    return money_text(float(amount), currency, 0 if amount == amount.to_integral_value() else 2)


def metric_value(value: float | None, unit: Unit) -> str:
    """A metric's value as its unit is written."""
    if unit is Unit.SHARE:
        return percent(value, 1)
    if unit is Unit.PERCENT:
        return percent(value / 100 if value is not None else None, 1)
    if unit is Unit.MONEY:
        return money(value, own_currency())
    return number(value, _DIGITS.get(unit, 0))


def day(value: date | datetime) -> str:
    """A date as `3 June 2025`, or as the reader's country writes it."""
    return whole_date(value)


def weekday_name(number: int) -> str:
    """A day of the week, Monday is 1."""
    # The first of January 2024 was a Monday.
    return date_part(date(2024, 1, number), "EEEE")


def ago(seconds: float) -> str:
    """A span as `just now`, `5 min ago`, `3 h ago`, `2 days ago`."""
    if seconds < 60:
        return _("just now")
    if seconds < 3600:
        return _("{count} min ago", count=int(seconds // 60))
    if seconds < 48 * 3600:
        return _("{count} h ago", count=int(seconds // 3600))
    days = int(seconds // 86_400)
    return ngettext("{count} day ago", "{count} days ago", days)


def on_clock(instant: datetime, time_zone: str | None) -> datetime:
    """An instant by the campus's clock; by UTC where there is none."""
    return instant.astimezone(ZoneInfo(time_zone) if time_zone else UTC)


def clock_time(instant: datetime, time_zone: str | None) -> str:
    """An instant as the campus's clock shows it."""
    return f"{on_clock(instant, time_zone):%H:%M}" + ("" if time_zone else " UTC")


def moment(instant: datetime, time_zone: str | None) -> str:
    """Day and time of an instant, both by the campus's clock."""
    return f"{day(on_clock(instant, time_zone))}, {clock_time(instant, time_zone)}"

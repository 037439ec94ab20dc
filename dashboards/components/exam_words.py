"""Words of exams as staff read them: when, how many places, what became of it, and why something is refused."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from dashboards.api_client import ApiError
from dashboards.components.labels import number
from dashboards.components.lead_words import plain
from dashboards.components.own_exams import at_campus
from dashboards.components.schedule import day_name
from dashboards.components.sending import refusal
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import ExamBookingStatus, ExamSlotStatus

# A sign beside the word, so that nobody has to tell colours apart.
SLOT_NAMES: Final = Names(
    {
        ExamSlotStatus.OPEN: gettext_noop("● Open for booking"),
        ExamSlotStatus.CLOSED: gettext_noop("■ Closed for booking"),
        ExamSlotStatus.HELD: gettext_noop("✓ Held"),
        ExamSlotStatus.CANCELLED: gettext_noop("✕ Cancelled"),
    }
)
PLACE_NAMES: Final = Names(
    {
        ExamBookingStatus.BOOKED: gettext_noop("Booked"),
        ExamBookingStatus.CANCELLED: gettext_noop("✕ Given back"),
        ExamBookingStatus.ATTENDED: gettext_noop("✓ Came"),
        ExamBookingStatus.NO_SHOW: gettext_noop("✕ Did not come"),
    }
)
GOING_ON: Final = (ExamSlotStatus.OPEN, ExamSlotStatus.CLOSED)


def start_of(exam: Mapping[str, Any]) -> datetime:
    """When an exam begins, by its campus's clock."""
    return at_campus(exam["starts_at"], exam["campus_time_zone"])


def has_begun(exam: Mapping[str, Any]) -> bool:
    """Whether nobody can book or give back a place any more."""
    return datetime.fromisoformat(exam["starts_at"]) <= datetime.now(UTC)


def hours_of_exam(exam: Mapping[str, Any]) -> str:
    """`10:00–11:30`, by its campus's clock."""
    start = start_of(exam)
    # As time passes, also where the clock is put forward meanwhile.
    end = (start.astimezone(UTC) + timedelta(minutes=exam["duration_minutes"])).astimezone(start.tzinfo)
    return f"{start:%H:%M}–{end:%H:%M}"


def when_it_is(exam: Mapping[str, Any], today: date) -> str:
    """Day and hours."""
    return f"{day_name(start_of(exam).date(), today)}, {hours_of_exam(exam)}"


def places(exam: Mapping[str, Any]) -> str:
    """How many of the places are taken."""
    taken, most = number(exam["booked_count"]), number(exam["capacity"])
    return _("{taken} of {most} places taken", taken=taken, most=most)


def state_of(exam: Mapping[str, Any]) -> str:
    """What became of an exam, or that nobody has said so yet."""
    status = ExamSlotStatus(exam["status"])
    return _("! Was it held?") if status in GOING_ON and has_begun(exam) else SLOT_NAMES[status]


def look_of(exam: Mapping[str, Any]) -> str:
    """The colour that goes with it, by the class of the style sheet."""
    status = ExamSlotStatus(exam["status"])
    if status in GOING_ON and has_begun(exam):
        return "medium"
    return "low" if status in (ExamSlotStatus.OPEN, ExamSlotStatus.HELD) else "quiet"


def exam_refusal(error: ApiError) -> str:
    """Why something cannot be done: what stands in the way, or else the API's own words; titles in it stay text."""
    if clashes := error.problem.get("clashes"):
        return "\n".join([_("This does not fit:"), "", *(f"- {plain(str(one))}" for one in clashes)])
    return refusal(error) if error.problem.get("errors") else plain(refusal(error))

"""Words of the page of courses: states, difficulties, kinds of batches, days and times, and what the API refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dashboards.api_client import ApiError
from dashboards.components.labels import number
from dashboards.components.lead_words import listed, plain
from dashboards.components.plan_words import plan_refusal
from dashboards.components.sending import refusal
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.region import date_part
from warehouse.vocabulary import BatchStatus, BatchType, CatalogStatus, SubjectDifficulty

# A sign beside the word, so that nobody has to tell colours apart.
STATUS_NAMES: Final = Names(
    {CatalogStatus.ACTIVE: gettext_noop("● In use"), CatalogStatus.INACTIVE: gettext_noop("○ Out of use")}
)
STATUS_LOOKS: Final = {CatalogStatus.ACTIVE: "low", CatalogStatus.INACTIVE: "quiet"}
LEVEL_NAMES: Final = Names(
    {
        SubjectDifficulty.BEGINNER: gettext_noop("For beginners"),
        SubjectDifficulty.INTERMEDIATE: gettext_noop("Intermediate"),
        SubjectDifficulty.ADVANCED: gettext_noop("Advanced"),
    }
)
BATCH_STATUS_NAMES: Final = Names(
    {
        BatchStatus.ACTIVE: gettext_noop("Running"),
        BatchStatus.COMPLETED: gettext_noop("Ended"),
        BatchStatus.CANCELLED: gettext_noop("Called off"),
    }
)
BATCH_TYPE_NAMES: Final = Names(
    {
        BatchType.TEMPORARY: gettext_noop("Temporary"),
        BatchType.WORKSHOP: gettext_noop("Workshop"),
        BatchType.PROJECT: gettext_noop("Project"),
        BatchType.PEER_LEARNING: gettext_noop("Learning from each other"),
    }
)
# As the API keeps them in a batch's schedule.
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ADDRESS: Final = gettext_noop("The address must begin with http:// or https://, such as https://example.org/loops.")
_ADDRESS_REFUSALS: Final = Names(
    {
        "must be an http or https address": _ADDRESS,
        "must not contain spaces or characters that cannot be seen": gettext_noop(
            "The address must not contain spaces or signs that cannot be seen."
        ),
        "must not carry a user name or a password": gettext_noop(
            "The address must not carry a user name or a password: everybody who learns here would read them."
        ),
    }
)
_KINDS: Final = "urn:headway:problem:"


def hours(minutes: int | None) -> str:
    """Minutes as `1.5 h`; empty where they are not known."""
    return _("{hours} h", hours=number(minutes / 60, 1 if minutes % 60 else 0)) if minutes else ""


def weekdays_of(schedule: Mapping[str, Any] | None) -> list[int]:
    """The days of a batch's schedule, Monday is 1; none where it says none that we know."""
    days = (schedule or {}).get("days")
    told = {str(one).lower() for one in days} if isinstance(days, list) else set()
    return [place for place, name in enumerate(WEEKDAYS, 1) if name in told]


def meets(schedule: Mapping[str, Any] | None) -> str:
    """`Mon, Wed 18:00–19:30`, as far as a batch's schedule says it."""
    # The first of January 2024 was a Monday.
    days = ", ".join(date_part(date(2024, 1, one), "EEE") for one in weekdays_of(schedule))
    times = [(schedule or {}).get(name) for name in ("start_time", "end_time")]
    return " ".join(part for part in (days, "–".join(one[:5] for one in times if isinstance(one, str))) if part)


def places(batch: Mapping[str, Any]) -> str:
    """`12 of 15 places`, or how many there are where no number is set."""
    count, most = batch["members_count"], batch["max_students"]
    if most is None:
        return ngettext("{count} student", "{count} students", count)
    told = _("{count} of {most} places taken", count=number(count), most=number(most))
    return listed([told, _("■ full") if count >= most else ""])


def course_refusal(error: ApiError, names: Mapping[int, str] | None = None) -> str:
    """What the API refused, in words for Markdown.

    Args:
        error: as it came.
        names: of subjects or topics by id, for a circle of prerequisites.
    """
    problem, kind = error.problem, str(error.problem.get("type", "")).removeprefix(_KINDS)
    if kind == "prerequisite-cycle":
        circle = " → ".join(plain((names or {}).get(one, str(one))) for one in problem["cycle"])
        return _("What must be learned before closes a circle, so nobody could begin: {circle}", circle=circle)
    if kind == "batch-full":
        return _("The batch is full at {most}. Make more places, or take somebody out.", most=problem["max_students"])
    if kind == "max-below-members":
        return ngettext(
            "{count} student belongs to the batch: it cannot have fewer places.",
            "{count} students belong to the batch: it cannot have fewer places.",
            problem["members_count"],
        )
    if kind == "sessions-planned":
        return ngettext(
            "{count} session of this batch is still planned. Move or cancel it first.",
            "{count} sessions of this batch are still planned. Move or cancel them first.",
            len(problem["session_ids"]),
        )
    if kind == "batch-over":
        return _("This batch is over: nobody joins or leaves it any more.")
    for one in problem.get("errors") or []:
        if one.get("field") == "url":
            message = str(one["message"]).removeprefix("Value error, ")
            return _ADDRESS_REFUSALS[message] if message in _ADDRESS_REFUSALS else _(_ADDRESS)
    return plan_refusal(error) if problem.get("clashes") else refusal(error)

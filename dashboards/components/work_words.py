"""Words of work and marks: what a piece of work is called, where a student's stands, and why something is refused."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dashboards.api_client import ApiError
from dashboards.components.labels import NOTHING, day, number, percent
from dashboards.components.lead_words import listed
from dashboards.components.own_exams import ASSESSMENT_NAMES
from dashboards.components.sending import refusal
from dashboards.language import Names, _, gettext_noop, ngettext
from warehouse.vocabulary import AssessmentStatus, AssessmentType

# The API's codes of what does not fit, by field and code.
_REFUSALS: Final = Names(
    {
        "marks_obtained.above-total": gettext_noop("The mark lies above what the work is out of."),
        "total_marks.missing": gettext_noop("Say what the mark is out of."),
        "total_marks.greater_than": gettext_noop("Marks out of must be more than 0."),
        "assessment_date.future": gettext_noop("The day of handing in lies ahead."),
        "assessment_date.order": gettext_noop("It was marked before that day: the day of handing in cannot be later."),
    }
)
_KINDS: Final = Names(
    {
        "not-pending": gettext_noop("What was handed in or marked cannot be taken back."),
        "not-enrolled": gettext_noop("Nobody of them learns this subject now, so nobody would get the work."),
        "batch-over": gettext_noop("This batch is over: work can be set for its students one by one."),
    }
)


def work_refusal(error: ApiError) -> str:
    """Why something of work was refused; what is not known here in the API's own words."""
    told = [f"{one.get('field', '').rsplit('.', 1)[-1]}.{one.get('code')}" for one in error.problem.get("errors") or []]
    if told and all(one in _REFUSALS for one in told):
        return "\n".join(_REFUSALS[one] for one in told)
    kind = str(error.problem.get("type", "")).rsplit(":", 1)[-1]
    return _KINDS[kind] if kind in _KINDS else refusal(error)


def work_name(work: Mapping[str, Any]) -> str:
    """What a piece of work is called: its title, or else its kind."""
    return work["title"] or ASSESSMENT_NAMES[AssessmentType(work["assessment_type"])]


def about_work(work: Mapping[str, Any], *, shows_faculty: bool) -> str:
    """Kind, subject, topic, teacher and due day of an item of `GET /assessments/sets`."""
    kind = ASSESSMENT_NAMES[AssessmentType(work["assessment_type"])] if work["title"] else ""
    due = _("due {day}", day=day(date.fromisoformat(work["due_date"]))) if work["due_date"] else _("no due day")
    return listed(
        [
            kind,
            work["subject_name"],
            work["topic_name"] or "",
            (work["faculty_name"] or _("No teacher yet")) if shows_faculty else "",
            due,
        ]
    )


def counted(work: Mapping[str, Any]) -> str:
    """How much of it is handed in, late and marked."""
    return listed(
        [
            _("{count} handed in", count=number(work["handed_in_count"])) if work["handed_in_count"] else "",
            _("{count} late", count=number(work["overdue_count"])) if work["overdue_count"] else "",
            _("{count} marked", count=number(work["graded_count"])) if work["graded_count"] else "",
        ]
    )


def waiting_words(count: int) -> str:
    """The finding: how much waits for a mark."""
    if not count:
        return _("No work waits for a mark")
    return ngettext(
        "{shown} piece of work waits for a mark", "{shown} pieces of work wait for a mark", count, shown=number(count)
    )


def points(value: float | None) -> str:
    """A mark or what it is out of, with as many decimals as it has, two at most."""
    if value is None:
        return NOTHING
    digits = next(digits for digits in range(3) if digits == 2 or round(value, digits) == value)
    return number(value, digits)


def standing(row: Mapping[str, Any]) -> str:
    """Where one student's work stands, with a sign before it, so that nobody has to tell colours apart."""
    status = AssessmentStatus(row["status"])
    if status is AssessmentStatus.GRADED:
        mark = _("{marks} of {total}", marks=points(row["marks_obtained"]), total=points(row["total_marks"]))
        share = percent(row["percentage"] / 100) if row["percentage"] is not None else ""
        return f"★ {listed([mark, share])}"
    if status is AssessmentStatus.COMPLETED:
        return _("✓ handed in, not marked yet")
    if row["is_overdue"]:
        return _("! late: not handed in")
    return _("○ not handed in yet")


def when_handed_in(row: Mapping[str, Any]) -> str:
    """The day of handing in, and whether it was after the due day; empty while nothing was handed in."""
    if row["assessment_date"] is None:
        return ""
    on = date.fromisoformat(row["assessment_date"])
    late = (on - date.fromisoformat(row["due_date"])).days if row["due_date"] else 0
    told = _("handed in {day}", day=day(on))
    return listed([told, ngettext("{count} day late", "{count} days late", late) if late > 0 else ""])

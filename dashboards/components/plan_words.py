"""What stands in the way of a session, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboards.api_client import ApiError
from dashboards.components.labels import day, number
from dashboards.components.lead_words import plain
from dashboards.components.sending import refusal
from dashboards.components.session_words import hours_of
from dashboards.language import _, ngettext

# The API's names of what is not free.
_FACULTY, _STUDENT, _ROOM, _AVAILABILITY = "faculty", "student", "room", "availability"
_HOLIDAY, _HOURS, _STUDENTS = "holiday", "faculty_hours", "faculty_students"


def plan_refusal(error: ApiError) -> str:
    """Why a session cannot be planned so: everything that stands in its way, or else the API's own words."""
    clashes = error.problem.get("clashes") or []
    if not clashes:
        return refusal(error)
    return "\n".join([_("This does not fit:"), "", *(f"- {clash_words(one)}" for one in clashes)])


def clash_words(clash: Mapping[str, Any]) -> str:
    """One clash of the API's problem `session-clash`."""
    when = day(date.fromisoformat(clash["session_date"]))
    if hours := hours_of(clash):
        when = _("{day}, {hours}", day=when, hours=hours)
    kind = clash["kind"]
    if clash.get("exam"):
        return _exam_words(clash, when)
    if kind == _FACULTY:
        return _("The teacher has another session: {when}.", when=when)
    if kind == _STUDENT:
        return ngettext(
            "{count} student is in another session: {when}.",
            "{count} students are in another session: {when}.",
            len(clash["student_ids"]),
            when=when,
        )
    if kind == _ROOM:
        return _("{room} is taken: {when}.", room=plain(clash["name"] or ""), when=when)
    if kind == _AVAILABILITY:
        return _("It lies outside of the teacher's weekly hours.")
    if kind == _HOLIDAY:
        return _("The campus is closed on {day}: {holiday}.", day=when, holiday=plain(clash["name"] or ""))
    if kind == _HOURS:
        return _(
            "The teacher would teach {hours} hours on {day}, and {most} are the most.",
            hours=number(clash["found"] / 60, 1),
            day=when,
            most=clash["most"],
        )
    if kind == _STUDENTS:
        return _(
            "The teacher would meet {count} students on {day}, and {most} are the most.",
            count=clash["found"],
            day=when,
            most=clash["most"],
        )
    return str(clash["message"])


def _exam_words(clash: Mapping[str, Any], when: str) -> str:
    exam = plain(clash["exam"])
    if clash["kind"] == _FACULTY:
        return _("The teacher has the exam “{exam}”: {when}.", exam=exam, when=when)
    if clash["kind"] == _ROOM:
        return _("{room} is taken by the exam “{exam}”: {when}.", room=plain(clash["name"] or ""), exam=exam, when=when)
    return ngettext(
        "{count} student has a place in the exam “{exam}”: {when}.",
        "{count} students have a place in the exam “{exam}”: {when}.",
        len(clash["student_ids"]),
        exam=exam,
        when=when,
    )

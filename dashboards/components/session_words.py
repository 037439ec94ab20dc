"""What became of a session, and how it is named, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from dashboards.components.labels import day
from dashboards.components.lead_words import listed
from dashboards.language import Names, gettext_noop
from warehouse.vocabulary import SessionStatus

STATUS_NAMES: Final = Names(
    {
        SessionStatus.COMPLETED: gettext_noop("✓ Delivered"),
        SessionStatus.CANCELLED: gettext_noop("✕ Cancelled"),
        SessionStatus.NO_SHOW: gettext_noop("○ No-show"),
        SessionStatus.SCHEDULED: gettext_noop("Not marked yet"),
    }
)


def about_session(session: Mapping[str, Any]) -> str:
    """With whom, when and where a session of `GET /sessions/{id}` was."""
    return listed(
        [
            session["batch_name"] or session["student_name"] or "",
            day(date.fromisoformat(session["session_date"])) if session["session_date"] else "",
            hours_of(session),
            session["location"] or "",
        ]
    )


def hours_of(session: Mapping[str, Any]) -> str:
    """`10:00–11:00` of anything with `start_time` and `end_time`; empty where no time is fixed."""
    return "–".join(moment[:5] for moment in (session["start_time"], session["end_time"]) if moment)

"""A week of sessions to tap: a component, so that a session is one large button and a week fits a desk and a phone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from dashboards.components.assets import joined_text
from dashboards.components.session_words import STATUS_NAMES, hours_of
from dashboards.language import _, words_of
from dashboards.region import date_text
from warehouse.vocabulary import SessionStatus

DAYS: Final = 7
_SCRIPT: Final = joined_text("words.js", "session_week/week.js")
_week = st.components.v2.component(
    "headway_session_week",
    html=joined_text("session_week/week.html"),
    css=joined_text("session_week/week.css"),
    js=_SCRIPT,
)


@dataclass(frozen=True)
class PlannedSession:
    """What a button shows; `state` is planned, waiting, done or off, `about` a line each."""

    id: int
    time: str
    title: str
    about: list[str]
    badge: str
    state: str

    @classmethod
    def from_api(
        cls, told: Mapping[str, Any], today: date, *, shows_faculty: bool, shows_campus: bool = False
    ) -> "PlannedSession":
        """Reads one item of `GET /sessions`."""
        status = SessionStatus(told["status"])
        is_past = date.fromisoformat(told["session_date"]) < today
        state, badge = {
            SessionStatus.COMPLETED: ("done", STATUS_NAMES[status]),
            SessionStatus.SCHEDULED: ("waiting", _("! Not marked")) if is_past else ("planned", ""),
        }.get(status, ("off", STATUS_NAMES[status]))
        who = told["student_name"] or told["batch_name"] or ""
        faculty = (told["faculty_name"] or _("! No teacher yet")) if shows_faculty else ""
        place = told["location"] or ""
        about = [who, faculty, place, told["campus_code"] if shows_campus else ""]
        title = told["subject_name"]
        return cls(told["id"], hours_of(told) or _("Any time"), title, [one for one in about if one], badge, state)


@dataclass(frozen=True)
class PlannedDay:
    """A day of the week, with what closes it."""

    date: str
    name: str
    note: str = ""
    is_today: bool = False
    sessions: list[PlannedSession] = field(default_factory=list)


def days_of(
    first: date, today: date, sessions: Sequence[tuple[date, PlannedSession]], closed: Mapping[date, Collection[str]]
) -> list[PlannedDay]:
    """Seven days from `first`, each with its sessions in the order given and the names of its holidays."""
    found = []
    for step in range(DAYS):
        on = first + timedelta(days=step)
        names = ", ".join(sorted(closed.get(on, ())))
        found.append(
            PlannedDay(
                date=on.isoformat(),
                name=date_text(on, "MMMEd"),
                note=_("Closed: {holiday}", holiday=names) if names else "",
                is_today=on == today,
                sessions=[one for day, one in sessions if day == on],
            )
        )
    return found


def session_week(days: Sequence[PlannedDay]) -> int | None:
    """Shows the week.

    Returns:
        The id of the session that was tapped in this run, else None.
    """
    result = _week(
        key="session-week",
        data={"days": [asdict(day) for day in days], "words": words_of(_SCRIPT)},
        on_opened_change=lambda: None,
    )
    opened: int | None = result.opened
    return opened

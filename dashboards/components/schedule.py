"""A student's sessions and exams: what is next, day by day, and what was, with the own mark.

Belongs here: words and HTML of rows that the API told. Which rows are asked for, the page says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from itertools import groupby
from typing import Any, Final

from dashboards.components.labels import on_clock
from dashboards.components.lead_words import listed
from dashboards.language import Names, _, gettext_noop
from dashboards.region import date_part, date_text, whole_date
from warehouse.vocabulary import AttendanceStatus, SessionStatus

MARK_NAMES: Final = Names(
    {
        AttendanceStatus.PRESENT: gettext_noop("✓ Present"),
        AttendanceStatus.LATE: gettext_noop("◔ Late"),
        AttendanceStatus.ABSENT: gettext_noop("✕ Absent"),
    }
)
_OVER: Final = frozenset({SessionStatus.COMPLETED, SessionStatus.NO_SHOW})


@dataclass(frozen=True)
class Appointment:
    """A session or an exam at the campus's time; without a `start` somebody still has to say when."""

    day: date
    start: time | None
    end: time | None
    minutes: int
    title: str
    with_whom: str
    place: str
    is_cancelled: bool = False
    is_over: bool = False

    @classmethod
    def of_session(cls, session: Mapping[str, Any], now: datetime) -> "Appointment":
        """A session of `GET /sessions`; `now` is the campus's clock."""
        day, start, end = date.fromisoformat(session["session_date"]), _time(session["start_time"]), None
        if start is not None:
            minutes = start.hour * 60 + start.minute + session["duration_minutes"]
            end = _time(session["end_time"]) or time(minutes // 60 % 24, minutes % 60)
        has_ended = day == now.date() and end is not None and end <= now.time()
        return cls(
            day=day,
            start=start,
            end=end,
            minutes=session["duration_minutes"],
            title=session["subject_name"],
            with_whom=(
                _("with {name}", name=session["faculty_name"])
                if session["faculty_name"]
                else _("teacher not fixed yet")
            ),
            place=session["location"] or _("room not fixed yet"),
            is_cancelled=session["status"] == SessionStatus.CANCELLED,
            is_over=session["status"] in _OVER or day < now.date() or has_ended,
        )

    @classmethod
    def of_exam(cls, slot: Mapping[str, Any], zone: str | None) -> "Appointment":
        """An exam of `GET /exams/student/{id}` in which there is a place."""
        start = on_clock(datetime.fromisoformat(slot["starts_at"]), zone)
        return cls(
            day=start.date(),
            start=start.time(),
            end=None,
            minutes=slot["duration_minutes"],
            title=_("Exam: {title}", title=slot["title"]),
            with_whom=slot["subject_name"],
            place=slot["location"] or _("room not fixed yet"),
        )

    @property
    def hours(self) -> str:
        """`11:00–12:00`."""
        if self.start is None:
            return _("Time not fixed yet")
        return f"{self.start:%H:%M}" + (f"–{self.end:%H:%M}" if self.end else "")


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def day_name(day: date, today: date) -> str:
    """`Today, Sunday 29 November`."""
    plain = f"{date_part(day, 'EEEE')}, {date_text(day, 'MMMMd') if day.year == today.year else whole_date(day)}"
    near = {0: _("Today"), 1: _("Tomorrow"), -1: _("Yesterday")}.get((day - today).days)
    return f"{near}, {plain}" if near else plain


def length(minutes: int) -> str:
    """`1 h 30 min`."""
    hours, rest = divmod(minutes, 60)
    parts = (_("{hours} h", hours=hours) if hours else "", _("{count} min", count=rest) if rest else "")
    return " ".join(part for part in parts if part)


def next_card(one: Appointment, now: datetime) -> str:
    """The next appointment, large."""
    is_on = one.day == now.date() and one.start is not None and one.start <= now.time()
    about = listed([one.with_whom, one.place, length(one.minutes)])
    return (
        f'<section class="hw-next-session" data-testid="next-session"><span>{_("Now") if is_on else _("Next")}</span>'
        f"<strong>{escape(day_name(one.day, now.date()))}, {escape(one.hours)}</strong>"
        f"<h3>{escape(one.title)}</h3><p>{escape(about)}</p></section>"
    )


def days(appointments: Iterable[Appointment], today: date) -> str:
    """Appointments in the order of their start, under the day that they are on."""
    ordered = sorted(appointments, key=lambda one: (one.day, one.start or time.max))
    parts = [
        f"<section><h4>{escape(day_name(day, today))}</h4>"
        f'<ul class="hw-day">{"".join(_item(one) for one in of_day)}</ul></section>'
        for day, of_day in groupby(ordered, key=lambda one: one.day)
    ]
    return f'<div class="hw-days" data-testid="days">{"".join(parts)}</div>'


def _item(one: Appointment) -> str:
    word = _("✕ Cancelled") if one.is_cancelled else _("is over") if one.is_over else ""
    about = listed([one.with_whom, one.place, length(one.minutes)])
    state = f"<em>{word}</em>" if word else ""
    css = "cancelled" if one.is_cancelled else "over" if one.is_over else ""
    return (
        f'<li class="{css}"><b>{escape(one.hours)}</b><div><strong>{escape(one.title)}</strong>{state}'
        f"<span>{escape(about)}</span></div></li>"
    )


def past(sessions: Iterable[Mapping[str, Any]], marks: Mapping[int, Mapping[str, Any]], now: datetime) -> str:
    """Past sessions with the own mark, by session id, the latest first."""
    items = [
        _past_item(Appointment.of_session(session, now), marks.get(session["id"]), now.date()) for session in sessions
    ]
    return f'<ul class="hw-past" data-testid="past-sessions">{"".join(items)}</ul>'


def _past_item(one: Appointment, mark: Mapping[str, Any] | None, today: date) -> str:
    status = AttendanceStatus(mark["attendance_status"]) if mark else None
    return (
        f'<li class="{status or "unmarked"}"><strong>{escape(one.title)}</strong><em>{mark_words(mark)}</em>'
        f"<span>{escape(listed([day_name(one.day, today), one.hours, one.with_whom]))}</span></li>"
    )


def mark_words(mark: Mapping[str, Any] | None) -> str:
    """A mark in words."""
    if mark is None:
        return _("Not marked yet")
    status = AttendanceStatus(mark["attendance_status"])
    is_timed = status is AttendanceStatus.LATE and mark["minutes_late"]
    return MARK_NAMES[status] + (f", {_('{count} min', count=mark['minutes_late'])}" if is_timed else "")

"""Sessions and exams as an iCalendar file (RFC 5545).

Belongs here: rows → bytes, the same for the same rows. Whose rows they are, the service knows.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from psycopg.rows import DictRow

from warehouse.vocabulary import SessionStatus

ASK_AGAIN: Final = timedelta(hours=1)


def calendar(name: str, sessions: Iterable[DictRow], exams: Iterable[DictRow]) -> bytes:
    """The calendar of one student.

    Args:
        name: what calendar programs call it.
        sessions: rows of `repository.sessions`.
        exams: rows of `repository.exams`.
    """
    told = Calendar()
    told.add("prodid", "-//Headway//Schedule//EN")
    told.add("version", "2.0")
    told.add("method", "PUBLISH")
    told.add("x-wr-calname", name)
    told.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    told.add("x-published-ttl", "PT1H")
    for row in sessions:
        told.add_component(_session(row))
    for row in exams:
        told.add_component(_exam(row))
    content: bytes = told.to_ical()
    return content


def _session(row: DictRow) -> Event:
    is_cancelled = row["status"] == SessionStatus.CANCELLED
    event = _event(f"session-{row['id']}@headway", row, row["subject_name"], is_cancelled=is_cancelled)
    start, end = span(row)
    event.add("dtstart", start)
    event.add("dtend", end)
    with_whom = f"With {row['faculty_name']}." if row["faculty_name"] else ""
    batch = f"Batch: {row['batch_name']}." if row["batch_name"] else ""
    if words := " ".join(part for part in (with_whom, batch) if part):
        event.add("description", words)
    return event


def span(row: DictRow) -> tuple[datetime, datetime] | tuple[date, date]:
    """When a session begins and ends, in UTC; the whole day when nobody has said at what time."""
    day: date = row["session_date"]
    if row["start_time"] is None:
        return day, day + timedelta(days=1)
    # Seconds are added in UTC: at the end of summer time a clock shows an hour twice.
    start = datetime.combine(day, row["start_time"], ZoneInfo(row["time_zone"])).astimezone(UTC)
    if row["end_time"] is not None and row["end_time"] > row["start_time"]:
        return start, datetime.combine(day, row["end_time"], ZoneInfo(row["time_zone"])).astimezone(UTC)
    return start, start + timedelta(minutes=row["duration_minutes"])


def _exam(row: DictRow) -> Event:
    title = f"Exam: {row['title']}"
    event = _event(f"exam-{row['id']}@headway", row, title, is_cancelled=row["is_cancelled"])
    start = row["starts_at"].astimezone(UTC)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=row["duration_minutes"]))
    event.add("description", f"{row['subject_name']}.")
    return event


def _event(uid: str, row: DictRow, summary: str, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("uid", uid)
    # Of the row, not of now: the file stays the same until a row changes.
    changed_at = row["updated_at"].astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", row["version"] - 1)
    # Some programs do not look at the status.
    event.add("summary", f"Cancelled: {summary}" if is_cancelled else summary)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    if row["location"]:
        event.add("location", row["location"])
    return event

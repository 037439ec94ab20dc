"""What makes a mark right, and what changes when it is saved. Pure: no database.

A correction counts as known when it was made: `recorded_at` moves when the status, the times or the topics change, so
that no earlier analysis could have used them. A changed note leaves it.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from ingest_api.attendance.schemas import Mark
from ingest_api.errors import FieldError
from warehouse.vocabulary import AttendanceStatus


@dataclass(frozen=True)
class SessionFacts:
    """What the rules need to know of a session."""

    session_date: date
    start_time: time | None
    zone: ZoneInfo
    late_after_minutes: int


@dataclass(frozen=True)
class Person:
    """A student's enrolment in the session's subject, and whether the session is theirs."""

    is_member: bool
    enrollment_date: date
    ended_on: date | None


@dataclass(frozen=True)
class Content:
    """A mark's content, to be compared. `topics`: (topic_id, understanding), sorted."""

    attendance_status: AttendanceStatus
    minutes_late: int | None
    check_in_time: datetime | None
    check_out_time: datetime | None
    topics: tuple[tuple[int, int | None], ...]
    faculty_notes: str | None
    next_session_prep: dict[str, Any] | None

    @property
    def facts(self) -> tuple[object, ...]:
        """What analyses read: everything but the notes."""
        return self.attendance_status, self.minutes_late, self.check_in_time, self.check_out_time, self.topics

    @property
    def progress_facts(self) -> tuple[object, ...]:
        """What topic progress is derived from."""
        return self.topics, self.minutes_late if self.topics else None


def content(mark: Mark, session: SessionFacts) -> Content | None:
    """The mark as it will be stored: times in the campus's zone, lateness computed; None when it is taken back.

    A check-in `late_after_minutes` or more after the start makes a present mark a late one.
    """
    check_in, check_out = _in_zone(mark.check_in_time, session.zone), _in_zone(mark.check_out_time, session.zone)
    status, minutes_late = mark.attendance_status, mark.minutes_late
    if status is None:
        return None
    if check_in is not None and session.start_time is not None and status is not AttendanceStatus.ABSENT:
        start = datetime.combine(session.session_date, session.start_time, session.zone)
        minutes = max(0, int((check_in - start).total_seconds() // 60))
        if status is AttendanceStatus.PRESENT and minutes_late is None and minutes >= session.late_after_minutes > 0:
            status = AttendanceStatus.LATE
        if status is AttendanceStatus.LATE and minutes_late is None:
            minutes_late = minutes
    return Content(
        attendance_status=status,
        minutes_late=minutes_late,
        check_in_time=check_in,
        check_out_time=check_out,
        topics=tuple(sorted((topic.topic_id, topic.understanding) for topic in mark.topics)),
        faculty_notes=mark.faculty_notes or None,
        next_session_prep=mark.next_session_prep,
    )


@dataclass(frozen=True)
class Moved:
    """What progress has to be derived anew. `dropped`: (student_id, topic_id) that a mark now leaves out."""

    student_ids: list[int]
    topic_ids: list[int]
    dropped: list[tuple[int, int]]


def progress_moved(before: Mapping[int, Content], changed: Mapping[int, Content | None]) -> Moved:
    """Whose progress these changes can move, and on which topics: those that a mark named or names now.

    Args:
        before: the stored marks, by student.
        changed: the marks that differ from them, by student; None for one that is taken back.
    """
    student_ids: list[int] = []
    topic_ids: set[int] = set()
    dropped: list[tuple[int, int]] = []
    for student_id, content in changed.items():
        old = before.get(student_id)
        if _progress_facts(content) == _progress_facts(old):
            continue
        student_ids.append(student_id)
        now = {topic_id for topic_id, _ in content.topics} if content else set()
        then = {topic_id for topic_id, _ in old.topics} if old else set()
        topic_ids |= now | then
        if content is not None:
            dropped += [(student_id, topic_id) for topic_id in sorted(then - now)]
    return Moved(student_ids, sorted(topic_ids), dropped)


def _progress_facts(content: Content | None) -> tuple[object, ...]:
    return content.progress_facts if content else ((), None)


def _in_zone(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return instant.replace(tzinfo=zone) if instant is not None and instant.tzinfo is None else instant


def find_errors(
    marks: Sequence[Mark],
    session: SessionFacts,
    people: Mapping[int, Person],
    marked: AbstractSet[int],
    topic_ids: AbstractSet[int],
) -> list[FieldError]:
    """Everything that is wrong with the marks, each with its place.

    Args:
        marks: as they were sent.
        session: the session's day and start.
        people: enrolments in the session's subject, by student.
        marked: students who have a mark already; it may be corrected whatever their enrolment says now.
        topic_ids: those of the session's subject.
    """
    errors: list[FieldError] = []
    seen: set[int] = set()
    for place, mark in enumerate(marks):
        prefix = f"marks[{place}]"
        found: list[tuple[str, str, str]] = []
        if mark.student_id in seen:
            found.append(("student_id", "this student is marked twice in the request", "repeated"))
        seen.add(mark.student_id)
        if mark.student_id not in marked:
            found += _membership(people.get(mark.student_id), session)
        found += _nothing_else(mark) if mark.attendance_status is None else _times(mark, session)
        found += _topics(mark, topic_ids)
        errors += [FieldError(field=f"{prefix}.{field}", message=message, code=code) for field, message, code in found]
    return errors


def _membership(person: Person | None, session: SessionFacts) -> list[tuple[str, str, str]]:
    if person is None or not person.is_member:
        return [("student_id", "this student does not belong to the session", "not-in-session")]
    if session.session_date < person.enrollment_date:
        return [("student_id", f"the enrolment began on {person.enrollment_date}, after the session", "not-enrolled")]
    if person.ended_on is not None and person.ended_on < session.session_date:
        return [("student_id", f"the enrolment ended on {person.ended_on}, before the session", "not-enrolled")]
    return []


def _nothing_else(mark: Mark) -> list[tuple[str, str, str]]:
    """Whoever takes a mark back and yet says something of it means something else."""
    told = mark.model_dump(exclude={"student_id", "attendance_status", "version"}, exclude_defaults=True)
    return [(field, "a mark that is taken back says nothing", "taken-back") for field in told]


def _times(mark: Mark, session: SessionFacts) -> list[tuple[str, str, str]]:
    found = []
    is_absent = mark.attendance_status is AttendanceStatus.ABSENT
    if mark.minutes_late is not None and mark.attendance_status is not AttendanceStatus.LATE:
        found.append(("minutes_late", "only a late student has minutes late", "not-late"))
    if is_absent and (mark.check_in_time or mark.check_out_time):
        found.append(("check_in_time", "an absent student has no check-in and no check-out", "absent"))
    check_in, check_out = _in_zone(mark.check_in_time, session.zone), _in_zone(mark.check_out_time, session.zone)
    if check_in is not None and check_in.astimezone(session.zone).date() != session.session_date:
        found.append(("check_in_time", f"the session is on {session.session_date}", "another-day"))
    if check_in is not None and check_out is not None and check_out < check_in:
        found.append(("check_out_time", "the check-out lies before the check-in", "order"))
    return found


def _topics(mark: Mark, topic_ids: AbstractSet[int]) -> list[tuple[str, str, str]]:
    if mark.topics and mark.attendance_status is AttendanceStatus.ABSENT:
        return [("topics", "an absent student covered no topics", "absent")]
    found = []
    seen: set[int] = set()
    for place, topic in enumerate(mark.topics):
        field = f"topics[{place}].topic_id"
        if topic.topic_id not in topic_ids:
            found.append((field, "this topic does not belong to the session's subject", "not-in-subject"))
        elif topic.topic_id in seen:
            found.append((field, "this topic is listed twice", "repeated"))
        seen.add(topic.topic_id)
    return found

"""Marking attendance, in ONE transaction: marks, topics, progress, completion, session status, event, answer.

The order of locks: the sessions by id, then the enrolments by id. Two requests for one session therefore happen one
after the other, and so do two sessions that share students, because progress is derived from all of a student's marks.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import events, idempotency
from ingest_api.attendance import repository, rules
from ingest_api.attendance.schemas import BulkMarkAnswer, BulkMarkRequest, Mark, MarkAnswer, MarkRequest
from ingest_api.auth.asker import Asker
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, FieldError, Invalid, NotFound
from ingest_api.institute.thresholds import with_values
from ingest_api.logs import request_id
from ingest_api.sessions.schemas import MarkState
from warehouse.scope import Resource, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import SessionStatus


async def mark_session(
    connection: AsyncConnection[DictRow],
    asker: Asker,
    settings: Settings,
    session_id: int,
    request: MarkRequest,
    key: str | None,
) -> tuple[MarkAnswer, bool]:
    """Saves the marks of one session; says also whether the answer is a repeated one.

    Raises:
        Unauthenticated, Forbidden: the asker is not any more who he was.
        NotFound: no such session that the asker may see.
        Conflict: the session is cancelled or lies in the future, or a mark's version is not current.
        Invalid: marks break a rule (all of them are listed), or the key was used for something else.
    """
    async with connection.transaction():
        marks, prefixes = {session_id: request.marks}, {session_id: ""}
        locked = await _lock(connection, asker.user, marks, asker.binds)
        if not locked:
            asker = await asker.anew()
            locked = await _lock(connection, asker.user, marks)
        _refuse_missing(marks, locked)
        user = asker.user
        attempt = idempotency.Attempt.of(user.id, key, f"attendance/session/{session_id}", request)
        if attempt is not None:
            first = await idempotency.first_answer(connection, attempt)
            if first is not None:
                return MarkAnswer.model_validate(first), True
        (answer,) = await _save_all(connection, user, settings, locked, marks, prefixes)
        if attempt is not None:
            await idempotency.remember(connection, attempt, answer)
    return answer, False


async def mark_many(
    connection: AsyncConnection[DictRow], user: CurrentUser, settings: Settings, request: BulkMarkRequest
) -> BulkMarkAnswer:
    """Saves the marks of several sessions within the caller's transaction: all of them, or none.

    Raises:
        NotFound, Conflict, Invalid: as for one session; errors of all sessions are listed.
    """
    marks = {one.session_id: one.marks for one in request.sessions}
    prefixes = {one.session_id: f"sessions[{place}]." for place, one in enumerate(request.sessions)}
    locked = await _lock(connection, user, marks)
    _refuse_missing(marks, locked)
    answers = await _save_all(connection, user, settings, locked, marks, prefixes)
    return BulkMarkAnswer(sessions=answers, event_ids=[event for one in answers for event in one.event_ids])


async def _lock(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    marks: dict[int, list[Mark]],
    asker: dict[str, Any] | None = None,
) -> dict[int, repository.Locked]:
    scope = row_predicate(user.viewer, Resource.SESSIONS, "session")
    sent = {
        session_id: (
            [mark.student_id for mark in own],
            sorted({topic.topic_id for mark in own for topic in mark.topics}),
        )
        for session_id, own in marks.items()
    }
    return {one.session["id"]: one for one in await repository.lock(connection, scope, sent, asker)}


def _refuse_missing(marks: dict[int, list[Mark]], locked: dict[int, repository.Locked]) -> None:
    missing = [session_id for session_id in marks if session_id not in locked]
    if missing:
        raise NotFound(f"there is no session {missing[0]} that you may mark")


async def _save_all(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    settings: Settings,
    locked: dict[int, repository.Locked],
    marks: dict[int, list[Mark]],
    prefixes: dict[int, str],
) -> list[MarkAnswer]:
    """Checks all sessions before it saves the first; answers in the order of `marks`."""
    for session_id in marks:
        _refuse_wrong_state(locked[session_id].session)
    checked: list[_Checked] = []
    errors: list[FieldError] = []
    for session_id, sent in marks.items():
        one = locked[session_id]
        session, stored = one.session, one.marks
        in_force = with_values(settings, session["chosen"])
        facts = rules.SessionFacts(
            session["session_date"], session["start_time"], ZoneInfo(session["time_zone"]), in_force.late_after_minutes
        )
        people = {
            student_id: rules.Person(of.is_member, of.enrollment_date, of.ended_on)
            for student_id, of in one.known.items()
            if of.enrollment_date is not None
        }
        found = rules.find_errors(sent, facts, people, set(stored), one.topic_ids)
        errors += [error.model_copy(update={"field": prefixes[session_id] + error.field}) for error in found]
        checked.append(_Checked(session, sent, facts, stored, in_force.mastery_level))
    if errors:
        raise Invalid(f"{len(errors)} value(s) of the marks are not valid; nothing was saved", errors=errors)
    for ready in checked:
        _refuse_old_versions(ready.marks, ready.stored)
    return [await _save(connection, user, ready) for ready in checked]


@dataclass(frozen=True)
class _Checked:
    """A session whose marks may be saved, and its stored marks by student."""

    session: DictRow
    marks: list[Mark]
    facts: rules.SessionFacts
    stored: dict[int, MarkState]
    mastery_level: int


async def _save(connection: AsyncConnection[DictRow], user: CurrentUser, checked: _Checked) -> MarkAnswer:
    session, stored = checked.session, checked.stored
    before = {student_id: _stored_content(mark) for student_id, mark in stored.items()}
    sent = {mark.student_id: rules.content(mark, checked.facts) for mark in checked.marks}
    changed = {student_id: content for student_id, content in sent.items() if before.get(student_id) != content}
    change: repository.Change | None = None
    if changed:
        moved = rules.progress_moved(before, changed)
        change = repository.Change(
            contents=changed,
            kept_recorded_at={
                student_id: stored[student_id].recorded_at
                for student_id, content in changed.items()
                if content and student_id in before and before[student_id].facts == content.facts
            },
            dropped=[(stored[student_id].id, topic_id) for student_id, topic_id in moved.dropped],
            moved_ids=moved.student_ids,
            topic_ids=moved.topic_ids,
            mastery_level=checked.mastery_level,
            event=_event(user, session, changed, stored),
        )
    return await repository.save(connection, session["id"], session["subject_id"], list(sent), change)


def _refuse_wrong_state(session: DictRow) -> None:
    if session["status"] == SessionStatus.CANCELLED:
        raise Conflict("this session was cancelled, so nobody can be marked", kind="session-cancelled")
    if session["session_date"] > session["today"]:
        raise Conflict(f"this session takes place on {session['session_date']}", kind="session-in-the-future")


def _refuse_old_versions(marks: list[Mark], stored: dict[int, MarkState]) -> None:
    old = [
        mark.student_id
        for mark in marks
        if mark.version is not None
        and mark.version != (stored[mark.student_id].version if mark.student_id in stored else 0)
    ]
    if old:
        raise Conflict(
            f"{len(old)} mark(s) were changed by somebody else meanwhile; nothing was saved",
            kind="version-conflict",
            current=[{"student_id": student_id, "attendance": stored.get(student_id)} for student_id in old],
        )


def _stored_content(mark: MarkState) -> rules.Content:
    return rules.Content(
        attendance_status=mark.attendance_status,
        minutes_late=mark.minutes_late,
        check_in_time=mark.check_in_time,
        check_out_time=mark.check_out_time,
        topics=tuple((topic.topic_id, topic.understanding) for topic in mark.topics),
        faculty_notes=mark.faculty_notes,
        next_session_prep=mark.next_session_prep,
    )


def _event(
    user: CurrentUser, session: DictRow, changed: dict[int, rules.Content | None], stored: dict[int, MarkState]
) -> events.NewEvent:
    made = {student_id: content for student_id, content in changed.items() if content is not None}
    statuses = Counter(content.attendance_status.value for content in made.values())
    return events.NewEvent(
        name="attendance.marked" if made else "attendance.taken_back",
        relation="learning_sessions",
        row_id=session["id"],
        actor_user_id=user.id,
        actor_role=user.role,
        request_id=request_id(),
        campus_id=session["campus_id"],
        student_id=next(iter(changed)) if len(changed) == 1 else None,
        session_id=session["id"],
        payload={
            "student_ids": list(changed),
            "statuses": dict(statuses),
            "corrected_count": len(made.keys() & stored.keys()),
            # The versions that they had: a mark that is made anew goes on from there.
            "taken_back": {student_id: stored[student_id].version for student_id in changed if student_id not in made},
        },
    )

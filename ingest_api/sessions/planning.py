"""Planning sessions: making, moving, cancelling and closing them, without anybody being in two places.

Belongs here: the status machine and the checks that a plan must pass. What clashes stands in `clashes.py`; marking,
which also completes a session, belongs to `attendance/`.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from psycopg.rows import DictRow

from ingest_api.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from ingest_api.rows import check_version, insert_row
from ingest_api.sessions import clashes, repository
from ingest_api.sessions.planning_schemas import SessionCreate, SessionSaved, SessionUpdate
from ingest_api.status import check_move
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import BatchStatus, FacultyStatus, Role, SessionStatus, SessionType

MOVES: Final = {
    SessionStatus.SCHEDULED: frozenset({SessionStatus.COMPLETED, SessionStatus.CANCELLED, SessionStatus.NO_SHOW}),
    # Held after all: it is planned anew, so that every rule is checked again.
    SessionStatus.CANCELLED: frozenset({SessionStatus.SCHEDULED}),
    SessionStatus.NO_SHOW: frozenset({SessionStatus.COMPLETED}),
}
# What decides who is where, when.
_PLANNED: Final = ("faculty_id", "session_date", "start_time", "duration_minutes", "location")


def invalid(field: str, message: str, code: str) -> Invalid:
    """A refusal that names one field."""
    return Invalid(message, errors=[FieldError(field=field, message=message, code=code)])


async def create(writing: Writing, body: SessionCreate) -> SessionSaved:
    """A new session of a student or a batch.

    Raises:
        NotFound: the student or the batch is out of sight.
        Forbidden: a faculty member plans a colleague's session.
        Invalid: values contradict each other, or the student is not enrolled on that day.
        Conflict: it clashes; the problem lists with what, or the batch does not meet any more.
    """

    async def make() -> SessionSaved:
        user = writing.user
        faculty_id = body.faculty_id
        if user.role is Role.FACULTY:
            faculty_id = user.faculty_id if faculty_id is None else faculty_id
        start, end, minutes = times(body.start_time, body.end_time, body.duration_minutes)
        whose = await _whose(writing, body)
        plan = clashes.Plan(
            campus_id=whose["campus_id"],
            subject_id=body.subject_id or whose["subject_id"],
            faculty_id=faculty_id,
            student_id=body.student_id,
            batch_id=body.batch_id,
            session_date=body.session_date,
            start_time=start,
            duration_minutes=minutes,
            location=body.location or None,
        )
        await _check_faculty(writing, faculty_id, plan.campus_id)
        await clashes.lock(writing.connection, plan)
        await _check_people(writing, plan)
        clashes.refuse(await clashes.find(writing.connection, plan))
        default_type = SessionType.GROUP if body.batch_id is not None else SessionType.INDIVIDUAL
        row = await insert_row(
            writing.connection,
            "learning_sessions",
            {
                **{name: getattr(plan, name) for name in ("campus_id", "subject_id", "faculty_id", "student_id")},
                **{name: getattr(plan, name) for name in ("batch_id", "session_date", "start_time", "location")},
                "end_time": end,
                "duration_minutes": minutes,
                "session_type": body.session_type or default_type,
                "notes": body.notes or None,
            },
        )
        await _tell(writing, "session.scheduled", row)
        return await _saved(writing, row["id"])

    return await writing.once(body, SessionSaved, make)


async def update(writing: Writing, session_id: int, body: SessionUpdate) -> SessionSaved:
    """Changes the fields that were sent.

    Raises:
        NotFound: the session is out of sight.
        Conflict: it is not the version the client read, the move is illegal, what is over is not moved, or it clashes.
        Invalid: values contradict each other.
    """

    async def change() -> SessionSaved:
        scope = row_predicate(writing.user.viewer, Resource.SESSIONS, "session")
        row = await repository.lock_one(writing.connection, scope, session_id)
        if row is None:
            raise NotFound(f"there is no session {session_id} that you may change")
        check_version(writing.expected_version, _shown(row))
        changes = _changes(row, body)
        status = SessionStatus(str(changes.get("status", row["status"])))
        check_move(SessionStatus(row["status"]), status, MOVES)
        moved = [name for name in _PLANNED if name in changes and changes[name] != row[name]]
        if moved and SessionStatus.SCHEDULED not in (status, row["status"]):
            raise Conflict(f"a session that is {row['status']} is not moved any more", kind="session-over")
        _check_state(row, status, moved)
        if "faculty_id" in moved:
            await _check_faculty(writing, changes["faculty_id"], row["campus_id"])
        if status is SessionStatus.SCHEDULED and (moved or row["status"] == SessionStatus.CANCELLED):
            planned = {**row, **changes}
            names = clashes.Plan.__dataclass_fields__.keys() - {"session_id"}
            plan = clashes.Plan(**{name: planned[name] for name in names}, session_id=session_id)
            await clashes.lock(writing.connection, plan)
            await _check_people(writing, plan)
            clashes.refuse(await clashes.find(writing.connection, plan))
        after, different = await writing.update("learning_sessions", row, changes)
        if different:
            await _tell(writing, "session.changed", after, different, row["status"])
        return await _saved(writing, session_id)

    return await writing.once(body, SessionSaved, change)


def times(start: time | None, end: time | None, minutes: int | None) -> tuple[time | None, time | None, int]:
    """Start, end and duration, each from the other two; a session ends on the day on which it starts.

    Raises:
        Invalid: they contradict each other, or there is no duration.
    """
    if start is None:
        if end is not None:
            raise invalid("end_time", "an end needs a start", "start-missing")
        if minutes is None:
            raise invalid("duration_minutes", "give a duration, or a start and an end", "missing")
        return None, None, minutes
    started = datetime.combine(date(2000, 1, 1), start)
    if end is not None:
        length = datetime.combine(date(2000, 1, 1), end) - started
        if length <= timedelta(0):
            raise invalid("end_time", "the end does not come after the start", "order")
        if length % timedelta(minutes=1):
            raise invalid("end_time", "a session lasts whole minutes", "minutes")
        if minutes not in (None, length // timedelta(minutes=1)):
            raise invalid("duration_minutes", "the duration is not the time between start and end", "contradiction")
        return start, end, length // timedelta(minutes=1)
    if minutes is None:
        raise invalid("duration_minutes", "give a duration or an end", "missing")
    ended = started + timedelta(minutes=minutes)
    if ended.date() > started.date():
        raise invalid("duration_minutes", "a session ends on the day on which it starts", "past-midnight")
    return start, ended.time(), minutes


def _changes(row: DictRow, body: SessionUpdate) -> dict[str, Any]:
    changes = body.model_dump(exclude_unset=True)
    for name in ("location", "notes"):
        if name in changes:
            changes[name] = changes[name] or None
    if changes.keys() & {"start_time", "end_time", "duration_minutes"}:
        start = changes.get("start_time", row["start_time"])
        # A new start keeps the duration, and a new duration the start.
        end = changes.get("end_time")
        minutes = changes.get("duration_minutes", None if end is not None else row["duration_minutes"])
        changes["start_time"], changes["end_time"], changes["duration_minutes"] = times(start, end, minutes)
    return changes


async def _whose(writing: Writing, body: SessionCreate) -> DictRow:
    """The campus and the subject of the student or the batch, within what the user may see."""
    if body.batch_id is not None:
        batch = await repository.batch(
            writing.connection, row_predicate(writing.user.viewer, Resource.BATCHES, "batch"), body.batch_id
        )
        if batch is None:
            raise NotFound(f"there is no batch {body.batch_id} that you may plan for")
        if body.subject_id not in (None, batch["subject_id"]):
            raise invalid("subject_id", "the batch learns another subject", "another-subject")
        return batch
    scope = row_predicate(writing.user.viewer, Resource.STUDENTS, "student")
    student = await repository.student(writing.connection, scope, body.student_id)
    if student is None:
        raise NotFound(f"there is no student {body.student_id} that you may plan for")
    if body.subject_id is None:
        raise invalid("subject_id", "an individual session needs a subject", "missing")
    return student


async def _check_faculty(writing: Writing, faculty_id: int | None, campus_id: int) -> None:
    if writing.user.role is Role.FACULTY and faculty_id != writing.user.faculty_id:
        raise Forbidden("a faculty member plans her own sessions only")
    if faculty_id is None:
        return
    faculty = await repository.faculty(writing.connection, faculty_id)
    if faculty is None or faculty["campus_id"] != campus_id:
        raise invalid("faculty_id", "there is no such faculty member at this campus", "unknown")
    if faculty["status"] != FacultyStatus.ACTIVE:
        raise invalid("faculty_id", f"this faculty member is {faculty['status']}", "not-active")


async def _check_people(writing: Writing, plan: clashes.Plan) -> None:
    if plan.batch_id is not None:
        status = await repository.batch_status(writing.connection, plan.batch_id)
        if status != BatchStatus.ACTIVE:
            raise Conflict(f"this batch is {status}", kind="batch-over")
    elif not await repository.is_enrolled(writing.connection, plan.student_id, plan.subject_id, plan.session_date):
        raise invalid("student_id", "this student is not enrolled in the subject on that day", "not-enrolled")


def _check_state(row: DictRow, status: SessionStatus, moved: list[str]) -> None:
    is_new = status != row["status"]
    if is_new and status in (SessionStatus.COMPLETED, SessionStatus.NO_SHOW) and row["session_date"] > row["today"]:
        raise Conflict(f"this session takes place on {row['session_date']}", kind="session-in-the-future")
    if row["marks"] and (status is SessionStatus.CANCELLED or "session_date" in moved):
        raise Conflict("students are marked in this session, so it took place", kind="session-has-marks")


def _shown(row: DictRow) -> DictRow:
    hidden = ("written_xid", "today", "marks")
    return {name: value for name, value in row.items() if name not in hidden}


async def _tell(
    writing: Writing, name: str, row: DictRow, changed: list[str] | None = None, before: str | None = None
) -> None:
    await writing.event(
        name,
        "learning_sessions",
        row["id"],
        campus_id=row["campus_id"],
        student_id=row["student_id"],
        status=row["status"],
        status_before=before,
        changed=changed or [],
        batch_id=row["batch_id"],
        faculty_id=row["faculty_id"],
    )


async def _saved(writing: Writing, session_id: int) -> SessionSaved:
    scope = row_predicate(writing.user.viewer, Resource.SESSIONS, "session")
    row = await repository.one(writing.connection, scope, session_id)
    if row is None:
        raise RuntimeError(f"the session {session_id} was saved and is not there")
    return SessionSaved.model_validate(row)

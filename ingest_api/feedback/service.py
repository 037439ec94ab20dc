"""The rules of feedback: giving it, anonymously or not, and answering it. Action items stand in `action_items.py`.

Anonymous feedback carries no trace of who sent it: no student, no session of one student, only the day, an event
without actor, session, request or row, and no idempotency row, because that would name the user. A retry is known by
its key instead: the hash of the key is the feedback's `reference`, so the same key finds the row that it made.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import events, idempotency, people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import FieldError, Invalid, NotFound
from ingest_api.feedback import action_items, anonymity
from ingest_api.feedback.schemas import (
    Correction,
    FeedbackDetail,
    FeedbackItem,
    FeedbackSort,
    NewFeedback,
    Resolution,
)
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.notifications.sending import notify
from ingest_api.progress.review import today
from ingest_api.rows import insert_row, lock_row
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Predicate, Resource, row_predicate
from warehouse.vocabulary import FeedbackStatus, Role

MOVES: Final = {
    # Answering at once is looking at it too.
    FeedbackStatus.PENDING: frozenset({FeedbackStatus.REVIEWED, FeedbackStatus.RESOLVED}),
    FeedbackStatus.REVIEWED: frozenset({FeedbackStatus.RESOLVED}),
}

FEEDBACK = Listing(
    columns="""
        said.id, said.campus_id, campus.code as campus_code, said.student_id,
        nullif(concat_ws(' ', person.first_name, person.last_name), '') as student_name, said.is_anonymous,
        said.faculty_id, nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name,
        said.session_id, said.feedback_type, said.rating, said.comments, said.submitted_at, said.sentiment,
        said.themes, said.settled_on, said.status, said.reviewed_at, said.resolution, said.resolved_at, said.version
    """,
    tables="""
        operational.feedback as said
        left join operational.campuses as campus on campus.id = said.campus_id
        left join operational.students as student on student.id = said.student_id
        left join operational.users as person on person.id = student.user_id
        left join operational.faculties as faculty on faculty.id = said.faculty_id
        left join operational.users as teacher on teacher.id = faculty.user_id
    """,
    orders={
        FeedbackSort.SUBMITTED_AT: [
            SortKey("said.submitted_at", "submitted_at", datetime),
            SortKey("said.id", "id", int),
        ]
    },
)


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    group: Conditions,
    conditions: Conditions,
    sort: FeedbackSort,
    cursor: str | None,
    limit: int,
) -> Page[FeedbackItem]:
    """One page of the feedback that `user` may see.

    `group` says whom, what and when it is about, `conditions` what else is asked for.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.FEEDBACK, "said")
    where = Conditions([*group.parts, *conditions.parts], group.parameters | conditions.parameters)
    anonymity.only_in_sight(where)
    await anonymity.hide_few(connection, FEEDBACK, scope, group, where)
    rows, next_cursor = await fetch_page(
        connection, FEEDBACK, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=where
    )
    return Page(items=[FeedbackItem(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, feedback_id: int) -> FeedbackDetail:
    """One feedback with its action items.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await _one(connection, row_predicate(user.viewer, Resource.FEEDBACK, "said"), feedback_id)
    if row is None:
        raise NotFound(f"there is no feedback {feedback_id} that you may see")
    items = [] if user.role is Role.STUDENT else await action_items.of_feedback(connection, feedback_id)
    return FeedbackDetail(**row, action_items=items)


async def _one(connection: AsyncConnection[DictRow], scope: Predicate | None, feedback_id: int) -> DictRow | None:
    where = Conditions()
    where.add("said.id = %(feedback_id)s", feedback_id=feedback_id)
    # Without a scope it is the sender who is answered.
    if scope is not None:
        anonymity.only_in_sight(where)
    return await fetch_one(connection, FEEDBACK, scope, where)


async def give(write: Writing, content: NewFeedback) -> FeedbackItem:
    """Keeps what somebody said; the same key gives the same answer, anonymously too.

    Raises:
        Invalid: whom or what it is about is unknown to the user, or would tell who sent it.
    """
    if content.is_anonymous or (write.user.student_id is None and content.student_id is None):
        async with write.connection.transaction():
            return await _give_anonymously(write, content)
    return await write.once(content, FeedbackItem, lambda: _give(write, content))


async def _give(write: Writing, content: NewFeedback) -> FeedbackItem:
    values = await _values(write, content)
    if content.student_id is None:
        student_id = write.user.student_id
    else:
        student_id = content.student_id
        await _check_student(write, student_id, values["campus_id"])
    row = await insert_row(write.connection, "feedback", {**values, "student_id": student_id})
    await write.event(
        "feedback.given",
        "feedback",
        row["id"],
        campus_id=values["campus_id"],
        student_id=student_id,
        session_id=content.session_id,
        feedback_type=content.feedback_type,
    )
    return await _answer(write.connection, row["id"])


async def _give_anonymously(write: Writing, content: NewFeedback) -> FeedbackItem:
    if content.student_id is not None:
        raise people.invalid("student_id", "anonymous feedback names nobody", "anonymous")
    values = await _values(write, content)
    reference = None if write.key is None else "anonymous:" + hashlib.sha256(write.key.encode()).hexdigest()
    if reference is not None:
        await write.connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (reference,))
        found = await write.connection.execute("select * from operational.feedback where reference = %s", (reference,))
        known = await found.fetchone()
        if known is not None:
            if any(known[column] != value for column, value in values.items()):
                message = "this key belongs to another request; make a new one for every change"
                fault = FieldError(field="Idempotency-Key", message=message, code="reused")
                raise Invalid(message, kind="idempotency-key-reused", errors=[fault])
            write.response.headers[idempotency.REPLAY_HEADER] = "true"
            return await _answer(write.connection, known["id"])
    found = await write.connection.execute(
        "select date_trunc('day', now(), time_zone) as day from operational.campuses where id = %s",
        (values["campus_id"],),
    )
    campus = await found.fetchone()
    day = campus["day"] if campus else None
    row = await insert_row(
        write.connection,
        "feedback",
        {
            **values,
            "reference": reference,
            "is_anonymous": True,
            "submitted_at": day,
            "created_at": day,
            "updated_at": day,
        },
    )
    event = events.NewEvent(
        name="feedback.given_anonymously",
        relation="feedback",
        campus_id=values["campus_id"],
        payload={"feedback_type": content.feedback_type},
    )
    await events.append(write.connection, event)
    return await _answer(write.connection, row["id"])


async def _values(write: Writing, content: NewFeedback) -> dict[str, Any]:
    """The columns that say what it is about, checked."""
    campus = await people.campus_for(write.connection, write.user, content.campus_id)
    faculty_id = content.faculty_id
    if content.session_id is not None:
        session = await _session(write, content.session_id)
        if session is None or session["campus_id"] != campus["id"]:
            raise people.invalid("session_id", f"there is no session {content.session_id} that you were in")
        if session["student_id"] is not None and (content.is_anonymous or write.user.student_id is None):
            message = "a session of one student would tell who sent it; leave it out, or give your name"
            if content.student_id != session["student_id"]:
                raise people.invalid("session_id", message, "anonymous")
        faculty_id = faculty_id if faculty_id is not None else session["faculty_id"]
    if content.faculty_id is not None:
        await people.check_faculty(write.connection, content.faculty_id, campus["id"])
    return {
        "campus_id": campus["id"],
        "faculty_id": faculty_id,
        "session_id": content.session_id,
        "feedback_type": content.feedback_type,
        "rating": content.rating,
        "comments": content.comments,
    }


async def _session(write: Writing, session_id: int) -> DictRow | None:
    scope = row_predicate(write.user.viewer, Resource.SESSIONS, "session")
    sessions = Listing(
        "session.campus_id, session.student_id, session.faculty_id", "operational.learning_sessions as session", {}
    )
    where = Conditions()
    where.add("session.id = %(session_id)s", session_id=session_id)
    return await fetch_one(write.connection, sessions, scope, where)


async def _check_student(write: Writing, student_id: int, campus_id: int) -> None:
    if write.user.student_id is not None and write.user.student_id != student_id:
        raise people.invalid("student_id", "you give feedback for yourself only")
    found = await write.connection.execute(
        "select from operational.students where id = %s and campus_id = %s", (student_id, campus_id)
    )
    if await found.fetchone() is None:
        raise people.invalid("student_id", f"no student of the campus has the id {student_id}")


async def _answer(connection: AsyncConnection[DictRow], feedback_id: int) -> FeedbackItem:
    row = await _one(connection, None, feedback_id)
    if row is None:
        raise NotFound(f"there is no feedback {feedback_id}")
    return FeedbackItem(**row)


async def resolve(write: Writing, feedback_id: int, content: Resolution) -> FeedbackDetail:
    """Moves feedback on, with what follows from it; a named sender hears of a resolution.

    Raises:
        NotFound: no such feedback that the user may see.
        Conflict: the version is not current, or it is resolved already.
        Invalid: there is no resolution, or an action item cannot be.
    """
    await get(write.connection, write.user, feedback_id)
    current = await lock_row(write.connection, "feedback", feedback_id)
    if current is None:
        raise NotFound(f"there is no feedback {feedback_id} that you may see")
    now = FeedbackStatus(current["status"])
    check_move(now, content.status, MOVES)
    if now is content.status is FeedbackStatus.RESOLVED:
        check_move(now, FeedbackStatus.REVIEWED, MOVES)
    is_resolved = content.status is FeedbackStatus.RESOLVED
    if is_resolved and not (content.resolution or "").strip():
        raise people.invalid("resolution", "say how it was resolved", "missing")
    changes = {name: value for name, value in sent(content).items() if name != "action_items"}
    if changes.keys() & {"sentiment", "themes"}:
        changes |= await _settled(write)
    changes["status"] = content.status
    at = datetime.now(UTC)
    if now is FeedbackStatus.PENDING:
        changes |= {"reviewed_by": write.user.id, "reviewed_at": at}
    if is_resolved:
        changes["resolved_at"] = at
    _, different = await write.update("feedback", current, changes)
    for item in content.action_items:
        await action_items.add(write, item, campus_id=current["campus_id"], feedback_id=feedback_id)
    await write.event(
        f"feedback.{content.status}",
        "feedback",
        feedback_id,
        campus_id=current["campus_id"],
        student_id=current["student_id"],
        columns=sorted(different),
        action_item_count=len(content.action_items),
    )
    if is_resolved and current["student_id"] is not None:
        await _tell_student(write, current["student_id"], feedback_id)
    return await get(write.connection, write.user, feedback_id)


async def correct(write: Writing, feedback_id: int, content: Correction) -> FeedbackDetail:
    """Writes down how feedback was meant and what it is about; the model learns it from the institute's day on.

    Raises:
        NotFound: no such feedback that the user may see.
        Conflict: the version is not current.
    """
    await get(write.connection, write.user, feedback_id)
    current = await lock_row(write.connection, "feedback", feedback_id)
    if current is None:
        raise NotFound(f"there is no feedback {feedback_id} that you may see")
    _, different = await write.update("feedback", current, sent(content) | await _settled(write))
    if different:
        await write.event(
            "feedback.corrected",
            "feedback",
            feedback_id,
            campus_id=current["campus_id"],
            student_id=current["student_id"],
            columns=sorted(different),
        )
    return await get(write.connection, write.user, feedback_id)


async def _settled(write: Writing) -> dict[str, Any]:
    return {"settled_on": await today(write.connection), "settled_by": write.user.id}


async def _tell_student(write: Writing, student_id: int, feedback_id: int) -> None:
    found = await write.connection.execute("select user_id from operational.students where id = %s", (student_id,))
    row = await found.fetchone()
    if row is not None:
        await notify(
            write.connection,
            [row["user_id"]],
            "feedback.resolved",
            "Your feedback was answered",
            link=f"/feedback/{feedback_id}",
            feedback_id=feedback_id,
        )

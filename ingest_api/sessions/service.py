"""Sessions, within what the user may see."""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.errors import NotFound
from ingest_api.institute.thresholds import in_force
from ingest_api.listing import Page
from ingest_api.progress import review
from ingest_api.sessions import repository
from ingest_api.sessions.repository import Filters
from ingest_api.sessions.schemas import (
    RosterEntry,
    SessionDay,
    SessionDetail,
    SessionItem,
    SessionSort,
    SessionTopic,
)
from ingest_api.sessions.suggestions import TopicState, suggest
from warehouse.scope import Resource, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import TopicProgressStatus

Db = AsyncConnection[DictRow]


async def search(
    connection: Db, user: CurrentUser, filters: Filters, sort: SessionSort, cursor: str | None, limit: int
) -> Page[SessionItem]:
    """One page of the sessions that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.SESSIONS, "session")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[SessionItem.model_validate(row) for row in rows], next_cursor=next_cursor)


async def of_faculty(
    connection: Db,
    user: CurrentUser,
    faculty_id: int,
    filters: Filters,
    sort: SessionSort,
    cursor: str | None,
    limit: int,
) -> Page[SessionItem]:
    """One page of a faculty member's sessions.

    Raises:
        NotFound: there is no such faculty member, or none that `user` may see.
    """
    await visible_faculty(connection, user, faculty_id)
    return await search(connection, user, filters, sort, cursor, limit)


async def visible_faculty(connection: Db, user: CurrentUser, faculty_id: int) -> str:
    """The time zone of a faculty member whom `user` may see.

    Raises:
        NotFound: there is none.
    """
    scope = row_predicate(user.viewer, Resource.FACULTIES, "faculty")
    time_zone = await repository.faculty_time_zone(connection, scope, faculty_id)
    if time_zone is None:
        raise NotFound(f"there is no faculty member {faculty_id} that you may see")
    return time_zone


async def of_faculty_today(connection: Db, user: CurrentUser, faculty_id: int) -> SessionDay:
    """A faculty member's sessions of her campus's today, with how many of their students are marked.

    Raises:
        NotFound: there is no such faculty member, or none that `user` may see.
    """
    day = datetime.now(ZoneInfo(await visible_faculty(connection, user, faculty_id))).date()
    scope = row_predicate(user.viewer, Resource.SESSIONS, "session")
    rows = await repository.of_day(connection, scope, day, faculty_id)
    return SessionDay(date=day, items=[SessionItem(**row) for row in rows])


async def of_day(connection: Db, user: CurrentUser, day: date | None, campus: str | None = None) -> SessionDay:
    """The sessions of `day`; without one, of today where the user's campus is (for a super admin: at each campus).

    `campus` is the code of the only one that counts.
    """
    if day is None and user.time_zone is not None:
        day = datetime.now(ZoneInfo(user.time_zone)).date()
    scope = row_predicate(user.viewer, Resource.SESSIONS, "session")
    rows = await repository.of_day(connection, scope, day, campus=campus)
    return SessionDay(date=day or datetime.now(UTC).date(), items=[SessionItem(**row) for row in rows])


async def get(connection: Db, user: CurrentUser, settings: Settings, session_id: int) -> SessionDetail:
    """One session with roster, topics and suggestions. Who may not read rosters finds only themselves in it.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    session = await repository.one(connection, row_predicate(user.viewer, Resource.SESSIONS, "session"), session_id)
    if session is None:
        raise NotFound(f"there is no session {session_id} that you may see")
    sees_all = Permission.SESSION_ROSTER_READ in PERMISSIONS[user.role]
    rows = await repository.roster(connection, session_id, None if sees_all else user.student_id)
    student_ids = [row["student_id"] for row in rows]
    topics = await repository.topics(connection, session["subject_id"], student_ids)
    # Due since yesterday, say, and not written so yet: suggested all the same.
    due = await review.due(connection, student_ids, await in_force(connection, settings, session["campus_id"]))
    return SessionDetail(
        **{**session, "notes": session["notes"] if sees_all else None},
        roster=[_roster_entry(row, with_notes=sees_all) for row in rows],
        topics=_session_topics(topics, student_ids, due),
    )


def _roster_entry(row: DictRow, *, with_notes: bool) -> RosterEntry:
    mark: dict[str, Any] | None = None
    if row["attendance_id"] is not None:
        mark = {
            **row,
            "id": row["attendance_id"],
            "topics": row["topics"] or [],
            "faculty_notes": row["faculty_notes"] if with_notes else None,
        }
    return RosterEntry.model_validate(
        {**row, "completion_percentage": row["completion_percentage"] or 0.0, "attendance": mark}
    )


def _session_topics(
    rows: list[DictRow], student_ids: list[int], due: AbstractSet[tuple[int, int]]
) -> list[SessionTopic]:
    states = [
        TopicState(
            row["id"],
            frozenset(row["prerequisite_ids"]),
            {
                int(student): TopicProgressStatus.NEEDS_REVIEW
                if (int(student), row["id"]) in due
                else TopicProgressStatus(status)
                for student, status in row["status_by_student"].items()
            },
        )
        for row in rows
    ]
    reasons = suggest(states, student_ids)
    return [
        SessionTopic(
            id=row["id"],
            order_index=row["order_index"],
            name=row["name"],
            status_by_student=dict(state.status_by_student),
            suggested=state.id in reasons,
            suggestion=reasons.get(state.id),
        )
        for row, state in zip(rows, states, strict=True)
    ]

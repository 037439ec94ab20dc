"""Finding students and what belongs to one, within what the user may see; changing them stands in `changes.py`."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import NotFound
from ingest_api.listing import Page
from ingest_api.students import repository
from ingest_api.students.repository import Filters, MarkFilters
from ingest_api.students.schemas import (
    PRIVATE,
    AttendanceSort,
    StudentDetail,
    StudentItem,
    StudentMark,
    StudentSort,
    StudentTopic,
    TopicSort,
)
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import Role, TopicProgressStatus


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: Filters,
    sort: StudentSort,
    cursor: str | None,
    limit: int,
) -> Page[StudentItem]:
    """One page of the students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[StudentItem(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, student_id: int) -> StudentDetail:
    """One student.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.one(connection, row_predicate(user.viewer, Resource.STUDENTS, "student"), student_id)
    if row is None:
        raise NotFound(f"there is no student {student_id} that you may see")
    if user.role is Role.FACULTY:
        row |= dict.fromkeys(PRIVATE)
    return StudentDetail(**row)


async def marks(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    student_id: int,
    filters: MarkFilters,
    sort: AttendanceSort,
    cursor: str | None,
    limit: int,
) -> Page[StudentMark]:
    """One page of a student's marks.

    Raises:
        NotFound: there is no such student that `user` may see.
        Invalid: the cursor was not made for this order.
    """
    await get(connection, user, student_id)
    rows, next_cursor = await repository.marks(connection, student_id, filters, sort, cursor, limit)
    return Page(items=[StudentMark(**row) for row in rows], next_cursor=next_cursor)


async def topics(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    student_id: int,
    subject_id: int | None,
    status: TopicProgressStatus | None,
    sort: TopicSort,
    cursor: str | None,
    limit: int,
) -> Page[StudentTopic]:
    """One page of a student's topics; the same errors as `marks`."""
    await get(connection, user, student_id)
    rows, next_cursor = await repository.topics(connection, student_id, subject_id, status, sort, cursor, limit)
    return Page(items=[StudentTopic(**row) for row in rows], next_cursor=next_cursor)

"""Finding students, within what the user may see."""

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import NotFound
from ingest_api.students import repository
from ingest_api.students.repository import Filters
from ingest_api.students.schemas import StudentDetail, StudentItem, StudentPage, StudentSort
from warehouse.scope import Resource, row_predicate


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: Filters,
    sort: StudentSort,
    cursor: str | None,
    limit: int,
) -> StudentPage:
    """One page of the students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return StudentPage(items=[StudentItem(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, student_id: int) -> StudentDetail:
    """One student.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.one(connection, row_predicate(user.viewer, Resource.STUDENTS, "student"), student_id)
    if row is None:
        raise NotFound(f"there is no student {student_id} that you may see")
    return StudentDetail(**row)

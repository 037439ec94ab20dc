"""The rules of faculty members, within what the user may see. Their week and hours stand in `hours.py`."""

from typing import Final

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import NotFound
from ingest_api.faculties import repository
from ingest_api.faculties.schemas import FacultyChange, FacultyDetail, FacultyItem, FacultySort, NewFaculty
from ingest_api.listing import Page
from ingest_api.writing import Writing, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import Role

_PERSONAL: Final = ("first_name", "last_name", "phone")


async def search(
    connection: repository.Db,
    user: CurrentUser,
    filters: repository.Filters,
    sort: FacultySort,
    cursor: str | None,
    limit: int,
) -> Page[FacultyItem]:
    """One page of the faculty members that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.FACULTIES, "faculty")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[FacultyItem(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: repository.Db, user: CurrentUser, faculty_id: int) -> FacultyDetail:
    """One faculty member.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    row = await repository.one(connection, row_predicate(user.viewer, Resource.FACULTIES, "faculty"), faculty_id)
    if row is None:
        raise NotFound(f"there is no faculty member {faculty_id} that you may see")
    if user.role is Role.COUNSELOR:
        row["hourly_rate"] = None
    return FacultyDetail(**row)


async def create(write: Writing, content: NewFaculty) -> FacultyDetail:
    """A new faculty member with an account that has no password yet.

    Raises:
        Invalid: the campus cannot be.
        Conflict: the e-mail or the employee id is taken.
    """
    campus = await people.campus_for(write.connection, write.user, content.campus_id)
    person = await people.add(
        write.connection,
        "users",
        {**content.model_dump(include={*_PERSONAL, "email"}), "role": Role.FACULTY, "campus_id": campus["id"]},
        "somebody already has this e-mail",
    )
    values = content.model_dump(exclude={*_PERSONAL, "email"}) | {
        "user_id": person["id"],
        "campus_id": campus["id"],
        "employee_id": content.employee_id or f"{campus['code']}-F{person['id']:05}",
    }
    row = await people.add(write.connection, "faculties", values, "a faculty member already has this employee id")
    await write.event("faculty.created", "faculties", row["id"], campus_id=campus["id"])
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, faculty_id: int, content: FacultyChange) -> FacultyDetail:
    """Changes what was sent.

    Raises:
        NotFound: there is no such faculty member that the user may see.
        Conflict: the version is not current.
    """
    await get(write.connection, write.user, faculty_id)
    current = await repository.lock_faculty(write.connection, faculty_id)
    if current is None:
        raise NotFound(f"there is no faculty member {faculty_id} that you may see")
    wanted = sent(content)
    columns = {column: value for column, value in wanted.items() if column not in _PERSONAL}
    _, different = await write.update("faculties", current, columns)
    personal = {column: value for column, value in wanted.items() if column in _PERSONAL}
    names = await people.rename(write.connection, current["user_id"], personal)
    if names:
        # The person's name is part of what goes out under the faculty member's version.
        await write.connection.execute(
            "update operational.faculties set updated_at = now() where id = %s", (faculty_id,)
        )
    if different or names:
        await write.event(
            "faculty.changed",
            "faculties",
            faculty_id,
            campus_id=current["campus_id"],
            columns=sorted([*different, *names]),
        )
    return await get(write.connection, write.user, faculty_id)

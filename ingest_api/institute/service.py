"""Campuses and holidays: reading, making, changing, removing."""

from datetime import date

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.fields import Nothing
from ingest_api.institute.schemas import (
    Campus,
    CampusChange,
    CampusSort,
    Holiday,
    HolidayChange,
    HolidaySort,
    NewCampus,
    NewHoliday,
)
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.rows import check_version, lock_row
from ingest_api.writing import Writing, sent
from warehouse.vocabulary import Role

CAMPUSES = Listing(
    columns="campus.id, campus.code, campus.name, campus.time_zone, campus.version",
    tables="operational.campuses as campus",
    orders={CampusSort.CODE: [SortKey("campus.code", "code", str), SortKey("campus.id", "id", int)]},
)

HOLIDAYS = Listing(
    columns="""
        holiday.id, holiday.campus_id, holiday.holiday_date, holiday.name, holiday.version
    """,
    tables="operational.holidays as holiday",
    orders={
        HolidaySort.HOLIDAY_DATE: [
            SortKey("holiday.holiday_date", "holiday_date", date),
            SortKey("holiday.id", "id", int),
        ]
    },
)


async def campuses(
    connection: AsyncConnection[DictRow], sort: CampusSort, cursor: str | None, limit: int
) -> Page[Campus]:
    """One page of the campuses; everybody may know where the institute teaches."""
    rows, next_cursor = await fetch_page(connection, CAMPUSES, order=sort, cursor=cursor, limit=limit)
    return Page(items=[Campus(**row) for row in rows], next_cursor=next_cursor)


async def get_campus(connection: AsyncConnection[DictRow], campus_id: int) -> Campus:
    """One campus.

    Raises:
        NotFound: there is none.
    """
    conditions = Conditions()
    conditions.add("campus.id = %(campus_id)s", campus_id=campus_id)
    row = await fetch_one(connection, CAMPUSES, None, conditions)
    if row is None:
        raise NotFound(f"there is no campus {campus_id}")
    return Campus(**row)


async def create_campus(write: Writing, content: NewCampus) -> Campus:
    """A new campus.

    Raises:
        Conflict: the code is taken.
    """
    row = await people.add(write.connection, "campuses", content.model_dump(), "a campus already has this code")
    await write.event("campus.created", "campuses", row["id"], campus_id=row["id"])
    return Campus(**row)


async def change_campus(write: Writing, campus_id: int, content: CampusChange) -> Campus:
    """Changes what was sent.

    Raises:
        NotFound: there is no such campus.
        Conflict: the version is not current.
    """
    current = await lock_row(write.connection, "campuses", campus_id)
    if current is None:
        raise NotFound(f"there is no campus {campus_id}")
    row, different = await write.update("campuses", current, sent(content))
    if different:
        await write.event("campus.changed", "campuses", campus_id, campus_id=campus_id, columns=different)
    return Campus(**row)


async def holidays(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    days: tuple[date | None, date | None],
    campus_id: int | None,
    sort: HolidaySort,
    cursor: str | None,
    limit: int,
) -> Page[Holiday]:
    """One page of the holidays from the first to the last of `days`: of one's own campus; for a super admin, of any."""
    conditions = Conditions()
    conditions.add("holiday.holiday_date >= %(from_date)s", from_date=days[0])
    conditions.add("holiday.holiday_date <= %(to_date)s", to_date=days[1])
    conditions.add("holiday.campus_id = %(campus_id)s", campus_id=campus_id)
    if user.role is not Role.SUPER_ADMIN:
        conditions.add("holiday.campus_id = %(own_campus_id)s", own_campus_id=user.campus_id or 0)
    rows, next_cursor = await fetch_page(
        connection, HOLIDAYS, order=sort, cursor=cursor, limit=limit, conditions=conditions
    )
    return Page(items=[Holiday(**row) for row in rows], next_cursor=next_cursor)


async def add_holiday(write: Writing, content: NewHoliday) -> Holiday:
    """A holiday of a campus.

    Raises:
        Invalid: the campus cannot be.
        Conflict: the day is a holiday of the campus already.
    """
    campus = await people.campus_for(write.connection, write.user, content.campus_id)
    values = content.model_dump() | {"campus_id": campus["id"]}
    row = await people.add(write.connection, "holidays", values, "this day is a holiday of the campus already")
    await write.event("holiday.created", "holidays", row["id"], campus_id=campus["id"])
    return Holiday(**row)


async def get_holiday(connection: AsyncConnection[DictRow], user: CurrentUser, holiday_id: int) -> Holiday:
    """One holiday.

    Raises:
        NotFound: there is none, or none of a campus that `user` sees.
    """
    conditions = Conditions()
    conditions.add("holiday.id = %(holiday_id)s", holiday_id=holiday_id)
    row = await fetch_one(connection, HOLIDAYS, None, conditions)
    if row is None or not _sees_campus(user, row["campus_id"]):
        raise NotFound(f"there is no holiday {holiday_id} that you may see")
    return Holiday(**row)


async def change_holiday(write: Writing, holiday_id: int, content: HolidayChange) -> Holiday:
    """Changes what was sent; a holiday stays with its campus.

    Raises:
        NotFound: there is no such holiday of a campus that the user may write to.
        Conflict: the version is not current, or the day is another holiday of the campus.
    """
    current = await _locked_holiday(write, holiday_id)
    try:
        async with write.connection.transaction():
            row, different = await write.update("holidays", current, sent(content))
    except UniqueViolation as error:
        raise Conflict("this day is a holiday of the campus already", kind="taken") from error
    if different:
        await write.event("holiday.changed", "holidays", holiday_id, campus_id=current["campus_id"], columns=different)
    return Holiday(**row)


async def remove_holiday(write: Writing, holiday_id: int) -> Nothing:
    """Removes a holiday.

    Raises:
        NotFound: there is no such holiday of a campus that the user may write to.
        Conflict: the version is not current.
    """
    current = await _locked_holiday(write, holiday_id)
    check_version(write.expected_version, current)
    await write.connection.execute("delete from operational.holidays where id = %s", (holiday_id,))
    await write.event("holiday.removed", "holidays", holiday_id, campus_id=current["campus_id"])
    return Nothing()


def _sees_campus(user: CurrentUser, campus_id: int) -> bool:
    return user.role is Role.SUPER_ADMIN or campus_id == user.campus_id


async def _locked_holiday(write: Writing, holiday_id: int) -> DictRow:
    current = await lock_row(write.connection, "holidays", holiday_id)
    if current is None or not _sees_campus(write.user, current["campus_id"]):
        raise NotFound(f"there is no holiday {holiday_id} that you may change")
    return current

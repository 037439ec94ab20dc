"""Routes: /campuses and /holidays."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId, QueryDay, QueryId
from ingest_api.institute import service
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
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing

router = APIRouter(tags=["institute"])
Reader = Annotated[CurrentUser, Depends(require(Permission.CAMPUSES_READ))]
CampusWriter = Annotated[Writing, Depends(writing(Permission.CAMPUSES_WRITE))]
HolidayWriter = Annotated[Writing, Depends(writing(Permission.HOLIDAYS_WRITE))]


@router.get("/campuses")
async def campuses(
    _: Reader,
    connection: Connection,
    sort: CampusSort = CampusSort.CODE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Campus]:
    """The campuses of the institute."""
    return await service.campuses(connection, sort, cursor, limit)


@router.post("/campuses", status_code=201)
async def create_campus(body: NewCampus, write: CampusWriter) -> Campus:
    """Open a campus."""
    return await write.once(body, Campus, lambda: service.create_campus(write, body))


@router.get("/campuses/{campus_id}")
async def campus(campus_id: PathId, _: Reader, connection: Connection, response: Response) -> Campus:
    """One campus."""
    found = await service.get_campus(connection, campus_id)
    set_etag(response, found.version)
    return found


@router.put("/campuses/{campus_id}")
async def change_campus(campus_id: PathId, body: CampusChange, write: CampusWriter) -> Campus:
    """Change a campus; its code stays."""
    return await write.once(body, Campus, lambda: service.change_campus(write, campus_id, body))


@router.get("/holidays")
async def holidays(
    user: Reader,
    connection: Connection,
    from_date: QueryDay = None,
    to_date: QueryDay = None,
    campus_id: QueryId = None,
    sort: HolidaySort = HolidaySort.HOLIDAY_DATE,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Holiday]:
    """The holidays of your campus; of every campus for a super admin."""
    return await service.holidays(connection, user, (from_date, to_date), campus_id, sort, cursor, limit)


@router.post("/holidays", status_code=201)
async def add_holiday(body: NewHoliday, write: HolidayWriter) -> Holiday:
    """Keep a holiday."""
    return await write.once(body, Holiday, lambda: service.add_holiday(write, body))


@router.get("/holidays/{holiday_id}")
async def holiday(holiday_id: PathId, user: Reader, connection: Connection, response: Response) -> Holiday:
    """One holiday of your campus."""
    found = await service.get_holiday(connection, user, holiday_id)
    set_etag(response, found.version)
    return found


@router.put("/holidays/{holiday_id}")
async def change_holiday(holiday_id: PathId, body: HolidayChange, write: HolidayWriter) -> Holiday:
    """Change a holiday's day or name."""
    return await write.once(body, Holiday, lambda: service.change_holiday(write, holiday_id, body))


@router.delete("/holidays/{holiday_id}", status_code=204)
async def remove_holiday(holiday_id: PathId, write: HolidayWriter) -> None:
    """Remove a holiday."""
    await write.once(Nothing(), Nothing, lambda: service.remove_holiday(write, holiday_id))

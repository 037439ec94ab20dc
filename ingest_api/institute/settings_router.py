"""Routes: /settings."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId
from ingest_api.institute import settings_service as service
from ingest_api.institute.settings_schemas import (
    AllSettings,
    CampusSettings,
    InstituteChange,
    InstituteSettings,
    ThresholdChange,
)
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing

router = APIRouter(prefix="/settings", tags=["settings"])
Reader = Annotated[CurrentUser, Depends(require(Permission.SETTINGS_READ))]
InstituteWriter = Annotated[Writing, Depends(writing(Permission.INSTITUTE_WRITE))]
CampusWriter = Annotated[Writing, Depends(writing(Permission.SETTINGS_WRITE))]


@router.get("")
async def everything(user: Reader, context: Context, connection: Connection) -> AllSettings:
    """The institute's settings and those of your campus; of every campus for a super admin."""
    return await service.everything(connection, user, context.settings)


@router.get("/institute")
async def institute(_: Reader, context: Context, connection: Connection, response: Response) -> InstituteSettings:
    """What holds for the whole institute."""
    found = await service.of_institute(connection, context.settings)
    set_etag(response, found.version)
    return found


@router.put("/institute")
async def change_institute(body: InstituteChange, write: InstituteWriter) -> InstituteSettings:
    """Choose for all campuses; what a campus chose for itself stays above that."""
    return await write.once(body, InstituteSettings, lambda: service.change_institute(write, body))


@router.get("/campuses/{campus_id}")
async def campus(
    campus_id: PathId, user: Reader, context: Context, connection: Connection, response: Response
) -> CampusSettings:
    """What holds at one campus, and what of it was chosen there."""
    found = await service.of_campus(connection, user, context.settings, campus_id)
    set_etag(response, found.version)
    return found


@router.put("/campuses/{campus_id}")
async def change_campus(campus_id: PathId, body: ThresholdChange, write: CampusWriter) -> CampusSettings:
    """Choose for one campus; null takes a choice back, so that the institute's holds again."""
    return await write.once(body, CampusSettings, lambda: service.change_campus(write, campus_id, body))

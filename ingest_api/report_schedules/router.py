"""Routes: /reports/schedules and /reports/received."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId
from ingest_api.report_schedules import service
from ingest_api.report_schedules.schemas import (
    NewSchedule,
    ReceivedReports,
    ReportRun,
    ReportRuns,
    ReportSchedule,
    ReportSchedules,
    ScheduleChange,
)
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing

router = APIRouter(prefix="/reports", tags=["reports on schedule"])
Admin = Annotated[CurrentUser, Depends(require(Permission.REPORTS_SCHEDULE))]
Writer = Annotated[Writing, Depends(writing(Permission.REPORTS_SCHEDULE))]
Reader = Annotated[CurrentUser, Depends(require(Permission.REPORTS_RECEIVE))]


class FileFormat(StrEnum):
    """How a report is handed out."""

    CSV = "csv"
    PDF = "pdf"


_MEDIA_TYPES = {FileFormat.CSV: "text/csv; charset=utf-8", FileFormat.PDF: "application/pdf"}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report as it was made.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.get("/schedules")
async def schedules(user: Admin, connection: Connection) -> ReportSchedules:
    """The reports on schedule of your campus, with their recipients and last runs; all for a super admin."""
    return await service.schedules(connection, user)


@router.post("/schedules", status_code=201)
async def create(body: NewSchedule, write: Writer) -> ReportSchedule:
    """Have a report made every week or month, for people who may read it."""
    return await write.once(body, ReportSchedule, lambda: service.create(write, body))


@router.get("/schedules/{schedule_id}")
async def get(schedule_id: PathId, user: Admin, connection: Connection, response: Response) -> ReportSchedule:
    """One report on schedule."""
    found = await service.get(connection, user, schedule_id)
    set_etag(response, found.version)
    return found


@router.put("/schedules/{schedule_id}")
async def change(schedule_id: PathId, body: ScheduleChange, write: Writer) -> ReportSchedule:
    """Change how often and for whom, stop it, or let it go on."""
    return await write.once(body, ReportSchedule, lambda: service.change(write, schedule_id, body))


@router.delete("/schedules/{schedule_id}")
async def remove(schedule_id: PathId, write: Writer) -> Nothing:
    """Remove it, with the files that came of it."""
    return await write.once(Nothing(), Nothing, lambda: service.remove(write, schedule_id))


@router.post("/schedules/{schedule_id}/run")
async def run_now(schedule_id: PathId, write: Writer) -> ReportRun:
    """Make the report now; a run that fails says why."""
    return await write.once(Nothing(), ReportRun, lambda: service.run_now(write, schedule_id))


@router.get("/schedules/{schedule_id}/runs")
async def runs(schedule_id: PathId, user: Admin, connection: Connection) -> ReportRuns:
    """The last runs, newest first."""
    return await service.runs(connection, user, schedule_id)


@router.get("/received")
async def received(user: Reader, connection: Connection) -> ReceivedReports:
    """The reports that you were given, newest first."""
    return await service.received(connection, user)


@router.get("/received/{file_id}", response_class=Response, responses=_FILES)
async def received_file(
    file_id: PathId,
    user: Reader,
    connection: Connection,
    wanted: Annotated[FileFormat, Query(alias="format", description="csv or pdf.")] = FileFormat.PDF,
) -> Response:
    """One of them as a file."""
    row = await service.received_file(connection, user, file_id)
    name = f"{row['report']}-{row['date_from']}-{row['date_to']}.{wanted}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(bytes(row[wanted.value]), headers=headers, media_type=_MEDIA_TYPES[wanted])

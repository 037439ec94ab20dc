"""Routes: /students."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, Text
from ingest_api.students import service
from ingest_api.students.repository import Filters
from ingest_api.students.schemas import StudentDetail, StudentPage, StudentSort
from warehouse.vocabulary import StudentStatus

router = APIRouter(prefix="/students", tags=["students"])
Reader = Annotated[CurrentUser, Depends(require(Permission.STUDENTS_READ))]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a name, enrolment number or e-mail.")] = None,
    status: StudentStatus | None = None,
    campus: Annotated[Text | None, Query(max_length=100, description="A campus code.")] = None,
    sort: StudentSort = StudentSort.NAME,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> StudentPage:
    """The students that the user may see, a page at a time."""
    return await service.search(connection, user, Filters(q, status, campus), sort, cursor, limit)


@router.get("/{student_id}")
async def get(student_id: PathId, user: Reader, connection: Connection) -> StudentDetail:
    """One student."""
    return await service.get(connection, user, student_id)

"""Routes: /enrollments."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.enrollments import service
from ingest_api.enrollments.repository import Filters
from ingest_api.enrollments.schemas import Enrollment, EnrollmentChange, EnrollmentSort, NewEnrollment
from ingest_api.fields import PathId, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import EnrollmentStatus

router = APIRouter(prefix="/enrollments", tags=["enrollments"])
Reader = Annotated[CurrentUser, Depends(require(Permission.ENROLLMENTS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.ENROLLMENTS_WRITE))]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    subject_id: QueryId = None,
    faculty_id: QueryId = None,
    status: EnrollmentStatus | None = None,
    campus_id: QueryId = None,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a student's name or number.")] = None,
    outside_batch_id: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="Only students who do not belong to this batch.")
    ] = None,
    sort: EnrollmentSort = EnrollmentSort.ENROLLMENT_DATE_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Enrollment]:
    """The enrolments that the user may see."""
    filters = Filters(
        student_id=student_id,
        subject_id=subject_id,
        faculty_id=faculty_id,
        status=status,
        campus_id=campus_id,
        q=q,
        outside_batch_id=outside_batch_id,
    )
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: NewEnrollment, write: Writer) -> Enrollment:
    """Enrol a student in a subject; what must be completed before is checked."""
    return await write.once(body, Enrollment, lambda: service.create(write, body))


@router.get("/{enrollment_id}")
async def get(enrollment_id: PathId, user: Reader, connection: Connection, response: Response) -> Enrollment:
    """One enrolment."""
    found = await service.get(connection, user, enrollment_id)
    set_etag(response, found.version)
    return found


@router.put("/{enrollment_id}")
async def change(enrollment_id: PathId, body: EnrollmentChange, write: Writer) -> Enrollment:
    """Change an enrolment; a status that cannot follow is refused, and those that can are named."""
    return await write.once(body, Enrollment, lambda: service.change(write, enrollment_id, body))

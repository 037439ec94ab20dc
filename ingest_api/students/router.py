"""Routes: /students."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryDay, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.students import changes, service
from ingest_api.students.repository import Filters, MarkFilters
from ingest_api.students.schemas import (
    AttendanceSort,
    NewStudent,
    StudentChange,
    StudentDetail,
    StudentItem,
    StudentMark,
    StudentSort,
    StudentTopic,
    TopicSort,
)
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import AttendanceStatus, StudentStatus, TopicProgressStatus

router = APIRouter(prefix="/students", tags=["students"])
Reader = Annotated[CurrentUser, Depends(require(Permission.STUDENTS_READ))]
ProgressReader = Annotated[CurrentUser, Depends(require(Permission.PROGRESS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.STUDENTS_WRITE))]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    q: Annotated[Text | None, Query(max_length=100, description="Part of a name, enrolment number or e-mail.")] = None,
    status: StudentStatus | None = None,
    campus: Annotated[Text | None, Query(max_length=100, description="A campus code.")] = None,
    sort: StudentSort = StudentSort.NAME,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[StudentItem]:
    """The students that the user may see, a page at a time."""
    return await service.search(connection, user, Filters(q, status, campus), sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: NewStudent, write: Writer) -> StudentDetail:
    """A new student. Their account has no password yet: invite them with `POST /users/{user_id}/invite`."""
    return await write.once(body, StudentDetail, lambda: changes.create(write, body))


@router.get("/{student_id}")
async def get(student_id: PathId, user: Reader, connection: Connection, response: Response) -> StudentDetail:
    """One student."""
    student = await service.get(connection, user, student_id)
    set_etag(response, student.version)
    return student


@router.put("/{student_id}")
async def change(student_id: PathId, body: StudentChange, write: Writer) -> StudentDetail:
    """Change a student; what is left out stays as it is."""
    return await write.once(body, StudentDetail, lambda: changes.change(write, student_id, body))


@router.get("/{student_id}/attendance")
async def marks(
    student_id: PathId,
    user: ProgressReader,
    connection: Connection,
    from_date: QueryDay = None,
    to_date: QueryDay = None,
    subject_id: QueryId = None,
    status: AttendanceStatus | None = None,
    sort: AttendanceSort = AttendanceSort.SESSION_DATE_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[StudentMark]:
    """The student's marks with the topics covered, newest first."""
    filters = MarkFilters(from_date, to_date, subject_id, status)
    return await service.marks(connection, user, student_id, filters, sort, cursor, limit)


@router.get("/{student_id}/topics-progress")
async def topics(
    student_id: PathId,
    user: ProgressReader,
    connection: Connection,
    subject_id: QueryId = None,
    status: TopicProgressStatus | None = None,
    sort: TopicSort = TopicSort.SUBJECT,
    cursor: CursorParameter = None,
    limit: LimitParameter = 100,
) -> Page[StudentTopic]:
    """Where the student stands, topic by topic of every subject, in teaching order."""
    return await service.topics(connection, user, student_id, subject_id, status, sort, cursor, limit)

"""Routes: a student's progress."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.progress import repository, service
from ingest_api.progress.schemas import (
    DecayAnswer,
    ProgressSaved,
    ProgressUpdate,
    StudentProgress,
    TopicProgressSort,
    TopicStudent,
)
from ingest_api.students import service as students
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import TopicProgressStatus

router = APIRouter(tags=["progress"])
Reader = Annotated[CurrentUser, Depends(require(Permission.PROGRESS_READ))]


@router.get("/progress/student/{student_id}")
@router.get("/students/{student_id}/progress")
async def student_progress(
    student_id: PathId,
    user: Reader,
    connection: Connection,
) -> StudentProgress:
    """One student's progress across all subjects, topic by topic."""
    student = await students.get(connection, user, student_id)
    enrollments = await repository.enrollments_of(connection, student_id)
    return StudentProgress.model_validate({**student.model_dump(), "enrollments": enrollments})


@router.get("/progress/topic/{topic_id}")
async def topic_progress(
    topic_id: PathId,
    user: Reader,
    connection: Connection,
    status: TopicProgressStatus | None = None,
    sort: TopicProgressSort = TopicProgressSort.STUDENT,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[TopicStudent]:
    """Where the students that the user may see stand with one topic; who has not begun it is not listed."""
    return await service.of_topic(connection, user, topic_id, status, sort, cursor, limit)


@router.post("/progress/update")
async def correct(
    body: ProgressUpdate,
    change: Annotated[Writing, Depends(writing(Permission.PROGRESS_CORRECT))],
    context: Context,
) -> ProgressSaved:
    """Correct one topic of one student by hand. The correction stands until something of a later day is observed."""
    return await service.correct(change, context.settings, body)


@router.post("/progress/review")
async def decay(
    change: Annotated[Writing, Depends(writing(Permission.PROGRESS_DECAY))],
    context: Context,
) -> DecayAnswer:
    """Write `needs_review` for every topic that nothing has touched for too long; call it once a day."""
    return await service.decay(change, context.settings, Nothing())

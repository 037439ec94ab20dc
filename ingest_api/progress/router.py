"""Routes: a student's progress."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId
from ingest_api.progress import repository
from ingest_api.progress.schemas import StudentProgress
from ingest_api.students import service as students

router = APIRouter(tags=["progress"])


@router.get("/students/{student_id}/progress")
async def student_progress(
    student_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.PROGRESS_READ))],
    connection: Connection,
) -> StudentProgress:
    """One student's progress across all subjects, topic by topic."""
    student = await students.get(connection, user, student_id)
    enrollments = await repository.enrollments_of(connection, student_id)
    return StudentProgress.model_validate({**student.model_dump(), "enrollments": enrollments})

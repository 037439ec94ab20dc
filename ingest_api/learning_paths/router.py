"""Routes: /learning-paths, and what is next for a student."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.auth.dependencies import Context, CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryId
from ingest_api.learning_paths import service
from ingest_api.learning_paths.following import NextTopics, following
from ingest_api.learning_paths.schemas import Path, PathCreate, PathItem, PathSort, PathUpdate, Step, StepUpdate
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import LearningPathStatus

router = APIRouter(prefix="/learning-paths", tags=["learning paths"])
of_students = APIRouter(prefix="/students", tags=["learning paths"])
Reader = Annotated[CurrentUser, Depends(require(Permission.LEARNING_PATHS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.LEARNING_PATHS_WRITE))]
Walker = Annotated[Writing, Depends(writing(Permission.LEARNING_PATHS_STEP))]


@router.get("")
async def paths(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    status: LearningPathStatus | None = None,
    sort: PathSort = PathSort.CREATED_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[PathItem]:
    """The learning paths of the students that the user may see, the newest first."""
    return await service.search(connection, user, student_id, status, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: PathCreate, write: Writer) -> Path:
    """Work out a student's path through what is left of a subject; every step says why it stands where it does."""
    return await write.once(body, Path, lambda: service.create(write, body))


@router.get("/{path_id}")
async def path(path_id: PathId, user: Reader, connection: Connection, response: Response) -> Path:
    """One learning path with its steps, in order."""
    found = await service.get(connection, user, path_id)
    set_etag(response, found.version)
    return found


@router.put("/{path_id}")
async def change(path_id: PathId, body: PathUpdate, write: Writer) -> Path:
    """Rename, complete or archive a path; only the fields that are sent change."""
    return await write.once(body, Path, lambda: service.change(write, path_id, body))


@router.put("/{path_id}/steps/{step_id}")
async def change_step(path_id: PathId, step_id: PathId, body: StepUpdate, write: Walker) -> Step:
    """Begin, finish or skip a step; `If-Match` compares with the step's own version."""
    return await write.once(body, Step, lambda: service.change_step(write, path_id, step_id, body))


@of_students.get("/{student_id}/next-topics")
async def next_topics(student_id: PathId, user: Reader, connection: Connection, context: Context) -> NextTopics:
    """What a student should learn next in every running subject, why, and what from; up to the minute."""
    return await following(connection, user, context.settings, student_id)

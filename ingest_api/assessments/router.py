"""Routes: /assessments."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.assessments import service
from ingest_api.assessments.repository import Filters, WorkState
from ingest_api.assessments.schemas import (
    Assessment,
    AssessmentCreate,
    AssessmentGrade,
    AssessmentSort,
    AssessmentsSet,
    AssessmentUpdate,
    WorkSets,
)
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId, QueryDay, QueryId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import AssessmentStatus, AssessmentType

router = APIRouter(prefix="/assessments", tags=["assessments"])
Reader = Annotated[CurrentUser, Depends(require(Permission.ASSESSMENTS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.ASSESSMENTS_WRITE))]
Campus = Annotated[Text | None, Query(max_length=100, description="A campus code.")]
State = Annotated[WorkState | None, Query(description="What waits for a mark, what is overdue, or what is graded.")]
SetId = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="An assessment: whatever was set at once with it.")]


@router.get("")
async def search(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    subject_id: QueryId = None,
    assessment_type: Annotated[AssessmentType | None, Query(alias="type")] = None,
    status: AssessmentStatus | None = None,
    due_from: QueryDay = None,
    due_to: QueryDay = None,
    batch_id: QueryId = None,
    campus: Campus = None,
    state: State = None,
    set_id: SetId = None,
    sort: AssessmentSort = AssessmentSort.DUE_DATE_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Assessment]:
    """The assessments of the students that the user may see; a range of due dates holds both its ends."""
    filters = Filters(
        student_id=student_id,
        subject_id=subject_id,
        assessment_type=assessment_type,
        status=status,
        due_from=due_from,
        due_to=due_to,
        batch_id=batch_id,
        campus=campus,
        state=state,
        set_id=set_id,
    )
    return await service.search(connection, user, filters, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: AssessmentCreate, write: Writer) -> AssessmentsSet:
    """Set work for one student, or for every member of a batch who learns its subject now."""
    return await write.once(body, AssessmentsSet, lambda: service.create(write, body))


@router.get("/sets")
async def sets(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    subject_id: QueryId = None,
    due_from: QueryDay = None,
    due_to: QueryDay = None,
    batch_id: QueryId = None,
    campus: Campus = None,
    state: State = None,
    set_id: SetId = None,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> WorkSets:
    """The same by what was set at once, the latest due first: how much of it waits for a mark, and is overdue."""
    filters = Filters(
        student_id=student_id,
        subject_id=subject_id,
        due_from=due_from,
        due_to=due_to,
        batch_id=batch_id,
        campus=campus,
        state=state,
        set_id=set_id,
    )
    return await service.search_sets(connection, user, filters, cursor, limit)


@router.get("/{assessment_id}")
async def get(assessment_id: PathId, user: Reader, connection: Connection, response: Response) -> Assessment:
    """One assessment."""
    found = await service.get(connection, user, assessment_id)
    set_etag(response, found.version)
    return found


@router.put("/{assessment_id}")
async def change(assessment_id: PathId, body: AssessmentUpdate, write: Writer) -> Assessment:
    """Change an assessment, or say that it was handed in; only the fields that are sent change."""
    return await write.once(body, Assessment, lambda: service.change(write, assessment_id, body))


@router.delete("/{assessment_id}", status_code=204)
async def withdraw(assessment_id: PathId, write: Writer) -> None:
    """Take back work that was set by mistake; what is handed in or graded stays."""
    await write.once(Nothing(), Nothing, lambda: service.withdraw(write, assessment_id))


@router.post("/{assessment_id}/grade")
async def grade(assessment_id: PathId, body: AssessmentGrade, write: Writer) -> Assessment:
    """Give a mark, or correct it; progress and completion follow at once."""
    return await write.once(body, Assessment, lambda: service.grade(write, assessment_id, body))

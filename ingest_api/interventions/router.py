"""Routes: /interventions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryDay, QueryId
from ingest_api.interventions import service
from ingest_api.interventions.schemas import Intervention, InterventionChange, InterventionSort, NewIntervention
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import InterventionOutcome, InterventionStatus

router = APIRouter(prefix="/interventions", tags=["interventions"])
Reader = Annotated[CurrentUser, Depends(require(Permission.INTERVENTIONS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.INTERVENTIONS_WRITE))]


@router.get("")
async def interventions(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    enrollment_id: QueryId = None,
    assigned_to: QueryId = None,
    status: InterventionStatus | None = None,
    outcome: InterventionOutcome | None = None,
    due_until: QueryDay = None,
    sort: InterventionSort = InterventionSort.STARTED_ON_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Intervention]:
    """The interventions for students that the user may see."""
    where = Conditions()
    where.add("action.student_id = %(student_id)s", student_id=student_id)
    where.add("action.enrollment_id = %(enrollment_id)s", enrollment_id=enrollment_id)
    where.add("action.assigned_to = %(assigned_to)s", assigned_to=assigned_to)
    where.add("action.status = %(status)s", status=status)
    where.add("action.outcome = %(outcome)s", outcome=outcome)
    where.add("action.due_date <= %(due_until)s", due_until=due_until)
    return await service.search(connection, user, where, sort, cursor, limit)


@router.post("", status_code=201)
async def create(body: NewIntervention, write: Writer) -> Intervention:
    """Plan something for a student at risk."""
    return await write.once(body, Intervention, lambda: service.create(write, body))


@router.get("/{intervention_id}")
async def get(intervention_id: PathId, user: Reader, connection: Connection, response: Response) -> Intervention:
    """One intervention."""
    found = await service.get(connection, user, intervention_id)
    set_etag(response, found.version)
    return found


@router.put("/{intervention_id}")
async def change(intervention_id: PathId, body: InterventionChange, write: Writer) -> Intervention:
    """Change what is sent; done needs an outcome."""
    return await write.once(body, Intervention, lambda: service.change(write, intervention_id, body))

"""Routes: /alerts."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.alerts import service
from ingest_api.alerts.schemas import AlertDismissal, RiskAlert, RiskAlertSort
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryId
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import RiskAlertStatus

router = APIRouter(prefix="/alerts", tags=["interventions"])
Reader = Annotated[CurrentUser, Depends(require(Permission.INTERVENTIONS_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.INTERVENTIONS_WRITE))]


@router.get("")
async def alerts(
    user: Reader,
    connection: Connection,
    status: RiskAlertStatus | None = None,
    student_id: QueryId = None,
    campus_id: QueryId = None,
    sort: RiskAlertSort = RiskAlertSort.P_DROP_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[RiskAlert]:
    """Students who may be about to leave, of those that the user may see; answered by planning an intervention."""
    where = Conditions()
    where.add("alert.status = %(status)s", status=status)
    where.add("alert.student_id = %(student_id)s", student_id=student_id)
    where.add("alert.campus_id = %(campus_id)s", campus_id=campus_id)
    return await service.search(connection, user, where, sort, cursor, limit)


@router.post("/{alert_id}/dismiss")
async def dismiss(alert_id: PathId, body: AlertDismissal, write: Writer) -> RiskAlert:
    """Say that nobody has to do anything, and why."""
    return await write.once(body, RiskAlert, lambda: service.dismiss(write, alert_id, body.because))

"""Routes: absenteeism, under /attendance."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.analytics import learning
from ingest_api.analytics.filters import Filters, RowLimit
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission

router = APIRouter(prefix="/attendance", tags=["analytics"])


@router.get("/analytics/absenteeism")
async def absenteeism(
    user: Annotated[CurrentUser, Depends(require(Permission.ANALYTICS_READ))],
    published: Published,
    filters: Filters,
    limit: RowLimit = 20,
) -> learning.Absenteeism:
    """Absences of the students that the user may see, by campus, subject, weekday and student."""
    return await published.read(learning.absenteeism(user.viewer, filters, limit))

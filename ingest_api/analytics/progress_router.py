"""Routes: velocity and forecasts by enrolment, under /progress."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.analytics import learning
from ingest_api.analytics.filters import Filters, RowLimit
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission

router = APIRouter(prefix="/progress", tags=["analytics"])
Reader = Annotated[CurrentUser, Depends(require(Permission.OWN_ANALYTICS_READ))]


@router.get("/analytics/velocity")
async def velocity(user: Reader, published: Published, filters: Filters, limit: RowLimit = 100) -> learning.Velocity:
    """Learning velocity of every running enrolment that the user may see, slowest first."""
    return await published.read(learning.velocity(user.viewer, filters, limit))


@router.get("/predictions/completion")
async def completion(
    user: Reader, published: Published, filters: Filters, limit: RowLimit = 100
) -> learning.Completion:
    """When each running enrolment that the user may see will be completed."""
    return await published.read(learning.completion(user.viewer, filters, limit))

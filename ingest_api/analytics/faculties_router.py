"""Routes: the performance of a faculty member, under /faculties."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.analytics import faculty
from ingest_api.analytics.filters import Filters
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.fields import PathId

router = APIRouter(prefix="/faculties", tags=["analytics"])


@router.get("/{faculty_id}/performance")
async def performance(
    faculty_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.FACULTY_PERFORMANCE_READ))],
    published: Published,
    filters: Filters,
) -> faculty.FacultyPerformance:
    """What a faculty member taught, how much of the time, and with what result."""
    return await published.read(faculty.performance(user.viewer, faculty_id, filters))

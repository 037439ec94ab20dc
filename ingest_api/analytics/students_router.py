"""Routes: the analytics of a student, under /students."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.analytics import student
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import PERMISSIONS, Permission
from ingest_api.fields import PathId

router = APIRouter(prefix="/students", tags=["analytics"])


@router.get("/{student_id}/analytics")
async def analytics(
    student_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.OWN_ANALYTICS_READ))],
    published: Published,
) -> student.StudentAnalytics:
    """Where a student stands, what is likely, and what would help; a student himself is shown no risk."""
    return await published.read(
        student.analytics(user.viewer, student_id, shows_risk=Permission.RISK_READ in PERMISSIONS[user.role])
    )

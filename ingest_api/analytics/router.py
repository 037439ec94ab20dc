"""Routes: /analytics."""

from typing import Annotated

from fastapi import APIRouter, Depends

from ingest_api.analytics import capacity, faculty, institute, interventions, learning, student
from ingest_api.analytics.filters import CampusCode, Filters
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.fields import PathId

router = APIRouter(prefix="/analytics", tags=["analytics"])
Reader = Annotated[CurrentUser, Depends(require(Permission.ANALYTICS_READ))]


@router.get("/student/{student_id}/progress")
async def student_progress(
    student_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.OWN_ANALYTICS_READ))],
    published: Published,
    filters: Filters,
) -> student.StudentProgress:
    """A student week by week: attendance, topics, mastery, velocity."""
    return await published.read(student.progress(user.viewer, student_id, filters))


@router.get("/faculty/{faculty_id}/performance")
async def faculty_performance(
    faculty_id: PathId,
    user: Annotated[CurrentUser, Depends(require(Permission.FACULTY_PERFORMANCE_READ))],
    published: Published,
    filters: Filters,
) -> faculty.FacultyTrend:
    """A faculty member week by week: hours delivered and lost, attendance."""
    return await published.read(faculty.trend(user.viewer, faculty_id, filters))


@router.get("/institute/overview")
async def overview(
    user: Annotated[CurrentUser, Depends(require(Permission.INSTITUTE_OVERVIEW_READ))],
    published: Published,
    campus: CampusCode = None,
) -> institute.InstituteOverview:
    """Where the campuses stand: students, attendance, velocity, risk, leads, ratings, fees."""
    return await published.read(institute.overview(user.viewer, campus))


@router.get("/trends/learning-velocity")
async def velocity_trend(user: Reader, published: Published, filters: Filters) -> learning.VelocityTrend:
    """Learning velocity by week, over the enrolments that the user may see."""
    return await published.read(learning.velocity_trend(user.viewer, filters))


@router.get("/predictions/completion")
async def completion_outlook(user: Reader, published: Published, filters: Filters) -> learning.CompletionOutlook:
    """How many running enrolments will be completed, and when."""
    return await published.read(learning.completion_outlook(user.viewer, filters))


@router.get("/capacity")
async def capacity_ahead(
    user: Annotated[CurrentUser, Depends(require(Permission.INSTITUTE_OVERVIEW_READ))],
    published: Published,
    campus: CampusCode = None,
) -> capacity.Capacity:
    """What the weeks ahead will bring, and where hours of faculty will be short."""
    return await published.read(capacity.capacity(user.viewer, campus))


@router.get("/interventions")
async def what_helps(
    user: Annotated[CurrentUser, Depends(require(Permission.INSTITUTE_OVERVIEW_READ))],
    published: Published,
    campus: CampusCode = None,
) -> interventions.Interventions:
    """What was done for students at risk, and whether it keeps them."""
    return await published.read(interventions.interventions(user.viewer, campus))

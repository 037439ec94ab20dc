"""Routes: /reports."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Response

from ingest_api.analytics.filters import Asked, Filters
from ingest_api.analytics.snapshot import Published, Snapshot, Snapshots
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.batches import service as batches
from ingest_api.database import Connection
from ingest_api.fields import QueryId
from ingest_api.reports import contents
from ingest_api.reports.formats import as_csv, as_pdf
from ingest_api.reports.tables import MOST_ROWS, Report
from warehouse.scope import Viewer

router = APIRouter(prefix="/reports", tags=["reports"])


class ReportFormat(StrEnum):
    """How a report is handed out."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


Format = Annotated[ReportFormat, Query(alias="format", description="json, csv or pdf.")]
Rows = Annotated[int, Query(alias="limit", ge=1, le=MOST_ROWS, description="How many rows at most.")]
Learning = Annotated[CurrentUser, Depends(require(Permission.ANALYTICS_READ))]
Performance = Annotated[CurrentUser, Depends(require(Permission.FACULTY_PERFORMANCE_READ))]
Leads = Annotated[CurrentUser, Depends(require(Permission.CRM_ANALYTICS_READ))]

_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report. As a file, the build stands in the headers `Headway-Build` and `Headway-Built-At`.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
Make = Callable[[Viewer, Asked, int], Callable[[Snapshot], Report]]


@router.get("/student-progress", response_model=Report, responses=_FILES)
async def student_progress(
    user: Learning,
    published: Published,
    filters: Filters,
    connection: Connection,
    batch: QueryId = None,
    wanted: Format = ReportFormat.JSON,
    most: Rows = MOST_ROWS,
) -> Report | Response:
    """One row per enrolment: completion, attendance, velocity, forecast, risk.

    With `batch`, its members in its subject, or in the one that is asked for.
    """
    if batch is None:
        return await _answer(contents.student_progress, user, published, filters, wanted, most)
    subject, students = await batches.learners(connection, user, batch)
    of_batch = partial(contents.student_progress, students=students)
    return await _answer(of_batch, user, published, replace(filters, subject=filters.subject or subject), wanted, most)


@router.get("/faculty-performance", response_model=Report, responses=_FILES)
async def faculty_performance(
    user: Performance,
    published: Published,
    filters: Filters,
    wanted: Format = ReportFormat.JSON,
    most: Rows = MOST_ROWS,
) -> Report | Response:
    """One row per faculty member: hours, utilisation, attendance, rating, results."""
    return await _answer(contents.faculty_performance, user, published, filters, wanted, most)


@router.get("/attendance-analytics", response_model=Report, responses=_FILES)
async def attendance_analytics(
    user: Learning, published: Published, filters: Filters, wanted: Format = ReportFormat.JSON, most: Rows = MOST_ROWS
) -> Report | Response:
    """One row per student and subject: marks, attended, late, absent."""
    return await _answer(contents.attendance_analytics, user, published, filters, wanted, most)


@router.get("/crm-metrics", response_model=Report, responses=_FILES)
async def crm_metrics(
    user: Leads, published: Published, filters: Filters, wanted: Format = ReportFormat.JSON, most: Rows = MOST_ROWS
) -> Report | Response:
    """One row per campus, counselor and source: inquiries, contacts, conversion, collected fees."""
    return await _answer(contents.crm_metrics, user, published, filters, wanted, most)


async def _answer(
    make: Make, user: CurrentUser, published: Snapshots, filters: Asked, wanted: ReportFormat, most: int
) -> Report | Response:
    viewer = user.viewer
    # The file with names is opened only for who may see any.
    report = await published.read(make(viewer, filters, most), personal=contents.shows_names(viewer))
    if wanted is ReportFormat.JSON:
        return report
    headers = {
        "Content-Disposition": f'attachment; filename="{report.report}-{report.build.source_as_of}.{wanted}"',
        "Headway-Build": report.build.build_id,
        "Headway-Built-At": report.build.built_at.isoformat(),
        "Cache-Control": "private, no-store",
    }
    if wanted is ReportFormat.CSV:
        # The mark at the beginning tells Excel that this is UTF-8.
        return Response(f"\ufeff{as_csv(report)}", headers=headers, media_type="text/csv; charset=utf-8")
    content = await to_thread.run_sync(as_pdf, report)
    return Response(content, headers=headers, media_type="application/pdf")

"""Which report a kind is, and what its reader has to be allowed to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ingest_api.analytics.filters import Asked
from ingest_api.analytics.snapshot import Snapshot
from ingest_api.auth.permissions import Permission
from ingest_api.reports import contents
from ingest_api.reports.tables import Report
from warehouse.scope import Viewer
from warehouse.vocabulary import ReportKind


@dataclass(frozen=True)
class Kind:
    """A report: its title, what makes it for a viewer, and the permission to read it."""

    title: str
    make: Callable[[Viewer, Asked], Callable[[Snapshot], Report]]
    permission: Permission


KINDS: Final[dict[ReportKind, Kind]] = {
    ReportKind.STUDENT_PROGRESS: Kind(
        contents.STUDENT_PROGRESS.title, contents.student_progress, Permission.ANALYTICS_READ
    ),
    ReportKind.FACULTY_PERFORMANCE: Kind(
        contents.FACULTY_PERFORMANCE.title, contents.faculty_performance, Permission.FACULTY_PERFORMANCE_READ
    ),
    ReportKind.ATTENDANCE_ANALYTICS: Kind(
        contents.ATTENDANCE_ANALYTICS.title, contents.attendance_analytics, Permission.ANALYTICS_READ
    ),
    ReportKind.CRM_METRICS: Kind(contents.CRM_METRICS.title, contents.crm_metrics, Permission.CRM_ANALYTICS_READ),
}

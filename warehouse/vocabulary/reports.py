"""Reports on schedule: which, how often, and what became of a run."""

from enum import StrEnum


class ReportKind(StrEnum):
    """Which report."""

    STUDENT_PROGRESS = "student-progress"
    FACULTY_PERFORMANCE = "faculty-performance"
    ATTENDANCE_ANALYTICS = "attendance-analytics"
    CRM_METRICS = "crm-metrics"


class ReportFrequency(StrEnum):
    """How often a report is made."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


class ReportRunStatus(StrEnum):
    """What became of a run."""

    MADE = "made"
    FAILED = "failed"

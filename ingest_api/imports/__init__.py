"""Importing an institute's spreadsheets: `run_import`, its report, and the report's words."""

from ingest_api.imports.report import ErrorLog, ImportFault, ImportReport, render_report, write_errors_csv
from ingest_api.imports.run import run_import
from ingest_api.imports.staging import Progress

__all__ = [
    "ErrorLog",
    "ImportFault",
    "ImportReport",
    "Progress",
    "render_report",
    "run_import",
    "write_errors_csv",
]

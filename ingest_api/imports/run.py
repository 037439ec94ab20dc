"""One import from beginning to end, in one transaction: read, complete, check, write, derive, tell.

Belongs here: the order of the steps. Each step stands in a module of its own.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from ingest_api.imports.attendance import write_attendance
from ingest_api.imports.catalog import write_subjects, write_topics
from ingest_api.imports.checks import check, collect_errors, create_error_table, keep_errors
from ingest_api.imports.clashes import check_clashes
from ingest_api.imports.completing import complete
from ingest_api.imports.crm import write_follow_ups, write_inquiries
from ingest_api.imports.existing import create_views
from ingest_api.imports.feedback import write_feedback
from ingest_api.imports.fees import write_payments
from ingest_api.imports.formats import FORMATS
from ingest_api.imports.institute import set_clock, write_campuses, write_holidays
from ingest_api.imports.learning import write_assessments, write_batches, write_enrollments, write_sessions
from ingest_api.imports.people import (
    count_invitations,
    match_people,
    write_availability,
    write_counselors,
    write_faculties,
    write_students,
)
from ingest_api.imports.progress import prepare_progress, recompute_progress
from ingest_api.imports.reading import Folder, open_folder
from ingest_api.imports.report import ErrorLog, FileReport, ImportFault, ImportReport
from ingest_api.imports.rewards import write_rewards_penalties
from ingest_api.imports.staging import Progress, StagedFile, create_staging, stage
from ingest_api.imports.upsert import create_touched_table
from warehouse.postgres import connect

_WRITERS: dict[str, Callable[[psycopg.Connection, StagedFile], None]] = {
    "campuses": write_campuses,
    "holidays": write_holidays,
    "counselors": write_counselors,
    "faculties": write_faculties,
    "availability": write_availability,
    "subjects": write_subjects,
    "topics": write_topics,
    "students": write_students,
    "enrollments": write_enrollments,
    "batches": write_batches,
    "sessions": write_sessions,
    "attendance": write_attendance,
    "assessments": write_assessments,
    "inquiries": write_inquiries,
    "follow_ups": write_follow_ups,
    "feedback": write_feedback,
    "rewards_penalties": write_rewards_penalties,
    "payments": write_payments,
}

# The sorts and hash joins of two million rows; for this transaction alone.
_SESSION_SETTINGS = ("set local work_mem = '128MB'", "set local temp_buffers = '64MB'", "set local jit = off")

_TODAY = """
select max((now() at time zone time_zone)::date)
from (select time_zone from existing_campuses union select time_zone from import_campuses) as campus
where time_zone in (select name from pg_timezone_names)
"""


def run_import(
    database_url: str,
    folder_or_zip: Path,
    *,
    dry_run: bool = False,
    as_of: date | None = None,
    is_demo: bool = False,
    progress: Progress | None = None,
    actor_user_id: int | None = None,
) -> ImportReport:
    """Imports an institute's folder: all of it, or nothing on any error.

    Args:
        database_url: a migrated database.
        folder_or_zip: a folder, or a zip, of UTF-8 CSV files and Excel workbooks of the import format.
        dry_run: do all the work, report true counts, and roll it back.
        as_of: sets the institute's clock; rows later than it are refused. Without it the clock is today.
        is_demo: marks the institute as demo data.
        progress: told (step, done, total): a file and its bytes while reading, then the steps of checking and writing.
        actor_user_id: whom the audit trail names; nobody when it came by the command line.

    Returns:
        What was done or why nothing was; errors are in the report, not raised.

    Raises:
        psycopg.OperationalError: the database does not answer.
    """
    report = ImportReport(is_dry_run=dry_run, as_of=as_of)
    with open_folder(folder_or_zip) as folder, connect(database_url) as connection:
        report.ignored_files = list(folder.ignored)
        for fault in folder.faults:
            report.errors.add(fault)
        if folder.faults:
            return report
        run = _Run(connection, folder, report, progress or (lambda *_: None), actor_user_id)
        try:
            run.read()
            run.check(as_of)
            if report.has_succeeded:
                run.write(as_of, is_demo=is_demo)
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            # A contradiction that no check knows of, or one that somebody else's write made a moment ago.
            connection.rollback()
            expected = f"rows that the database accepts ({error.diag.message_primary or error})"
            report.errors.add(ImportFault(folder_or_zip.name, 0, "", error.diag.message_detail or "", expected))
        if not report.is_written:
            connection.rollback()
    return report


class _Run:
    """The steps of one import, on one connection in one transaction."""

    def __init__(
        self,
        connection: psycopg.Connection,
        folder: Folder,
        report: ImportReport,
        progress: Progress,
        actor_user_id: int | None,
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._report = report
        self._progress = progress
        self._actor_user_id = actor_user_id
        self._staged: dict[str, StagedFile] = {}
        self._names: Mapping[str, str] = {
            **{name: f"{name}.csv" for name in FORMATS},
            **{source.format_name: source.name for source in folder.sources},
        }

    def read(self) -> None:
        """Brings every file into its staging table."""
        for setting in _SESSION_SETTINGS:
            self._connection.execute(setting)
        # One import at a time: two would wait for each other's rows in the middle.
        self._connection.execute("select pg_advisory_xact_lock(hashtext('headway.import'))")
        create_error_table(self._connection)
        create_views(self._connection)
        for format_ in FORMATS.values():
            create_staging(self._connection, format_)
        for source in self._folder.sources:
            file_report = FileReport(source.name)
            self._report.files.append(file_report)
            errors = ErrorLog()
            self._staged[source.format_name] = stage(
                self._connection, source, FORMATS[source.format_name], file_report, errors, self._progress
            )
            keep_errors(self._connection, errors, source.format_name)

    def check(self, as_of: date | None) -> None:
        """Completes and checks the rows; the report holds every error afterwards."""
        self._progress("checking", 0, 1)
        clock = as_of or self._today()
        complete(self._connection, self._staged)
        match_people(self._connection)
        check(self._connection, self._staged, self._names, clock, is_as_of=as_of is not None)
        self._report.warnings += check_clashes(self._connection, clock)
        collect_errors(self._connection, self._names, self._report.errors)
        self._progress("checking", 1, 1)

    def write(self, as_of: date | None, *, is_demo: bool) -> None:
        """Writes everything that differs, then derives progress and appends the event."""
        steps = len(self._staged) + 1
        create_touched_table(self._connection)
        prepare_progress(self._connection)
        for step, (name, file) in enumerate(self._staged.items()):
            self._progress("writing", step, steps)
            _WRITERS[name](self._connection, file)
        self._progress("writing", steps - 1, steps)
        self._connection.execute("analyze import_touched")
        recompute_progress(self._connection)
        is_clock_moved = set_clock(self._connection, as_of, is_demo=is_demo)
        self._count()
        self._report.is_changed = is_clock_moved or any(
            file.rows_inserted or file.rows_updated for file in self._report.files
        )
        if self._report.is_changed:
            self._append_event(as_of)
        self._report.people_to_invite, self._report.people_without_email = count_invitations(self._connection)
        self._progress("writing", steps, steps)

    def _today(self) -> date:
        """The latest day that any campus has by now."""
        found = self._connection.execute(_TODAY).fetchone()
        today: date | None = found[0] if found else None
        return today or datetime.now(UTC).date()

    def _count(self) -> None:
        counts = {
            file: (inserted, updated)
            for file, inserted, updated in self._connection.execute(
                """select file, count(*) filter (where is_new), count(*) filter (where not is_new)
                from (select file, row_id, bool_or(is_new) as is_new from import_touched group by file, row_id) as row
                group by file"""
            )
        }
        for name, file in zip(self._staged, self._report.files, strict=True):
            file.rows_inserted, file.rows_updated = counts.get(name, (0, 0))

    def _append_event(self, as_of: date | None) -> None:
        files = {
            name: {"read": file.rows_read, "inserted": file.rows_inserted, "updated": file.rows_updated}
            for name, file in zip(self._staged, self._report.files, strict=True)
        }
        self._connection.execute(
            "insert into operational.event (name, source, relation, row_id, actor_user_id, actor_role, payload) "
            "select 'import.completed', 'import', 'institute', 1, %(actor)s::bigint,"
            " (select role from operational.users where id = %(actor)s::bigint), %(payload)s",
            {
                "actor": self._actor_user_id,
                "payload": Jsonb({"files": files, "clock_as_of": as_of.isoformat() if as_of else None}),
            },
        )

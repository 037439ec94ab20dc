"""Making a scheduled report: for each recipient with the rows that he may see, kept, and told of.

A run never fails halfway: either every recipient has a file, or nobody, and the run says why. A failed one is tried
again the next day. By itself it is called by the upkeep (`ingest_api/upkeep`), by hand by the route.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date, timedelta

import duckdb
from anyio import to_thread
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import events
from ingest_api.analytics.filters import Asked
from ingest_api.analytics.snapshot import Snapshots
from ingest_api.auth.permissions import PERMISSIONS
from ingest_api.errors import Problem
from ingest_api.notifications.sending import notify
from ingest_api.report_schedules import repository
from ingest_api.report_schedules.kinds import KINDS
from ingest_api.report_schedules.rhythm import next_day, period_before
from ingest_api.reports import contents
from ingest_api.reports.formats import as_csv, as_pdf
from ingest_api.reports.tables import Report
from ingest_api.rows import insert_row, update_row
from warehouse.scope import Viewer
from warehouse.settings import Settings
from warehouse.vocabulary import ReportFrequency, ReportKind, ReportRunStatus, Role

READY = "report.ready"
FAILED = "report.failed"
_LINK_OF_FILES, _LINK_OF_SCHEDULES = "/notifications", "/report-schedules"
_MARK = "\ufeff"  # tells Excel that a CSV is UTF-8

Db = AsyncConnection[DictRow]
log = logging.getLogger("headway.reports")


@dataclass(frozen=True)
class _Made:
    """One recipient's report."""

    viewer: Viewer
    report: Report
    csv: bytes
    pdf: bytes


def may_receive(kind: ReportKind, role: Role, of_campus: int | None, about_campus: int | None) -> bool:
    """Whether somebody of a role and a campus (None: of none) may be given a report about a campus (None: all)."""
    is_seen = about_campus is None or of_campus == about_campus or role is Role.SUPER_ADMIN
    return KINDS[kind].permission in PERMISSIONS[role] and is_seen


async def run(connection: Db, settings: Settings, schedule: DictRow, actor: events.Actor) -> int:
    """Makes the report of a schedule that is locked, in the caller's transaction; the id of the run.

    Args:
        connection: in a transaction.
        settings: where the snapshots are.
        schedule: from `repository.lock_due` or `lock_schedule`.
        actor: who wants it; the system by itself also sets the next day.
    """
    kind, frequency = ReportKind(schedule["report"]), ReportFrequency(schedule["frequency"])
    today: date = schedule["today"]
    first, last = period_before(frequency, today)
    made: list[_Made] = []
    problem = None
    try:
        made = await _make(connection, settings, schedule, Asked(schedule["campus_code"], None, first, last))
        if not made:
            problem = "Nobody of the recipients may read this report any more."
    except Problem as error:
        problem = error.detail[:1].upper() + error.detail[1:] + "."
    except (duckdb.Error, OSError) as error:
        log.warning("a scheduled report could not be made: %s", type(error).__name__, exc_info=error)
        problem = "The published figures could not be read; the server's log has the reason."
    values = {
        "schedule_id": schedule["id"],
        "run_on": today,
        "date_from": first,
        "date_to": last,
        "status": ReportRunStatus.FAILED if problem else ReportRunStatus.MADE,
        "problem": problem,
        "build_id": made[0].report.build.build_id if made else None,
        "started_by": actor.user_id,
    }
    run_id: int = (await insert_row(connection, "report_runs", values))["id"]
    title = f"{KINDS[kind].title}, {first.isoformat()} to {last.isoformat()}"
    for one in made:
        await _hand_out(connection, run_id, one, title, kind)
    if problem and schedule["created_by"]:
        said = f"A report on schedule could not be made: {KINDS[kind].title}"
        await notify(connection, [schedule["created_by"]], FAILED, said, link=_LINK_OF_SCHEDULES, run_id=run_id)
    if actor.user_id is None:
        after = next_day(frequency, schedule["weekday"], schedule["day_of_month"], today)
        again = min(after, today + timedelta(days=1)) if problem else after
        await update_row(connection, "report_schedules", schedule["id"], {"next_run_on": again})
    event = events.NewEvent(
        name=FAILED if problem else "report.made",
        relation="report_runs",
        row_id=run_id,
        campus_id=schedule["campus_id"],
        payload={"report": kind.value, "schedule_id": schedule["id"], "files": len(made)},
    )
    await events.append(connection, actor.signed(event))
    return run_id


async def run_due(connection: Db, settings: Settings) -> bool:
    """Makes one report whose day has come, in the caller's transaction; whether there was one."""
    schedule = await repository.lock_due(connection)
    if schedule is None:
        return False
    await run(connection, settings, schedule, events.SYSTEM)
    await repository.forget_before(connection, schedule["today"], settings.keep_report_days)
    return True


async def _make(connection: Db, settings: Settings, schedule: DictRow, asked: Asked) -> list[_Made]:
    kind = ReportKind(schedule["report"])
    people = await repository.readers(connection, await repository.recipient_ids(connection, schedule["id"]))
    snapshots = Snapshots(settings)
    made: list[_Made] = []
    # Who sees the same rows is given the same files: a PDF takes longer than all else.
    known: dict[Viewer, _Made] = {}
    for person in people:
        viewer = Viewer(**{**person, "role": Role(person["role"])})
        if not may_receive(kind, viewer.role, viewer.campus_id, schedule["campus_id"]):
            continue
        sight = replace(viewer, user_id=0)
        if sight not in known:
            report = await snapshots.read(KINDS[kind].make(viewer, asked), personal=contents.shows_names(viewer))
            csv, pdf = (_MARK + as_csv(report)).encode(), await to_thread.run_sync(as_pdf, report)
            known[sight] = _Made(viewer, report, csv, pdf)
        made.append(replace(known[sight], viewer=viewer))
    return made


async def _hand_out(connection: Db, run_id: int, made: _Made, title: str, kind: ReportKind) -> None:
    file = await insert_row(
        connection,
        "report_files",
        {
            "run_id": run_id,
            "user_id": made.viewer.user_id,
            "role": made.viewer.role.value,
            "campus_id": made.viewer.campus_id,
            "rows_count": len(made.report.rows),
            "csv": made.csv,
            "pdf": made.pdf,
        },
    )
    await notify(
        connection,
        [made.viewer.user_id],
        READY,
        title,
        link=_LINK_OF_FILES,
        file_id=file["id"],
        report=kind.value,
        rows_count=len(made.report.rows),
    )

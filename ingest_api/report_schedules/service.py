"""The rules of reports on schedule: who may be given what, and what a schedule must say."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import FieldError, Invalid, NotFound
from ingest_api.fields import Nothing
from ingest_api.people import campus_for, invalid
from ingest_api.report_schedules import repository, running
from ingest_api.report_schedules.kinds import KINDS
from ingest_api.report_schedules.rhythm import next_day
from ingest_api.report_schedules.schemas import (
    NewSchedule,
    ReceivedReport,
    ReceivedReports,
    ReportRun,
    ReportRuns,
    ReportSchedule,
    ReportSchedules,
    ScheduleChange,
)
from ingest_api.rows import check_version, insert_row
from ingest_api.writing import Writing, sent
from warehouse.vocabulary import ReportFrequency, ReportKind, Role

Db = AsyncConnection[DictRow]


async def schedules(connection: Db, user: CurrentUser) -> ReportSchedules:
    """The schedules of the own campus; all of them for a super admin."""
    rows = await repository.schedules(
        connection, campus_id=user.campus_id, sees_all=user.role is Role.SUPER_ADMIN
    )  # fmt: skip
    return ReportSchedules(items=[_told(row) for row in rows])


async def get(connection: Db, user: CurrentUser, schedule_id: int) -> ReportSchedule:
    """One schedule.

    Raises:
        NotFound: there is none that `user` manages.
    """
    rows = await repository.schedules(
        connection, campus_id=user.campus_id, sees_all=user.role is Role.SUPER_ADMIN, schedule_id=schedule_id
    )
    if not rows:
        raise NotFound(f"there is no report on schedule {schedule_id} that you may see")
    return _told(rows[0])


async def create(write: Writing, content: NewSchedule) -> ReportSchedule:
    """A new schedule; its first report is made on the next day that it names.

    Raises:
        Invalid: the day is missing, the campus cannot be, or a recipient may not read it.
    """
    user = write.user
    campus_id = content.campus_id
    if campus_id is not None or user.role is not Role.SUPER_ADMIN:
        campus_id = (await campus_for(write.connection, user, campus_id))["id"]
    values = {**content.model_dump(exclude={"recipients"}), "campus_id": campus_id, "created_by": user.id}
    _check_day(values)
    await _check_recipients(write.connection, content.report, campus_id, content.recipients)
    today = await repository.today(write.connection, campus_id)
    values["next_run_on"] = next_day(content.frequency, content.weekday, content.day_of_month, today)
    row = await insert_row(write.connection, "report_schedules", values)
    await repository.set_recipients(write.connection, row["id"], content.recipients)
    await write.event("report_schedule.created", "report_schedules", row["id"], campus_id=campus_id)
    return await get(write.connection, user, row["id"])


async def change(write: Writing, schedule_id: int, content: ScheduleChange) -> ReportSchedule:
    """Changes what was sent; the next day follows.

    Raises:
        NotFound: there is none that the user manages.
        Invalid: see `create`.
        Conflict: the version is not current.
    """
    current = await _locked(write, schedule_id)
    changes = sent(content)
    recipients = changes.pop("recipients", None)
    if changes.get("frequency", current["frequency"]) != current["frequency"]:
        # The day of the other frequency goes with it.
        changes = {"weekday": None, "day_of_month": None} | changes
    merged = {column: changes.get(column, current[column]) for column in ("frequency", "weekday", "day_of_month")}
    _check_day(merged)
    if recipients is not None:
        await _check_recipients(
            write.connection, ReportKind(current["report"]), current["campus_id"], recipients
        )  # fmt: skip
    if changes.keys() & {"frequency", "weekday", "day_of_month"} or changes.get("is_active"):
        changes["next_run_on"] = next_day(
            ReportFrequency(str(merged["frequency"])), merged["weekday"], merged["day_of_month"], current["today"]
        )
    row = {column: value for column, value in current.items() if column not in ("campus_code", "today")}
    _, different = await write.update("report_schedules", row, changes)
    if recipients is not None and await repository.set_recipients(write.connection, schedule_id, recipients):
        different = [*different, "recipients"]
    if different:
        await write.event(
            "report_schedule.changed",
            "report_schedules",
            schedule_id,
            campus_id=current["campus_id"],
            columns=different,
        )
    return await get(write.connection, write.user, schedule_id)


async def remove(write: Writing, schedule_id: int) -> Nothing:
    """Removes a schedule, with the files that came of it.

    Raises:
        NotFound: there is none that the user manages.
        Conflict: the version is not current.
    """
    current = await _locked(write, schedule_id)
    check_version(write.expected_version, {"id": current["id"], "version": current["version"]})
    await write.connection.execute("delete from operational.report_schedules where id = %s", (schedule_id,))
    await write.event("report_schedule.removed", "report_schedules", schedule_id, campus_id=current["campus_id"])
    return Nothing()


async def run_now(write: Writing, schedule_id: int) -> ReportRun:
    """Makes the report at once; the next day stays as it is. A run that fails is an answer too.

    Raises:
        NotFound: there is none that the user manages.
    """
    schedule = await _locked(write, schedule_id)
    run_id = await running.run(write.connection, write.settings, schedule, write.actor)
    return ReportRun.model_validate(await repository.run_by_id(write.connection, run_id))


async def runs(connection: Db, user: CurrentUser, schedule_id: int) -> ReportRuns:
    """The last runs of a schedule.

    Raises:
        NotFound: there is none that `user` manages.
    """
    await get(connection, user, schedule_id)
    rows = await repository.runs(connection, schedule_id)
    return ReportRuns(items=[ReportRun.model_validate(row) for row in rows])


async def received(connection: Db, user: CurrentUser) -> ReceivedReports:
    """The reports that `user` was given."""
    rows = await repository.received(connection, user.id, user.role.value, user.campus_id)
    return ReceivedReports(items=[ReceivedReport(**row, title=KINDS[ReportKind(row["report"])].title) for row in rows])


async def received_file(connection: Db, user: CurrentUser, file_id: int) -> DictRow:
    """One report that `user` was given, with its files.

    Raises:
        NotFound: there is none, it is somebody else's, or the user's role or campus has changed since.
    """
    row = await repository.received_file(connection, user.id, user.role.value, user.campus_id, file_id)
    if row is None:
        raise NotFound(f"there is no report {file_id} that you were given")
    return row


def _told(row: DictRow) -> ReportSchedule:
    return ReportSchedule.model_validate({**row, "title": KINDS[ReportKind(row["report"])].title})


def _check_day(values: dict[str, Any]) -> None:
    is_weekly = values["frequency"] == ReportFrequency.WEEKLY
    if is_weekly and values["weekday"] is None:
        raise invalid("weekday", "say on which day of the week: 1 is Monday, 7 is Sunday", "missing")
    if not is_weekly and values["day_of_month"] is None:
        raise invalid("day_of_month", "say on which day of the month, 1 to 28", "missing")
    if is_weekly and values["day_of_month"] is not None:
        raise invalid("day_of_month", "a weekly report has a day of the week only", "unexpected")
    if not is_weekly and values["weekday"] is not None:
        raise invalid("weekday", "a monthly report has a day of the month only", "unexpected")


async def _check_recipients(connection: Db, kind: ReportKind, campus_id: int | None, user_ids: list[int]) -> None:
    known = {row["user_id"]: row for row in await repository.readers(connection, user_ids)}
    wrong = [
        FieldError(
            field=f"recipients.{place}",
            message=f"the user {user_id} is not active, or may not read this report about this campus",
            code="recipient",
        )
        for place, user_id in enumerate(user_ids)
        if user_id not in known
        or not running.may_receive(kind, Role(known[user_id]["role"]), known[user_id]["campus_id"], campus_id)
    ]
    if wrong:
        raise Invalid("not everybody named may be given this report", errors=wrong)


async def _locked(write: Writing, schedule_id: int) -> DictRow:
    current = await repository.lock_schedule(write.connection, schedule_id)
    is_own = current is not None and current["campus_id"] == write.user.campus_id
    if current is None or not (write.user.role is Role.SUPER_ADMIN or is_own):
        raise NotFound(f"there is no report on schedule {schedule_id} that you may change")
    return current

"""Rows of reports on schedule."""

from datetime import date, timedelta
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.rows import insert_row

Db = AsyncConnection[DictRow]

MOST_RUNS = 50
MOST_RECEIVED = 200

_SCHEDULES: LiteralString = """
select schedule.*, campus.name as campus_name
from operational.report_schedules as schedule
left join operational.campuses as campus on campus.id = schedule.campus_id
where (%(sees_all)s or schedule.campus_id = %(campus_id)s) and (%(id)s::bigint is null or schedule.id = %(id)s)
order by schedule.id
"""
_RECIPIENTS: LiteralString = """
select given.schedule_id, person.id as user_id, concat_ws(' ', person.first_name, person.last_name) as name,
    person.role, person.status = 'active' as is_active
from operational.report_recipients as given
join operational.users as person on person.id = given.user_id
where given.schedule_id = any(%s)
order by name, person.id
"""
_RUNS: LiteralString = """
select run.id, run.schedule_id, run.run_on, run.date_from, run.date_to, run.status, run.problem,
    run.started_by is not null as is_by_hand, run.created_at as made_at,
    (select count(*) from operational.report_files as file where file.run_id = run.id) as files_count
from operational.report_runs as run
"""
_NEWEST: LiteralString = """
where run.id in (select max(id) from operational.report_runs where schedule_id = any(%s) group by schedule_id)
"""
_DUE: LiteralString = """
select schedule.*, campus.code as campus_code, day.today
from operational.report_schedules as schedule
left join operational.campuses as campus on campus.id = schedule.campus_id
cross join lateral (
    select coalesce(
        (select clock_as_of from operational.institute), (now() at time zone coalesce(campus.time_zone, 'UTC'))::date
    ) as today
) as day
where {which}
order by schedule.next_run_on, schedule.id
limit 1
for update of schedule {wait}
"""
_READERS: LiteralString = """
select person.id as user_id, person.role, person.campus_id, student.id as student_id, faculty.id as faculty_id
from operational.users as person
left join operational.students as student on student.user_id = person.id
left join operational.faculties as faculty on faculty.user_id = person.id
where person.status = 'active' and person.id = any(%s)
order by person.id
"""
_RECEIVED: LiteralString = """
select file.id, schedule.report, campus.name as campus_name, run.date_from, run.date_to, file.rows_count,
    file.created_at as made_at{content}
from operational.report_files as file
join operational.report_runs as run on run.id = file.run_id
join operational.report_schedules as schedule on schedule.id = run.schedule_id
left join operational.campuses as campus on campus.id = schedule.campus_id
where file.user_id = %(user_id)s
    -- Who has become somebody else since may no longer see what he might see then.
    and file.role = %(role)s and file.campus_id is not distinct from %(campus_id)s
"""


async def schedules(
    connection: Db, *, campus_id: int | None, sees_all: bool, schedule_id: int | None = None
) -> list[DictRow]:
    """Schedules of a campus, or all; each with `recipients` and `last_run`."""
    values = {"sees_all": sees_all, "campus_id": campus_id, "id": schedule_id}
    rows = await (await connection.execute(_SCHEDULES, values)).fetchall()
    ids = [row["id"] for row in rows]
    given = await (await connection.execute(_RECIPIENTS, (ids,))).fetchall()
    newest = await (await connection.execute(_RUNS + _NEWEST, (ids,))).fetchall()
    last = {run["schedule_id"]: run for run in newest}
    return [
        {
            **row,
            "recipients": [one for one in given if one["schedule_id"] == row["id"]],
            "last_run": last.get(row["id"]),
        }
        for row in rows
    ]


async def runs(connection: Db, schedule_id: int) -> list[DictRow]:
    """The last runs of a schedule, newest first."""
    query = _RUNS + " where run.schedule_id = %s order by run.id desc limit %s"
    return await (await connection.execute(query, (schedule_id, MOST_RUNS))).fetchall()


async def run_by_id(connection: Db, run_id: int) -> DictRow:
    """One run.

    Raises:
        RuntimeError: there is none.
    """
    row = await (await connection.execute(_RUNS + " where run.id = %s", (run_id,))).fetchone()
    if row is None:
        raise RuntimeError(f"run {run_id} is gone")
    return row


async def lock_due(connection: Db) -> DictRow | None:
    """A schedule whose day has come, locked, with `campus_code` and the campus's `today`; None when there is none."""
    query = _DUE.format(which="schedule.is_active and schedule.next_run_on <= day.today", wait="skip locked")
    return await (await connection.execute(query)).fetchone()


async def lock_schedule(connection: Db, schedule_id: int) -> DictRow | None:
    """One schedule, as `lock_due` gives it."""
    return await (await connection.execute(_DUE.format(which="schedule.id = %s", wait=""), (schedule_id,))).fetchone()


async def today(connection: Db, campus_id: int | None) -> date:
    """The day that it is at a campus, by the institute's clock if an import has set it back."""
    cursor = await connection.execute(
        "select coalesce((select clock_as_of from operational.institute), (now() at time zone coalesce("
        "(select time_zone from operational.campuses where id = %s), 'UTC'))::date) as today",
        (campus_id,),
    )
    row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("no day")
    found: date = row["today"]
    return found


async def readers(connection: Db, user_ids: list[int]) -> list[DictRow]:
    """The active ones of these users: user_id, role, campus_id, student_id, faculty_id."""
    return await (await connection.execute(_READERS, (user_ids,))).fetchall()


async def recipient_ids(connection: Db, schedule_id: int) -> list[int]:
    """Who is given the report of a schedule."""
    cursor = await connection.execute(
        "select user_id from operational.report_recipients where schedule_id = %s", (schedule_id,)
    )
    return [row["user_id"] for row in await cursor.fetchall()]


async def set_recipients(connection: Db, schedule_id: int, user_ids: list[int]) -> bool:
    """Makes these the recipients; whether they were others before."""
    before = set(await recipient_ids(connection, schedule_id))
    if before == set(user_ids):
        return False
    await connection.execute(
        "delete from operational.report_recipients where schedule_id = %s and user_id <> all(%s)",
        (schedule_id, user_ids),
    )
    for user_id in sorted(set(user_ids) - before):
        await insert_row(connection, "report_recipients", {"schedule_id": schedule_id, "user_id": user_id})
    return True


async def received(connection: Db, user_id: int, role: str, campus_id: int | None) -> list[DictRow]:
    """The reports that a user was given, newest first."""
    query = _RECEIVED.format(content="") + " order by file.id desc limit %(most)s"
    values: dict[str, Any] = {"user_id": user_id, "role": role, "campus_id": campus_id, "most": MOST_RECEIVED}
    return await (await connection.execute(query, values)).fetchall()


async def received_file(connection: Db, user_id: int, role: str, campus_id: int | None, file_id: int) -> DictRow | None:
    """One report that a user was given, with `csv` and `pdf`."""
    query = _RECEIVED.format(content=", file.csv, file.pdf") + " and file.id = %(id)s"
    values: dict[str, Any] = {"user_id": user_id, "role": role, "campus_id": campus_id, "id": file_id}
    return await (await connection.execute(query, values)).fetchone()


async def forget_before(connection: Db, day: date, keep_days: int) -> int:
    """Deletes runs, with their files, that are older than so many days; how many."""
    found = await connection.execute(
        "delete from operational.report_runs where run_on < %s", (day - timedelta(days=keep_days),)
    )
    return found.rowcount

"""Writing the institute: its row, its clock, its campuses and their holidays."""

from datetime import date

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import upsert

_DEFAULT_NAME = "Headway institute"


def write_campuses(connection: psycopg.Connection, _: StagedFile) -> None:
    """Campuses by code."""
    upsert(
        connection,
        "campuses",
        "campuses",
        ("code",),
        ("name", "time_zone"),
        "select line, code, name, time_zone from import_campuses",
    )


def write_holidays(connection: psycopg.Connection, _: StagedFile) -> None:
    """Holidays by campus and date."""
    upsert(
        connection,
        "holidays",
        "holidays",
        ("campus_id", "holiday_date"),
        ("name",),
        """select staged.line, campus.id as campus_id, staged.date as holiday_date, staged.name
        from import_holidays as staged join operational.campuses as campus on campus.code = staged.campus""",
    )


def set_clock(connection: psycopg.Connection, as_of: date | None, *, is_demo: bool) -> bool:
    """Makes the institute's row where it is missing, sets its clock, marks it as demo; whether anything changed.

    An institute with one campus is called as the campus is. Once demo data is in it, it stays marked.
    """
    campuses = connection.execute("select name from operational.campuses limit 2").fetchall()
    name = campuses[0][0] if len(campuses) == 1 else _DEFAULT_NAME
    made = connection.execute(
        "insert into operational.institute (id, name, is_demo, clock_as_of) overriding system value "
        "values (1, %s, %s, %s) on conflict (id) do nothing",
        (name, is_demo, as_of),
    ).rowcount
    moved = connection.execute(
        "update operational.institute set clock_as_of = %(as_of)s, is_demo = is_demo or %(is_demo)s "
        "where (clock_as_of, is_demo) is distinct from (%(as_of)s::date, is_demo or %(is_demo)s)",
        {"as_of": as_of, "is_demo": is_demo},
    ).rowcount
    return bool(made or moved)

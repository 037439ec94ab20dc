"""Six questions of dashboards: asked of the published snapshot, of DuckDB's own tables, and of what is prepared.

The snapshot is opened as every reader opens it: facts are views over Parquet. Beside it stand the same rows in tables
of a DuckDB file. Both answer in turn, so that whatever else the machine does meets both. Asked as one should: a fact is
summed up before its dimension is joined, and a day is compared with a day that the planner knows (a literal, a bind, a
variable; asking for it counts), so that the months it rules out stay closed.
"""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.published import open_snapshot
from warehouse.settings import Settings

WARM_UP, ROUNDS = 2, 20
_COPIED = (
    "marts.fct_attendance",
    "marts.fct_session",
    "marts.fct_topic_observation",
    "marts.fct_faculty_day",
    "marts.dim_subject",
    "reporting.rpt_institute_overview",
)


@dataclass(frozen=True)
class Question:
    """One question: from the facts, and from the relation that dbt keeps ready for it."""

    name: str
    facts: str
    prepared: str


QUESTIONS = (
    Question(
        "daily attendance",
        """
        select session_date, count(*) as marks, count(*) filter (where is_attended) as attended
        from marts.fct_attendance group by session_date order by session_date
        """,
        """
        select session_date, sum(marks) as marks, sum(attended) as attended
        from reporting.rpt_institute_day group by session_date order by session_date
        """,
    ),
    Question(
        "absenteeism by subject",
        """
        select subject.subject_code, counted.absenteeism
        from (
            select subject_id, count(*) filter (where not is_attended) / count(*) as absenteeism
            from marts.fct_attendance group by subject_id
        ) as counted
        inner join marts.dim_subject as subject using (subject_id)
        order by counted.absenteeism desc, subject.subject_code
        """,
        """
        select subject.subject_code, counted.absenteeism
        from (
            select subject_id, sum(absent) / sum(marks) as absenteeism
            from reporting.rpt_attendance_day group by subject_id
        ) as counted
        inner join marts.dim_subject as subject using (subject_id)
        order by counted.absenteeism desc, subject.subject_code
        """,
    ),
    Question(
        "faculty utilisation by week",
        """
        select faculty_id, cast(date_trunc('week', date_day) as date) as week_start,
            sum(delivered_within_minutes) / sum(available_minutes) as utilisation
        from marts.fct_faculty_day group by all having sum(available_minutes) > 0
        """,
        """
        select faculty_id, week_start, sum(delivered_within_minutes) / sum(available_minutes) as utilisation
        from reporting.rpt_faculty_week group by all having sum(available_minutes) > 0
        """,
    ),
    Question(
        "competency by subject and month",
        """
        select subject.subject_code, counted.month_start, counted.competency
        from (
            select subject_id, cast(date_trunc('month', observed_on) as date) as month_start,
                avg(competency_level) as competency
            from marts.fct_topic_observation group by all
        ) as counted
        inner join marts.dim_subject as subject using (subject_id)
        order by all
        """,
        """
        select subject.subject_code, counted.month_start, counted.competency
        from (
            select subject_id, month_start, sum(competency_sum) / sum(competency_levels) as competency
            from reporting.rpt_topic_month group by all
        ) as counted
        inner join marts.dim_subject as subject using (subject_id)
        order by all
        """,
    ),
    Question(
        "top 20 by absences in 30 days",
        """
        set variable as_of = (select max(as_of_date) from reporting.rpt_institute_overview);
        select student_id, count(*) as absences from marts.fct_attendance
        where not is_attended and session_date > getvariable('as_of') - 30
        group by student_id order by absences desc, student_id limit 20
        """,
        """
        select student_id, absent as absences from reporting.rpt_student_attendance_30d
        where absent > 0 order by absences desc, student_id limit 20
        """,
    ),
    Question(
        "active students by month",
        """
        select month_start, count(*) as active_students
        from (
            select distinct session_date - cast(day(session_date) as integer) + 1 as month_start, student_id
            from marts.fct_attendance where is_attended
        ) as months
        group by month_start order by month_start
        """,
        """
        select month_start, attending_students as active_students from reporting.rpt_attendance_month
        where campus_code = 'all' and attending_students > 0 order by month_start
        """,
    ),
)


def measure(settings: Settings, native: Path) -> dict[str, dict[str, Any]]:
    """Milliseconds of every question, by name: p50 and p95 of snapshot, native table and prepared relation.

    Args:
        settings: say where the snapshot is.
        native: the DuckDB file to make; it is removed again.
    """
    native.unlink(missing_ok=True)
    with open_snapshot(settings) as snapshot:
        _copy(
            str(
                snapshot.execute("select path from duckdb_databases() where database_name = 'snapshot'").fetchall()[0][
                    0
                ]
            ),
            native,
        )
        with duckdb.connect(native, read_only=True, config={"threads": 2}) as tables:
            figures = {question.name: _ask(question, snapshot, tables) for question in QUESTIONS}
    native.unlink()
    return figures


def _copy(warehouse: str, native: Path) -> None:
    with duckdb.connect(native) as target:
        target.execute(f"attach '{warehouse}' as snapshot (read_only)")
        for name in _COPIED:
            target.execute(f"create schema if not exists {name.split('.')[0]}")
            target.execute(f"create table {name} as from snapshot.{name}")  # noqa: S608 - names of our own


def _ask(question: Question, snapshot: duckdb.DuckDBPyConnection, tables: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    times: dict[str, list[float]] = {"snapshot": [], "native": [], "prepared": []}
    for round_number in range(WARM_UP + ROUNDS):
        for name, connection, query in (
            ("snapshot", snapshot, question.facts),
            ("native", tables, question.facts),
            ("prepared", snapshot, question.prepared),
        ):
            began = time.perf_counter()
            rows = len(connection.execute(query).fetchall())
            if round_number >= WARM_UP:
                times[name].append((time.perf_counter() - began) * 1000)
    figures: dict[str, Any] = {"rows": rows}
    for name, taken in times.items():
        figures[name] = {
            "p50_ms": round(statistics.median(taken), 2),
            "p95_ms": round(statistics.quantiles(taken, n=20)[18], 2),
        }
    figures["ratio"] = round(figures["snapshot"]["p50_ms"] / figures["native"]["p50_ms"], 2)
    return figures

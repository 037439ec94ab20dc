"""The queries of work that was set at once: one row for all the students who got it, and how much of it waits.

Belongs here: grouping and counting. Single rows, their filters and what waiting means stand in `repository.py`.
"""

from dataclasses import replace
from datetime import date
from typing import LiteralString

from psycopg import sql
from psycopg.rows import DictRow

from ingest_api import cursors
from ingest_api.assessments.repository import (
    ASSESSMENTS,
    DUE_KEY,
    IS_OVERDUE,
    IS_TO_MARK,
    SET_AT_ONCE,
    Db,
    Filters,
    WorkState,
)
from warehouse.scope import Predicate

_ORDER = "-due_date"
_COUNTS: LiteralString = f"""
    count(*) as students_count,
    count(*) filter (where {IS_TO_MARK}) as to_mark_count,
    count(*) filter (where work.status = 'completed') as handed_in_count,
    count(*) filter (where {IS_OVERDUE}) as overdue_count,
    count(*) filter (where work.status = 'graded') as graded_count
"""
# Of a set that is asked for by where its rows stand, all rows are counted.
_HAVING: dict[WorkState, LiteralString] = {
    WorkState.TO_MARK: f"count(*) filter (where {IS_TO_MARK}) > 0",
    WorkState.OVERDUE: f"count(*) filter (where {IS_OVERDUE}) > 0",
    WorkState.GRADED: "count(*) filter (where work.status = 'graded') > 0",
}
_ONE_STUDENT: LiteralString = (
    "case when count(*) = 1 then min(student.id) end as student_id,"
    " case when count(*) = 1 then min(concat_ws(' ', person.first_name, person.last_name)) end as student_name"
)


async def page(
    connection: Db, scope: Predicate, filters: Filters, cursor: str | None, limit: int
) -> tuple[list[DictRow], str | None]:
    """Up to `limit` sets of work of students within `scope`, the latest due first, and the next page's cursor.

    Raises:
        Invalid: the cursor was not made here.
    """
    inner, parameters = _rows(scope, filters)
    keys = sql.SQL(", ").join(sql.Identifier("work", name) for name in SET_AT_ONCE)
    having: list[sql.Composable] = [sql.SQL("true")]
    if filters.state is not None:
        having.append(sql.SQL(_HAVING[filters.state]))
    if cursor is not None:
        day, last = cursors.decode(_ORDER, cursor, [date, int])
        inner += sql.SQL(f" and {DUE_KEY} <= %(after_day)s")
        having.append(sql.SQL(f"({DUE_KEY}, min(work.id)) < (%(after_day)s, %(after_id)s)"))
        parameters |= {"after_day": day, "after_id": last}
    # A set has one day, so days are read one by one from the index, and no further than the page is full.
    query = sql.SQL(
        """
        select found.*, subject.code as subject_code, subject.name as subject_name, topic.name as topic_name,
            nullif(concat_ws(' ', teacher.first_name, teacher.last_name), '') as faculty_name
        from (
            select min(work.id) as id, {keys}, {due_key} as due_key, max(work.total_marks)::float8 as total_marks,
                {one}, {counts}
            {inner}
            group by {due_key}, {keys}
            having {having}
            order by {due_key} desc, min(work.id) desc
            limit %(page_limit)s
        ) as found
        join operational.subjects as subject on subject.id = found.subject_id
        left join operational.topics as topic on topic.id = found.topic_id
        left join operational.faculties as faculty on faculty.id = found.faculty_id
        left join operational.users as teacher on teacher.id = faculty.user_id
        order by found.due_key desc, found.id desc
        """
    ).format(
        keys=keys,
        one=sql.SQL(_ONE_STUDENT),
        counts=sql.SQL(_COUNTS),
        inner=inner,
        due_key=sql.SQL(DUE_KEY),
        having=sql.SQL(" and ").join(having),
    )
    found = await (await connection.execute(query, parameters | {"page_limit": limit + 1})).fetchall()
    rows = found[:limit]
    following = cursors.encode(_ORDER, [rows[-1]["due_key"], rows[-1]["id"]]) if len(found) > limit else None
    return rows, following


async def counts(connection: Db, scope: Predicate, filters: Filters) -> DictRow:
    """How many rows of students within `scope` stand where, whatever state is asked for."""
    inner, parameters = _rows(scope, filters)
    query = sql.SQL("select {} {}").format(sql.SQL(_COUNTS), inner)
    row = await (await connection.execute(query, parameters)).fetchone()
    if row is None:
        raise RuntimeError("an aggregate returned no row")
    return row


def _rows(scope: Predicate, filters: Filters) -> tuple[sql.Composable, dict[str, object]]:
    """The rows that are counted, from `from` on: those of the filters but their state."""
    conditions = replace(filters, state=None).conditions()
    parts = [sql.SQL("({})").format(sql.SQL(part)) for part in (scope.psycopg, *conditions.parts)]
    inner = sql.SQL("from {} where {}").format(sql.SQL(ASSESSMENTS.tables), sql.SQL(" and ").join(parts))
    return inner, {**scope.parameters, **conditions.parameters}

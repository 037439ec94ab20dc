"""The edge where operational rows come in: the rows that changed are read and held to what every row must be.

Belongs here: reading those rows, and what is asked of many rows together. Which table gets which looks stands in
`incoming_tables/`.
"""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa

from warehouse.expectations.incoming_tables import Table, tables
from warehouse.expectations.progress import checked_until, note_checked
from warehouse.expectations.rules import within
from warehouse.expectations.runner import Check
from warehouse.expectations.verdict import Edge, Severity, Verdict
from warehouse.postgres import arrow_connection
from warehouse.relations import RAW
from warehouse.settings import Settings

_LOG = f"select as_of_date, source_identity from {RAW}.extract_log where extract_id = {{extract_id}}"  # noqa: S608


class NoSuchExtractError(LookupError):
    """There is no extract of this number."""


def check_incoming(database_url: str, settings: Settings, extract_id: int) -> Verdict:
    """Holds the rows that came in to what every row must be.

    Looks at the rows of `extract_id` and of every earlier extract that has not passed yet: rows that were found wrong
    are looked at again until they are corrected, and none slips by when a run dies between extract and check. What it
    costs depends on the rows that changed, not on those that exist.

    Args:
        database_url: where the schema `raw` stands.
        settings: bounds, and the home in which results are kept.
        extract_id: the newest extract.

    Returns:
        The verdict; `extract_id` in it is the first one that has not passed.

    Raises:
        NoSuchExtractError: `raw.extract_log` does not know the extract.
    """
    check = Check(Edge.INCOMING, settings)
    with arrow_connection(database_url) as connection:
        log = _rows(connection, _LOG.format(extract_id=int(extract_id)))
        if not log:
            raise NoSuchExtractError(f"there is no extract {extract_id}: run `headway build`, which makes one")
        clock, source = log[0]["as_of_date"], log[0]["source_identity"]
        after = min(checked_until(settings, source, extract_id), extract_id - 1)
        if after:
            # The rows that came, and what they are joined with, have just been read: no page is far away.
            _rows(connection, "select set_config('random_page_cost', '1.1', false)")
        for table in _changed(connection, tables(clock, settings), after, extract_id):
            frames = _frames(connection, table.query(after, extract_id), settings.quality_rows_at_once)
            check.look(f"{RAW}.{table.name}", frames, [look.rule for look in table.looks], key="id")
        _look_at_days(check, connection, settings, after, extract_id)
    verdict = check.verdict(after + 1)
    if verdict.passed:
        note_checked(settings, source, extract_id)
    return verdict


def _look_at_days(check: Check, connection: Any, settings: Settings, after: int, upto: int) -> None:
    """Whether the marks of a day, as they came in, are all the same: a sheet saved upside down, or a wrong import."""
    query = f"""
        select
            session.campus_id || ' ' || session.session_date as campus_and_day,
            avg(case when r.attendance_status = 'absent' then 1.0 else 0.0 end)::double precision as absent_share
        from {RAW}.session_attendance as r
        inner join {RAW}.learning_sessions as session on session.id = r.session_id
        where r.extract_id > {after:d} and r.extract_id <= {upto:d} and not r.is_deleted
        group by session.campus_id, session.session_date
        having count(*) >= {settings.quality_day_marks_min:d}
    """  # noqa: S608 - numbers of our own
    rule = within(
        "absent_share",
        None,
        settings.quality_absent_share_max,
        what="On some days nearly everybody of a campus was marked absent",
        why="If the campus was closed, these are not absences, and students would look at risk who are not.",
        resolve="Ask the faculty of that day; if nobody taught, cancel the sessions or enter a holiday.",
        severity=Severity.WARNING,
    )
    frames = _frames(connection, query, settings.quality_rows_at_once)
    check.look(f"{RAW}.session_attendance by day", frames, [rule], key="campus_and_day")


def _changed(connection: Any, known: tuple[Table, ...], after: int, upto: int) -> list[Table]:
    """The tables of which any row is to be looked at: one question for all of them."""
    any_row = " union all ".join(
        f"select '{table.name}' as name where exists (select from {RAW}.{table.name}"  # noqa: S608 - names of our own
        f" where extract_id > {after:d} and extract_id <= {upto:d})"
        for table in known
    )
    names = {row["name"] for row in _rows(connection, any_row)}
    return [table for table in known if table.name in names]


def _rows(connection: Any, query: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[dict[str, Any]] = cursor.fetch_arrow_table().to_pylist()
        return rows


def _frames(connection: Any, query: str, rows_at_once: int) -> Iterator[pd.DataFrame]:
    """The answer in pieces of at least `rows_at_once` rows but for the last, so that a first load fits into memory."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        waiting: list[pa.RecordBatch] = []
        for batch in cursor.fetch_record_batch():
            waiting.append(batch)
            if sum(one.num_rows for one in waiting) >= rows_at_once:
                yield pa.Table.from_batches(waiting).to_pandas()
                waiting = []
        if sum(one.num_rows for one in waiting):
            yield pa.Table.from_batches(waiting).to_pandas()

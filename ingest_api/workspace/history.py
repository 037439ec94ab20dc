"""The history of queries: each person's own, the newest so many."""

from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import NotFound
from ingest_api.fields import Nothing
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page, literally
from ingest_api.people import invalid
from ingest_api.rows import insert_row
from ingest_api.workspace.schemas import NewRun, QueryRun, QueryRunItem, RunNoted, RunsRemoved
from ingest_api.writing import Writing
from warehouse.vocabulary import QueryOutcome

Db = AsyncConnection[DictRow]

_ITEM: LiteralString = (
    "run.id, run.created_at as asked_at, left(run.sql, 300) as begins, run.build_id, run.outcome, run.rows_count,"
    " run.is_cut, run.problem, run.duration_ms"
)
_TABLE: LiteralString = "operational.query_runs as run"
_ORDERS = {"newest": [SortKey("run.id", "id", int)]}
_LIST = Listing(_ITEM, _TABLE, _ORDERS)
_WHOLE = Listing(_ITEM + ", run.sql", _TABLE, _ORDERS)
# What stays are the newest; whoever asks from two windows trims twice, which is the same.
_TRIM: LiteralString = """
delete from operational.query_runs where user_id = %(user_id)s and id < (
    select min(id) from (
        select id from operational.query_runs where user_id = %(user_id)s order by id desc limit %(most)s
    ) as newest
)
"""


async def page(
    connection: Db, user: CurrentUser, *, q: str | None, cursor: str | None, limit: int
) -> Page[QueryRunItem]:
    """The queries that the user has asked, newest first."""
    conditions = _own(user)
    conditions.add("run.sql ilike %(pattern)s", pattern=None if q is None else f"%{literally(q)}%")
    rows, following = await fetch_page(
        connection, _LIST, order="-newest", cursor=cursor, limit=limit, conditions=conditions
    )
    return Page(items=[QueryRunItem.model_validate(row) for row in rows], next_cursor=following)


async def get(connection: Db, user: CurrentUser, run_id: int) -> QueryRun:
    """One of them.

    Raises:
        NotFound: there is none of the user's.
    """
    conditions = _own(user)
    conditions.add("run.id = %(id)s", id=run_id)
    row = await fetch_one(connection, _WHOLE, None, conditions)
    if row is None:
        raise NotFound(f"there is no query {run_id} in your history")
    return QueryRun.model_validate(row)


async def note(write: Writing, content: NewRun) -> RunNoted:
    """Adds a query that was asked, and lets the oldest go.

    Raises:
        Invalid: an answered one has no count of rows, or a failed one does not say why.
    """
    is_answered, is_failed = content.outcome is QueryOutcome.ANSWERED, content.outcome is QueryOutcome.FAILED
    if is_answered != (content.rows_count is not None):
        raise invalid("rows_count", "an answered query has a count of rows, and no other one", "outcome")
    if is_failed != (content.problem is not None):
        raise invalid("problem", "a failed query says why, and no other one", "outcome")
    row = await insert_row(write.connection, "query_runs", {**content.model_dump(), "user_id": write.user.id})
    await write.connection.execute(_TRIM, {"user_id": write.user.id, "most": write.settings.keep_query_runs})
    counts = {"rows_count": content.rows_count} if is_answered else {}
    await write.event(
        "query.asked",
        "query_runs",
        row["id"],
        campus_id=write.user.campus_id,
        outcome=content.outcome.value,
        duration_ms=content.duration_ms,
        **counts,
    )
    return RunNoted(id=row["id"])


async def remove(write: Writing, run_id: int) -> Nothing:
    """Removes one query from the user's history.

    Raises:
        NotFound: there is none of the user's.
    """
    gone = await write.connection.execute(
        "delete from operational.query_runs where id = %s and user_id = %s", (run_id, write.user.id)
    )
    if not gone.rowcount:
        raise NotFound(f"there is no query {run_id} in your history")
    await write.event("query.forgotten", "query_runs", run_id, campus_id=write.user.campus_id)
    return Nothing()


async def clear(write: Writing) -> RunsRemoved:
    """Removes the user's whole history."""
    gone = await write.connection.execute("delete from operational.query_runs where user_id = %s", (write.user.id,))
    if gone.rowcount:
        await write.event(
            "query.history_cleared", "users", write.user.id, campus_id=write.user.campus_id, count=gone.rowcount
        )
    return RunsRemoved(removed_count=gone.rowcount)


def _own(user: CurrentUser) -> Conditions:
    conditions = Conditions()
    conditions.add("run.user_id = %(reader)s", reader=user.id)
    return conditions

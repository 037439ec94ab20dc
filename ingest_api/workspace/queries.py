"""Saved queries: whose they are, who reads them, and what a change must meet."""

from enum import StrEnum
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.fields import Nothing
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page, literally
from ingest_api.people import add
from ingest_api.rows import check_version, lock_row
from ingest_api.workspace.schemas import NewQuery, QueryChange, SavedAnswer, SavedQuery, SavedQueryItem
from ingest_api.writing import Writing, sent
from warehouse.vocabulary import Role

Db = AsyncConnection[DictRow]

_TABLE: LiteralString = "saved_queries"
_ITEM: LiteralString = (
    "query.id, query.name, query.description, query.is_shared, query.updated_at, query.version, query.user_id,"
    " concat_ws(' ', owner.first_name, owner.last_name) as owner_name, lower(query.name) as sorted_name"
)
_TABLES: LiteralString = (
    "operational.saved_queries as query inner join operational.users as owner on owner.id = query.user_id"
)
_ORDERS = {
    "name": [SortKey("lower(query.name)", "sorted_name", str), SortKey("query.id", "id", int)],
    "newest": [SortKey("query.id", "id", int)],
}
_LIST = Listing(_ITEM, _TABLES, _ORDERS)
_WHOLE = Listing(_ITEM + ", query.sql", _TABLES, _ORDERS)
_IN_SIGHT: LiteralString = "query.user_id = %(reader)s or query.is_shared"


class Whose(StrEnum):
    """Which saved queries are asked for."""

    OWN = "own"
    SHARED = "shared"


class QuerySort(StrEnum):
    """The orders of saved queries."""

    NAME = "name"
    NEWEST_FIRST = "-newest"


async def page(
    connection: Db,
    user: CurrentUser,
    *,
    whose: Whose | None,
    q: str | None,
    sort: QuerySort,
    cursor: str | None,
    limit: int,
) -> Page[SavedQueryItem]:
    """The user's own queries and those that others share."""
    conditions = _visible(user)
    if whose is not None:
        conditions.add("(query.user_id = %(reader)s) = %(is_own)s", is_own=whose is Whose.OWN)
    conditions.add(
        "query.name ilike %(pattern)s or query.description ilike %(pattern)s",
        pattern=None if q is None else f"%{literally(q)}%",
    )
    rows, following = await fetch_page(
        connection, _LIST, order=sort, cursor=cursor, limit=limit, conditions=conditions
    )  # fmt: skip
    return Page(items=[SavedQueryItem.model_validate(_told(row, user)) for row in rows], next_cursor=following)


async def get(connection: Db, user: CurrentUser, query_id: int) -> SavedQuery:
    """One query.

    Raises:
        NotFound: there is none that is the user's or shared.
    """
    conditions = _visible(user)
    conditions.add("query.id = %(id)s", id=query_id)
    row = await fetch_one(connection, _WHOLE, None, conditions)
    if row is None:
        raise NotFound(f"there is no saved query {query_id} that is yours or shared")
    return SavedQuery.model_validate(_told(row, user))


async def create(write: Writing, content: NewQuery) -> SavedAnswer:
    """Saves a query for the user.

    Raises:
        Conflict: the user has one of that name, or as many as one may have.
    """
    # Two at the same moment must not both be the last one.
    await lock_row(write.connection, "users", write.user.id)
    known = await write.connection.execute(
        "select count(*) as count from operational.saved_queries where user_id = %s", (write.user.id,)
    )
    most = write.settings.most_saved_queries
    if (row := await known.fetchone()) and row["count"] >= most:
        raise Conflict(f"you have saved {most} queries, which is as many as one may; remove one first", kind="too-many")
    values = {**content.model_dump(), "user_id": write.user.id}
    made = await add(write.connection, _TABLE, values, _taken(content.name))
    await write.event("saved_query.created", _TABLE, made["id"], campus_id=None, is_shared=content.is_shared)
    return SavedAnswer.model_validate(made)


async def change(write: Writing, query_id: int, content: QueryChange) -> SavedAnswer:
    """Changes what was sent of an own query.

    Raises:
        NotFound: it is not the user's.
        Conflict: the version is not current, or the user has another one of that name.
    """
    current = await lock_row(write.connection, _TABLE, query_id)
    if current is None or current["user_id"] != write.user.id:
        raise NotFound(f"there is no saved query {query_id} of yours")
    try:
        async with write.connection.transaction():
            row, different = await write.update(_TABLE, current, sent(content))
    except UniqueViolation as error:
        raise Conflict(_taken(content.name), kind="taken") from error
    if different:
        await write.event("saved_query.changed", _TABLE, query_id, campus_id=None, columns=different)
    return SavedAnswer.model_validate(row)


async def remove(write: Writing, query_id: int) -> Nothing:
    """Removes an own query; a super admin removes a shared one too, whose owner may be gone.

    Raises:
        NotFound: it is neither.
        Conflict: the version is not current.
    """
    current = await lock_row(write.connection, _TABLE, query_id)
    is_overseen = current is not None and write.user.role is Role.SUPER_ADMIN and current["is_shared"]
    if current is None or not (current["user_id"] == write.user.id or is_overseen):
        raise NotFound(f"there is no saved query {query_id} that you may remove")
    check_version(write.expected_version, {column: current[column] for column in ("id", "name", "version")})
    await write.connection.execute("delete from operational.saved_queries where id = %s", (query_id,))
    await write.event("saved_query.removed", _TABLE, query_id, campus_id=None, was_shared=current["is_shared"])
    return Nothing()


def _visible(user: CurrentUser) -> Conditions:
    conditions = Conditions()
    conditions.add(_IN_SIGHT, reader=user.id)
    return conditions


def _told(row: DictRow, user: CurrentUser) -> dict[str, Any]:
    return {**row, "is_own": row["user_id"] == user.id}


def _taken(name: str) -> str:
    return f"you have a query called “{name}” already: choose another name, or change that one"

"""Routes: /workspace/queries (saved ones) and /workspace/runs (the own history)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import Nothing, PathId, Text
from ingest_api.listing import CursorParameter, LimitParameter, Page
from ingest_api.rows import set_etag
from ingest_api.workspace import history, queries
from ingest_api.workspace.queries import QuerySort, Whose
from ingest_api.workspace.schemas import (
    NewQuery,
    NewRun,
    QueryChange,
    QueryRun,
    QueryRunItem,
    RunNoted,
    RunsRemoved,
    SavedAnswer,
    SavedQuery,
    SavedQueryItem,
)
from ingest_api.writing import Writing, writing

router = APIRouter(prefix="/workspace", tags=["SQL workspace"])
Analyst = Annotated[CurrentUser, Depends(require(Permission.WORKSPACE_USE))]
Writer = Annotated[Writing, Depends(writing(Permission.WORKSPACE_USE))]
Search = Annotated[Text | None, Query(min_length=1, max_length=100, description="Part of the text.")]


@router.get("/queries")
async def saved(
    user: Analyst,
    connection: Connection,
    whose: Annotated[Whose | None, Query(description="Own ones, or what others share; both when left out.")] = None,
    q: Search = None,
    sort: QuerySort = QuerySort.NAME,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[SavedQueryItem]:
    """Your saved queries and those that others share."""
    return await queries.page(connection, user, whose=whose, q=q, sort=sort, cursor=cursor, limit=limit)


@router.post("/queries", status_code=201)
async def save(body: NewQuery, write: Writer) -> SavedAnswer:
    """Save a query. It is only kept: nothing here executes SQL."""
    return await write.once(body, SavedAnswer, lambda: queries.create(write, body))


@router.get("/queries/{query_id}")
async def get(query_id: PathId, user: Analyst, connection: Connection, response: Response) -> SavedQuery:
    """One saved query, with its SQL."""
    found = await queries.get(connection, user, query_id)
    set_etag(response, found.version)
    return found


@router.put("/queries/{query_id}")
async def change(query_id: PathId, body: QueryChange, write: Writer) -> SavedAnswer:
    """Rename your query, change its SQL, share it or take it back."""
    return await write.once(body, SavedAnswer, lambda: queries.change(write, query_id, body))


@router.delete("/queries/{query_id}")
async def remove(query_id: PathId, write: Writer) -> Nothing:
    """Remove your query; a super admin removes shared ones too."""
    return await write.once(Nothing(), Nothing, lambda: queries.remove(write, query_id))


@router.get("/runs")
async def runs(
    user: Analyst,
    connection: Connection,
    q: Search = None,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[QueryRunItem]:
    """The queries that you have asked, newest first."""
    return await history.page(connection, user, q=q, cursor=cursor, limit=limit)


@router.post("/runs", status_code=201)
async def note(body: NewRun, write: Writer) -> RunNoted:
    """Keep a query that you have asked in your history; the oldest go."""
    return await write.once(body, RunNoted, lambda: history.note(write, body))


@router.delete("/runs")
async def clear(write: Writer) -> RunsRemoved:
    """Forget your whole history."""
    return await write.once(Nothing(), RunsRemoved, lambda: history.clear(write))


@router.get("/runs/{run_id}")
async def run(run_id: PathId, user: Analyst, connection: Connection) -> QueryRun:
    """One query of your history, with its SQL."""
    return await history.get(connection, user, run_id)


@router.delete("/runs/{run_id}")
async def forget(run_id: PathId, write: Writer) -> Nothing:
    """Forget one query of your history."""
    return await write.once(Nothing(), Nothing, lambda: history.remove(write, run_id))

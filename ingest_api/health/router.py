"""Routes: /health (the process lives) and /ready (it can answer). Open to all; neither tells anything personal."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Request, Response
from psycopg import Error as DatabaseError
from psycopg_pool import PoolTimeout
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from ingest_api.database import Pool
from ingest_api.migrations.runner import is_current
from warehouse.expectations.state import standing_breach
from warehouse.published import current_build
from warehouse.settings import Settings

router = APIRouter(tags=["health"])

_DATABASE_TIMEOUT_SECONDS = 2.0


class Health(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"


class Snapshot(BaseModel):
    """What the published snapshot holds, and how old it is."""

    build_id: str
    built_at: datetime
    age_seconds: int
    source_as_of: date
    held_back_since: datetime | None = Field(
        description="Since when a breach keeps newer figures back; null while every change is published."
    )


class Readiness(BaseModel):
    """Whether requests can be answered. A missing snapshot does not stand in the way: forms work without one."""

    is_ready: bool
    is_database_reachable: bool
    is_schema_current: bool
    is_demo: bool = Field(description="The institute is synthetic; every screen must say so, log-in included.")
    snapshot: Snapshot | None


@router.get("/health")
async def health() -> Health:
    """The process lives."""
    return Health()


async def _state(request: Request) -> tuple[Pool, str, Settings]:
    state = request.app.state
    return state.pool, state.database_url, state.settings


@router.get("/ready", responses={503: {"model": Readiness, "description": "Not ready"}})
async def ready(response: Response, state: Annotated[tuple[Pool, str, Settings], Depends(_state)]) -> Readiness:
    """Database reachable, migrations at head, age of the published snapshot."""
    pool, database_url, settings = state
    is_demo = False
    try:
        async with pool.connection(timeout=_DATABASE_TIMEOUT_SECONDS) as connection:
            await connection.execute("select 1")
        is_reachable = True
        is_schema_current = await to_thread.run_sync(is_current, database_url)
        if is_schema_current:
            is_demo = await _is_demo(pool)
    except (PoolTimeout, DatabaseError, SQLAlchemyError):
        is_reachable = is_schema_current = False
    snapshot = await to_thread.run_sync(_snapshot, settings)
    if not (is_reachable and is_schema_current):
        response.status_code = 503
    return Readiness(
        is_ready=is_reachable and is_schema_current,
        is_database_reachable=is_reachable,
        is_schema_current=is_schema_current,
        is_demo=is_demo,
        snapshot=snapshot,
    )


async def _is_demo(pool: Pool) -> bool:
    async with pool.connection(timeout=_DATABASE_TIMEOUT_SECONDS) as connection:
        found = await connection.execute("select is_demo from operational.institute")
        row = await found.fetchone()
    return row is not None and bool(row["is_demo"])


def _snapshot(settings: Settings) -> Snapshot | None:
    build = current_build(settings)
    if build is None:
        return None
    breach = standing_breach(settings)
    age = datetime.now(UTC) - build.built_at
    return Snapshot(
        build_id=build.build_id,
        built_at=build.built_at,
        age_seconds=int(age.total_seconds()),
        source_as_of=build.source_as_of,
        held_back_since=breach.since if breach else None,
    )

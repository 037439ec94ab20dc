"""The API's connections: one pool per process, one connection per request.

Belongs here: opening, lending and closing. Connections are in autocommit mode: a read is one round trip, and whoever
writes opens `connection.transaction()` in the service. Statements stand in the features' repositories as SQL for
psycopg, not for SQLAlchemy: a minimal endpoint saved 678 classes of 30 a second with psycopg, 575 through `text()`.
SQLAlchemy describes the schema (`models/`) and migrates it.
"""

import os
import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from fastapi import Depends, Request
from psycopg import AsyncConnection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

Row = dict[str, Any]

Pool = AsyncConnectionPool[AsyncConnection[DictRow]]

# Kept open, because the first request of a connection plans its statements.
POOL_MIN_SIZE = 4
# Three for a core: more of them at work only wait for each other, and each plans and caches for itself.
POOL_MAX_SIZE = min(16, max(6, 3 * (os.cpu_count() or 1)))
POOL_TIMEOUT_SECONDS = 10.0
BELIEVED_SECONDS = 1.0

_lent_at: WeakKeyDictionary[AsyncConnection[DictRow], float] = WeakKeyDictionary()


async def _check(connection: AsyncConnection[DictRow]) -> None:
    """Notices a connection that died with the server before a request gets it.

    One that was lent a moment ago is believed: asking costs a round trip, a twentieth of a mark.
    """
    now = time.monotonic()
    if now - _lent_at.get(connection, 0.0) > BELIEVED_SECONDS:
        await AsyncConnectionPool.check_connection(connection)
    _lent_at[connection] = now


def make_pool(database_url: str) -> Pool:
    """A pool that is still closed; `open()` it inside the running loop. Connections give rows as dictionaries."""
    return AsyncConnectionPool(
        re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", database_url),
        connection_class=AsyncConnection[DictRow],
        kwargs={"autocommit": True, "row_factory": dict_row, "application_name": "headway-api"},
        min_size=POOL_MIN_SIZE,
        max_size=POOL_MAX_SIZE,
        timeout=POOL_TIMEOUT_SECONDS,
        check=_check,
        open=False,
        name="headway-api",
    )


async def _lend(request: Request) -> AsyncIterator[AsyncConnection[DictRow]]:
    pool: Pool = request.app.state.pool
    async with pool.connection() as connection:
        yield connection


# `function`: given back when the route is done, not only after the client has read the answer.
Connection = Annotated[AsyncConnection[DictRow], Depends(_lend, scope="function")]

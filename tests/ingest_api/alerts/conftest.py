"""What looks for alerts: a pool of connections, and an institute that lives on the day of the snapshot."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest

from ingest_api.database import Pool, make_pool
from tests.ingest_api.analytics.snapshots import AS_OF


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def pool(api_database_url: str) -> AsyncIterator[Pool]:
    async with make_pool(api_database_url) as opened:
        yield opened


@pytest.fixture
def clock(connection: psycopg.Connection) -> Any:
    """The institute lives on the day of the snapshot."""
    connection.execute("update operational.institute set clock_as_of = %s", (AS_OF,))
    yield AS_OF
    connection.execute("update operational.institute set clock_as_of = null")

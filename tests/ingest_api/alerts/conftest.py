"""What looks for alerts: a pool of connections, and an institute that lives on the day of the snapshot."""

from typing import Any

import psycopg
import pytest

from tests.ingest_api.analytics.snapshots import AS_OF


@pytest.fixture
def clock(connection: psycopg.Connection) -> Any:
    """The institute lives on the day of the snapshot."""
    connection.execute("update operational.institute set clock_as_of = %s", (AS_OF,))
    yield AS_OF
    connection.execute("update operational.institute set clock_as_of = null")

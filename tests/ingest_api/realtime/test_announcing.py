"""Telling the other processes: the first change at once, those that follow it closely in one word."""

import asyncio
import time

import psycopg
import pytest

from ingest_api import events
from ingest_api.database import Pool
from ingest_api.realtime.hub import TELL_AGAIN_SECONDS, Hub
from ingest_api.realtime.wakeups import PostgresWakeups

CHANGES = 20

pytestmark = pytest.mark.anyio


async def test_changes_that_come_closely_share_a_word_and_none_is_left_out(api_database_url: str, pool: Pool) -> None:
    heard = await psycopg.AsyncConnection.connect(api_database_url, autocommit=True)
    async with heard, Hub(pool, PostgresWakeups(api_database_url)).running() as hub:
        await heard.execute(f"listen {events.CHANNEL}")
        hub.announce()
        assert len([one async for one in heard.notifies(timeout=10, stop_after=1)]) == 1
        began = time.monotonic()
        for _ in range(CHANGES):
            hub.announce()
            await asyncio.sleep(TELL_AGAIN_SECONDS / CHANGES)
        spans = (time.monotonic() - began) / TELL_AGAIN_SECONDS
        words = [one async for one in heard.notifies(timeout=1)]
        assert 1 <= len(words) <= 2 + spans
        assert len(words) < CHANGES

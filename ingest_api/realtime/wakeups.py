"""What wakes the hub after a commit: LISTEN/NOTIFY, or Redis where one is configured; the process that wrote tells.

A wake-up carries nothing: what happened is read from the trail. One that is lost only delays, because the hub looks by
itself every few seconds. So both kinds simply connect again until they succeed.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

import psycopg
from psycopg import AsyncConnection
from redis.asyncio import Redis
from redis.exceptions import RedisError

from ingest_api import events
from warehouse.settings import Settings

_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 5.0

log = logging.getLogger("headway.realtime")


class Wakeups(Protocol):
    """Where wake-ups come from."""

    async def listen(self, wake: Callable[[], None]) -> None:
        """Calls `wake` after every commit of an event, until cancelled; also once whenever it has connected."""

    async def announce(self) -> None:
        """Tells all processes that this one has committed events."""

    async def close(self) -> None:
        """Hangs up."""


def wakeups_of(settings: Settings, database_url: str) -> "Wakeups":
    """Redis where the settings name one, otherwise the database itself."""
    if settings.redis_url is not None:
        return RedisWakeups(settings.redis_url.get_secret_value())
    return PostgresWakeups(database_url)


class PostgresWakeups:
    """One connection of its own that listens, and one that tells.

    Transactions with a NOTIFY commit one by one, each waiting until the last one is on the disk. So marking, which many
    do at once, has none: it is told of afterwards, in a transaction that writes nothing (`announcements.py`).
    """

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._telling: AsyncConnection | None = None

    async def listen(self, wake: Callable[[], None]) -> None:
        """See `Wakeups`."""
        pause_seconds = _FIRST_PAUSE_SECONDS
        while True:
            try:
                async with await AsyncConnection.connect(
                    self._url, autocommit=True, application_name="headway-api-listener", keepalives_idle=30
                ) as connection:
                    await connection.execute(f"listen {events.CHANNEL}")
                    pause_seconds = _FIRST_PAUSE_SECONDS
                    wake()
                    async for _ in connection.notifies():
                        wake()
            except psycopg.Error as error:
                log.warning("the listening connection broke: %s", type(error).__name__)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, _LONGEST_PAUSE_SECONDS)

    async def announce(self) -> None:
        """See `Wakeups`; where the connection broke, the others look by themselves a few seconds later."""
        try:
            if self._telling is None or self._telling.closed:
                self._telling = await AsyncConnection.connect(
                    self._url, autocommit=True, application_name="headway-api-teller", keepalives_idle=30
                )
            await self._telling.execute(f"notify {events.CHANNEL}")
        except psycopg.Error as error:
            log.warning("PostgreSQL did not take a wake-up: %s", type(error).__name__)

    async def close(self) -> None:
        """Hangs up."""
        if self._telling is not None:
            await self._telling.close()


class RedisWakeups:
    """Redis pub/sub, for databases behind a pooler that cannot LISTEN, and for many processes.

    What is written past the API (an import at the command line) is heard when the hub looks by itself.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis: Redis = Redis.from_url(redis_url)

    async def listen(self, wake: Callable[[], None]) -> None:
        """See `Wakeups`."""
        pause_seconds = _FIRST_PAUSE_SECONDS
        while True:
            try:
                async with self._redis.pubsub() as heard:
                    await heard.subscribe(events.CHANNEL)
                    async for _ in heard.listen():
                        pause_seconds = _FIRST_PAUSE_SECONDS
                        wake()
            except (RedisError, OSError) as error:
                log.warning("the connection to Redis broke: %s", type(error).__name__)
            await asyncio.sleep(pause_seconds)
            pause_seconds = min(pause_seconds * 2, _LONGEST_PAUSE_SECONDS)

    async def announce(self) -> None:
        """See `Wakeups`; without Redis the others look by themselves a few seconds later."""
        try:
            await self._redis.publish(events.CHANNEL, b"")
        except (RedisError, OSError) as error:
            log.warning("Redis did not take a wake-up: %s", type(error).__name__)

    async def close(self) -> None:
        """Hangs up."""
        await self._redis.aclose()

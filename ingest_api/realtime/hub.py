"""One reader of the trail per process, and everybody who watches through it.

Belongs here: reading what is new once, handing it to the subscribers, ending those whose log-in has ended. What goes
over the wire is `router.py`'s affair.

Nothing is lost between catching up and going live: a subscriber is added before it reads what it missed, and of what
the hub then hands over it leaves out what its own reading had seen (`Position.has_seen`).
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout

from ingest_api.database import Pool
from ingest_api.realtime import repository
from ingest_api.realtime.messages import Ended
from ingest_api.realtime.positions import Position
from ingest_api.realtime.wakeups import Wakeups

# Wake-ups that come within this time of each other are answered by one reading.
GATHER_SECONDS = 0.02
# A process that has just told the others of a change tells of what comes within this time all at once.
TELL_AGAIN_SECONDS = 0.05
# How often the hub looks without having been woken, and whether every log-in still holds.
LOOK_SECONDS = 2.0
# Whoever has not read this many readings is cut, and resumes when it can.
LONGEST_QUEUE = 100
MOST_SOCKETS_OF_A_USER = 20

log = logging.getLogger("headway.realtime")

Batch = repository.News
_LOGIN_RELATIONS = frozenset({"users", "refresh_tokens"})


@dataclass(eq=False)
class Subscriber:
    """One socket: what it watches, whose it is, and what it has not been sent yet."""

    topic: str
    user_uuid: UUID
    family: UUID
    expires_at: datetime
    queue: asyncio.Queue[Batch] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))
    ended: asyncio.Future[Ended] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def end(self, code: int, kind: str) -> None:
        """Has the socket closed; only the first reason counts."""
        if not self.ended.done():
            self.ended.set_result(Ended(code, kind))


class Hub:
    """Reads the trail while somebody watches, and not otherwise."""

    def __init__(self, pool: Pool, wakeups: Wakeups) -> None:
        self._pool = pool
        self._wakeups = wakeups
        self._wake = asyncio.Event()
        self._reading = asyncio.Lock()
        self._position: Position | None = None
        self._subscribers: dict[str, set[Subscriber]] = {}
        self._announcing: asyncio.Task[None] | None = None
        self._has_news = False
        self._listening: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Hub"]:
        """Reads in the background, listens while somebody watches; at the end all sockets are told to come again."""
        reading = asyncio.create_task(self._read_on())
        try:
            yield self
        finally:
            tasks = [task for task in (reading, self._listening) if task is not None]
            for task in tasks:
                task.cancel()
            # What is being told is told to its end.
            await asyncio.gather(*tasks, *filter(None, [self._announcing]), return_exceptions=True)
            await self._wakeups.close()
            for subscriber in self._everybody():
                subscriber.end(1012, "restarting")

    @property
    def socket_count(self) -> int:
        """How many sockets watch."""
        return sum(len(group) for group in self._subscribers.values())

    @property
    def position(self) -> Position | None:
        """Up to where everything has been handed over; None while nobody watches."""
        return self._position

    def announce(self) -> None:
        """Tells all processes of a change, without waiting: the first at once, those that follow closely together."""
        self._has_news = True
        if self._announcing is None or self._announcing.done():
            self._announcing = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        while self._has_news:
            self._has_news = False
            await self._wakeups.announce()
            await asyncio.sleep(TELL_AGAIN_SECONDS)

    @contextlib.asynccontextmanager
    async def watching(self, subscriber: Subscriber) -> AsyncIterator[None]:
        """Hands the subscriber everything that is not visible yet, from before the body begins.

        Raises:
            Ended: the user has too many sockets already.
        """
        held = sum(one.user_uuid == subscriber.user_uuid for one in self._everybody())
        if held >= MOST_SOCKETS_OF_A_USER:
            raise Ended(4429, "too-many-sockets")
        async with self._reading:
            if self._position is None:
                async with self._pool.connection() as connection:
                    self._position = await repository.now(connection)
            self._subscribers.setdefault(subscriber.topic, set()).add(subscriber)
            if self._listening is None:
                # Otherwise every mark would wake the process for nobody. It wakes the hub once it has connected, so
                # what happened meanwhile is read.
                self._listening = asyncio.create_task(self._wakeups.listen(self._wake.set))
        try:
            yield
        finally:
            group = self._subscribers[subscriber.topic]
            group.discard(subscriber)
            if not group:
                del self._subscribers[subscriber.topic]
            if not self._subscribers and self._listening is not None:
                self._listening.cancel()
                self._listening = None

    def _everybody(self) -> list[Subscriber]:
        return [subscriber for group in self._subscribers.values() for subscriber in group]

    async def _read_on(self) -> None:
        while True:
            is_woken = True
            try:
                # Not `wait_for`: in Python 3.11 it can swallow a cancellation, and shutting down would wait for ever.
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._wake.wait()
                await asyncio.sleep(GATHER_SECONDS)
            except TimeoutError:
                is_woken = False
            self._wake.clear()
            try:
                concerns_logins = await self._read()
                if concerns_logins or not is_woken:
                    await self._end_lost_logins()
            except (psycopg.Error, PoolTimeout) as error:
                # The position stays, so nothing is lost: the next look reads on from there.
                log.warning("the trail could not be read: %s", type(error).__name__)

    async def _read(self) -> bool:
        """Hands over what is new; says whether anything of it may have ended a log-in."""
        async with self._reading:
            if not self._subscribers or self._position is None:
                self._position = None
                return False
            async with self._pool.connection() as connection:
                news = await repository.news_since(connection, self._position)
            self._position = news.position
            if news.events is None:
                for subscriber in self._everybody():
                    hand_over(subscriber, news)
                return True
            for subscriber in self._everybody():
                concerning = [event for event in news.events if subscriber.topic in event["audience"]]
                if concerning:
                    hand_over(subscriber, Batch(news.position, concerning))
            return any(_may_end_logins(event) for event in news.events)

    async def _end_lost_logins(self) -> None:
        everybody = self._everybody()
        if not everybody:
            return
        logins = list({(one.user_uuid, one.family) for one in everybody})
        async with self._pool.connection() as connection:
            valid = await repository.still_logged_in(connection, logins)
        now = datetime.now(UTC)
        for subscriber in everybody:
            if (subscriber.user_uuid, subscriber.family) not in valid:
                subscriber.end(4401, "login-ended")
            elif subscriber.expires_at < now:
                subscriber.end(4401, "token-expired")


def hand_over(subscriber: Subscriber, batch: Batch) -> None:
    """Puts a batch in the subscriber's queue, or ends it when it has fallen behind."""
    try:
        subscriber.queue.put_nowait(batch)
    except asyncio.QueueFull:
        subscriber.end(4429, "fell-behind")


def _may_end_logins(event: Mapping[str, Any]) -> bool:
    return event["relation"] in _LOGIN_RELATIONS

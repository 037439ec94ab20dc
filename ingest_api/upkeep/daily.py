"""The day's turn: what nobody asks for and must happen all the same.

Topics that were not touched for long become due for review, follow-ups that nobody ended count as missed, counselors
are reminded, alerts are raised from newly published scores, admins are told of a model that drifts, and reports on
schedule are made. Every part may run twice a day and changes nothing the second time, so there is no record of what
ran: each process looks whether a day has begun, or scores have come, and a lock lets one of several do the work.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import date

import psycopg
from psycopg_pool import PoolTimeout

from ingest_api import events
from ingest_api.alerts.drift import tell_of_drift
from ingest_api.alerts.raising import Raised, raise_alerts
from ingest_api.crm.sweep import sweep
from ingest_api.database import Pool
from ingest_api.progress import review
from ingest_api.progress.service import write_decay
from ingest_api.report_schedules.running import run_due
from warehouse.published import current_build
from warehouse.scope import Predicate
from warehouse.settings import Settings

# After the start others need the machine more; then often enough for a day that begins at any campus.
FIRST_LOOK_SECONDS = 60.0
LOOK_SECONDS = 600.0
_LOCK_KEY = 4_217_004  # any fixed numbers of our own: one turn at a time in a database
_ALERTS_LOCK_KEY = 4_217_014

# A day begins at every campus by its own clock.
_DAYS = """
select string_agg(distinct (now() at time zone time_zone)::date::text, ' ') as days from operational.campuses
"""
_EVERYWHERE = Predicate("true", {})

log = logging.getLogger("headway.upkeep")


@dataclass(frozen=True)
class Turn:
    """What a day's turn found to do."""

    day: date
    topics_due: int
    follow_ups_missed: int
    counselors_reminded: int


class Upkeep:
    """Takes the day's turn soon after the start, and whenever a day has begun at the institute or at a campus."""

    def __init__(
        self, pool: Pool, settings: Settings, *, first_look: float = FIRST_LOOK_SECONDS, look: float = LOOK_SECONDS
    ) -> None:
        self._pool, self._settings = pool, settings
        self._first_look, self._look = first_look, look
        self._done_for: tuple[date, str | None] | None = None
        self._looked_at: tuple[date, str] | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looks for new days until the block ends."""
        task = asyncio.create_task(self._keep_looking(), name="headway-upkeep")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def take_turn(self) -> Turn | None:
        """The day's turn; None when it was taken by this process before, or another one is at it now."""
        async with self._pool.connection() as connection:
            day = await review.today(connection)
            found = await (await connection.execute(_DAYS)).fetchone()
            now = (day, found["days"] if found else None)
            if now == self._done_for:
                return None
            async with connection.transaction():
                cursor = await connection.execute("select pg_try_advisory_xact_lock(%s) as is_ours", (_LOCK_KEY,))
                row = await cursor.fetchone()
                if row is None or not row["is_ours"]:
                    return None
                decayed = await write_decay(connection, self._settings, None, events.SYSTEM)
                swept = await sweep(connection, _EVERYWHERE, events.SYSTEM)
        self._done_for = now
        return Turn(day, decayed.topics_count, swept.missed_count, swept.reminded_counselors)

    async def take_scores(self) -> Raised | None:
        """Raises alerts and tells of drift; None when this process looked at these scores today, or there are none."""
        build = current_build(self._settings)
        async with self._pool.connection() as connection:
            now = (await review.today(connection), build.build_id if build else "")
            if build is None or now == self._looked_at:
                return None
            async with connection.transaction():
                cursor = await connection.execute(
                    "select pg_try_advisory_xact_lock(%s) as is_ours", (_ALERTS_LOCK_KEY,)
                )
                row = await cursor.fetchone()
                if row is None or not row["is_ours"]:
                    return None
                raised = await raise_alerts(connection, self._settings, events.SYSTEM)
                drifting = await tell_of_drift(connection, self._settings)
        self._looked_at = now
        if drifting.began or drifting.ended:
            log.info("admins are told of drift", extra={"fields": asdict(drifting)})
        return raised

    async def take_reports(self) -> int:
        """Makes every scheduled report whose day has come, each in a transaction of its own; how many."""
        count = 0
        while True:
            async with self._pool.connection() as connection, connection.transaction():
                if not await run_due(connection, self._settings):
                    return count
            count += 1

    async def _keep_looking(self) -> None:
        wait = self._first_look
        while True:
            await asyncio.sleep(wait)
            wait = self._look
            # Whatever the database objects to, the next look comes all the same.
            try:
                turn = await self.take_turn()
                raised = await self.take_scores()
                reports = await self.take_reports()
            except (psycopg.Error, PoolTimeout) as error:
                log.warning("the day's turn has to wait: %s", type(error).__name__)
                continue
            if turn is not None:
                log.info("the day's turn is taken", extra={"fields": {**asdict(turn), "day": turn.day.isoformat()}})
            if raised is not None:
                log.info("published scores are looked at", extra={"fields": asdict(raised)})
            if reports:
                log.info("reports on schedule are made", extra={"fields": {"runs": reports}})

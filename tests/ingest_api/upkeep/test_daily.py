"""The day's turn: it happens by itself, once, and leaves a trail of its own."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from ingest_api.database import Pool, make_pool
from ingest_api.upkeep.daily import Turn, Upkeep
from tests.factories import make_attendance, make_session
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

LONG_AGO = date(2023, 1, 10)
WRITTEN = ["follow_up.missed", "notification.sent", "progress.decayed"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def pool(api_database_url: str) -> AsyncIterator[Pool]:
    async with make_pool(api_database_url) as opened:
        yield opened


@pytest.fixture
def neglected(school: School, connection: psycopg.Connection) -> School:
    """A topic that was completed long ago, and a follow-up that nobody ended."""
    session = make_session(
        connection, school.campus, school.subject, student_id=school.students[0], session_date=LONG_AGO
    )
    make_attendance(connection, session, school.students[0], {school.topics[0]: 4})
    connection.execute(
        "insert into operational.student_topic_progress"
        " (student_id, topic_id, status, competency_level, session_count, completion_date)"
        " values (%s, %s, 'completed', 4, 1, %s)",
        (school.students[0], school.topics[0], LONG_AGO),
    )
    counselor = school.users[Role.COUNSELOR]
    day = date.today() - timedelta(9)  # noqa: DTZ011 - days, not hours
    inquiry = make_inquiry(connection, school.campus, counselor_id=counselor, next_follow_up_date=day)
    make_follow_up(connection, inquiry, day)
    return school


@dataclass
class Trail:
    """What the system has written since the test began."""

    connection: psycopg.Connection
    began: int

    def __call__(self) -> list[str]:
        rows = self.connection.execute(
            "select name from operational.event where source = 'system' and id > %s order by name", (self.began,)
        ).fetchall()
        return [row[0] for row in rows]


@pytest.fixture
def trail(connection: psycopg.Connection) -> Trail:
    row = connection.execute("select coalesce(max(id), 0) from operational.event").fetchone()
    assert row is not None
    return Trail(connection, row[0])


@pytest.mark.anyio
async def test_the_turn_writes_what_is_due_and_only_once(
    pool: Pool, neglected: School, trail: Trail, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    upkeep = Upkeep(pool, settings)
    turn = await upkeep.take_turn()
    assert turn is not None
    assert (turn.topics_due, turn.follow_ups_missed, turn.counselors_reminded) == (1, 1, 1)
    assert trail() == WRITTEN
    assert await upkeep.take_turn() is None
    # Another process, or this one after a restart, looks too and finds nothing to do.
    assert await Upkeep(pool, settings).take_turn() == Turn(turn.day, 0, 0, 0)


@pytest.mark.anyio
async def test_of_two_processes_one_takes_the_turn(pool: Pool, neglected: School, trail: Trail, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    turns = await asyncio.gather(*(Upkeep(pool, settings).take_turn() for _ in range(4)))
    assert sum(turn.topics_due for turn in turns if turn is not None) == 1
    assert trail() == WRITTEN


@pytest.mark.anyio
async def test_it_looks_by_itself_and_survives_a_database_that_is_away(
    pool: Pool, neglected: School, connection: psycopg.Connection, trail: Trail, tmp_path: Path
) -> None:
    connection.execute("alter table operational.campuses rename to away")
    upkeep = Upkeep(pool, Settings(home=tmp_path), first_look=0.01, look=0.05)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(20), upkeep.running():
            await asyncio.sleep(0.2)
            assert trail() == []
            connection.execute("alter table operational.away rename to campuses")
            while len(trail()) < len(WRITTEN):
                await asyncio.sleep(0.05)
    assert trail() == WRITTEN

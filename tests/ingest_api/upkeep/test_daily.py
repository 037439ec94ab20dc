"""The day's turn: it happens by itself, once, and leaves a trail of its own."""

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from ingest_api.database import Pool
from ingest_api.upkeep.daily import Turn, Upkeep
from tests.factories import make_attendance, make_session
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

LONG_AGO = date(2023, 1, 10)


@dataclass
class Neglected:
    """A topic that was completed long ago, and a follow-up that nobody ended; others may leave theirs behind too."""

    connection: psycopg.Connection
    student: int
    follow_up: int

    def standing(self) -> tuple[str, str]:
        """The topic's status and the follow-up's."""
        row = self.connection.execute(
            "select (select status from operational.student_topic_progress where student_id = %s),"
            " (select status from operational.follow_ups where id = %s)",
            (self.student, self.follow_up),
        ).fetchone()
        assert row is not None
        return row[0], row[1]

    def missed_events(self) -> list[str]:
        """Who said that the follow-up was missed."""
        rows = self.connection.execute(
            "select source from operational.event where name = 'follow_up.missed' and row_id = %s", (self.follow_up,)
        ).fetchall()
        return [row[0] for row in rows]


@pytest.fixture
def neglected(school: School, connection: psycopg.Connection) -> Neglected:
    student, topic = school.students[0], school.topics[0]
    session = make_session(connection, school.campus, school.subject, student_id=student, session_date=LONG_AGO)
    make_attendance(connection, session, student, {topic: 4})
    connection.execute(
        "insert into operational.student_topic_progress"
        " (student_id, topic_id, status, competency_level, session_count, completion_date)"
        " values (%s, %s, 'completed', 4, 1, %s)",
        (student, topic, LONG_AGO),
    )
    day = date.today() - timedelta(9)  # noqa: DTZ011 - days, not hours
    inquiry = make_inquiry(
        connection, school.campus, counselor_id=school.users[Role.COUNSELOR], next_follow_up_date=day
    )
    return Neglected(connection, student, make_follow_up(connection, inquiry, day))


@pytest.mark.anyio
async def test_the_turn_writes_what_is_due_and_only_once(pool: Pool, neglected: Neglected, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    upkeep = Upkeep(pool, settings)
    turn = await upkeep.take_turn()
    assert turn is not None
    assert min(turn.topics_due, turn.follow_ups_missed, turn.counselors_reminded) >= 1
    assert neglected.standing() == ("needs_review", "missed")
    assert neglected.missed_events() == ["system"]
    assert await upkeep.take_turn() is None
    # Another process, or this one after a restart, looks too and finds nothing to do.
    assert await Upkeep(pool, settings).take_turn() == Turn(turn.day, 0, 0, 0)


@pytest.mark.anyio
async def test_of_several_processes_one_takes_the_turn(pool: Pool, neglected: Neglected, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    turns = await asyncio.gather(*(Upkeep(pool, settings).take_turn() for _ in range(4)))
    assert len([turn for turn in turns if turn is not None and turn.topics_due]) == 1
    assert neglected.missed_events() == ["system"]


@pytest.mark.anyio
async def test_it_looks_by_itself_and_survives_a_database_that_is_away(
    pool: Pool, neglected: Neglected, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    neglected.connection.execute("alter table operational.campuses rename to away")
    upkeep = Upkeep(pool, Settings(home=tmp_path), first_look=0.01, look=0.05)
    # Both waits look for what must come and fail by the time limit when it does not.
    async with asyncio.timeout(60), upkeep.running():
        while "the day's turn has to wait: UndefinedTable" not in caplog.messages:
            await asyncio.sleep(0.05)
        assert neglected.standing() == ("completed", "pending")
        neglected.connection.execute("alter table operational.away rename to campuses")
        while neglected.standing() != ("needs_review", "missed"):
            await asyncio.sleep(0.05)
    assert neglected.missed_events() == ["system"]

"""The least that an endpoint can do: the same rows by the same statements, and nothing else.

No log-in, no scope, no rules, no progress, no answer worth keeping. Serve it with `uvicorn bench.minimal:app`;
BENCH_DATABASE_URL says where.
"""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI
from pydantic import BaseModel


class Topic(BaseModel):
    """A topic that was covered."""

    topic_id: int
    understanding: int | None = None


class Mark(BaseModel):
    """One student's mark."""

    student_id: int
    attendance_status: str
    topics: list[Topic] = []


class Marks(BaseModel):
    """The marks of a class."""

    marks: list[Mark]


_MARKS = """
insert into operational.session_attendance (session_id, student_id, attendance_status, recorded_at)
select $1, student_id, status, now() from unnest($2::bigint[], $3::text[]) as sent (student_id, status)
on conflict (session_id, student_id) do update set attendance_status = excluded.attendance_status
returning id, student_id
"""
_TOPICS = """
insert into operational.session_attendance_topics (attendance_id, topic_id, understanding)
select * from unnest($1::bigint[], $2::bigint[], $3::smallint[])
on conflict (attendance_id, topic_id) do update set understanding = excluded.understanding
"""
_EVENT = """
insert into operational.event (name, source, relation, row_id, session_id)
values ('attendance.marked', 'api', 'learning_sessions', $1, $1)
"""


async def save(connection: asyncpg.Connection, session_id: int, marks: Sequence[Mark]) -> int:
    """Writes marks, their topics and one event in a transaction; returns how many marks there are."""
    async with connection.transaction():
        rows = await connection.fetch(
            _MARKS, session_id, [mark.student_id for mark in marks], [mark.attendance_status for mark in marks]
        )
        ids = {row["student_id"]: row["id"] for row in rows}
        covered = [
            (ids[mark.student_id], topic.topic_id, topic.understanding) for mark in marks for topic in mark.topics
        ]
        await connection.execute(_TOPICS, *([part[place] for part in covered] for place in range(3)))
        await connection.execute(_EVENT, session_id)
    return len(rows)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BENCH_DATABASE_URL"], min_size=16, max_size=16) as app.state.pool:
        yield


app = FastAPI(lifespan=_lifespan)


@app.post("/attendance/session/{session_id}")
async def mark_session(session_id: int, body: Marks) -> dict[str, int]:
    """Marks a session."""
    async with app.state.pool.acquire() as connection:
        return {"saved": await save(connection, session_id, body.marks)}

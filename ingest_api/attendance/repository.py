"""The queries of marking: each takes the whole class at once. What the database does by itself stands in `routines.py`.

Few and large: a statement costs the API more than its rows do. A psycopg pipeline did not change that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, LiteralString

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow
from pydantic import TypeAdapter
from pydantic_core import to_json

from ingest_api import events
from ingest_api.attendance.rules import Content
from ingest_api.attendance.schemas import MarkAnswer, SavedMark
from ingest_api.auth.asker import STILL
from ingest_api.sessions.schemas import MarkState
from warehouse.chosen import IN_FORCE
from warehouse.scope import Predicate

Db = AsyncConnection[DictRow]


@dataclass(frozen=True)
class Known:
    """What is known of a student whose mark was sent.

    Attributes:
        enrollment_date: of the enrolment in the session's subject; None without one.
        ended_on: the day it ended.
        is_member: whether the enrolled student is the session's or belongs to its batch.
    """

    enrollment_date: date | None
    ended_on: date | None
    is_member: bool


@dataclass(frozen=True)
class Locked:
    """A session that is locked.

    Attributes:
        session: its columns, and `chosen`, the thresholds in force.
        known: by student, of all that were sent.
        marks: as they are stored, by student.
        topic_ids: those that were sent and are its subject's.
    """

    session: DictRow
    known: dict[int, Known]
    marks: dict[int, MarkState]
    topic_ids: frozenset[int]


_MARKS = TypeAdapter(dict[int, MarkState])


@cache
def _lock_sessions(scope: LiteralString, condition: LiteralString) -> sql.SQL:
    return sql.SQL(
        f"""
        with locked as materialized (
            select
                session.id, session.campus_id, session.subject_id, session.session_date, session.start_time,
                session.status, campus.time_zone,
                (now() at time zone campus.time_zone)::date as today,
                ({IN_FORCE.format(campus_id="session.campus_id")}) as chosen
            from operational.learning_sessions as session
            join operational.campuses as campus on campus.id = session.campus_id
            where session.id = any(%(session_ids)s::bigint[]) and ({scope}) and {condition}
            order by session.id
            for update of session
        )
        select locked.*, stored.*
        from locked
        join operational.stored_marks((select array_agg(locked.id) from locked), %(sent)s::jsonb) as stored
            on stored.session_id = locked.id
        """  # noqa: S608 - the scope is made of constants
    )


async def lock(
    connection: Db,
    scope: Predicate,
    sent: Mapping[int, tuple[Sequence[int], Sequence[int]]],
    asker: Mapping[str, Any] | None = None,
) -> list[Locked]:
    """Locks sessions within `scope` by id, then the enrolments of the students by id, and reads what is known of them.

    So marks of one session are written one request after the other.

    Args:
        connection: in a transaction.
        scope: on the alias `session`.
        sent: (students, topics) that were sent, by session.
        asker: the binds of `asker.STILL`, where it has still to be asked.

    Returns:
        The sessions that there are within `scope`; none when the asker is not any more who he was.
    """
    request = [
        {"session_id": session_id, "student_ids": student_ids, "topic_ids": topic_ids}
        for session_id, (student_ids, topic_ids) in sent.items()
    ]
    cursor = await connection.execute(
        _lock_sessions(scope.psycopg, "true" if asker is None else STILL),
        {**scope.parameters, **(asker or {}), "session_ids": list(sent), "sent": to_json(request).decode()},
        prepare=True,
    )
    return [_locked(row) for row in await cursor.fetchall()]


def _locked(row: DictRow) -> Locked:
    columns = (row["enrollment_dates"], row["ended_on"], row["are_members"])
    known = {student_id: Known(*of) for student_id, *of in zip(row["student_ids"], *columns, strict=True)}
    return Locked(row, known, _MARKS.validate_json(row["marks"]), frozenset(row["known_topic_ids"]))


@dataclass(frozen=True)
class Change:
    """What has to be written of a session.

    Attributes:
        contents: marks by student; None for one that is taken back.
        kept_recorded_at: of those whose facts stay; all others become known now.
        dropped: (attendance_id, topic_id) that a mark covers no more.
        moved_ids: students whose progress on `topic_ids` has to be derived anew.
        topic_ids: every topic that a changed mark named before or names now.
        mastery_level: from which understanding on a topic is done.
        event: to be appended; the database adds whether the session was completed or opened again.
    """

    contents: Mapping[int, Content | None]
    kept_recorded_at: Mapping[int, datetime]
    dropped: Sequence[tuple[int, int]]
    moved_ids: Sequence[int]
    topic_ids: Sequence[int]
    mastery_level: int
    event: events.NewEvent

    def fields(self) -> dict[str, Any]:
        """What `operational.save_marks` takes of it."""
        marks = [
            {
                "student_id": student_id,
                "status": one.attendance_status,
                "minutes_late": one.minutes_late,
                "check_in": one.check_in_time,
                "check_out": one.check_out_time,
                "notes": one.faculty_notes,
                "prep": one.next_session_prep,
                "kept": self.kept_recorded_at.get(student_id),
                "topics": one.topics,
            }
            for student_id, one in self.contents.items()
            if one is not None
        ]
        return {
            **self.event.values(),
            "marks": marks,
            "taken_ids": [student_id for student_id, one in self.contents.items() if one is None],
            "dropped": self.dropped,
            "moved_ids": self.moved_ids,
            "topic_ids": self.topic_ids,
            "mastery_level": self.mastery_level,
        }


async def save(
    connection: Db, session_id: int, subject_id: int, student_ids: Sequence[int], change: Change | None
) -> MarkAnswer:
    """Writes the change, derives progress, completes the session or opens it again, and appends the event.

    The caller holds the locks that `lock` takes. Without a change it only reads.

    Returns:
        What is stored of `student_ids`, in their order.
    """
    request = {"marks": [], "taken_ids": []} if change is None else change.fields()
    request |= {"session_id": session_id, "subject_id": subject_id, "student_ids": student_ids}
    cursor = await connection.execute(
        "select * from operational.save_marks(%(request)s::jsonb)", {"request": to_json(request).decode()}, prepare=True
    )
    row = await cursor.fetchone()
    if row is None:
        raise RuntimeError("marks were not answered")
    columns = (row["student_ids"], row["attendance_ids"], row["versions"], row["completion_percentages"])
    saved = [dict(zip(SavedMark.model_fields, values, strict=True)) for values in zip(*columns, strict=True)]
    event_ids = [] if row["event_id"] is None else [row["event_id"]]
    return MarkAnswer.model_validate({"session_id": session_id, "saved": saved, "event_ids": event_ids})

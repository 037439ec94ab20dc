"""When a faculty member can teach, and what her time went into.

Every change locks her row first: two overlapping parts, or more than a day's minutes, cannot slip in side by side.
"""

from datetime import datetime
from typing import Any

from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.errors import Conflict, NotFound
from ingest_api.faculties import repository, service
from ingest_api.faculties.schemas import (
    Availability,
    AvailabilityChange,
    NewAvailability,
    NewTimeEntry,
    TimeEntry,
    TimeEntryChange,
)
from ingest_api.fields import Nothing
from ingest_api.rows import check_version, insert_row, lock_row
from ingest_api.writing import Writing, sent
from warehouse.vocabulary import TimeEntryKind

_MINUTES_OF_DAY = 1440


async def add_availability(write: Writing, faculty_id: int, content: NewAvailability) -> Availability:
    """A new part of her week.

    Raises:
        NotFound: there is no such faculty member that the user may see.
        Conflict: it overlaps another part, which the problem names.
    """
    faculty = await _locked(write, faculty_id)
    values = content.model_dump()
    await _refuse_overlap(write, faculty_id, {"id": None, **values})
    row = await insert_row(write.connection, "faculty_availability", {"faculty_id": faculty_id, **values})
    await write.event("availability.created", "faculty_availability", row["id"], campus_id=faculty["campus_id"])
    return Availability(**row)


async def change_availability(
    write: Writing, faculty_id: int, availability_id: int, content: AvailabilityChange
) -> Availability:
    """Changes a part of her week; the same errors as `add_availability`, and a version that is not current."""
    faculty = await _locked(write, faculty_id)
    current = await _part(write, faculty_id, availability_id)
    wanted = {column: current[column] for column in ("id", "weekday", "start_time", "end_time")} | sent(content)
    if wanted["end_time"] <= wanted["start_time"]:
        raise people.invalid("end_time", "must lie after start_time", "order")
    await _refuse_overlap(write, faculty_id, wanted)
    row, different = await write.update("faculty_availability", current, sent(content))
    if different:
        await write.event(
            "availability.changed",
            "faculty_availability",
            availability_id,
            campus_id=faculty["campus_id"],
            columns=different,
        )
    return Availability(**row)


async def remove_availability(write: Writing, faculty_id: int, availability_id: int) -> Nothing:
    """Removes a part of her week.

    Raises:
        NotFound: there is no such part of a faculty member that the user may see.
        Conflict: the version is not current.
    """
    faculty = await _locked(write, faculty_id)
    current = await _part(write, faculty_id, availability_id)
    check_version(write.expected_version, current)
    await write.connection.execute("delete from operational.faculty_availability where id = %s", (availability_id,))
    await write.event("availability.removed", "faculty_availability", availability_id, campus_id=faculty["campus_id"])
    return Nothing()


async def add_time_entry(write: Writing, faculty_id: int, content: NewTimeEntry) -> TimeEntry:
    """Writes time down.

    Raises:
        NotFound: there is no such faculty member that the user may see.
        Invalid: neither minutes nor both times are given, they do not fit, or the session is not hers on that day.
        Conflict: it overlaps another entry, the day has no minutes left, or the session's time is written down.
    """
    faculty = await _locked(write, faculty_id)
    wanted = await _checked_entry(write, faculty_id, {"id": None, **content.model_dump()})
    del wanted["id"]
    try:
        async with write.connection.transaction():
            row = await insert_row(write.connection, "faculty_time_entries", {"faculty_id": faculty_id, **wanted})
    except UniqueViolation as error:
        raise _written_down(wanted) from error
    await _tell_entry(write, "time_entry.created", faculty, row)
    return TimeEntry(**row)


async def change_time_entry(write: Writing, faculty_id: int, entry_id: int, content: TimeEntryChange) -> TimeEntry:
    """Changes what was sent. New times bring new minutes, unless those are said too.

    Raises:
        NotFound, Invalid, Conflict: as for `add_time_entry`; also, there is no such entry of hers, or the version is
            not current.
    """
    faculty = await _locked(write, faculty_id)
    current = await _entry(write, faculty_id, entry_id)
    check_version(write.expected_version, current)
    changes = sent(content)
    wanted = {column: current[column] for column in ("id", *TimeEntryChange.model_fields)} | changes
    has_times = wanted["start_time"] is not None and wanted["end_time"] is not None
    if "minutes" not in changes and has_times and changes.keys() & {"start_time", "end_time"}:
        wanted["minutes"] = None
    wanted = await _checked_entry(write, faculty_id, wanted)
    del wanted["id"]
    try:
        async with write.connection.transaction():
            row, different = await write.update("faculty_time_entries", current, wanted)
    except UniqueViolation as error:
        raise _written_down(wanted) from error
    if different:
        await _tell_entry(write, "time_entry.changed", faculty, row, columns=different)
    return TimeEntry(**row)


async def remove_time_entry(write: Writing, faculty_id: int, entry_id: int) -> Nothing:
    """Removes what was written down by mistake.

    Raises:
        NotFound: there is no such entry of a faculty member that the user may see.
        Conflict: the version is not current.
    """
    faculty = await _locked(write, faculty_id)
    current = await _entry(write, faculty_id, entry_id)
    check_version(write.expected_version, current)
    await write.connection.execute("delete from operational.faculty_time_entries where id = %s", (entry_id,))
    await _tell_entry(write, "time_entry.removed", faculty, current)
    return Nothing()


async def _checked_entry(write: Writing, faculty_id: int, wanted: dict[str, Any]) -> dict[str, Any]:
    """`wanted` with its minutes, when an entry may look like that; `id` says which other entry it replaces."""
    minutes = _minutes(wanted)
    if wanted["session_id"] is not None:
        if wanted["kind"] not in (TimeEntryKind.TEACHING, TimeEntryKind.PREPARATION):
            raise people.invalid("kind", "time for a session is teaching or preparation", "session_kind")
        is_hers = await repository.is_own_session(
            write.connection, faculty_id, wanted["session_id"], wanted["work_date"]
        )
        if not is_hers:
            raise people.invalid("session_id", f"she has no session {wanted['session_id']} on that day")
    if wanted["start_time"] is not None:
        other = await repository.overlapping_entry(write.connection, faculty_id, wanted)
        if other is not None:
            raise Conflict(
                f"{other['start_time']:%H:%M}–{other['end_time']:%H:%M} is already written down as {other['kind']}",
                kind="time-clash",
                clash={"id": other["id"], "start_time": other["start_time"], "end_time": other["end_time"]},
            )
    known = await repository.minutes_of_day(write.connection, faculty_id, wanted["work_date"], wanted["id"])
    if known + minutes > _MINUTES_OF_DAY:
        raise Conflict(
            f"{known} minutes of that day are written down already; a day has {_MINUTES_OF_DAY}", kind="day-full"
        )
    return wanted | {"minutes": minutes}


def _minutes(wanted: dict[str, Any]) -> int:
    start, end, said = wanted["start_time"], wanted["end_time"], wanted["minutes"]
    if (start is None) != (end is None):
        raise people.invalid("end_time", "say both start_time and end_time, or neither", "together")
    if start is None:
        if said is None:
            raise people.invalid("minutes", "say the minutes, or start_time and end_time", "missing")
        return int(said)
    day = wanted["work_date"]
    most = int((datetime.combine(day, end) - datetime.combine(day, start)).total_seconds() // 60)
    if most < 1 or (said or 0) > most:
        raise people.invalid("minutes", f"there are {max(most, 0)} minutes between start_time and end_time", "too_many")
    return int(said or most)


def _written_down(entry: dict[str, Any]) -> Conflict:
    return Conflict(f"the {entry['kind']} of this session is written down already", kind="taken")


async def _tell_entry(write: Writing, name: str, faculty: DictRow, row: DictRow, **payload: Any) -> None:
    await write.event(
        name,
        "faculty_time_entries",
        row["id"],
        campus_id=faculty["campus_id"],
        session_id=row["session_id"],
        kind=row["kind"],
        minutes=row["minutes"],
        **payload,
    )


async def _locked(write: Writing, faculty_id: int) -> DictRow:
    await service.get(write.connection, write.user, faculty_id)
    faculty = await repository.lock_faculty(write.connection, faculty_id)
    if faculty is None:
        raise NotFound(f"there is no faculty member {faculty_id} that you may see")
    return faculty


async def _entry(write: Writing, faculty_id: int, entry_id: int) -> DictRow:
    current = await lock_row(write.connection, "faculty_time_entries", entry_id)
    if current is None or current["faculty_id"] != faculty_id:
        raise NotFound(f"she has written down no entry {entry_id}")
    return current


async def _part(write: Writing, faculty_id: int, availability_id: int) -> DictRow:
    current = await lock_row(write.connection, "faculty_availability", availability_id)
    if current is None or current["faculty_id"] != faculty_id:
        raise NotFound(f"her week has no part {availability_id}")
    return current


async def _refuse_overlap(write: Writing, faculty_id: int, part: dict[str, object]) -> None:
    other = await repository.overlapping_availability(write.connection, faculty_id, part)
    if other is not None:
        raise Conflict(
            f"overlaps {other['start_time']:%H:%M}–{other['end_time']:%H:%M} of the same day",
            kind="availability-overlap",
            clash=other,
        )

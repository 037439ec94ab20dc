"""Settings of the institute and of its campuses: reading and choosing. Which one is in force says `thresholds.py`."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import events, people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.institute import thresholds
from ingest_api.institute.settings_schemas import (
    AllSettings,
    CampusSettings,
    ChosenInstituteThresholds,
    ChosenThresholds,
    InstituteChange,
    InstituteSettings,
    InstituteThresholds,
    ThresholdChange,
    Thresholds,
)
from ingest_api.institute.thresholds import Chosen, Places
from ingest_api.logs import request_id
from ingest_api.progress.statements import lock_statement, recompute_statement
from ingest_api.rows import check_version, update_row
from ingest_api.writing import Writing, sent
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Db = AsyncConnection[DictRow]

# Before anything is imported there is no institute's row yet.
_UNKNOWN = {"id": None, "name": "Headway", "currency": "INR", "clock_as_of": None, "is_demo": False, "version": 0}
_EVERYBODY = "select student_id, subject_id from operational.student_subject_enrollments"
_LOCK = 4_217_004  # any fixed number of our own: with the campus's id, one writer of a place's settings at a time


async def everything(connection: Db, user: CurrentUser, settings: Settings) -> AllSettings:
    """The institute's settings and those of the campuses that `user` sees."""
    places = await thresholds.chosen(connection)
    campuses = await _campuses(connection, None if user.role is Role.SUPER_ADMIN else user.campus_id or 0)
    return AllSettings(
        institute=_institute(await _institute_row(connection), settings, places),
        campuses=[_campus(row, settings, places) for row in campuses],
    )


async def of_institute(connection: Db, settings: Settings) -> InstituteSettings:
    """What holds for the whole institute."""
    return _institute(await _institute_row(connection), settings, await thresholds.chosen(connection, []))


async def of_campus(connection: Db, user: CurrentUser, settings: Settings, campus_id: int) -> CampusSettings:
    """What holds at one campus.

    Raises:
        NotFound: there is no such campus, or it is not the user's.
    """
    rows = await _campuses(connection, campus_id)
    if not rows or (user.role is not Role.SUPER_ADMIN and campus_id != user.campus_id):
        raise NotFound(f"there is no campus {campus_id} whose settings you may see")
    return _campus(rows[0], settings, await thresholds.chosen(connection, [campus_id]))


async def change_institute(write: Writing, content: InstituteChange) -> InstituteSettings:
    """Changes what was sent.

    Raises:
        Conflict: the version is not current, or there are amounts in the currency so far.
        Invalid: the bands of risk would be upside down.
    """
    connection = write.connection
    await _lock(connection, 0)
    before = await of_institute(connection, write.settings)
    check_version(write.expected_version, before.model_dump())
    wanted = sent(content)
    row = await _institute_row(connection)
    changes = {
        column: wanted[column] for column in ("name", "currency") if wanted.get(column, row[column]) != row[column]
    }
    if "currency" in changes and await _has_amounts(connection):
        raise Conflict(f"there are amounts in {row['currency']}; they would become wrong", kind="amounts-known")
    if changes:
        if row["id"] is None:
            await connection.execute(
                "insert into operational.institute (id, name) overriding system value values (1, %s)", (row["name"],)
            )
        await update_row(connection, "institute", 1, changes)
        await write.event("institute.changed", "institute", 1, campus_id=None, columns=sorted(changes))
    await _choose(write, None, wanted)
    after = await of_institute(connection, write.settings)
    if after.in_force.risk_band_medium > after.in_force.risk_band_high:
        raise people.invalid("risk_band_high", "must not lie below the medium band's", "order")
    if after.in_force.mastery_level != before.in_force.mastery_level:
        await _derive_anew(write, after.in_force.mastery_level)
    return after


async def change_campus(write: Writing, campus_id: int, content: ThresholdChange) -> CampusSettings:
    """Changes what was sent.

    Raises:
        NotFound: there is no such campus, or it is not the user's.
        Conflict: the version is not current.
    """
    await _lock(write.connection, campus_id)
    current = await of_campus(write.connection, write.user, write.settings, campus_id)
    check_version(write.expected_version, current.model_dump())
    await _choose(write, campus_id, sent(content))
    return await of_campus(write.connection, write.user, write.settings, campus_id)


async def _derive_anew(write: Writing, mastery_level: int) -> None:
    """What every student has done, by the new level; whoever marks meanwhile waits."""
    await write.connection.execute(lock_statement(_EVERYBODY))
    await write.connection.execute(
        recompute_statement(_EVERYBODY), {"mastery_level": mastery_level, "actor_user_id": write.user.id}
    )
    derived = events.NewEvent(
        name="progress.derived",
        relation="student_topic_progress",
        actor_user_id=write.user.id,
        actor_role=write.user.role,
        request_id=request_id(),
        payload={"mastery_level": mastery_level},
    )
    await events.append(write.connection, derived)


async def _lock(connection: Db, place: int) -> None:
    await connection.execute("select pg_advisory_xact_lock(hashint8extended(%s, %s))", (place, _LOCK))


async def _choose(write: Writing, campus_id: int | None, wanted: dict[str, Any]) -> None:
    values = {key: wanted[key] for key in thresholds.KEYS if key in wanted}
    for row in await thresholds.store(write.connection, campus_id, values, write.user.id):
        await write.event(
            "setting.changed", "settings", row["id"], campus_id=campus_id, key=row["key"], value=row["value"]
        )


async def _has_amounts(connection: Db) -> bool:
    found = await connection.execute(
        """
        select
            exists (select from operational.payments)
            or exists (select from operational.fee_plans)
            or exists (select from operational.subjects where fee is not null)
            or exists (select from operational.faculties where hourly_rate is not null) as is_there
        """
    )
    row = await found.fetchone()
    return row is not None and bool(row["is_there"])


async def _institute_row(connection: Db) -> DictRow:
    found = await connection.execute(
        "select id, name, currency, clock_as_of, is_demo, version from operational.institute"
    )
    return await found.fetchone() or _UNKNOWN


async def _campuses(connection: Db, campus_id: int | None) -> list[DictRow]:
    found = await connection.execute(
        "select id, code, name, time_zone, version from operational.campuses"
        " where id = coalesce(%s::bigint, id) order by code",
        (campus_id,),
    )
    return await found.fetchall()


def _institute(row: DictRow, settings: Settings, places: Places) -> InstituteSettings:
    here = places[None]
    return InstituteSettings(
        **{column: row[column] for column in ("name", "currency", "clock_as_of", "is_demo")},
        chosen=ChosenInstituteThresholds.model_validate(here.values),
        in_force=InstituteThresholds.model_validate(_in_force(settings, here)),
        defaults=InstituteThresholds.model_validate(_in_force(settings)),
        changes=here.changes,
        version=row["version"] + here.version,
    )


def _campus(row: DictRow, settings: Settings, places: Places) -> CampusSettings:
    here = places.get(row["id"], Chosen())
    return CampusSettings(
        campus_id=row["id"],
        **{column: row[column] for column in ("code", "name", "time_zone")},
        chosen=ChosenThresholds.model_validate(here.values),
        in_force=Thresholds.model_validate(_in_force(settings, places[None], here)),
        changes=here.changes,
        version=row["version"] + here.version,
    )


def _in_force(settings: Settings, *places: Chosen) -> dict[str, Any]:
    values: dict[str, Any] = {key: getattr(settings, key) for key in thresholds.KEYS}
    for place in places:
        values |= place.values
    return values

"""The thresholds that admins choose, and which of them is in force at a campus.

How values are kept and which one wins says `warehouse/chosen.py`.

Belongs here: storing, reading what was chosen where, and what is in force. Only what some rule really asks for is a
threshold: its service calls `in_force`.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api.institute.settings_schemas import SettingChange, Thresholds
from warehouse.chosen import IN_FORCE, INSTITUTE_KEYS
from warehouse.settings import Settings

Db = AsyncConnection[DictRow]
Values = dict[str, int | float]

# What a campus can choose for itself, and what only the institute can.
CAMPUS_KEYS = tuple(Thresholds.model_fields)
KEYS = (*CAMPUS_KEYS, *INSTITUTE_KEYS)


@dataclass
class Chosen:
    """What was chosen at one place; `version` is the sum of its rows' versions."""

    values: Values = field(default_factory=dict)
    version: int = 0
    changes: list[SettingChange] = field(default_factory=list)


Places = dict[int | None, Chosen]
"""What was chosen at campuses, and for the institute under None."""


async def chosen(connection: Db, campus_ids: Collection[int] | None = None) -> Places:
    """What was chosen for the institute and at these campuses, or without any at all of them."""
    found = await connection.execute(
        """
        select
            setting.campus_id, setting.key, setting.value, setting.version, setting.updated_at,
            nullif(concat_ws(' ', chooser.first_name, chooser.last_name), '') as changed_by
        from operational.settings as setting
        left join operational.users as chooser on chooser.id = setting.updated_by
        where setting.key = any(%(keys)s)
            and (
                %(campus_ids)s::bigint[] is null or setting.campus_id is null
                or setting.campus_id = any(%(campus_ids)s::bigint[])
            )
        order by setting.key
        """,
        {"keys": list(KEYS), "campus_ids": None if campus_ids is None else list(campus_ids)},
    )
    places: Places = {None: Chosen()}
    for row in await found.fetchall():
        place = places.setdefault(row["campus_id"], Chosen())
        place.version += row["version"]
        place.changes.append(SettingChange(key=row["key"], changed_at=row["updated_at"], changed_by=row["changed_by"]))
        if row["value"] is not None:
            place.values[row["key"]] = row["value"]
    return places


async def in_force(connection: Db, settings: Settings, campus_id: int | None = None) -> Settings:
    """The settings as they hold at one campus, or without one for the institute."""
    found = await connection.execute(
        f"select ({IN_FORCE.format(campus_id='%(campus_id)s::bigint')}) as chosen", {"campus_id": campus_id}
    )
    row = await found.fetchone()
    return with_values(settings, {} if row is None else row["chosen"])


def with_values(settings: Settings, chosen: Values) -> Settings:
    """The settings with what is in force of `chosen`; a key that is no threshold any more means nothing."""
    return settings.model_copy(update={key: value for key, value in chosen.items() if key in KEYS})


async def campus_ids(connection: Db) -> list[int]:
    """Every campus: what looks at all students goes campus by campus, each with its own thresholds."""
    found = await connection.execute("select id from operational.campuses order by id")
    return [row["id"] for row in await found.fetchall()]


async def store(
    connection: Db, campus_id: int | None, values: dict[str, int | float | None], user_id: int
) -> list[DictRow]:
    """Writes what became different, None for what is taken back; the rows written, each with id, key and value.

    The caller holds the lock of the place.
    """
    places = await chosen(connection, [] if campus_id is None else [campus_id])
    known = places.get(campus_id, Chosen()).values
    written: list[DictRow] = []
    for key, value in values.items():
        if known.get(key) == value:
            continue
        stored: Any = Jsonb(value)
        found = await connection.execute(
            """
            insert into operational.settings (campus_id, key, value, updated_by) values (%s, %s, %s, %s)
            on conflict (campus_id, key) do update set value = excluded.value, updated_by = excluded.updated_by
            returning id, key, value
            """,
            (campus_id, key, stored, user_id),
        )
        written += await found.fetchall()
    return written

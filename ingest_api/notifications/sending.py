"""Telling users: `notify` is what every feature calls, within the transaction of its change.

Title, payload and link hold keys and figures, never a personal value of somebody else: the screen that opens `link`
looks those up within what the user may see then. Each told user is also told live, by an event about the notification.
"""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from ingest_api import events
from warehouse.vocabulary import EventSource


async def notify(
    connection: AsyncConnection[DictRow],
    user_ids: Sequence[int],
    kind: str,
    title: str,
    *,
    link: str | None = None,
    body_key: str | None = None,
    **payload: Any,
) -> list[int]:
    """Tells each of these users once, and returns the ids of the notifications.

    Args:
        connection: in the transaction of the change that they are told of.
        user_ids: whom; who is named twice is told once, who is not active not at all.
        kind: stable and made for programs, for example `inquiry.assigned`.
        title: a short sentence without names.
        link: the path of the screen that shows it.
        body_key: the key of a longer text of the screens.
        payload: keys, counts, states.
    """
    found = await connection.execute(
        "insert into operational.notifications (user_id, kind, title, body_key, payload, link)"
        " select person.id, %(kind)s, %(title)s, %(body_key)s, %(payload)s, %(link)s from operational.users as person"
        " where person.id = any(%(users)s) and person.status = 'active' order by person.id"
        " returning id, user_id",
        {
            "users": list(set(user_ids)),
            "kind": kind,
            "title": title,
            "body_key": body_key,
            "payload": Jsonb(payload),
            "link": link,
        },
    )
    rows = await found.fetchall()
    for row in rows:
        await events.append(
            connection,
            events.NewEvent(
                name="notification.sent",
                relation="notifications",
                row_id=row["id"],
                source=EventSource.SYSTEM,
                payload={"user_id": row["user_id"], "kind": kind},
            ),
        )
    return [row["id"] for row in rows]

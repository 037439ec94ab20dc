"""The rules of calendar addresses: one per user, secret, made anew or ended at any time."""

import secrets

from anyio import to_thread
from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api.auth.repository import institute
from ingest_api.auth.tokens import fingerprint
from ingest_api.calendars import repository
from ingest_api.calendars.feed import calendar
from ingest_api.calendars.schemas import CalendarLink
from ingest_api.errors import Conflict, NotFound
from ingest_api.writing import Writing
from warehouse.scope import Resource, Viewer, row_predicate
from warehouse.vocabulary import Role

TOKEN_BYTES = 32


async def make_link(write: Writing) -> CalendarLink:
    """A new address in the place of the old one. No key repeats the answer: it would have to be kept, and is secret.

    Raises:
        Conflict: the user has no sessions of their own.
    """
    if write.user.student_id is None:
        raise Conflict("only a student has a calendar", kind="no-calendar")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with write.connection.transaction():
        row = await repository.replace_link(write.connection, write.user.id, fingerprint(token))
        await write.event("calendar.link_made", "calendar_links", row["id"], campus_id=write.user.campus_id)
    return CalendarLink(token=token, made_at=row["made_at"])


async def end_link(write: Writing) -> None:
    """Ends the address; without one nothing happens."""
    async with write.connection.transaction():
        link_id = await repository.remove_link(write.connection, write.user.id)
        if link_id is not None:
            await write.event("calendar.link_ended", "calendar_links", link_id, campus_id=write.user.campus_id)


async def feed(connection: AsyncConnection[DictRow], token: str) -> bytes:
    """The calendar at a secret address.

    Raises:
        NotFound: no such address, not any more, or its student is no longer active.
    """
    owner = await repository.owner(connection, fingerprint(token))
    if owner is None:
        raise NotFound("there is no calendar at this address (any more)")
    viewer = Viewer(owner["user_id"], Role.STUDENT, owner["campus_id"], student_id=owner["student_id"])
    sessions = await repository.sessions(connection, row_predicate(viewer, Resource.SESSIONS, "session"))
    exams = await repository.exams(connection, owner["student_id"])
    known = await institute(connection)
    name = known["name"] if known else "Headway"
    return await to_thread.run_sync(calendar, name, sessions, exams)

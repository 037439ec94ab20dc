"""The queries of log-in and of who is asking."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import DictRow

Db = AsyncConnection[DictRow]

# A log-in that has not ended. Bind: `family`, that of its refresh tokens.
NOT_ENDED: LiteralString = """
    not exists (
        select from operational.refresh_tokens as token
        where token.family = %(family)s and token.revoked_at is not null
    )
"""
_USER_BY_TOKEN: LiteralString = f"""
    select
        person.id, person.uuid, person.email, person.first_name, person.last_name, person.role, person.campus_id,
        campus.code as campus_code, campus.name as campus_name, campus.time_zone,
        student.id as student_id, faculty.id as faculty_id
    from operational.users as person
    left join operational.campuses as campus on campus.id = person.campus_id
    left join operational.students as student on student.user_id = person.id
    left join operational.faculties as faculty on faculty.user_id = person.id
    where person.uuid = %(user_uuid)s and person.status = 'active' and {NOT_ENDED}
"""  # noqa: S608 - constants


async def user_by_email(connection: Db, email: str) -> DictRow | None:
    """id, uuid, password_hash, status, role, campus_id of the user with this e-mail."""
    cursor = await connection.execute(
        "select id, uuid, password_hash, status, role, campus_id from operational.users where email = %s", (email,)
    )
    return await cursor.fetchone()


async def user_by_token(connection: Db, user_uuid: UUID, family: UUID) -> DictRow | None:
    """The active user behind an access token whose log-in was not ended, with campus and what they are."""
    cursor = await connection.execute(_USER_BY_TOKEN, {"user_uuid": user_uuid, "family": family})
    return await cursor.fetchone()


async def institute(connection: Db) -> DictRow | None:
    """name, is_demo, clock_as_of, currency."""
    cursor = await connection.execute("select name, is_demo, clock_as_of, currency from operational.institute")
    return await cursor.fetchone()


async def note_login(connection: Db, user_id: int) -> None:
    """Remembers the log-in, and throws away what this user no longer needs."""
    await connection.execute("update operational.users set last_login_at = now() where id = %s", (user_id,))
    await connection.execute(
        "delete from operational.refresh_tokens where user_id = %s and expires_at < now()", (user_id,)
    )
    await connection.execute(
        "delete from operational.idempotency_keys where user_id = %s and created_at < now() - interval '7 days'",
        (user_id,),
    )


async def add_refresh_token(connection: Db, user_id: int, family: UUID, token_hash: str, expires_at: datetime) -> None:
    """Adds a token to its family."""
    await connection.execute(
        "insert into operational.refresh_tokens (user_id, family, token_hash, expires_at) values (%s, %s, %s, %s)",
        (user_id, family, token_hash, expires_at),
    )


async def lock_refresh_token(connection: Db, token_hash: str) -> DictRow | None:
    """The token and its user, locked, so that of two simultaneous uses one is the second."""
    cursor = await connection.execute(
        """
        select
            token.id, token.family, token.user_id, person.uuid as user_uuid, person.role, person.campus_id,
            token.used_at is not null as is_used,
            token.revoked_at is not null as is_revoked,
            token.expires_at < now() as is_expired,
            person.status = 'active' as is_user_active
        from operational.refresh_tokens as token
        join operational.users as person on person.id = token.user_id
        where token.token_hash = %s
        for update of token
        """,
        (token_hash,),
    )
    return await cursor.fetchone()


async def use_refresh_token(connection: Db, token_id: int) -> None:
    """Marks a token as used: it renews once."""
    await connection.execute("update operational.refresh_tokens set used_at = now() where id = %s", (token_id,))


async def revoke_family(connection: Db, family: UUID) -> None:
    """Ends a log-in with all its tokens."""
    await connection.execute(
        "update operational.refresh_tokens set revoked_at = now() where family = %s and revoked_at is null", (family,)
    )


async def expire_one_time_tokens(connection: Db, user_id: int) -> None:
    """Ends the one-time tokens of a user that are still unused."""
    await connection.execute(
        "update operational.one_time_tokens set used_at = now() where user_id = %s and used_at is null", (user_id,)
    )


async def one_time_token(connection: Db, token_hash: str) -> DictRow | None:
    """The token, working or not, with its user's first name and e-mail; `expired_on` is a day at the campus."""
    cursor = await connection.execute(
        """
        select
            token.purpose, token.expires_at, token.used_at, token.expires_at <= now() as is_expired,
            (token.expires_at at time zone coalesce(campus.time_zone, 'UTC'))::date as expired_on,
            person.first_name, person.email
        from operational.one_time_tokens as token
        join operational.users as person on person.id = token.user_id
        left join operational.campuses as campus on campus.id = person.campus_id
        where token.token_hash = %s
        """,
        (token_hash,),
    )
    return await cursor.fetchone()


async def lock_one_time_token(connection: Db, token_hash: str) -> DictRow | None:
    """The token, if it still works, with its user; locked, so that of two simultaneous uses one finds it."""
    cursor = await connection.execute(
        """
        select token.id, token.purpose, token.user_id, person.status as user_status, person.campus_id
        from operational.one_time_tokens as token
        join operational.users as person on person.id = token.user_id
        where token.token_hash = %s and token.used_at is null and token.expires_at > now()
        for update of token
        """,
        (token_hash,),
    )
    return await cursor.fetchone()


async def use_one_time_token(connection: Db, token_id: int) -> None:
    """Marks a token as used."""
    await connection.execute("update operational.one_time_tokens set used_at = now() where id = %s", (token_id,))


async def password_hash(connection: Db, user_id: int) -> str | None:
    """The stored hash of a user's password."""
    cursor = await connection.execute("select password_hash from operational.users where id = %s", (user_id,))
    row = await cursor.fetchone()
    return row["password_hash"] if row else None


async def set_password(
    connection: Db, user_id: int, password_hash: str, *, activates: bool = False, keep_family: UUID | None = None
) -> None:
    """Stores a new hash and ends the user's log-ins, except the family `keep_family`."""
    await connection.execute(
        "update operational.users set password_hash = %s, status = case when %s then 'active' else status end"
        " where id = %s",
        (password_hash, activates, user_id),
    )
    await end_log_ins(connection, user_id, keep_family)


async def end_log_ins(connection: Db, user_id: int, keep_family: UUID | None = None) -> None:
    """Ends the log-ins of a user, except the family `keep_family`."""
    await connection.execute(
        "update operational.refresh_tokens set revoked_at = now()"
        " where user_id = %s and revoked_at is null and family is distinct from %s",
        (user_id, keep_family),
    )


async def campus_id(connection: Db, code: str) -> int | None:
    """The id of the campus with this code."""
    cursor = await connection.execute("select id from operational.campuses where code = %s", (code,))
    row = await cursor.fetchone()
    return int(row["id"]) if row else None


async def admins_of(connection: Db, campus_id: int | None) -> list[int]:
    """The active admins of a campus; the super admins when it has none."""
    cursor = await connection.execute(
        """
        select id, role from operational.users
        where status = 'active' and (role = 'super_admin' or (role = 'admin' and campus_id = %s))
        """,
        (campus_id,),
    )
    rows = await cursor.fetchall()
    admins = [row["id"] for row in rows if row["role"] == "admin"]
    return admins or [row["id"] for row in rows]

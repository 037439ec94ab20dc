"""The analysts' door to PostgreSQL: one role that reads marts, features, reporting and predictions, and nothing else.

Belongs here: the role, what it may read, and its address. It can neither write nor see who somebody is: the schemas
`operational`, `raw`, `staging`, `intermediate` and `restricted` are closed to it. Default privileges keep the door open
for tables that dbt makes anew, because they hold for every table that is created in those schemas from then on.

A server whose administrator gives us no right to make roles is served too: a role that is already there is only granted
what it may read; its password is then whatever its owner has set.
"""

from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from warehouse.postgres import connect, libpq_url
from warehouse.relations import PREDICTIONS, PUBLISHED_SCHEMAS
from warehouse.settings import Settings

READABLE_SCHEMAS: Final = (*PUBLISHED_SCHEMAS, PREDICTIONS)
# Says that the role is ours: only such a role gets a password and limits from us.
_MARK: Final = "Read-only role of Headway for data analysts"
# Anybody's; only that two starts at once take turns.
_LOCK: Final = 0x68656164


class AnalystRoleError(RuntimeError):
    """The role could not be made; the message says what the server's administrator can do."""


def ensure_analyst(database_url: str, settings: Settings) -> str:
    """Makes the role if it is missing, gives it what it may read, and returns its address.

    Args:
        database_url: the database, as its owner.
        settings: name, password and limits of the role.

    Returns:
        `postgresql://analyst:password@host:port/database`.

    Raises:
        AnalystRoleError: there is no such role and the database's user may not create one.
    """
    role = sql.Identifier(settings.analyst_role)
    with connect(database_url) as connection:
        connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
        if _is_missing(connection, settings.analyst_role):
            _create(connection, settings.analyst_role)
        if _is_ours(connection, settings.analyst_role):
            _set_password_and_limits(connection, settings)
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(sql.Identifier(connection.info.dbname), role)
        )
        for schema in map(sql.Identifier, READABLE_SCHEMAS):
            # Before the first build there is nothing to grant on yet; dbt finds the schema and keeps it.
            connection.execute(sql.SQL("create schema if not exists {}").format(schema))
            connection.execute(sql.SQL("grant usage on schema {} to {}").format(schema, role))
            connection.execute(sql.SQL("grant select on all tables in schema {} to {}").format(schema, role))
            connection.execute(
                sql.SQL("alter default privileges in schema {} grant select on tables to {}").format(schema, role)
            )
    return analyst_url(database_url, settings)


def analyst_url(database_url: str, settings: Settings) -> str:
    """The address under which an analyst connects; it carries the role's password."""
    parts = urlsplit(libpq_url(database_url))
    place = parts.netloc.rpartition("@")[2]
    password = quote(settings.secret("analyst"), safe="")
    return urlunsplit(parts._replace(netloc=f"{quote(settings.analyst_role, safe='')}:{password}@{place}"))


def _is_missing(connection: psycopg.Connection, role: str) -> bool:
    return connection.execute("select from pg_roles where rolname = %s", (role,)).fetchone() is None


def _create(connection: psycopg.Connection, role: str) -> None:
    try:
        connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        connection.execute(sql.SQL("comment on role {} is {}").format(sql.Identifier(role), sql.Literal(_MARK)))
    except psycopg.errors.InsufficientPrivilege as error:
        raise AnalystRoleError(
            f"the database's user may not create the role “{role}”; let the server's administrator run"
            f" `create role {role} login password '…'`, set HEADWAY_ANALYST_PASSWORD to that password, and try again"
        ) from error


def _is_ours(connection: psycopg.Connection, role: str) -> bool:
    said = "select shobj_description(oid, 'pg_authid') from pg_roles where rolname = %s"
    return connection.execute(said, (role,)).fetchone() == (_MARK,)


def _set_password_and_limits(connection: psycopg.Connection, settings: Settings) -> None:
    """The limits keep a forgotten transaction from holding up dbt, which replaces tables that somebody may read."""
    name = settings.analyst_role
    # Hashed here, so that the password itself never reaches the server's log.
    hashed = connection.pgconn.encrypt_password(settings.secret("analyst").encode(), name.encode(), b"scram-sha-256")
    role = sql.Identifier(name)
    connection.execute(
        sql.SQL("alter role {} with login nosuperuser nocreatedb nocreaterole connection limit {} password {}").format(
            role, sql.Literal(settings.analyst_connections), sql.Literal(hashed.decode())
        )
    )
    milliseconds = settings.analyst_timeout_seconds * 1000
    limits: dict[str, str] = {
        "default_transaction_read_only": "on",
        "statement_timeout": str(milliseconds),
        "idle_in_transaction_session_timeout": str(milliseconds),
    }
    for limit, value in limits.items():
        connection.execute(sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(limit), sql.Literal(value)))

"""dbt's connections, kept from one node to the next.

dbt opens a connection for every node and closes it: PostgreSQL then starts a process, which knows no relation yet and
reads its catalogue anew; most nodes of a refresh do less than that. Here a connection that a node gives back is reset,
as poolers do, and given to the next; after the last node all are closed.
"""

from collections import deque

import psycopg2
from dbt.adapters.contracts.connection import Connection, ConnectionState
from dbt.adapters.postgres.connections import PostgresConnectionManager
from dbt.adapters.postgres.impl import PostgresAdapter
from psycopg2.extensions import connection as Handle  # noqa: N812 - a class that psycopg2 writes in lower case


def keep_connections() -> None:
    """From now on, dbt in this process keeps its connections for the length of a command."""
    PostgresAdapter.ConnectionManager = KeptConnections


class KeptConnections(PostgresConnectionManager):
    """Opens what lies idle, lets lie what would be closed; at most as many as dbt has threads, and its own."""

    _idle: deque[Handle] = deque()

    @classmethod
    def open(cls, connection: Connection) -> Connection:
        """Gives the connection a handle that lies idle, or a new one."""
        if connection.state != ConnectionState.OPEN and cls._idle:
            connection.handle = cls._idle.pop()
            connection.state = ConnectionState.OPEN
            return connection
        opened: Connection = super().open(connection)  # type: ignore[no-untyped-call]
        return opened

    @classmethod
    def _close_handle(cls, connection: Connection) -> None:
        """Lets the handle lie, without transaction, temporary tables or settings; closes one that cannot be reset."""
        handle: Handle = connection.handle
        try:
            handle.rollback()
            handle.autocommit = True
            with handle.cursor() as cursor:
                cursor.execute("discard all")
            handle.autocommit = False
        except psycopg2.Error:
            super()._close_handle(connection)
        else:
            cls._idle.append(handle)

    def cleanup_all(self) -> None:
        """Closes all of them: a command has ended."""
        super().cleanup_all()
        while self._idle:
            self._idle.pop().close()

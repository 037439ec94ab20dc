"""Functions inside the database whose text stands with the feature that calls them.

Belongs here: bringing them to what the code says, at the end of every migration, and telling whether they are there.
Unlike a table a function has no rows to keep: the newest text replaces the one before, and there is no history of it
in `versions/`. Arguments and answer of a function stay as they are; one that has to change them gets a new name, so
that a process of the version before finds its own as long as it runs.
"""

from dataclasses import dataclass

import psycopg
from sqlalchemy import Connection, text

from ingest_api.attendance import routines as attendance
from warehouse.relations import OPERATIONAL


@dataclass(frozen=True)
class Routine:
    """A function in PL/pgSQL. `head`: arguments, answer and settings; `body`: from `declare` or `begin` to `end`."""

    name: str
    head: str
    body: str

    @property
    def source(self) -> str:
        """What PostgreSQL keeps of it; the head too, so that a changed setting is a changed function."""
        return f"/* {self.head} */{self.body}"

    @property
    def statement(self) -> str:
        """What makes it, or replaces the one before."""
        return (
            f"create or replace function {OPERATIONAL}.{self.name}{self.head}"
            f" language plpgsql as $routine${self.source}$routine$"
        )


ROUTINES = (
    Routine("stored_marks", attendance.STORED_MARKS_HEAD, attendance.STORED_MARKS),
    Routine("save_marks", attendance.SAVE_MARKS_HEAD, attendance.SAVE_MARKS),
)


def outdated(connection: Connection) -> list[Routine]:
    """The functions that are not there, or not as the code says."""
    found = connection.execute(
        text("select proname, prosrc from pg_proc where pronamespace = to_regnamespace(:schema)"),
        {"schema": OPERATIONAL},
    )
    sources: dict[str, str] = {row.proname: row.prosrc for row in found}
    return [routine for routine in ROUTINES if sources.get(routine.name) != routine.source]


def install(connection: Connection) -> None:
    """Makes those that are outdated, in the caller's transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("migrations run over psycopg")
    for routine in outdated(connection):
        # Past SQLAlchemy, which would read binds into the text.
        driver.execute(routine.statement.encode())

"""Functions in the database follow the code, and one that lags behind is told."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from ingest_api.migrations.routines import ROUTINES
from ingest_api.migrations.runner import is_current, upgrade
from tests.conftest import drop_database, make_database
from warehouse.postgres import connect, engine


@pytest.fixture
def own_database_url(server_url: str, template_database: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    url = make_database(server_url, name, template_database)
    yield url
    engine(url).dispose()
    drop_database(server_url, name)


def sources(connection: psycopg.Connection) -> dict[str, str]:
    return dict(connection.execute("select proname, prosrc from pg_proc where proname = any(%s)", (NAMES,)).fetchall())


NAMES = [routine.name for routine in ROUTINES]


@pytest.mark.parametrize(
    "change",
    [
        "drop function operational.save_marks",
        "create or replace function operational.stored_marks(locked_ids bigint[], request jsonb) returns table ("
        " session_id bigint, student_ids bigint[], enrollment_dates date[], ended_on date[], are_members boolean[],"
        " marks text, known_topic_ids bigint[]) language plpgsql as 'begin end'",
    ],
    ids=["missing", "of another version"],
)
def test_a_function_that_is_not_as_the_code_says_is_brought_up(own_database_url: str, change: str) -> None:
    assert is_current(own_database_url)
    with connect(own_database_url, autocommit=True) as connection:
        connection.execute(change.encode())
        assert not is_current(own_database_url)

        upgrade(own_database_url)

        assert is_current(own_database_url)
        assert sources(connection) == {routine.name: routine.source for routine in ROUTINES}


def test_what_is_as_the_code_says_is_left_alone(own_database_url: str) -> None:
    """Replacing a function makes every connection plan it anew."""
    written = "select proname, xmin::text from pg_proc where proname = any(%s) order by proname"
    with connect(own_database_url, autocommit=True) as connection:
        before = connection.execute(written, (NAMES,)).fetchall()
        upgrade(own_database_url)
        assert connection.execute(written, (NAMES,)).fetchall() == before

"""A database shared by the tests of one module that, by what they prove, never write to it."""

import uuid
from collections.abc import Iterator

import pytest

from tests.conftest import drop_database, make_database


@pytest.fixture(scope="module")
def unwritten_database_url(server_url: str, template_database: str) -> Iterator[str]:
    """A migrated database for imports that must be refused."""
    name = f"test_{uuid.uuid4().hex}"
    yield make_database(server_url, name, template_database)
    drop_database(server_url, name)

"""An institute with a school and two marks, extracted once, and the settings of a home of its own."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import drop_database, make_database
from tests.factories import make_attendance, make_institute
from tests.ingest_api.school import make_school
from warehouse.expectations import Verdict, check_incoming
from warehouse.extract import extract
from warehouse.postgres import connect, engine
from warehouse.settings import Settings

_NEXT_EXTRACT = """
insert into raw.extract_log
select extract_id + 1, extracted_at, as_of_date, source_identity, snapshot, 1
from raw.extract_log order by extract_id desc limit 1
returning extract_id
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@dataclass
class Extracted:
    """A database whose rows have been extracted; `raw` can be changed as no form would."""

    database_url: str
    settings: Settings

    def change(self, *statements: str) -> int:
        """Changes `raw` as one more extract and returns its number, which stands in statements as `{extract}`."""
        with connect(self.database_url) as connection:
            row = connection.execute(_NEXT_EXTRACT).fetchone()
            assert row is not None
            for statement in statements:
                changed = connection.execute(statement.format(extract=row[0]).encode())
                assert changed.rowcount > 0
            return int(row[0])

    def check(self, extract_id: int, **bounds: object) -> Verdict:
        """Checks an extract, with other bounds than the settings' own."""
        return check_incoming(self.database_url, self.settings.model_copy(update=bounds), extract_id)


@pytest.fixture(scope="session")
def extracted_database(server_url: str, template_database: str) -> str:
    """A school with one session marked for two students: extract 1. The institute's clock stands at its day."""
    url = make_database(server_url, "headway_extracted", template_database)
    with connect(url, autocommit=True) as connection:
        make_institute(connection, clock_as_of="2024-07-01")
        school = make_school(connection)
        for student in school.students[:2]:
            make_attendance(connection, school.session, student, {school.topics[0]: 3})
    assert extract(url).extract_id == 1
    engine(url).dispose()
    return "headway_extracted"


@pytest.fixture
def extracted(server_url: str, extracted_database: str, settings: Settings) -> Iterator[Extracted]:
    """A copy of that database for this test alone."""
    name = f"test_{uuid.uuid4().hex}"
    yield Extracted(make_database(server_url, name, extracted_database), settings)
    drop_database(server_url, name)

"""The school's snapshot, published where the API looks for it, with the campuses' own codes."""

import psycopg
import pytest

from tests.ingest_api.analytics.snapshots import publish, rows_about
from tests.ingest_api.school import School
from warehouse.settings import Settings


@pytest.fixture
def published(settings: Settings, school: School, connection: psycopg.Connection) -> School:
    """The school, once its figures are published; a report about a campus asks for its code."""
    codes = dict(connection.execute("select id, code from operational.campuses").fetchall())
    rows = rows_about(school)
    campuses = [row | {"campus_code": codes[row["campus_id"]]} for row in rows["marts.dim_campus"]]
    publish(settings.home, {**rows, "marts.dim_campus": campuses})
    return school

"""The school's snapshot, published where the API looks for it."""

import pytest

from tests.ingest_api.analytics.snapshots import publish, rows_about
from tests.ingest_api.school import School
from warehouse.settings import Settings


@pytest.fixture
def published(settings: Settings, school: School) -> School:
    """The school, once its figures are published."""
    publish(settings.home, rows_about(school))
    return school

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


@pytest.fixture
def published_without_estimates(settings: Settings, school: School) -> School:
    """The same before anything was scored by the models of pace and path."""
    rows = rows_about(school)
    publish(settings.home, {**rows, "reporting.rpt_velocity_estimate": [], "reporting.rpt_next_topic": []})
    return school

"""GET /warehouse/freshness, and what /ready and /metrics tell of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.expectations import Breach, Edge, Verdict, clear_breach, write_breach
from warehouse.settings import Settings
from warehouse.vocabulary import Role

SINCE = datetime(2026, 6, 15, 6, 30, tzinfo=UTC)
SAYS = "Some rows name a student_id that is not in students. Correct the rows."


def verdict(checked_at: datetime = SINCE, extract_id: int = 42) -> Verdict:
    """A breach that the incoming edge found."""
    breach = Breach(
        Edge.INCOMING,
        "raw.session_attendance",
        "orphan_student_id",
        "expect_column_values_to_be_null",
        "1 of 2 rows looked at: id 6: 999",
        SAYS,
    )
    return Verdict(Edge.INCOMING, False, (breach,), checked_at, 0.2, extract_id=extract_id)


@pytest.fixture
def built_at(settings: Settings) -> datetime:
    """A published build, ten minutes old, as the API finds it."""
    moment = datetime.now(UTC) - timedelta(minutes=10)
    folder = settings.snapshots_folder / "build-7"
    folder.mkdir(parents=True)
    told = {"build_id": "build-7", "built_at": moment.isoformat(), "source_as_of": "2026-06-15", "extract_id": 41}
    (folder / "build.json").write_text(json.dumps(told))
    (settings.snapshots_folder / "current").symlink_to("build-7")
    return moment


def test_before_the_first_build_there_is_nothing_to_be_fresh(api: Api, school: School) -> None:
    headers = api.log_in(school.users[Role.FACULTY])
    assert api.get("/warehouse/freshness", headers).json() == {"build": None, "held_back": None}


def test_the_build_and_its_age_are_told(api: Api, school: School, built_at: datetime) -> None:
    told = api.get("/warehouse/freshness", api.log_in(school.users[Role.COUNSELOR])).json()
    assert told["held_back"] is None
    assert told["build"]["build_id"] == "build-7"
    assert date.fromisoformat(told["build"]["source_as_of"]) == date(2026, 6, 15)
    assert datetime.fromisoformat(told["build"]["built_at"]) == built_at
    assert told["build"]["age_seconds"] >= 600


def test_a_breach_is_told_with_its_beginning_until_it_is_cleared(
    api: Api, school: School, settings: Settings, built_at: datetime
) -> None:
    headers = api.log_in(school.users[Role.ADMIN])
    write_breach(settings, verdict())
    write_breach(settings, verdict(SINCE + timedelta(hours=1), extract_id=43))
    told = api.get("/warehouse/freshness", headers).json()
    assert datetime.fromisoformat(told["held_back"]["since"]) == SINCE
    assert told["held_back"]["first_extract_id"] == 42
    assert [breach["says"] for breach in told["held_back"]["breaches"]] == [SAYS]
    assert told["build"]["build_id"] == "build-7"
    clear_breach(settings)
    assert api.get("/warehouse/freshness", headers).json()["held_back"] is None


def test_everybody_may_know_since_when_but_not_why(api: Api, settings: Settings, built_at: datetime) -> None:
    assert api.get("/ready").json()["snapshot"]["held_back_since"] is None
    write_breach(settings, verdict())
    answer = api.get("/ready")
    assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json()["snapshot"]["held_back_since"]) == SINCE
    assert "student_id" not in answer.text


def test_prometheus_hears_of_it(api: Api, school: School, settings: Settings, built_at: datetime) -> None:
    headers = api.log_in(school.users[Role.SUPER_ADMIN])
    assert figures(api, headers) == {
        "headway_publication_breaches": 0,
        "headway_publication_held_back_timestamp_seconds": 0,
        "headway_snapshot_built_timestamp_seconds": built_at.timestamp(),
    }
    write_breach(settings, verdict())
    held_back = figures(api, headers)
    assert held_back["headway_publication_breaches"] == 1
    assert held_back["headway_publication_held_back_timestamp_seconds"] == SINCE.timestamp()


def figures(api: Api, headers: dict[str, str]) -> dict[str, float]:
    """What Prometheus reads about the publication."""
    families = text_string_to_metric_families(api.get("/metrics", headers).text)
    samples = [sample for family in families for sample in family.samples]
    return {
        sample.name: sample.value
        for sample in samples
        if sample.name.startswith(("headway_publication", "headway_snapshot"))
    }

"""GET /metrics, and the log's line."""

import json

import psycopg
import pytest
from pydantic import SecretStr

from ingest_api.app import create_app
from tests.ingest_api.conftest import Api, serve
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def test_requests_are_counted_by_route_without_ids(api: Api, school: School) -> None:
    headers = api.log_in(school.users[Role.SUPER_ADMIN])
    api.get(f"/students/{school.students[0]}", headers)
    api.get("/nowhere")
    text = api.get("/metrics", headers).text
    route = 'method="GET",route="/api/v1/students/{student_id}"'
    assert f'headway_http_requests_total{{{route},status="200"}} 1.0' in text
    assert f"headway_http_request_duration_seconds_count{{{route}}} 1.0" in text
    assert 'route="none",status="404"' in text
    assert 'headway_database_connections{state="idle"}' in text
    assert "headway_realtime_sockets 0.0" in text


def test_prometheus_reads_with_the_token_of_the_settings(settings: Settings, connection: psycopg.Connection) -> None:
    app = create_app(settings.model_copy(update={"metrics_token": SecretStr("a token of Prometheus")}))
    with serve(app, connection) as api:
        assert api.get("/metrics", {"Authorization": "Bearer a token of Prometheus"}).status_code == 200
        assert api.get("/metrics", {"Authorization": "Bearer another"}).status_code == 401
        assert api.get("/metrics").status_code == 401


def test_the_log_says_the_whole_route_and_no_id(api: Api, school: School, caplog: pytest.LogCaptureFixture) -> None:
    api.get(f"/students/{school.students[0]}?q=somebody", {"X-Request-ID": "a-known-request"})
    record = next(record for record in caplog.records if record.name == "headway.access")
    fields = record.__dict__["fields"]
    assert fields["route"] == "/api/v1/students/{student_id}"
    assert fields["status"] == 401
    assert "somebody" not in json.dumps(fields)

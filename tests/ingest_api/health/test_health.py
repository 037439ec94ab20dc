"""GET /health and /ready."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from ingest_api.app import NoDatabaseError, create_app
from tests.conftest import drop_database, make_database
from tests.ingest_api.conftest import Api, serve
from warehouse.postgres import engine
from warehouse.settings import Settings


def test_a_living_process_is_healthy(api: Api) -> None:
    answer = api.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


class TestReady:
    def test_ready_before_anything_is_published(self, api: Api) -> None:
        answer = api.get("/ready")
        assert answer.status_code == 200
        assert answer.json() == {
            "is_ready": True,
            "is_database_reachable": True,
            "is_schema_current": True,
            "is_demo": False,
            "snapshot": None,
        }

    def test_a_synthetic_institute_is_named_as_such(self, api: Api, connection: psycopg.Connection) -> None:
        connection.execute("update operational.institute set is_demo = true")
        try:
            assert api.get("/ready").json()["is_demo"] is True
        finally:
            connection.execute("update operational.institute set is_demo = false")

    def test_the_published_snapshot_is_named_with_its_age(self, api: Api, settings: Settings) -> None:
        folder = settings.snapshots_folder / "build-7"
        folder.mkdir(parents=True)
        told = {
            "build_id": "build-7",
            "built_at": datetime.now(UTC).isoformat(),
            "source_as_of": "2024-07-01",
            "extract_id": 7,
        }
        (folder / "build.json").write_text(json.dumps(told))
        (settings.snapshots_folder / "current").symlink_to(folder)
        snapshot = api.get("/ready").json()["snapshot"]
        assert (snapshot["build_id"], snapshot["source_as_of"]) == ("build-7", "2024-07-01")
        assert 0 <= snapshot["age_seconds"] < 60

    def test_a_database_without_the_schema_is_not_ready(
        self, server_url: str, tmp_path: Path, connection: psycopg.Connection
    ) -> None:
        name = f"empty_{uuid.uuid4().hex}"
        url = make_database(server_url, name)
        try:
            with serve(create_app(Settings(home=tmp_path, database_url=SecretStr(url))), connection) as api:
                answer = api.get("/ready")
        finally:
            engine(url).dispose()
            drop_database(server_url, name)
        assert answer.status_code == 503
        assert (answer.json()["is_database_reachable"], answer.json()["is_schema_current"]) == (True, False)

    def test_without_a_database_the_api_lives_but_is_not_ready(
        self, tmp_path: Path, connection: psycopg.Connection
    ) -> None:
        nowhere = SecretStr("postgresql://headway:x@127.0.0.1:1/headway")
        with serve(create_app(Settings(home=tmp_path, database_url=nowhere)), connection) as api:
            assert api.get("/health").status_code == 200
            answer = api.get("/ready")
        assert answer.status_code == 503
        assert answer.json()["is_database_reachable"] is False


def test_without_a_database_url_nothing_starts(tmp_path: Path, connection: psycopg.Connection) -> None:
    app = create_app(Settings(home=tmp_path, database_url=None))
    with pytest.raises(NoDatabaseError, match="HEADWAY_DATABASE_URL"), serve(app, connection):
        pass

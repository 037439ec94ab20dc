"""/imports: files are checked, told of and written by HTTP, one import at a time."""

import os
from typing import Any

import psutil
import pytest
from fastapi import FastAPI
from httpx import Response

from tests.factories.insert import number
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from tests.waiting import wait_until
from warehouse.settings import Settings
from warehouse.vocabulary import Role

Headers = dict[str, str]
PATIENCE_SECONDS = 60


@pytest.fixture
def headers(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.SUPER_ADMIN])


def send(api: Api, headers: Headers, name: str, text: str, *, dry_run: bool = True) -> Response:
    files = [("files", (name, text.encode()))]
    return api.post(f"/imports?dry_run={'true' if dry_run else 'false'}", headers, files=files)


def ended(api: Api, headers: Headers, begun: Response) -> dict[str, Any]:
    """The run, as soon as it has ended."""
    assert begun.status_code == 202, begun.text

    def run() -> dict[str, Any] | None:
        told: dict[str, Any] = api.get(f"/imports/{begun.json()['id']}", headers).json()
        return None if told["state"] == "running" else told

    done = wait_until(run, within_seconds=PATIENCE_SECONDS, what="the import has ended", pause_seconds=0.05)
    assert done is not None
    return done


def holidays(api: Api, school: School, name: str) -> str:
    row = api.connection.execute("select code from operational.campuses where id = %s", (school.campus,)).fetchone()
    assert row is not None
    return f"campus,date,name\n{row[0]},2026-08-15,{name}\n"


def kept(api: Api, name: str) -> int:
    row = api.connection.execute("select count(*) from operational.holidays where name = %s", (name,)).fetchone()
    assert row is not None
    return int(row[0])


def test_a_check_counts_and_writes_nothing_and_an_import_writes(api: Api, school: School, headers: Headers) -> None:
    name = f"Day {number()}"
    text = holidays(api, school, name)
    checked = ended(api, headers, send(api, headers, "holidays.csv", text))
    assert checked["outcome"]["has_succeeded"]
    assert not checked["outcome"]["is_written"]
    [file] = checked["outcome"]["files"]
    assert (file["file"], file["rows_read"], file["rows_inserted"]) == ("holidays.csv", 1, 1)
    assert kept(api, name) == 0

    written = ended(api, headers, send(api, headers, "holidays.csv", text, dry_run=False))
    assert written["outcome"]["is_written"]
    assert kept(api, name) == 1
    last = api.get("/imports", headers, limit=1).json()["items"][0]
    assert last["files"] == [{"file": "holidays", "rows_read": 1, "rows_inserted": 1, "rows_updated": 0}]
    assert last["actor_name"]


def test_every_error_says_where_it_is(api: Api, school: School, headers: Headers, settings: Settings) -> None:
    text = holidays(api, school, "X").replace("2026-08-15", "the 15th")
    run = ended(api, headers, send(api, headers, "holidays.csv", text, dry_run=False))
    assert not run["outcome"]["has_succeeded"]
    [error] = run["outcome"]["errors"]
    assert (error["file"], error["line"], error["column"], error["value"]) == ("holidays.csv", 2, "date", "the 15th")
    file = api.get(f"/imports/{run['id']}/errors", headers)
    assert file.headers["content-type"].startswith("text/csv")
    assert "holidays.csv,2,date,the 15th" in file.text
    # Uploads hold personal data.
    assert not (settings.home / "imports" / run["id"] / "upload").exists()


@pytest.mark.parametrize("name", ["students.txt", "broken.zip"])
def test_what_is_no_import_is_told(api: Api, headers: Headers, name: str) -> None:
    outcome = ended(api, headers, send(api, headers, name, "x"))["outcome"]
    assert outcome["ignored_files"] or outcome["errors"]


def test_a_name_cannot_leave_its_folder(api: Api, headers: Headers) -> None:
    outcome = ended(api, headers, send(api, headers, "../../holidays.csv", "campus,date,name\n"))["outcome"]
    assert [file["file"] for file in outcome["files"]] == ["holidays.csv"]


def test_the_same_name_twice_is_refused(api: Api, headers: Headers) -> None:
    twice = [("files", ("students.csv", b"")), ("files", ("students.csv", b""))]
    answer = api.post("/imports", headers, files=twice)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "files")


def test_one_at_a_time_and_a_dead_one_is_told(
    api: Api, headers: Headers, settings: Settings, application: FastAPI
) -> None:
    run = ended(api, headers, send(api, headers, "notes.txt", "x"))
    place = settings.home / "imports" / run["id"]
    state = place / "state.json"
    state.write_text(state.read_text().replace('"done"', '"running"', 1))
    (place / "process").write_text(f"{os.getpid()} {psutil.Process().create_time()}")
    refused = send(api, headers, "notes.txt", "x")
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (409, "import-running")
    (place / "process").write_text("999999999 1.0")
    told = api.get(f"/imports/{run['id']}", headers).json()
    assert told["state"] == "interrupted"
    assert "stopped meanwhile" in told["problem"]


def test_more_than_may_be_uploaded_is_refused(api: Api, headers: Headers, settings: Settings) -> None:
    too_much = {"Content-Length": str(settings.max_upload_bytes + 1)}
    answer = api.post("/imports", headers | too_much, content=b"")
    assert answer.status_code == 413

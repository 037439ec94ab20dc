"""Whatever is killed in the middle: no acknowledged write is lost, readers keep a snapshot, the next start recovers."""

import contextlib
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from tests.e2e.installation import Installation
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e


@pytest.fixture
def installation(demo_home: Path) -> Iterator[Installation]:
    """An installation of this test alone, started once; whatever still runs afterwards is ended."""
    installation = Installation(demo_home)
    installation.start()
    yield installation
    installation.kill_everything()


def mark_until_it_breaks(client: httpx.Client, session_id: int, students: list[int], acknowledged: list[str]) -> None:
    """Writes a new note for one student after the other, and remembers each that the API has acknowledged."""
    turn, patience = 0, threading.Event()
    while True:
        student = students[turn % len(students)]
        note = f"{student}:{uuid.uuid4().hex}"
        mark = {"student_id": student, "attendance_status": "present", "faculty_notes": note}
        try:
            answer = client.post(
                f"/attendance/session/{session_id}", json={"marks": [mark]}, headers={"Idempotency-Key": note}
            )
        except httpx.HTTPError:
            return
        if answer.status_code == 429:
            # So fast a writer is asked to wait; nothing of this request was taken.
            patience.wait(float(answer.headers["Retry-After"]))
            continue
        assert answer.status_code == 200, answer.text
        acknowledged.append(note)
        turn += 1


def class_of(client: httpx.Client) -> tuple[int, list[int]]:
    """Today's largest session of whoever is logged in, and its students."""
    sessions = client.get("/sessions/today").json()["items"]
    largest = max(sessions, key=lambda session: session["students_total"])
    roster = client.get(f"/sessions/{largest['id']}").json()["roster"]
    return largest["id"], [entry["student_id"] for entry in roster]


def notes_of(url: str, session_id: int) -> dict[int, str]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "select student_id, faculty_notes from operational.session_attendance where session_id = %s", (session_id,)
        )
        return dict(rows.fetchall())


def test_killing_api_pipeline_and_everything_loses_nothing(installation: Installation) -> None:
    acknowledged: list[str] = []
    with installation.client("faculty") as client:
        session_id, students = class_of(client)
        writer = threading.Thread(target=mark_until_it_breaks, args=(client, session_id, students, acknowledged))
        writer.start()
        wait_until(lambda: len(acknowledged) >= 40, within_seconds=60, what="forty acknowledged marks")
        before = installation.extract_id()
        refresher, api = installation.service("pipelines.refresher"), installation.service("ingest_api.app:app")
        # The pipeline dies between extract and publication of what has just been written …
        wait_until(
            lambda: installation.extract_id() > before, within_seconds=90, what="a refresh in the middle of its run"
        )
        refresher.kill()
        # … then the API in the middle of a request, then `headway up` itself with nobody left to clean up.
        with contextlib.suppress(psutil.NoSuchProcess):
            api.kill()
        writer.join(timeout=60)
    assert not writer.is_alive()
    assert installation.process is not None
    installation.process.kill()
    installation.process.wait(timeout=30)

    assert installation.published("select count(*) from reporting.rpt_build")[0][0] > 0

    last_note = {int(note.split(":")[0]): note for note in acknowledged}
    installation.start()
    kept = notes_of(installation.database_url(), session_id)
    assert {student: kept[student] for student in last_note} == last_note

    wait_until(lambda: installation.extract_id() > before, within_seconds=180, what="the marks in a new snapshot")
    marked = f"select count(*) from marts.fct_attendance where session_id = {session_id}"
    wait_until(
        lambda: installation.published(marked)[0][0] == len(last_note),
        within_seconds=120,
        what="every acknowledged mark in the snapshot",
    )
    assert installation.stop() == 0

"""The sheet's ear: what happens in a session, behind the cookie of this origin."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from dashboards.session import ACCESS_COOKIE
from tests.dashboards.conftest import Institute
from warehouse.vocabulary import Role


@contextmanager
def listening(browser: httpx.Client, session: int, origin: str | None = None) -> Iterator[ClientConnection]:
    """A socket of this browser's, with its cookies."""
    address = str(browser.base_url.join(f"/data/sessions/{session}/live")).replace("http", "ws", 1)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    with connect(address, additional_headers={"Cookie": cookies}, origin=origin, proxy=None) as socket:  # type: ignore[arg-type]
        yield socket


def hear(socket: ClientConnection) -> list[int] | None:
    told: list[int] | None = json.loads(socket.recv(timeout=20))["event_ids"]
    return told


def save(browser: httpx.Client, institute: Institute, status: str) -> list[int]:
    """A mark of the first student; the ids of what happened."""
    content = {"marks": [{"student_id": institute.school.students[0], "attendance_status": status}]}
    answer = browser.post(
        f"/data/sessions/{institute.school.session}/attendance",
        json=content,
        headers={"idempotency-key": uuid.uuid4().hex},
    )
    ids: list[int] = answer.raise_for_status().json()["event_ids"]
    return ids


@pytest.fixture
def faculty(browser: httpx.Client, institute: Institute) -> httpx.Client:
    """A faculty member's browser, logged in."""
    browser.post("/auth/login", data=institute.credentials(Role.FACULTY))
    return browser


def test_a_mark_is_heard_at_once_under_the_ids_that_the_answer_names(
    faculty: httpx.Client, institute: Institute
) -> None:
    save(faculty, institute, "present")
    with listening(faculty, institute.school.session) as socket:
        assert hear(socket) == []
        for status in ("absent", "late"):
            done = save(faculty, institute, status)
            assert hear(socket) == done


def test_an_expired_token_is_renewed(faculty: httpx.Client, institute: Institute) -> None:
    faculty.cookies.delete(ACCESS_COOKIE)
    with listening(faculty, institute.school.session) as socket:
        assert hear(socket) == []


def test_nobody_else_hears(browser: httpx.Client, institute: Institute) -> None:
    with listening(browser, institute.school.session) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_session_of_somebody_else_is_not_there(faculty: httpx.Client, institute: Institute) -> None:
    with listening(faculty, institute.school.other_session) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=20)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4404


def test_another_site_s_page_hears_nothing(faculty: httpx.Client, institute: Institute) -> None:
    with (
        pytest.raises(InvalidStatus, match="403"),
        listening(faculty, institute.school.session, origin="https://elsewhere.example"),
    ):
        pass

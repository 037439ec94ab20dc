"""The demo institute on the command line: written as an import folder, or loaded into an empty database."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from pydantic import SecretStr
from rich.console import Console

from headway.demo import DemoSummary, generate, offers
from headway.importing import import_with_progress
from ingest_api.auth.users import create_user, set_password
from warehouse.postgres import connect
from warehouse.settings import Settings
from warehouse.vocabulary import EnrollmentStatus, Role

ADMIN_EMAIL = "admin@demo.example"
DEMO_TIME_ZONE = ZoneInfo("Asia/Kolkata")
_PAGE: Final = 200


def write_demo_folder(console: Console, folder: Path, *, size: str, seed: int, as_of: date) -> DemoSummary:
    """Writes the synthetic institute; the same size, seed and day write the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with console.status(f"Simulating the demo institute ({size}) …"):
        summary = generate(folder, size=size, seed=seed, as_of=as_of)  # type: ignore[arg-type]
    console.print(f"Demo institute ({size}) written to {folder}")
    return summary


def first_password(settings: Settings, name: str) -> str:
    """A password for people to type: 72 bits, made once for this installation."""
    return settings.secret(name, random_bytes=9)


def load_demo(console: Console, settings: Settings, database_url: str, super_admin: dict[str, str]) -> bool:
    """Fills an empty database with the small demo institute and gives its people a password made for this installation.

    Args:
        console: where progress is told.
        settings: with the demo's seed, and the secrets of this installation.
        database_url: of the empty, migrated database.
        super_admin: `username` and `password` of who enters what an import folder cannot hold.

    Returns:
        Whether it was loaded.
    """
    with tempfile.TemporaryDirectory(prefix="headway-demo-") as temporary:
        folder = Path(temporary) / "institute"
        today = datetime.now(DEMO_TIME_ZONE).date()
        summary = write_demo_folder(console, folder, size="small", seed=settings.demo_seed, as_of=today)
        if not import_with_progress(console, database_url, folder, is_demo=True):
            return False
    password = first_password(settings, "demo_password")
    with connect(database_url) as connection:
        create_user(
            connection,
            email=ADMIN_EMAIL,
            password=password,
            role=Role.ADMIN,
            first_name="Demo",
            last_name="Admin",
            campus_code=summary.campus_code,
        )
        set_password(connection, [summary.faculty_email, summary.student_email, summary.counselor_email], password)
    with console.status("Entering learning resources, exams and fee plans …"):
        enter_offers(settings, database_url, super_admin, today)
    return True


def enter_offers(settings: Settings, database_url: str, super_admin: dict[str, str], today: date) -> None:
    """Sends to the API, in this process, what an import folder has no file for.

    Raises:
        HTTPStatusError: the API refused something.
    """
    asyncio.run(_enter_offers(settings, database_url, super_admin, today))


async def _enter_offers(settings: Settings, database_url: str, super_admin: dict[str, str], today: date) -> None:
    # Putting the API together takes a second that no other command waits for.
    from ingest_api import logs
    from ingest_api.app import create_app

    served = settings.model_copy(update={"database_url": SecretStr(database_url), "rate_limit_write": ""})
    app = create_app(served)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1/api/v1") as api,
    ):
        with _unheard(logs.access):
            answer = await api.post("/auth/login", data=super_admin)
            api.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
            await _enter_all(api, today)


async def _enter_all(api: httpx.AsyncClient, today: date) -> None:
    async def send(method: str, path: str, body: dict[str, Any]) -> None:
        answer = await api.request(method, path, json=body, headers={"Idempotency-Key": uuid4().hex})
        answer.raise_for_status()

    campuses = [one async for one in _all(api, "/campuses")]
    subjects = {one["id"]: one async for one in _all(api, "/subjects")}
    for subject in subjects.values():
        topics = [one async for one in _all(api, "/topics", subject_id=subject["id"])]
        for body in offers.resources(subject, topics):
            await send("POST", "/resources", body)
        for campus in campuses:
            for body in offers.exams(campus, subject, topics, today):
                await send("POST", "/exams/slots", body)
    async for enrollment in _all(api, "/enrollments", status=EnrollmentStatus.ACTIVE):
        plan = offers.fee_plan(enrollment, subjects[enrollment["subject_id"]]["fee"] or 0)
        await send("PUT", f"/enrollments/{enrollment['id']}/fee-plan", plan)


@contextmanager
def _unheard(logger: logging.Logger) -> Iterator[None]:
    """A person who starts Headway is told of steps, not of requests."""
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = False


async def _all(api: httpx.AsyncClient, path: str, **query: Any) -> AsyncIterator[dict[str, Any]]:
    """Every row of a list, page by page."""
    following: dict[str, str] = {}
    while True:
        answer = await api.get(path, params={"limit": _PAGE, **query, **following})
        told = answer.raise_for_status().json()
        for one in told["items"]:
            yield one
        if not told.get("next_cursor"):
            return
        following = {"cursor": told["next_cursor"]}

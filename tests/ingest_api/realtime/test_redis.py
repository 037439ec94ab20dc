"""With Redis: wake-ups and rate limits are shared by all processes."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psycopg
import pytest
import redis

from tests.factories.people import PASSWORD
from tests.ingest_api.realtime.processes import Watch, api_process, free_port
from tests.ingest_api.realtime.test_streams import client, mark
from tests.ingest_api.school import School, user_of
from tests.programs import needed
from tests.waiting import wait_until

pytestmark = pytest.mark.anyio


def answers(probe: redis.Redis) -> bool:
    with suppress(redis.ConnectionError):
        return bool(probe.ping())
    return False


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = needed("redis-server", package="redis-server")
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    command = [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"redis://127.0.0.1:{port}/0"
        with redis.Redis.from_url(url) as probe:
            wait_until(lambda: answers(probe), within_seconds=20, what="Redis answers", pause_seconds=0.05)
        yield url
        process.terminate()


@pytest.fixture(scope="module")
def processes(api_database_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    home: Path = tmp_path_factory.mktemp("redis-home")
    variables = {"HEADWAY_REDIS_URL": redis_url, "HEADWAY_RATE_LIMIT_READ": "20/minute"}
    with (
        api_process(api_database_url, home, **variables) as first,
        api_process(api_database_url, home, **variables) as second,
    ):
        yield [first, second]


@pytest.fixture
def token(connection: psycopg.Connection, school: School, processes: list[str]) -> str:
    row = connection.execute(
        "select email from operational.users where id = %s", (user_of(connection, "faculties", school.faculty),)
    ).fetchone()
    assert row is not None
    answer = httpx.post(f"http://{processes[0]}/auth/login", data={"username": row[0], "password": PASSWORD})
    return str(answer.json()["access_token"])


async def test_a_mark_is_heard_through_another_process(
    processes: list[str], watch: Watch, school: School, token: str
) -> None:
    watcher = await watch(processes[0], f"attendance/{school.session}", token)
    await watcher.hear()
    async with client(token) as http:
        for number in range(3):
            event_id = await mark(http, processes[1], school, number)
            assert await watcher.events(1, within_seconds=1) == [event_id]


async def test_processes_count_together(processes: list[str], token: str) -> None:
    async with client(token) as http:
        answers = await asyncio.gather(*(http.get(f"http://{processes[n % 2]}/auth/me") for n in range(30)))
    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [429] * 10

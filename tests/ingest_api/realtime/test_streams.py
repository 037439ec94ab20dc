"""The sockets, through real processes: what is marked in one is heard in the other."""

import asyncio
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg.types.json import Jsonb

from ingest_api.realtime.hub import LONGEST_QUEUE, Subscriber, hand_over
from ingest_api.realtime.positions import Position
from ingest_api.realtime.repository import News
from tests.factories.insert import insert
from tests.ingest_api.realtime.processes import Watch
from tests.ingest_api.school import School, user_of
from warehouse.postgres import connect as connect_database
from warehouse.vocabulary import Role

pytestmark = pytest.mark.anyio

LogIn = Callable[[int], dict[str, str]]
MARKS = 40


def marks(school: School, number: int) -> dict[str, object]:
    """Marks of the class, different for every number."""
    return {
        "marks": [
            {"student_id": student, "attendance_status": "present", "faculty_notes": f"note {number}"}
            for student in school.students
        ]
    }


async def mark(client: httpx.AsyncClient, address: str, school: School, number: int) -> int:
    answer = await client.post(f"http://{address}/attendance/session/{school.session}", json=marks(school, number))
    assert answer.status_code == 200, answer.text
    return int(answer.json()["event_ids"][0])


def client(token: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"})


def append(connection: psycopg.Connection, session: int, **values: object) -> int:
    return insert(
        connection,
        "event",
        **{"name": "session.changed", "source": "system", "relation": "learning_sessions", "session_id": session}
        | values,
    )


@pytest.mark.alone
async def test_a_mark_made_through_one_process_is_heard_through_another_within_a_second(
    watch: Watch, process_a: str, process_b: str, school: School, faculty_token: str
) -> None:
    watcher = await watch(process_a, f"attendance/{school.session}", faculty_token)
    assert (await watcher.hear())["type"] == "ready"
    delays: list[float] = []
    async with client(faculty_token) as http:
        for number in range(MARKS):
            began = time.perf_counter()
            event_id = await mark(http, process_b, school, number)
            assert await watcher.events(1) == [event_id]
            delays.append(time.perf_counter() - began)
    assert statistics.quantiles(delays, n=20)[-1] < 1


async def test_a_student_hears_of_her_progress_and_nothing_of_the_others(
    watch: Watch,
    process_a: str,
    process_b: str,
    school: School,
    faculty_token: str,
    connection: psycopg.Connection,
    log_in: LogIn,
) -> None:
    student = school.students[0]
    token = log_in(user_of(connection, "students", student))["access_token"]
    watchers = [
        await watch(process_a, stream, token) for stream in (f"progress/{student}", f"attendance/{school.session}")
    ]
    for watcher in watchers:
        await watcher.hear()
    async with client(faculty_token) as http:
        event_id = await mark(http, process_b, school, 0)
    for watcher in watchers:
        event = (await watcher.hear())["events"][0]
        assert (event["id"], event["student_id"]) == (event_id, student)
        assert "payload" not in event


async def test_a_user_hears_of_a_new_notification(
    watch: Watch, process_a: str, connection: psycopg.Connection, school: School, log_in: LogIn
) -> None:
    user = school.users[Role.ADMIN]
    watcher = await watch(process_a, f"notifications/{user}", log_in(user)["access_token"])
    await watcher.hear()
    with connection.transaction():
        notification = insert(connection, "notifications", user_id=user, kind="test", title="A title")
        append(connection, school.session, relation="notifications", row_id=notification)
        connection.execute("notify headway_event")
    event = (await watcher.hear())["events"][0]
    assert (event["relation"], event["row_id"]) == ("notifications", notification)


async def test_after_a_broken_connection_nothing_is_lost_and_nothing_comes_twice(
    watch: Watch, process_a: str, process_b: str, school: School, faculty_token: str
) -> None:
    stream = f"attendance/{school.session}"
    made: list[int] = []
    heard: list[int] = []

    async def go_on_marking() -> None:
        async with client(faculty_token) as http:
            for number in range(60):
                made.append(await mark(http, process_b, school, number))

    marking = asyncio.create_task(go_on_marking())
    last: str | None = None
    watcher = await watch(process_a, stream, faculty_token)
    ready = await watcher.hear()
    # What was marked before the first socket was ready is not its affair.
    before = set(made)
    assert ready["events"] == []
    for address in (process_b, process_a) * 4:
        heard += await watcher.events(3)
        last = watcher.last_event_id
        watcher.connection.transport.abort()
        watcher = await watch(address, stream, faculty_token, last)
    await marking
    while not heard or heard[-1] != made[-1]:
        heard += await watcher.events(1)
    assert heard == sorted(set(heard))
    assert set(made) - before <= set(heard) | {made[len(before)]}
    assert len(heard) >= len(made) - len(before) - 1


async def test_an_event_that_is_committed_late_is_not_lost(
    watch: Watch,
    process_a: str,
    api_database_url: str,
    connection: psycopg.Connection,
    school: School,
    faculty_token: str,
) -> None:
    stream = f"attendance/{school.session}"
    watcher = await watch(process_a, stream, faculty_token)
    await watcher.hear()
    with connect_database(api_database_url) as slow:
        early = append(slow, school.session)
        late = append(connection, school.session)
        connection.execute("notify headway_event")
        assert early < late
        assert await watcher.events(1) == [late]
        # A socket that breaks here has the higher id and not the lower one.
        resumed = await watch(process_a, stream, faculty_token, watcher.last_event_id)
        assert (await resumed.hear())["events"] == []
        slow.execute("notify headway_event")
        slow.commit()
    assert await watcher.events(1) == [early]
    assert await resumed.events(1) == [early]
    after = await watch(process_a, stream, faculty_token, resumed.last_event_id)
    assert (await after.hear())["events"] == []


async def test_too_much_to_tell_asks_to_read_anew(
    watch: Watch, process_a: str, connection: psycopg.Connection, school: School, faculty_token: str
) -> None:
    stream = f"attendance/{school.session}"
    watcher = await watch(process_a, stream, faculty_token)
    await watcher.hear()
    before = watcher.last_event_id
    with connection.transaction():
        connection.execute(
            "insert into operational.event (name, source, relation, session_id, payload)"
            " select 'session.changed', 'system', 'learning_sessions', %s, %s from generate_series(1, 1100)",
            (school.session, Jsonb({})),
        )
        connection.execute("notify headway_event")
    assert (await watcher.hear())["type"] == "reload"
    resumed = await watch(process_a, stream, faculty_token, before)
    assert (await resumed.hear())["is_complete"] is False


@pytest.mark.parametrize(
    ("who", "stream", "code"),
    [
        (Role.COUNSELOR, "attendance/{session}", 4403),
        (Role.ADMIN, "attendance/{other_session}", 4404),
        (Role.FACULTY, "attendance/{other_session}", 4404),
        (Role.STUDENT, "progress/{classmate}", 4404),
        (Role.COUNSELOR, "progress/{other_student}", 4404),
        (Role.ADMIN, "notifications/{other_admin}", 4404),
        (Role.SUPER_ADMIN, "notifications/999999999", 4404),
    ],
)
async def test_what_is_out_of_sight_is_refused(
    watch: Watch, process_a: str, school: School, log_in: LogIn, who: Role, stream: str, code: int
) -> None:
    path = stream.format(
        session=school.session,
        other_session=school.other_session,
        classmate=school.students[1],
        other_student=school.other_student,
        other_admin=school.other_admin,
    )
    watcher = await watch(process_a, path, log_in(school.users[who])["access_token"])
    assert await watcher.close_code() == code


@pytest.mark.parametrize("said", ["", "{}", '{"type": "authenticate"}', '{"type":"authenticate","token":"x","a":1}'])
async def test_a_wrong_first_message_is_refused(watch: Watch, process_a: str, school: School, said: str) -> None:
    watcher = await watch(process_a, f"attendance/{school.session}")
    await watcher.connection.send(said)
    assert await watcher.close_code() == 4400


async def test_a_wrong_token_and_a_wrong_position_are_refused(
    watch: Watch, process_a: str, school: School, faculty_token: str
) -> None:
    forged = await watch(process_a, f"attendance/{school.session}", faculty_token[:-2])
    assert await forged.close_code() == 4401
    lost = await watch(process_a, f"attendance/{school.session}", faculty_token, "yesterday")
    assert await lost.close_code() == 4422


async def test_who_says_nothing_is_sent_away(watch: Watch, process_a: str, school: School) -> None:
    watcher = await watch(process_a, f"attendance/{school.session}")
    assert await watcher.close_code() == 4408


async def test_who_is_suspended_or_logs_out_is_cut(
    watch: Watch, process_a: str, process_b: str, connection: psycopg.Connection, school: School, log_in: LogIn
) -> None:
    admin, counselor = school.users[Role.ADMIN], school.users[Role.COUNSELOR]
    pair = log_in(admin)
    suspended = await watch(process_a, f"notifications/{counselor}", log_in(counselor)["access_token"])
    logged_out = await watch(process_a, f"notifications/{admin}", pair["access_token"])
    for watcher in (suspended, logged_out):
        await watcher.hear()
    connection.execute("update operational.users set status = 'suspended' where id = %s", (counselor,))
    httpx.post(f"http://{process_b}/auth/logout", json={"refresh_token": pair["refresh_token"]}).raise_for_status()
    async with asyncio.timeout(10):
        assert await suspended.close_code() == 4401
        assert await logged_out.close_code() == 4401


async def test_a_newer_token_is_taken_and_somebody_elses_is_not(
    watch: Watch, process_a: str, school: School, faculty_token: str, connection: psycopg.Connection, log_in: LogIn
) -> None:
    watcher = await watch(process_a, f"attendance/{school.session}", faculty_token)
    await watcher.hear()
    await watcher.authenticate(log_in(user_of(connection, "faculties", school.faculty))["access_token"])
    append(connection, school.session)
    connection.execute("notify headway_event")
    assert len(await watcher.events(1)) == 1
    await watcher.authenticate(log_in(school.users[Role.ADMIN])["access_token"])
    assert await watcher.close_code() == 4403


async def test_the_listener_comes_back_after_its_connection_was_cut(
    watch: Watch, process_a: str, connection: psycopg.Connection, school: School, faculty_token: str
) -> None:
    watcher = await watch(process_a, f"attendance/{school.session}", faculty_token)
    await watcher.hear()
    cut = connection.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where application_name in ('headway-api-listener', 'headway-api') and datname = current_database()"
    ).fetchall()
    assert cut
    event_id = append(connection, school.session)
    assert await watcher.events(1) == [event_id]


async def test_a_reader_that_fell_behind_is_cut() -> None:
    subscriber = Subscriber("session:1", uuid4(), uuid4(), datetime.now(UTC))
    nothing_new = News(Position("1.1", 1, 1, frozenset()), [])
    for _ in range(LONGEST_QUEUE):
        hand_over(subscriber, nothing_new)
    assert not subscriber.ended.done()
    hand_over(subscriber, nothing_new)
    assert subscriber.ended.result().code == 4429

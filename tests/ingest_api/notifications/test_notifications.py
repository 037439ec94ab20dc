"""Everybody reads their own notifications, and nobody is told who has left."""

import asyncio

import psycopg
from psycopg.rows import dict_row

from ingest_api.notifications.sending import notify
from tests.factories import make_user
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def tell(database_url: str, user_ids: list[int]) -> list[int]:
    async def told() -> list[int]:
        connection = await psycopg.AsyncConnection.connect(database_url, row_factory=dict_row)
        async with connection:
            return await notify(connection, user_ids, "test.kind", "Something happened", count=2)

    return asyncio.run(told())


def test_own_ones_are_listed_and_read(api: Api, school: School, api_database_url: str) -> None:
    mine, theirs = school.users[Role.STUDENT], school.users[Role.FACULTY]
    gone = make_user(api.connection, Role.ADMIN, school.campus, status="suspended")
    tell(api_database_url, [mine, mine, theirs, gone])
    (second,) = tell(api_database_url, [mine])
    headers = api.log_in(mine)
    first_page = api.get("/notifications", headers, limit=1).json()
    assert first_page["items"][0]["id"] == second
    rest = api.get("/notifications", headers, cursor=first_page["next_cursor"]).json()
    assert [(note["kind"], note["payload"]) for note in rest["items"]] == [("test.kind", {"count": 2})]
    assert api.post(f"/notifications/{second}/read", headers).json() == {"read_count": 1}
    assert api.post(f"/notifications/{second}/read", headers).json() == {"read_count": 0}
    assert len(api.get("/notifications", headers, unread=True).json()["items"]) == 1
    assert api.post(f"/notifications/{second}/read", api.log_in(theirs)).status_code == 404
    assert api.post("/notifications/read", headers).json() == {"read_count": 1}
    assert api.get("/notifications", headers, unread=True).json()["items"] == []


def test_whoever_is_not_active_is_not_told(connection: psycopg.Connection, api_database_url: str) -> None:
    gone = make_user(connection, Role.SUPER_ADMIN, status="suspended")
    assert tell(api_database_url, [gone]) == []

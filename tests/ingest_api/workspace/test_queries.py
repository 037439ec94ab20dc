"""Saved queries: private until shared, changed by their owner alone, never executed."""

from typing import Any

import pytest

from tests.factories import make_user
from tests.factories.insert import insert
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.questions import LONGEST_SQL
from warehouse.settings import Settings
from warehouse.vocabulary import Role

QUERIES = "/workspace/queries"
SQL = "select count(*)\nfrom marts.fct_attendance -- how many"


def save(api: Api, headers: dict[str, str], name: str = "Marks", **content: Any) -> dict[str, Any]:
    answer = api.post(QUERIES, headers, json={"name": name, "sql": SQL} | content)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def names(api: Api, headers: dict[str, str], **query: Any) -> list[str]:
    return [one["name"] for one in api.get(QUERIES, headers, **query).json()["items"]]


@pytest.fixture
def owner(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.ADMIN])


@pytest.fixture
def other(api: Api, school: School) -> dict[str, str]:
    """Another campus's admin, who shares nothing with the owner but the workspace."""
    return api.log_in(school.other_admin)


def test_a_query_is_kept_as_it_was_written(api: Api, owner: dict[str, str]) -> None:
    made = save(api, owner, "  Marks  ", description="How many there are")
    answer = api.get(f"{QUERIES}/{made['id']}", owner)
    told = answer.json()
    assert (told["name"], told["description"], told["sql"]) == ("Marks", "How many there are", SQL)
    assert (told["is_own"], told["is_shared"], told["version"]) == (True, False, 1)
    assert answer.headers["ETag"] == '"1"'
    [listed] = api.get(QUERIES, owner, whose="own").json()["items"]
    assert "sql" not in listed


def test_it_is_private_until_shared_and_again_when_taken_back(
    api: Api, owner: dict[str, str], other: dict[str, str]
) -> None:
    made = save(api, owner, "Zebra marks")
    path = f"{QUERIES}/{made['id']}"
    assert api.get(path, other).status_code == 404
    assert names(api, other, q="Zebra") == []
    assert api.put(path, owner, json={"is_shared": True}).json()["is_shared"] is True
    seen = api.get(path, other).json()
    assert (seen["is_own"], seen["sql"]) == (False, SQL)
    assert "Zebra marks" in names(api, other, whose="shared", q="zebra")
    assert names(api, other, whose="own") == []
    assert names(api, owner, whose="shared", q="Zebra marks") == []
    assert api.put(path, other, json={"name": "Mine"}).status_code == 404
    assert api.delete(path, other).status_code == 404
    api.put(path, owner, json={"is_shared": False})
    assert api.get(path, other).status_code == 404


def test_a_shared_one_is_copied_as_ones_own(api: Api, owner: dict[str, str], other: dict[str, str]) -> None:
    made = save(api, owner, is_shared=True)
    seen = api.get(f"{QUERIES}/{made['id']}", other).json()
    copy = save(api, other, seen["name"], sql=seen["sql"], description=seen["description"])
    assert copy["id"] != made["id"]
    assert copy["is_shared"] is False
    assert api.delete(f"{QUERIES}/{made['id']}", owner).status_code == 200
    assert api.get(f"{QUERIES}/{copy['id']}", other).json()["sql"] == SQL


def test_a_change_needs_the_newest_version(api: Api, owner: dict[str, str]) -> None:
    made = save(api, owner)
    path, known = f"{QUERIES}/{made['id']}", {"If-Match": '"1"'}
    changed = api.put(path, owner | known, json={"name": "Other marks", "sql": "select 2"})
    assert (changed.json()["name"], changed.headers["ETag"]) == ("Other marks", '"2"')
    late = api.put(path, owner | known, json={"sql": "select 3"})
    assert late.status_code == 409
    assert (late.json()["current"]["sql"], late.json()["type"].endswith("lost-update")) == ("select 2", True)
    assert api.delete(path, owner | known).status_code == 409
    assert api.delete(path, owner | {"If-Match": '"2"'}).status_code == 200
    assert api.get(path, owner).status_code == 404


def test_a_name_is_taken_once_by_each(api: Api, owner: dict[str, str], other: dict[str, str]) -> None:
    first, second = save(api, owner, "A"), save(api, owner, "B")
    save(api, other, "A")
    again = api.post(QUERIES, owner, json={"name": "A", "sql": SQL})
    assert (again.status_code, again.json()["type"]) == (409, "urn:headway:problem:taken")
    renamed = api.put(f"{QUERIES}/{second['id']}", owner, json={"name": "A", "sql": "select 2"})
    assert renamed.status_code == 409
    assert api.get(f"{QUERIES}/{second['id']}", owner).json()["sql"] == SQL
    assert api.put(f"{QUERIES}/{first['id']}", owner, json={"name": "A"}).json()["version"] == 1


def test_a_repeat_saves_once(api: Api, owner: dict[str, str]) -> None:
    keyed = owner | {"Idempotency-Key": "saved-once"}
    assert save(api, keyed)["id"] == save(api, keyed)["id"]
    assert names(api, owner, whose="own") == ["Marks"]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"sql": " \n"}, "sql"),
        ({"sql": "x" * (LONGEST_SQL + 1)}, "sql"),
        ({"sql": "select '\x00'"}, "sql"),
        ({"description": "x" * 1001}, "description"),
        ({"owner": 1}, "owner"),
    ],
)
def test_what_cannot_be_saved_is_told_by_field(
    api: Api, owner: dict[str, str], content: dict[str, Any], field: str
) -> None:
    answer = api.post(QUERIES, owner, json={"name": "Marks", "sql": SQL} | content)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_as_many_as_one_may_have(
    api: Api, school: School, owner: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "most_saved_queries", 2)
    save(api, owner, "A")
    save(api, owner, "B")
    full = api.post(QUERIES, owner, json={"name": "C", "sql": SQL})
    assert (full.status_code, full.json()["type"]) == (409, "urn:headway:problem:too-many")
    assert names(api, owner, whose="own") == ["A", "B"]


def test_a_super_admin_removes_what_is_shared_and_nothing_private(api: Api, school: School) -> None:
    gone = make_user(api.connection, Role.ADMIN, school.campus, status="suspended")
    values = {"user_id": gone, "sql": SQL}
    shared = insert(api.connection, "saved_queries", name="A", is_shared=True, **values)
    private = insert(api.connection, "saved_queries", name="B", **values)
    overseer = api.log_in(school.users[Role.SUPER_ADMIN])
    assert api.delete(f"{QUERIES}/{private}", overseer).status_code == 404
    assert api.delete(f"{QUERIES}/{shared}", overseer).status_code == 200


def test_the_list_is_paged_by_name(api: Api, owner: dict[str, str]) -> None:
    for name in ("beta", "Alpha", "gamma"):
        save(api, owner, name)
    first = api.get(QUERIES, owner, whose="own", limit=2).json()
    assert [one["name"] for one in first["items"]] == ["Alpha", "beta"]
    assert names(api, owner, whose="own", limit=2, cursor=first["next_cursor"]) == ["gamma"]
    assert names(api, owner, whose="own", q="_") == []


def test_the_trail_holds_neither_name_nor_sql(api: Api, owner: dict[str, str]) -> None:
    made = save(api, owner, "Asha Rao", sql="select 'Asha Rao'", is_shared=True)
    api.put(f"{QUERIES}/{made['id']}", owner, json={"sql": "select 'Asha Rao', 2"})
    api.delete(f"{QUERIES}/{made['id']}", owner)
    rows = api.connection.execute(
        "select name, payload::text from operational.event where relation = 'saved_queries' and row_id = %s"
        " order by id",
        (made["id"],),
    ).fetchall()
    assert [name for name, _ in rows] == ["saved_query.created", "saved_query.changed", "saved_query.removed"]
    assert not any("Asha" in payload for _, payload in rows)

"""/students/{id}/guardians."""

from typing import Any

import pytest

from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def counselor(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.COUNSELOR])


@pytest.fixture
def path(school: School) -> str:
    return f"/students/{school.students[0]}/guardians"


def add(api: Api, headers: Headers, path: str, **more: Any) -> dict[str, Any]:
    answer = api.post(path, headers, json={"name": "Meera Kulkarni", **more})
    assert answer.status_code == 201, answer.text
    guardian: dict[str, Any] = answer.json()
    return guardian


def test_one_is_added_once_per_key_changed_and_removed(api: Api, path: str, counselor: Headers) -> None:
    headers = counselor | {"Idempotency-Key": f"guardian-of-{path}"}
    body = {"email": "Meera@Example.org", "relationship": "mother"}
    first, again = (add(api, headers, path, **body) for _ in range(2))
    assert first == again
    assert (first["email"], first["is_primary"], first["version"]) == ("meera@example.org", False, 1)
    one = f"{path}/{first['id']}"
    read = api.get(one, counselor)
    assert (read.json(), read.headers["ETag"]) == (first, '"1"')
    known = counselor | {"If-Match": '"1"'}
    changed = api.put(one, known, json={"relationship": None, "phone": "020 1234"}).json()
    assert changed == first | {"relationship": None, "phone": "020 1234", "version": 2}
    late = api.put(one, known, json={"name": "Too late"})
    assert (late.status_code, late.json()["current"]["phone"]) == (409, "020 1234")
    assert api.delete(one, known).status_code == 409
    assert api.delete(one, counselor | {"If-Match": '"2"'}).status_code == 204
    assert api.get(path, counselor).json()["items"] == []


def test_only_one_is_the_primary_one_however_many_come_at_once(api: Api, path: str, counselor: Headers) -> None:
    body = {"name": "Somebody", "is_primary": True}
    answers = api.at_once([Call("POST", path, counselor, {"json": body})] * 4)
    assert {answer.status_code for answer in answers} == {201}
    kept = api.get(path, counselor).json()["items"]
    assert [one["is_primary"] for one in kept].count(True) == 1
    other = next(one for one in kept if not one["is_primary"])
    assert api.put(f"{path}/{other['id']}", counselor, json={"is_primary": True}).json()["is_primary"]
    now = [one["id"] for one in api.get(path, counselor).json()["items"] if one["is_primary"]]
    assert now == [other["id"]]


def test_a_student_sees_his_own_and_changes_nothing(api: Api, school: School, path: str, counselor: Headers) -> None:
    guardian = add(api, counselor, path)
    student = api.log_in(school.users[Role.STUDENT])
    assert api.get(path, student).json()["items"] == [guardian]
    assert api.get(f"/students/{school.students[1]}/guardians", student).status_code == 404
    assert api.put(f"{path}/{guardian['id']}", student, json={"name": "Me"}).status_code == 403
    assert api.get(path, api.log_in(school.users[Role.FACULTY])).status_code == 403


def test_a_guardian_belongs_to_one_student(api: Api, school: School, path: str, counselor: Headers) -> None:
    guardian = add(api, counselor, path)
    elsewhere = f"/students/{school.students[1]}/guardians/{guardian['id']}"
    assert api.get(elsewhere, counselor).status_code == 404
    assert api.put(elsewhere, counselor, json={"name": "Moved"}).status_code == 404
    assert api.delete(elsewhere, counselor).status_code == 404


def test_the_trail_names_columns_and_no_values(api: Api, school: School, path: str, counselor: Headers) -> None:
    guardian = add(api, counselor, path, is_primary=True)
    api.put(f"{path}/{guardian['id']}", counselor, json={"phone": "020 1234"})
    api.delete(f"{path}/{guardian['id']}", counselor)
    trail = api.connection.execute(
        "select name, student_id, campus_id, payload from operational.event"
        " where relation = 'guardians' and row_id = %s order by id",
        (guardian["id"],),
    ).fetchall()
    where = (school.students[0], school.campus)
    assert trail == [
        ("guardian.added", *where, {"is_primary": True}),
        ("guardian.changed", *where, {"columns": ["phone"]}),
        ("guardian.removed", *where, {}),
    ]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 201}, {"email": "nobody"}, {"phone": "call me"}, {"nickname": "M"}]
)
def test_impossible_guardians(api: Api, path: str, counselor: Headers, wrong: dict[str, Any]) -> None:
    assert api.post(path, counselor, json={"name": "Meera", **wrong}).status_code == 422

"""The history of queries: each person's own, trimmed, forgotten when its person wants."""

from typing import Any

import pytest

from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

RUNS = "/workspace/runs"
ANSWERED = {"sql": "select 1", "build_id": "build-1", "outcome": "answered", "rows_count": 1, "duration_ms": 12}
FAILED = ANSWERED | {"outcome": "failed", "rows_count": None, "problem": "Table does not exist"}


@pytest.fixture
def analyst(api: Api, school: School) -> dict[str, str]:
    return api.log_in(school.users[Role.ADMIN])


def note(api: Api, headers: dict[str, str], **content: Any) -> int:
    answer = api.post(RUNS, headers, json=ANSWERED | content)
    assert answer.status_code == 201, answer.text
    assert answer.json().keys() == {"id"}
    return int(answer.json()["id"])


def listed(api: Api, headers: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.get(RUNS, headers, **query).json()["items"]
    return items


def test_what_was_asked_is_found_again_newest_first(api: Api, analyst: dict[str, str]) -> None:
    long = "select 1 -- " + "x" * 400
    first = note(api, analyst, sql=long)
    note(api, analyst, **FAILED)
    note(api, analyst, outcome="timed_out", rows_count=None)
    items = listed(api, analyst)
    assert [one["outcome"] for one in items] == ["timed_out", "failed", "answered"]
    assert items[1]["problem"] == "Table does not exist"
    assert (items[2]["rows_count"], items[2]["duration_ms"], items[2]["build_id"]) == (1, 12, "build-1")
    assert (len(items[2]["begins"]), "sql" in items[2]) == (300, False)
    assert api.get(f"{RUNS}/{first}", analyst).json()["sql"] == long
    assert [one["id"] for one in listed(api, analyst, q="-- xx")] == [first]
    page = api.get(RUNS, analyst, limit=2).json()
    assert [one["id"] for one in listed(api, analyst, limit=2, cursor=page["next_cursor"])] == [first]


def test_it_is_its_persons_alone(api: Api, school: School, analyst: dict[str, str]) -> None:
    run = note(api, analyst)
    for user_id in (school.users[Role.SUPER_ADMIN], school.other_admin):
        other = api.log_in(user_id)
        assert listed(api, other) == []
        assert api.get(f"{RUNS}/{run}", other).status_code == 404
        assert api.delete(f"{RUNS}/{run}", other).status_code == 404
        assert api.delete(RUNS, other).json() == {"removed_count": 0}
    assert len(listed(api, analyst)) == 1


def test_the_oldest_go(
    api: Api, school: School, analyst: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "keep_query_runs", 2)
    other = api.log_in(school.other_admin)
    theirs = note(api, other)
    runs = [note(api, analyst) for _ in range(4)]
    assert [one["id"] for one in listed(api, analyst)] == [runs[3], runs[2]]
    assert [one["id"] for one in listed(api, other)] == [theirs]


def test_one_is_forgotten_or_all(api: Api, analyst: dict[str, str]) -> None:
    runs = [note(api, analyst) for _ in range(3)]
    assert api.delete(f"{RUNS}/{runs[1]}", analyst).status_code == 200
    assert [one["id"] for one in listed(api, analyst)] == [runs[2], runs[0]]
    assert api.delete(RUNS, analyst).json() == {"removed_count": 2}
    assert listed(api, analyst) == []


def test_a_repeat_is_noted_once_and_the_kept_answer_holds_no_sql(api: Api, analyst: dict[str, str]) -> None:
    keyed = analyst | {"Idempotency-Key": "asked-once"}
    run = note(api, keyed, sql="select 'Asha'")
    assert note(api, keyed, sql="select 'Asha'") == run
    kept = api.connection.execute(
        "select response::text from operational.idempotency_keys where route = 'POST /api/v1/workspace/runs'"
        " and (response ->> 'id')::bigint = %s",
        (run,),
    ).fetchall()
    assert len(kept) == 1
    assert "Asha" not in kept[0][0]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"rows_count": None}, "rows_count"),
        ({"outcome": "cancelled"}, "rows_count"),
        ({"outcome": "failed", "rows_count": None}, "problem"),
        ({"problem": "None"}, "problem"),
        ({"outcome": "lost"}, "outcome"),
        ({"duration_ms": -1}, "duration_ms"),
        ({"rows_count": 2**31}, "rows_count"),
        ({"build_id": "../../x"}, "build_id"),
        ({"sql": ""}, "sql"),
    ],
)
def test_what_cannot_be_noted_is_told_by_field(
    api: Api, analyst: dict[str, str], content: dict[str, Any], field: str
) -> None:
    answer = api.post(RUNS, analyst, json=ANSWERED | content)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_the_trail_tells_that_and_how_long_but_not_what(api: Api, school: School, analyst: dict[str, str]) -> None:
    run = note(api, analyst, sql="select 'Asha Rao'")
    rows = api.connection.execute(
        "select name, campus_id, payload from operational.event where relation = 'query_runs' and row_id = %s", (run,)
    ).fetchall()
    assert rows == [("query.asked", school.campus, {"outcome": "answered", "duration_ms": 12, "rows_count": 1})]

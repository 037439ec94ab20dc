"""/students/{id}/consents: given, withdrawn, given again, and nothing forgotten."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]
ZONE = ZoneInfo("Asia/Kolkata")


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


@pytest.fixture
def path(school: School) -> str:
    return f"/students/{school.students[0]}/consents"


def today() -> date:
    return datetime.now(ZONE).date()


def give(api: Api, headers: Headers, path: str, **more: Any) -> dict[str, Any]:
    answer = api.post(path, headers, json={"purpose": "photo", "source": "signed form", **more})
    assert answer.status_code == 201, answer.text
    consent: dict[str, Any] = answer.json()
    return consent


def day_of(instant: str) -> str:
    return datetime.fromisoformat(instant).astimezone(ZONE).date().isoformat()


def test_given_by_a_guardian_withdrawn_and_given_again_by_the_student(
    api: Api, school: School, admin: Headers, path: str
) -> None:
    guardians = f"/students/{school.students[0]}/guardians"
    guardian = api.post(guardians, admin, json={"name": "Meera Kulkarni"}).json()["id"]
    first = give(api, admin, path, guardian_id=guardian, granted_on="2024-07-01")
    assert (first["guardian_name"], first["recorded_by"]) == ("Meera Kulkarni", school.users[Role.ADMIN])
    assert (first["is_given"], day_of(first["granted_at"])) == (True, "2024-07-01")
    withdrawal = {"source": "telephone call", "withdrawn_on": "2024-09-01"}
    counselor = api.log_in(school.users[Role.COUNSELOR])
    ended = api.post(f"{path}/{first['id']}/withdraw", counselor, json=withdrawal).json()
    assert (ended["is_given"], day_of(ended["withdrawn_at"])) == (False, "2024-09-01")
    assert (ended["withdrawal_source"], ended["withdrawn_by"]) == ("telephone call", school.users[Role.COUNSELOR])
    assert (ended["source"], ended["granted_at"]) == (first["source"], first["granted_at"])
    second = give(api, admin, path)
    assert (second["guardian_id"], day_of(second["granted_at"])) == (None, today().isoformat())
    student = api.log_in(school.users[Role.STUDENT])
    assert api.get(path, student).json()["items"] == [second, ended]
    assert api.get(path, student, is_given=False).json()["items"] == [ended]
    assert api.get(path, student, purpose="marketing").json()["items"] == []
    assert api.delete(f"{guardians}/{guardian}", admin).json()["type"] == "urn:headway:problem:consents-given"


def test_for_one_purpose_one_holds_at_a_time(api: Api, admin: Headers, path: str) -> None:
    call = Call("POST", path, admin, {"json": {"purpose": "photo", "source": "form"}})
    assert sorted(answer.status_code for answer in api.at_once([call] * 3)) == [201, 409, 409]
    give(api, admin, path, purpose="marketing")
    assert len(api.get(path, admin, is_given=True).json()["items"]) == 2


def test_the_times_of_two_consents_do_not_overlap(api: Api, admin: Headers, path: str) -> None:
    first = give(api, admin, path, granted_on="2024-07-01")
    api.post(f"{path}/{first['id']}/withdraw", admin, json={"source": "letter", "withdrawn_on": "2024-09-01"})
    body = {"purpose": "photo", "source": "form", "granted_on": "2024-08-01"}
    refused = api.post(path, admin, json=body)
    assert (refused.status_code, refused.json()["consent_id"]) == (409, first["id"])
    assert api.post(path, admin, json=body | {"granted_on": "2024-09-01"}).status_code == 201


def test_what_was_given_today_can_end_today_and_only_once(api: Api, admin: Headers, path: str) -> None:
    consent = give(api, admin, path)
    end = f"{path}/{consent['id']}/withdraw"
    stale = api.post(end, admin | {"If-Match": '"9"'}, json={"source": "letter"})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:headway:problem:lost-update")
    headers = admin | {"Idempotency-Key": f"withdraw-{consent['id']:08}", "If-Match": '"1"'}
    body = {"source": "letter", "withdrawn_on": today().isoformat()}
    first, again = (api.post(end, headers, json=body) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (200, first.json())
    assert first.headers["ETag"] == '"2"'
    assert api.post(end, admin, json=body).json()["type"] == "urn:headway:problem:consent-withdrawn"
    trail = api.connection.execute(
        "select name, payload from operational.event where relation = 'consents' and row_id = %s order by id",
        (consent["id"],),
    ).fetchall()
    told = {"purpose": "photo", "is_of_guardian": False}
    assert trail == [("consent.given", told), ("consent.withdrawn", told)]


def test_days_that_cannot_be(api: Api, admin: Headers, path: str) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    body = {"purpose": "photo", "source": "form"}
    assert api.post(path, admin, json=body | {"granted_on": tomorrow}).status_code == 422
    consent = give(api, admin, path, granted_on="2024-07-01")
    for day in (tomorrow, "2024-06-30"):
        wrong = {"source": "letter", "withdrawn_on": day}
        assert api.post(f"{path}/{consent['id']}/withdraw", admin, json=wrong).status_code == 422
    same_day = {"source": "letter", "withdrawn_on": "2024-07-01"}
    assert api.post(f"{path}/{consent['id']}/withdraw", admin, json=same_day).status_code == 200


def test_a_guardian_of_somebody_else_cannot_agree(api: Api, school: School, admin: Headers, path: str) -> None:
    other = api.post(f"/students/{school.students[1]}/guardians", admin, json={"name": "Ravi"}).json()["id"]
    for guardian in (other, 9_223_372_036_854_775_807):
        body = {"purpose": "photo", "source": "form", "guardian_id": guardian}
        assert api.post(path, admin, json=body).status_code == 422


@pytest.mark.parametrize("wrong", [{"purpose": "everything"}, {"source": ""}, {"granted_on": "0001-01-01"}])
def test_impossible_consents(api: Api, admin: Headers, path: str, wrong: dict[str, Any]) -> None:
    assert api.post(path, admin, json={"purpose": "photo", "source": "form", **wrong}).status_code == 422


def test_only_the_office_writes_consents_down(api: Api, school: School, admin: Headers, path: str) -> None:
    consent = give(api, admin, path)
    student = api.log_in(school.users[Role.STUDENT])
    read = api.get(f"{path}/{consent['id']}", student)
    assert (read.json(), read.headers["ETag"]) == (consent, '"1"')
    assert api.post(f"{path}/{consent['id']}/withdraw", student, json={"source": "me"}).status_code == 403
    other = f"/students/{school.students[1]}/consents/{consent['id']}"
    assert api.get(other, admin).status_code == 404
    assert api.post(f"{other}/withdraw", admin, json={"source": "letter"}).status_code == 404

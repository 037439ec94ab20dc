"""POST /auth/login, /auth/refresh, /auth/logout and GET /auth/me."""

import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response

from ingest_api.auth.throttle import FAILURES, WINDOW_SECONDS
from ingest_api.auth.tokens import AccessClaims, make_access_token, read_access_token
from ingest_api.errors import Unauthenticated
from tests.factories import make_user
from tests.factories.people import PASSWORD
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from tests.waiting import wait_until
from warehouse.settings import Settings
from warehouse.vocabulary import Role

SECRET = "a secret of at least thirty-two bytes"


def log_in(api: Api, email: str, password: str = PASSWORD) -> Response:
    return api.post("/auth/login", data={"username": email, "password": password})


def email_of(api: Api, user: int) -> str:
    row = api.connection.execute("select email from operational.users where id = %s", (user,)).fetchone()
    assert row is not None
    return str(row[0])


@pytest.fixture
def admin(school: School) -> int:
    return school.users[Role.ADMIN]


@pytest.fixture
def pair(api: Api, admin: int) -> dict[str, Any]:
    content: dict[str, Any] = log_in(api, email_of(api, admin)).json()
    return content


def me(api: Api, access_token: str) -> Response:
    return api.get("/auth/me", {"Authorization": f"Bearer {access_token}"})


class TestLogIn:
    def test_the_right_password_gives_tokens(self, api: Api, admin: int) -> None:
        answer = log_in(api, f"  {email_of(api, admin).upper()} ")
        assert answer.status_code == 200
        assert answer.json() | {"access_token": "", "refresh_token": ""} == {
            "access_token": "",
            "refresh_token": "",
            "token_type": "bearer",
            "expires_in": 900,
        }
        row = api.connection.execute(
            "select last_login_at is not null from operational.users where id = %s", (admin,)
        ).fetchone()
        assert row == (True,)

    def test_wrong_password_unknown_user_and_user_without_password_look_the_same(
        self, api: Api, school: School, admin: int
    ) -> None:
        silent = make_user(api.connection, Role.COUNSELOR, school.campus, password_hash=None)
        answers = [
            log_in(api, email_of(api, admin), "wrong password"),
            log_in(api, "nobody@example.org"),
            log_in(api, email_of(api, silent)),
        ]
        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.text for answer in answers}) == 1
        assert answers[0].headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("status", ["suspended", "inactive"])
    def test_a_closed_account_is_refused_only_to_its_owner(self, api: Api, admin: int, status: str) -> None:
        api.connection.execute("update operational.users set status = %s where id = %s", (status, admin))
        assert log_in(api, email_of(api, admin)).status_code == 403
        assert log_in(api, email_of(api, admin), "wrong password").status_code == 401

    def test_after_five_failures_even_the_right_password_must_wait(self, api: Api, admin: int) -> None:
        for _ in range(FAILURES):
            assert log_in(api, email_of(api, admin), "wrong password").status_code == 401
        answer = log_in(api, email_of(api, admin))
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= WINDOW_SECONDS

    def test_many_guesses_at_once_are_no_way_around(self, api: Api, admin: int) -> None:
        form = {"data": {"username": email_of(api, admin), "password": "wrong password"}}
        statuses = [answer.status_code for answer in api.at_once([Call("POST", "/auth/login", None, form)] * 12)]
        assert sorted(statuses) == [401] * FAILURES + [429] * (12 - FAILURES)

    def test_a_missing_password_is_a_problem_with_its_place(self, api: Api) -> None:
        answer = api.post("/auth/login", data={"username": "a@example.org"})
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == ["password"]


class TestMe:
    def test_anonymous_is_refused(self, api: Api) -> None:
        answer = api.get("/auth/me")
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"

    def test_an_admin_has_a_campus(self, api: Api, school: School, pair: dict[str, Any]) -> None:
        content = me(api, pair["access_token"]).json()
        assert content["campus"]["id"] == school.campus
        assert content["campus"]["time_zone"] == "Asia/Kolkata"
        assert content["institute"] == {
            "name": "Test Institute",
            "is_demo": False,
            "clock_as_of": None,
            "currency": "INR",
        }
        assert (content["role"], content["student_id"], content["faculty_id"]) == ("admin", None, None)
        assert "attendance:mark" in content["permissions"]

    def test_a_faculty_member_and_a_student_have_their_records(self, api: Api, school: School) -> None:
        faculty = api.get("/auth/me", api.log_in_as("faculties", school.faculty)).json()
        student = api.get("/auth/me", api.log_in_as("students", school.students[0])).json()
        assert (faculty["faculty_id"], faculty["student_id"]) == (school.faculty, None)
        assert (student["faculty_id"], student["student_id"]) == (None, school.students[0])
        assert "attendance:mark" not in student["permissions"]

    def test_a_super_admin_has_no_campus(self, api: Api, school: School) -> None:
        assert api.get("/auth/me", api.log_in(school.users[Role.SUPER_ADMIN])).json()["campus"] is None

    def test_who_is_suspended_is_out_at_once(self, api: Api, admin: int, pair: dict[str, Any]) -> None:
        assert me(api, pair["access_token"]).status_code == 200
        api.connection.execute("update operational.users set status = 'suspended' where id = %s", (admin,))
        assert me(api, pair["access_token"]).status_code == 401
        assert api.post("/auth/refresh", json={"refresh_token": pair["refresh_token"]}).status_code == 401

    @pytest.mark.parametrize("secret", ["another secret of thirty-two bytes!!", None])
    def test_forged_and_expired_tokens_are_refused(
        self, api: Api, settings: Settings, admin: int, secret: str | None
    ) -> None:
        row = api.connection.execute("select uuid from operational.users where id = %s", (admin,)).fetchone()
        assert row is not None
        lifetime = timedelta(minutes=5) if secret else timedelta(seconds=-1)
        token = make_access_token(AccessClaims(row[0], UUID(int=1)), secret or settings.secret("jwt"), lifetime)
        assert me(api, token).status_code == 401

    def test_a_token_runs_out_although_its_signature_was_checked_before(self) -> None:
        claims = AccessClaims(UUID(int=2), UUID(int=3))
        token = make_access_token(claims, SECRET, timedelta(seconds=2))
        assert read_access_token(token, SECRET) == claims

        def refused() -> str | None:
            try:
                read_access_token(token, SECRET)
            except Unauthenticated as error:
                return error.kind
            return None

        assert wait_until(refused, within_seconds=10, what="the token has run out") == "token-expired"

    def test_a_refresh_token_is_no_access_token(self, api: Api, pair: dict[str, Any]) -> None:
        assert me(api, pair["refresh_token"]).status_code == 401


class TestRefresh:
    def refresh(self, api: Api, token: str) -> Response:
        return api.post("/auth/refresh", json={"refresh_token": token})

    def test_a_token_renews_once(self, api: Api, pair: dict[str, Any]) -> None:
        renewed = self.refresh(api, pair["refresh_token"])
        assert renewed.status_code == 200
        assert me(api, renewed.json()["access_token"]).status_code == 200
        assert renewed.json()["refresh_token"] != pair["refresh_token"]

    def test_a_second_use_ends_the_whole_log_in(self, api: Api, pair: dict[str, Any]) -> None:
        renewed = self.refresh(api, pair["refresh_token"]).json()
        assert self.refresh(api, pair["refresh_token"]).status_code == 401
        assert self.refresh(api, renewed["refresh_token"]).status_code == 401
        assert me(api, renewed["access_token"]).status_code == 401
        assert me(api, pair["access_token"]).status_code == 401

    def test_of_two_uses_at_once_one_is_the_second(self, api: Api, pair: dict[str, Any]) -> None:
        call = Call("POST", "/auth/refresh", None, {"json": {"refresh_token": pair["refresh_token"]}})
        assert sorted(answer.status_code for answer in api.at_once([call] * 2)) == [200, 401]

    def test_another_log_in_of_the_same_user_goes_on(self, api: Api, admin: int, pair: dict[str, Any]) -> None:
        other = log_in(api, email_of(api, admin)).json()
        self.refresh(api, pair["refresh_token"])
        self.refresh(api, pair["refresh_token"])
        assert me(api, other["access_token"]).status_code == 200

    def test_unknown_and_expired_tokens_are_refused(self, api: Api, admin: int, pair: dict[str, Any]) -> None:
        assert self.refresh(api, "x" * 43).status_code == 401
        api.connection.execute(
            "update operational.refresh_tokens set expires_at = now() - interval '1 second' where user_id = %s",
            (admin,),
        )
        assert self.refresh(api, pair["refresh_token"]).status_code == 401

    def test_the_database_keeps_no_token(self, api: Api, admin: int, pair: dict[str, Any]) -> None:
        rows = api.connection.execute(
            "select token_hash from operational.refresh_tokens where user_id = %s", (admin,)
        ).fetchall()
        assert len(rows) == 1
        assert pair["refresh_token"] not in rows[0][0]


class TestLogOut:
    def test_the_log_in_ends_access_token_included(self, api: Api, pair: dict[str, Any]) -> None:
        assert api.post("/auth/logout", json={"refresh_token": pair["refresh_token"]}).status_code == 204
        assert me(api, pair["access_token"]).status_code == 401
        assert api.post("/auth/refresh", json={"refresh_token": pair["refresh_token"]}).status_code == 401

    def test_an_unknown_token_is_no_error(self, api: Api) -> None:
        assert api.post("/auth/logout", json={"refresh_token": "x" * 43}).status_code == 204


def test_an_unknown_user_costs_the_same_work_as_a_wrong_password() -> None:
    from ingest_api.auth.passwords import hash_password, verify_password

    password_hash = hash_password(PASSWORD)
    verify_password(None, "warm up")

    def seconds(known: str | None) -> float:
        started = time.process_time()
        for _ in range(5):
            assert not verify_password(known, "wrong password")
        return time.process_time() - started

    assert 0.5 < seconds(None) / seconds(password_hash) < 2

"""/users, and the passwords that people get by invitation, by reset, by registering and by changing them."""

from typing import Any

import psycopg
import pytest
from httpx import Response

from tests.factories import make_user
from tests.factories.insert import number
from tests.factories.people import PASSWORD
from tests.ingest_api.conftest import Api, Call
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

Headers = dict[str, str]


@pytest.fixture
def admin(api: Api, school: School) -> Headers:
    return api.log_in(school.users[Role.ADMIN])


def log_in(api: Api, email: str, password: str) -> int:
    return api.post("/auth/login", data={"username": email, "password": password}).status_code


def value(connection: psycopg.Connection, query: str, *binds: object) -> Any:
    row = connection.execute(query, binds).fetchone()
    assert row is not None
    return row[0]


def email_of(api: Api, user: int) -> str:
    return str(value(api.connection, "select email from operational.users where id = %s", user))


class TestCounselors:
    def test_a_counselor_invites_students_of_the_campus_and_nobody_else(self, api: Api, school: School) -> None:
        headers = api.log_in(school.users[Role.COUNSELOR])
        connection = api.connection
        student = make_user(connection, Role.STUDENT, school.campus)
        connection.execute("update operational.users set password_hash = null where id = %s", (student,))
        assert api.post(f"/users/{student}/invite", headers).status_code == 201
        for user in (
            make_user(connection, Role.STUDENT, school.other_campus),
            make_user(connection, Role.FACULTY, school.campus),
            school.users[Role.ADMIN],
        ):
            assert api.post(f"/users/{user}/invite", headers).status_code == 404
        assert api.get(f"/users/{student}", headers).status_code == 403


class TestUsers:
    def create(self, api: Api, headers: Headers, **content: Any) -> Response:
        body = {"email": f"user{number()}@example.org", "role": "counselor", "first_name": "Ravi", **content}
        return api.post("/users", headers, json=body)

    def test_a_new_account_is_invited_and_logs_in(self, api: Api, admin: Headers) -> None:
        user = self.create(api, admin).json()
        assert (user["has_password"], user["role"]) == (False, "counselor")
        token = api.post(f"/users/{user['id']}/invite", admin).json()["token"]
        redeemed = {"token": token, "password": "a first password"}
        assert api.post("/auth/password-reset/confirm", json=redeemed).status_code == 204
        assert log_in(api, user["email"], "a first password") == 200
        again = api.post("/auth/password-reset/confirm", json=redeemed)
        assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "token")

    def test_the_list_is_the_campus_without_super_admins(self, api: Api, school: School, admin: Headers) -> None:
        make_user(api.connection, Role.SUPER_ADMIN, school.campus)
        items = api.get("/users", admin, limit=200).json()["items"]
        assert {item["campus_id"] for item in items} == {school.campus}
        assert "super_admin" not in {item["role"] for item in items}
        admins = api.get("/users", admin, role="admin").json()["items"]
        assert [item["id"] for item in admins] == [school.users[Role.ADMIN]]

    @pytest.mark.parametrize("role", ["super_admin", "student", "faculty"])
    def test_roles_that_cannot_be_made_here(self, api: Api, admin: Headers, role: str) -> None:
        assert self.create(api, admin, role=role).json()["errors"][0]["field"] == "role"

    def test_a_suspended_user_is_out_at_once(self, api: Api, school: School, admin: Headers) -> None:
        user = school.users[Role.COUNSELOR]
        theirs = api.log_in(user)
        assert api.get("/auth/me", theirs).status_code == 200
        assert api.put(f"/users/{user}", admin, json={"status": "suspended"}).status_code == 200
        assert api.get("/auth/me", theirs).status_code == 401
        assert api.put(f"/users/{user}", admin, json={"status": "active"}).status_code == 200
        assert api.get("/auth/me", theirs).status_code == 401

    def test_nobody_changes_their_own_role_or_status(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/users/{school.users[Role.ADMIN]}"
        assert api.put(path, admin, json={"status": "inactive"}).status_code == 409
        assert api.put(path, admin, json={"role": "super_admin"}).status_code == 409
        assert api.put(path, admin, json={"first_name": "New"}).status_code == 200

    def test_a_super_admin_moves_staff_to_another_campus(self, api: Api, school: School, admin: Headers) -> None:
        counselor = school.users[Role.COUNSELOR]
        theirs = api.log_in(counselor)
        body = {"campus_id": school.other_campus}
        refused = api.put(f"/users/{counselor}", admin, json=body)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "campus_id")
        above = api.log_in(school.users[Role.SUPER_ADMIN])
        assert api.put(f"/users/{counselor}", above, json=body).json()["campus_id"] == school.other_campus
        assert api.get("/auth/me", theirs).status_code == 401
        assert api.get(f"/users/{counselor}", admin).status_code == 404
        there = api.get("/users", above, campus_id=school.other_campus, role="counselor").json()["items"]
        assert [one["id"] for one in there] == [counselor]

    def test_a_record_stays_at_its_campus(self, api: Api, school: School) -> None:
        above = api.log_in(school.users[Role.SUPER_ADMIN])
        body = {"campus_id": school.other_campus}
        refused = api.put(f"/users/{school.users[Role.FACULTY]}", above, json=body)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "campus_id")

    def test_a_conflict_shows_no_hash(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/users/{school.users[Role.COUNSELOR]}"
        answer = api.put(path, admin | {"If-Match": '"999"'}, json={"first_name": "New"})
        assert answer.status_code == 409
        assert "password_hash" not in answer.json()["current"]

    def test_an_email_belongs_to_one(self, api: Api, school: School, admin: Headers) -> None:
        taken = email_of(api, school.users[Role.STUDENT])
        assert self.create(api, admin, email=taken).status_code == 409
        assert api.put(f"/users/{school.users[Role.COUNSELOR]}", admin, json={"email": taken}).status_code == 409


class TestTokens:
    def test_a_new_one_ends_the_older(self, api: Api, school: School, admin: Headers) -> None:
        path = f"/users/{school.users[Role.COUNSELOR]}/password-reset"
        old, new = (api.post(path, admin).json()["token"] for _ in range(2))
        for token, status in ((old, 422), (new, 204)):
            body = {"token": token, "password": "another password"}
            assert api.post("/auth/password-reset/confirm", json=body).status_code == status

    def test_of_many_uses_at_once_one_works(self, api: Api, school: School, admin: Headers) -> None:
        token = api.post(f"/users/{school.users[Role.COUNSELOR]}/password-reset", admin).json()["token"]
        call = Call("POST", "/auth/password-reset/confirm", None, {"json": {"token": token, "password": "many of us"}})
        assert sorted(answer.status_code for answer in api.at_once([call] * 5)) == [204, 422, 422, 422, 422]

    def test_an_expired_one_does_not_work(self, api: Api, school: School, admin: Headers) -> None:
        user = school.users[Role.COUNSELOR]
        token = api.post(f"/users/{user}/password-reset", admin).json()["token"]
        api.connection.execute(
            "update operational.one_time_tokens set expires_at = now() - interval '1 second' where user_id = %s",
            (user,),
        )
        body = {"token": token, "password": "too late by far"}
        assert api.post("/auth/password-reset/confirm", json=body).status_code == 422

    def test_before_it_is_used_it_tells_for_whom_it_is(self, api: Api, school: School, admin: Headers) -> None:
        user = school.users[Role.COUNSELOR]
        token = api.post(f"/users/{user}/password-reset", admin).json()["token"]
        told = api.post("/auth/one-time-token", json={"token": token}).json()
        assert (told["email"], told["purpose"]) == (email_of(api, user), "password_reset")
        body = {"token": token, "password": "another password"}
        assert api.post("/auth/password-reset/confirm", json=body).status_code == 204

    def test_one_that_does_not_work_says_why(self, api: Api, school: School, admin: Headers) -> None:
        user = school.users[Role.COUNSELOR]
        old, new = (api.post(f"/users/{user}/password-reset", admin).json()["token"] for _ in range(2))
        api.connection.execute(
            "update operational.one_time_tokens set expires_at = '2024-07-01T12:00Z' where used_at is null"
            " and user_id = %s",
            (user,),
        )
        answers = [api.post("/auth/one-time-token", json={"token": token}) for token in (old, new, "x" * 43)]
        assert [answer.status_code for answer in answers] == [422] * 3
        assert [answer.json()["errors"][0]["code"] for answer in answers] == [
            "token-used",
            "token-expired",
            "token-unknown",
        ]
        assert "01.07.2024" in answers[1].json()["detail"]

    def test_it_is_kept_as_a_fingerprint(self, api: Api, school: School, admin: Headers) -> None:
        user = school.users[Role.COUNSELOR]
        token = api.post(f"/users/{user}/password-reset", admin).json()["token"]
        stored = value(api.connection, "select token_hash from operational.one_time_tokens where user_id = %s", user)
        assert token not in stored

    def test_a_reset_ends_log_ins_but_not_a_suspension(self, api: Api, school: School, admin: Headers) -> None:
        user = school.users[Role.COUNSELOR]
        theirs = api.log_in(user)
        token = api.post(f"/users/{user}/password-reset", admin).json()["token"]
        api.connection.execute("update operational.users set status = 'suspended' where id = %s", (user,))
        assert api.post(f"/users/{user}/password-reset", admin).status_code == 409
        body = {"token": token, "password": "still suspended"}
        assert api.post("/auth/password-reset/confirm", json=body).status_code == 204
        assert api.get("/auth/me", theirs).status_code == 401
        assert log_in(api, email_of(api, user), "still suspended") == 403


class TestForgotten:
    def test_the_answer_does_not_tell_and_the_admin_is_told(self, api: Api, school: School) -> None:
        known = api.post("/auth/password-reset", json={"email": email_of(api, school.users[Role.STUDENT])})
        unknown = api.post("/auth/password-reset", json={"email": "nobody@example.org"})
        assert (known.status_code, known.json()) == (unknown.status_code, unknown.json()) == (202, known.json())
        told = api.connection.execute(
            "select payload->>'user_id' from operational.notifications where user_id = %s",
            (school.users[Role.ADMIN],),
        ).fetchall()
        assert told == [(str(school.users[Role.STUDENT]),)]


class TestRegister:
    def test_the_account_waits_for_an_admin_and_becomes_a_student(
        self, api: Api, school: School, admin: Headers
    ) -> None:
        code = value(api.connection, "select code from operational.campuses where id = %s", school.campus)
        email = f"self{number()}@example.org"
        body = {"email": email, "password": "my own password", "first_name": "Asha", "campus_code": code}
        first, again = (api.post("/auth/register", json=body) for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json()) == (202, first.json())
        assert log_in(api, email, "my own password") == 403
        (waiting,) = api.get("/users", admin, status="inactive").json()["items"]
        assert (waiting["email"], waiting["role"], waiting["student_id"]) == (email, "student", None)
        student = api.put(f"/users/{waiting['id']}", admin, json={"status": "active"}).json()["student_id"]
        assert api.get(f"/students/{student}", admin).json()["email"] == email
        assert log_in(api, email, "my own password") == 200

    def test_a_campus_must_be_known(self, api: Api) -> None:
        body = {"email": "a@example.org", "password": "my own password", "first_name": "A", "campus_code": "nowhere"}
        assert api.post("/auth/register", json=body).status_code == 422


class TestChangePassword:
    def test_other_log_ins_end_and_this_one_stays(self, api: Api, school: School) -> None:
        user = school.users[Role.COUNSELOR]
        other, this = api.log_in(user), api.log_in(user)
        body = {"current_password": PASSWORD, "new_password": "a better password"}
        assert api.put("/auth/password", this, json=body | {"new_password": PASSWORD}).status_code == 422
        assert api.put("/auth/password", this, json=body).status_code == 204
        assert api.get("/auth/me", other).status_code == 401
        assert api.get("/auth/me", this).status_code == 200
        assert log_in(api, email_of(api, user), PASSWORD) == 401

    def test_guessing_the_current_one_is_slowed_down(self, api: Api, admin: Headers) -> None:
        body = {"current_password": "a guess", "new_password": "a better password"}
        answers = [api.put("/auth/password", admin, json=body).status_code for _ in range(6)]
        assert answers == [422] * 5 + [429]

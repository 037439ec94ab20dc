"""Accounts made on the command line."""

import psycopg
import pytest

from ingest_api.auth.passwords import WeakPasswordError
from ingest_api.auth.users import UserError, create_user, list_users, set_password
from tests.factories import make_campus, make_student, make_user
from tests.factories.insert import number
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import user_of
from warehouse.vocabulary import Role


@pytest.fixture
def email() -> str:
    return f"somebody{number()}@example.org"


class TestCreateUser:
    def test_the_user_can_log_in(self, api: Api, email: str) -> None:
        create_user(api.connection, email.upper(), "a good password", Role.SUPER_ADMIN, "Ada")
        answer = api.post("/auth/login", data={"username": email, "password": "a good password"})
        assert answer.status_code == 200

    def test_an_admin_belongs_to_a_campus(self, connection: psycopg.Connection, email: str) -> None:
        campus = make_campus(connection, code=f"X{number()}")
        row = connection.execute("select code from operational.campuses where id = %s", (campus,)).fetchone()
        assert row is not None
        user = create_user(connection, email, "a good password", Role.ADMIN, "Ada", "Lovelace", row[0])
        found = next(account for account in list_users(connection, Role.ADMIN, 100_000) if account.id == user)
        assert (found.email, found.campus_code, found.has_password) == (email, row[0], True)

    @pytest.mark.parametrize(
        ("role", "campus", "reason"),
        [
            (Role.ADMIN, None, "belongs to a campus"),
            (Role.ADMIN, "nowhere", "no campus with the code"),
            (Role.STUDENT, "any", "import"),
            (Role.FACULTY, "any", "import"),
        ],
    )
    def test_impossible_accounts(
        self, connection: psycopg.Connection, email: str, role: Role, campus: str | None, reason: str
    ) -> None:
        with pytest.raises(UserError, match=reason):
            create_user(connection, email, "a good password", role, "Ada", campus_code=campus)

    def test_an_email_is_taken_once_and_must_be_one(self, connection: psycopg.Connection, email: str) -> None:
        create_user(connection, email, "a good password", Role.SUPER_ADMIN, "Ada")
        with pytest.raises(UserError, match="already a user"):
            create_user(connection, email, "a good password", Role.SUPER_ADMIN, "Ada")
        with pytest.raises(UserError, match="not an e-mail"):
            create_user(connection, "ada", "a good password", Role.SUPER_ADMIN, "Ada")

    def test_a_short_password_is_refused(self, connection: psycopg.Connection, email: str) -> None:
        with pytest.raises(WeakPasswordError):
            create_user(connection, email, "short", Role.SUPER_ADMIN, "Ada")


class TestSetPassword:
    def test_several_users_get_one_and_old_log_ins_end(self, api: Api) -> None:
        campus = make_campus(api.connection)
        users = [make_user(api.connection, Role.ADMIN, campus)]
        users.append(user_of(api.connection, "students", make_student(api.connection, campus)))
        emails = [
            row[0] for row in api.connection.execute("select email from operational.users where id = any(%s)", (users,))
        ]
        headers = api.log_in(users[0])
        assert set_password(api.connection, emails, "a new password") == 2
        assert api.get("/auth/me", headers).status_code == 401
        for email in emails:
            answer = api.post("/auth/login", data={"username": email, "password": "a new password"})
            assert answer.status_code == 200

    def test_an_unknown_email_changes_nothing(self, api: Api) -> None:
        user = make_user(api.connection, Role.SUPER_ADMIN, email=f"known{number()}@example.org")
        row = api.connection.execute("select email from operational.users where id = %s", (user,)).fetchone()
        assert row is not None
        with pytest.raises(UserError, match="unknown@example.org"):
            set_password(api.connection, [row[0], "unknown@example.org"], "a new password")
        api.log_in(user)

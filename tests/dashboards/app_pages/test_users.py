"""The admin's accounts: found, invited, changed, suspended and let in again."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_counselor import keys, value
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories import make_user
from tests.factories.insert import number
from warehouse.vocabulary import Role

USERS = "app_pages/admin/users.py"


def _manage(user: dict[str, object], person: object, places: dict[int, str]) -> None:
    from dashboards.components.user_list import manage

    manage(user, person, places)


def _invite(person: object) -> None:
    from dashboards.components.invite import invite

    invite(person)


def account(institute: Institute, user_id: int, **values: Any) -> dict[str, Any]:
    """As `GET /users` tells it."""
    row = institute.connection.execute(
        "select id, first_name, last_name, email, role, status, campus_id, version from operational.users"
        " where id = %s",
        (user_id,),
    ).fetchone()
    assert row is not None
    columns = ("id", "first_name", "last_name", "email", "role", "status", "campus_id", "version")
    return dict(zip(columns, row, strict=True)) | {"has_password": True, "last_login_at": None} | values


def person_of(page: AppTest) -> object:
    return page.session_state["_person"][1]


class TestList:
    def test_an_admin_sees_the_campus_and_finds_by_name(self, open_as: Open, institute: Institute) -> None:
        name = f"Zed{number()}"
        here = make_user(institute.connection, Role.COUNSELOR, institute.school.campus, first_name=f"{name} <b>")
        away = make_user(institute.connection, Role.COUNSELOR, institute.school.other_campus, first_name=name)
        page = open_as(Role.ADMIN, USERS, q=name)
        assert not page.exception
        assert f"{name} &lt;b&gt;" in words(page)
        assert f"manage-{here}" in keys(page)
        assert f"manage-{away}" not in keys(page)
        assert not [box for box in page.selectbox if box.key == "place"]

    def test_the_address_holds_the_filters(self, open_as: Open, institute: Institute) -> None:
        name = f"Filtered{number()}"
        user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus, first_name=name)
        assert f"manage-{user}" in keys(open_as(Role.SUPER_ADMIN, USERS, q=name, status="Active"))
        page = open_as(Role.SUPER_ADMIN, USERS, q=name, status="Suspended")
        assert "Nobody fits." in words(page)
        assert [box for box in page.selectbox if box.key == "place"]


class TestManaging:
    def test_a_name_and_a_role_are_changed(self, open_as: Open, institute: Institute) -> None:
        user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
        person = person_of(open_as(Role.ADMIN))
        asked = dialog(_manage, account(institute, user), person, {})
        assert asked.button(key="user-save").disabled
        asked.text_input(key="user-first").set_value("Renamed").run()
        asked.segmented_control(key="user-role").set_value(Role.ADMIN).run()
        asked.button(key="user-save").click().run()
        assert not asked.error
        query = "select first_name || ' ' || role from operational.users where id = %s"
        assert value(institute, query, user) == "Renamed admin"

    def test_suspended_and_let_in_again(self, open_as: Open, institute: Institute) -> None:
        user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
        person = person_of(open_as(Role.ADMIN))
        for status in ("suspended", "active"):
            asked = dialog(_manage, account(institute, user), person, {})
            asked.button(key="user-status").click().run()
            assert value(institute, "select status from operational.users where id = %s", user) == status

    def test_a_code_for_a_new_password_is_shown(self, open_as: Open, institute: Institute) -> None:
        user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
        asked = dialog(_manage, account(institute, user), person_of(open_as(Role.ADMIN)), {})
        asked.button(key="user-code").click().run()
        assert len(asked.code[0].value) > 20

    def test_a_taken_email_is_told_and_nothing_typed_is_lost(self, open_as: Open, institute: Institute) -> None:
        user = make_user(institute.connection, Role.COUNSELOR, institute.school.campus)
        taken = institute.email(institute.school.users[Role.FACULTY])
        asked = dialog(_manage, account(institute, user), person_of(open_as(Role.ADMIN)), {})
        asked.text_input(key="user-email").set_value(taken).run()
        asked.button(key="user-save").click().run()
        assert "already has this e-mail" in asked.error[0].value
        assert asked.text_input(key="user-email").value == taken

    def test_nobody_suspends_themselves(self, open_as: Open, institute: Institute) -> None:
        me = institute.school.users[Role.ADMIN]
        asked = dialog(_manage, account(institute, me), person_of(open_as(Role.ADMIN)), {})
        assert "user-status" not in keys(asked)


class TestInviting:
    def test_an_account_and_its_code(self, open_as: Open, institute: Institute) -> None:
        email = f"new{number()}@example.org"
        asked = dialog(_invite, person_of(open_as(Role.ADMIN)))
        assert asked.button(key="invite-save").disabled
        asked.text_input(key="invite-first").set_value("Nila").run()
        asked.text_input(key="invite-email").set_value(email).run()
        asked.button(key="invite-save").click().run()
        assert not asked.exception
        assert len(asked.code[0].value) > 20
        query = "select role || ' ' || campus_id from operational.users where email = %s"
        assert value(institute, query, email) == f"counselor {institute.school.campus}"

    def test_faculty_come_with_a_record(self, open_as: Open, institute: Institute) -> None:
        email = f"new{number()}@example.org"
        asked = dialog(_invite, person_of(open_as(Role.ADMIN)))
        asked.text_input(key="invite-first").set_value("Nila").run()
        asked.text_input(key="invite-email").set_value(email).run()
        asked.segmented_control(key="invite-role").set_value(Role.FACULTY).run()
        asked.button(key="invite-save").click().run()
        query = "select count(*) from operational.faculties join operational.users u on u.id = user_id where email = %s"
        assert value(institute, query, email) == 1

    def test_what_is_no_email_is_refused_in_words(self, open_as: Open, institute: Institute) -> None:
        asked = dialog(_invite, person_of(open_as(Role.ADMIN)))
        asked.text_input(key="invite-first").set_value("Nila").run()
        asked.text_input(key="invite-email").set_value("not an address").run()
        asked.button(key="invite-save").click().run()
        assert "Email" in asked.error[0].value
        assert asked.text_input(key="invite-first").value == "Nila"

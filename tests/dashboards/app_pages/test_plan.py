"""Planning sessions on the screen: the week, a new session, moving, cancelling; and past sessions without marks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import unused_port, words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories import make_batch, make_session
from tests.factories.insert import insert, number
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

PLAN, TODAY, SHEET, OVERVIEW = (
    f"app_pages/{name}.py" for name in ("faculty/plan", "faculty/today", "faculty/sheet", "admin/overview")
)
# Far from the school's own sessions.
MONDAY = date(2031, 3, 3)


def _plan(person: object, campuses: dict[int, str], campus: str | None, on: object) -> None:
    from dashboards.components.plan_new import plan_session

    plan_session(person, campuses, campus, on)


def _change(person: object, session: dict[str, object], today: object) -> None:
    from dashboards.components.plan_change import change_session

    change_session(person, session, today)


@pytest.fixture(autouse=True)
def nothing_left(institute: Institute) -> Iterator[None]:
    """Removes what was planned in the meantime: other tests look at the same people."""
    [(last,)] = institute.connection.execute(
        "select coalesce(max(id), 0) from operational.learning_sessions"
    ).fetchall()
    yield
    institute.connection.execute("delete from operational.learning_sessions where id > %s", (last,))


@pytest.fixture
def day() -> date:
    """A day of its own for each test, with nothing on it."""
    return MONDAY + timedelta(days=7 * number())


def planned(institute: Institute, on: date, **values: Any) -> int:
    school = institute.school
    defaults = {"student_id": school.students[0], "faculty_id": school.faculty, "start_time": "10:00"}
    return make_session(
        institute.connection,
        school.campus,
        school.subject,
        session_date=on,
        **{**defaults, "end_time": "11:00", **values},
    )


def row(institute: Institute, session_id: int) -> dict[str, Any]:
    names = ("status", "session_date", "start_time", "faculty_id", "notes", "duration_minutes", "location", "batch_id")
    query = f"select {', '.join(names)} from operational.learning_sessions where id = %s"
    found = institute.connection.execute(query, (session_id,)).fetchone()
    assert found is not None
    return dict(zip(names, found, strict=True))


def detail(page: AppTest, institute: Institute, session_id: int) -> tuple[object, dict[str, Any]]:
    """Who looks, and the session as the page hands it on."""
    person = page.session_state["_person"][1]
    token = institute.log_in(person.role)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    told = httpx.get(f"{institute.api_url}/api/v1/sessions/{session_id}", headers=headers, trust_env=False)
    return person, told.raise_for_status().json()


def codes(institute: Institute) -> dict[int, str]:
    return dict(institute.connection.execute("select id, code from operational.campuses").fetchall())


def opened(page: AppTest, institute: Institute, session_id: int, today: date = MONDAY) -> AppTest:
    person, session = detail(page, institute, session_id)
    return dialog(_change, person, session, today)


def errors(page: AppTest) -> str:
    return " ".join(one.value for one in page.error)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPER_ADMIN, Role.FACULTY])
def test_the_week_tells_its_sessions_and_what_closes_a_day(
    open_as: Open, institute: Institute, day: date, role: Role
) -> None:
    planned(institute, day)
    insert(institute.connection, "holidays", campus_id=institute.school.campus, holiday_date=day, name=f"H{number()}")
    page = open_as(role, PLAN, week=str(day + timedelta(days=3)))
    assert not page.exception
    assert not page.error
    assert "1 session" in words(page)
    assert page.date_input(key="at-week").value == day + timedelta(days=3)
    page.button(key="week-after").click().run()
    assert page.date_input(key="at-week").value == day + timedelta(days=7)
    assert page.query_params["week"] == str(day + timedelta(days=7))
    assert "0 sessions" in words(page)


def test_the_address_chooses_and_what_is_none_chooses_nothing(open_as: Open, institute: Institute, day: date) -> None:
    planned(institute, day, faculty_id=institute.school.colleague)
    page = open_as(Role.ADMIN, PLAN, week=str(day), faculty=str(institute.school.faculty))
    assert "0 sessions" in words(page)
    page.selectbox(key="at-faculty").set_value("").run()
    assert "1 session" in words(page)
    assert "faculty" not in page.query_params
    other = open_as(Role.ADMIN, PLAN, week="the first", faculty="x", subject="-1", state="nothing", session="²")
    assert not other.exception
    assert other.date_input(key="at-week").value == other.session_state["_person"][1].today


def test_a_week_of_a_large_institute_asks_for_a_campus_instead_of_showing_its_first_day(
    open_as: Open, institute: Institute, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.components.plan_lists._PAGE", 1)
    for place in range(3):
        planned(institute, day, start_time=f"1{place}:00", end_time=f"1{place}:45")
    page = open_as(Role.SUPER_ADMIN, PLAN, week=str(day))
    assert "More than 2 sessions this week." in words(page)
    here = codes(institute)[institute.school.campus]
    assert "3 sessions" in words(open_as(Role.SUPER_ADMIN, PLAN, week=str(day), campus=here))
    assert "3 sessions" in words(open_as(Role.SUPER_ADMIN, PLAN, week=str(day), faculty=str(institute.school.faculty)))
    assert "3 sessions" in words(open_as(Role.ADMIN, PLAN, week=str(day)))


def test_a_server_that_does_not_answer_is_told(open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_as(Role.ADMIN, PLAN)
    monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
    get_settings.cache_clear()
    page.run()
    assert "does not answer" in page.error[0].value


class TestANewSession:
    def test_of_a_batch_with_its_teacher(self, open_as: Open, institute: Institute, day: date) -> None:
        person = open_as(Role.ADMIN).session_state["_person"][1]
        asked = dialog(_plan, person, codes(institute), person.campus.code, day)
        assert not asked.exception
        asked.selectbox(key="new-batch").set_value(institute.school.batch).run()
        asked.text_input(key="new-room").set_value(" Room <7> ").run()
        asked.text_area(key="new-notes").set_value("Loops").run()
        asked.button(key="new-save").click().run()
        assert not asked.error
        query = "select id from operational.learning_sessions where session_date = %s"
        [made] = [one[0] for one in institute.connection.execute(query, (day,)).fetchall()]
        found = row(institute, made)
        assert (found["batch_id"], found["faculty_id"]) == (institute.school.batch, institute.school.faculty)
        assert (found["notes"], found["location"], found["duration_minutes"]) == ("Loops", "Room <7>", 60)

    def test_of_one_student_found_by_number(self, open_as: Open, institute: Institute, day: date) -> None:
        student = institute.school.students[1]
        [enrolment] = institute.connection.execute(
            "select enrollment_no from operational.students where id = %s", (student,)
        ).fetchone() or [""]
        person = open_as(Role.ADMIN).session_state["_person"][1]
        asked = dialog(_plan, person, codes(institute), None, day)
        asked.segmented_control(key="new-with").set_value("student").run()
        asked.text_input(key="new-q").set_value(enrolment).run()
        assert asked.selectbox(key="new-subject").value == institute.school.subject
        asked.button(key="new-save").click().run()
        assert not asked.error
        query = "select student_id, faculty_id from operational.learning_sessions where session_date = %s"
        assert institute.connection.execute(query, (day,)).fetchall() == [(student, institute.school.faculty)]

    def test_whatever_stands_in_the_way_is_told_in_words_and_nothing_is_lost(
        self, open_as: Open, institute: Institute, day: date
    ) -> None:
        school = institute.school
        planned(institute, day, location="Lab 1")
        insert(institute.connection, "holidays", campus_id=school.campus, holiday_date=day, name="Day [of] *all*")
        person = open_as(Role.ADMIN).session_state["_person"][1]
        asked = dialog(_plan, person, codes(institute), person.campus.code, day)
        asked.selectbox(key="new-batch").set_value(school.batch).run()
        asked.time_input(key="new-start").set_value(datetime(2031, 1, 1, 10, 30, tzinfo=UTC).time()).run()
        asked.text_input(key="new-room").set_value("lab 1").run()
        asked.button(key="new-save").click().run()
        told = errors(asked)
        assert "The teacher has another session" in told
        assert "1 student is in another session" in told
        assert "Lab 1 is taken" in told
        assert "10:00–11:00" in told
        assert "Day \\[of\\] \\*all\\*" in told
        assert asked.text_input(key="new-room").value == "lab 1"

    def test_a_faculty_member_plans_her_own_only(self, open_as: Open, institute: Institute, day: date) -> None:
        school = institute.school
        make_batch(institute.connection, school.campus, school.subject, school.students, faculty_id=school.colleague)
        person = open_as(Role.FACULTY).session_state["_person"][1]
        asked = dialog(_plan, person, codes(institute), person.campus.code, day)
        assert not asked.exception
        assert [box.key for box in asked.selectbox] == ["new-batch"]
        asked.button(key="new-save").click().run()
        assert not asked.error
        query = "select faculty_id from operational.learning_sessions where session_date = %s"
        assert institute.connection.execute(query, (day,)).fetchall() == [(school.faculty,)]


class TestAPlannedSession:
    def test_is_moved_and_given_to_another_teacher(self, open_as: Open, institute: Institute, day: date) -> None:
        session = planned(institute, day)
        asked = opened(open_as(Role.ADMIN), institute, session)
        key = f"move-{session}-1"
        assert asked.button(key="move-save").disabled
        asked.selectbox(key=f"{key}-teacher").set_value(institute.school.colleague).run()
        asked.date_input(key=f"{key}-day").set_value(day + timedelta(days=1)).run()
        asked.button(key="move-save").click().run()
        assert not asked.error
        found = row(institute, session)
        assert (found["faculty_id"], found["session_date"]) == (institute.school.colleague, day + timedelta(days=1))
        assert str(found["start_time"]) == "10:00:00"

    def test_is_cancelled_with_a_reason_and_planned_again(self, open_as: Open, institute: Institute, day: date) -> None:
        session = planned(institute, day, notes="Bring laptops")
        page = open_as(Role.FACULTY)
        asked = opened(page, institute, session)
        assert asked.button(key="off-save").disabled
        asked.text_area(key=f"off-reason-{session}").set_value("Power cut").run()
        asked.button(key="off-save").click().run()
        assert not asked.error
        assert row(institute, session)["status"] == "cancelled"
        assert row(institute, session)["notes"] == "Bring laptops\nCancelled: Power cut"
        again = opened(page, institute, session)
        assert "Power cut" in " ".join(one.value for one in again.markdown)
        again.button(key="move-save").click().run()
        assert not again.error
        assert row(institute, session)["status"] == "scheduled"

    def test_that_nobody_came_to_is_a_no_show(self, open_as: Open, institute: Institute) -> None:
        on = datetime.now(UTC).date() - timedelta(days=2)
        session = planned(institute, on)
        asked = opened(open_as(Role.ADMIN), institute, session, datetime.now(UTC).date())
        asked.button(key="off-nobody").click().run()
        assert not asked.error
        assert row(institute, session)["status"] == "no_show"
        over = opened(open_as(Role.ADMIN), institute, session, datetime.now(UTC).date())
        assert not over.button
        assert "What is over is not moved any more." in [one.value for one in over.caption]

    def test_changed_by_somebody_else_meanwhile_is_not_overwritten(
        self, open_as: Open, institute: Institute, day: date
    ) -> None:
        session = planned(institute, day)
        asked = opened(open_as(Role.ADMIN), institute, session)
        institute.connection.execute(
            "update operational.learning_sessions set location = 'Lab', version = version + 1 where id = %s", (session,)
        )
        asked.text_input(key=f"move-{session}-1-room").set_value("Hall").run()
        asked.button(key="move-save").click().run()
        assert "Somebody else has changed this meanwhile" in errors(asked)
        assert row(institute, session)["location"] == "Lab"

    def test_a_link_opens_it_and_one_out_of_sight_is_told(self, open_as: Open, institute: Institute, day: date) -> None:
        session = planned(institute, day, location="Lab <b>9")
        page = open_as(Role.ADMIN, PLAN, session=str(session), week=str(day))
        assert not page.exception
        assert page.text_input(key=f"move-{session}-1-room").value == "Lab <b>9"
        assert "session" not in page.query_params
        hidden = open_as(Role.ADMIN, PLAN, session=str(institute.school.other_session))
        assert "no session" in errors(hidden)


class TestUnmarked:
    @pytest.mark.parametrize("role", [Role.ADMIN, Role.FACULTY])
    def test_past_sessions_are_listed_and_lead_back(self, open_as: Open, institute: Institute, role: Role) -> None:
        session = planned(institute, datetime.now(UTC).date() - timedelta(days=2))
        page = open_as(role, PLAN, state="unmarked")
        assert not page.exception
        assert "not marked. Without marks they count neither as held nor as missed." in words(page)
        sheet = open_as(role, SHEET, session=str(session), **{"from": "unmarked"})
        assert not sheet.exception
        assert "Sessions that are not marked" in [link.proto.label for link in sheet.get("page_link")]
        assert any("past session" in link.proto.label for link in open_as(role, TODAY).get("page_link"))

    def test_the_overview_leads_to_them(self, open_as: Open, institute: Institute) -> None:
        planned(institute, datetime.now(UTC).date() - timedelta(days=2))
        assert "/plan?state=unmarked" in words(open_as(Role.SUPER_ADMIN, OVERVIEW))

    def test_when_all_are_marked_it_says_so(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.ADMIN, PLAN, state="unmarked", faculty=str(institute.school.colleague))
        assert "Every past session is marked, thank you." in words(page)

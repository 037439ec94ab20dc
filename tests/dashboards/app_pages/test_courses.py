"""Courses on the screen: subjects, topics in their order, batches with their members, and what to learn from."""

import json
from collections.abc import Iterator
from datetime import time
from typing import Any

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import unused_port, words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories import (
    enroll,
    make_batch,
    make_session,
    make_student,
    make_subject,
    make_topic,
    make_topics,
    make_user,
)
from tests.factories.insert import insert, number
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

COURSES = "app_pages/faculty/courses.py"
TABLES = ("learning_sessions", "flexible_batches", "resources", "student_subject_enrollments", "topics", "subjects")


def _add_subject() -> None:
    from dashboards.components.course_subject_form import add_subject

    add_subject()


def _change_subject(subject: dict[str, object]) -> None:
    from dashboards.components.course_subject_form import change_subject

    change_subject(subject)


def _add_topic(subject: dict[str, object]) -> None:
    from dashboards.components.course_topic_form import add_topic

    add_topic(subject)


def _change_topic(topic: dict[str, object], subject: dict[str, object]) -> None:
    from dashboards.components.course_topic_form import change_topic

    change_topic(topic, subject)


def _open_batch(subject: dict[str, object], person: "Any", campuses: dict[int, dict[str, object]], here: int) -> None:
    from dashboards.components.course_batch_form import open_batch

    open_batch(subject, person, campuses, here)


def _change_batch(batch: dict[str, object], person: "Any", campuses: dict[int, dict[str, object]]) -> None:
    from dashboards.components.course_batch_form import change_batch

    change_batch(batch, person, campuses)


def _take_out(batch: dict[str, object], member: dict[str, object]) -> None:
    from dashboards.components.course_members import take_out

    take_out(batch, member)


def _add_resource(subject: dict[str, object], topics: list[dict[str, object]], topic: int | None) -> None:
    from dashboards.components.course_resource_form import add_resource

    add_resource(subject, topics, topic)


def _change_resource(resource: dict[str, object]) -> None:
    from dashboards.components.course_resource_form import change_resource

    change_resource(resource)


@pytest.fixture(autouse=True)
def nothing_left(institute: Institute) -> Iterator[None]:
    """Removes what was made in the meantime: other tests look at the same institute."""
    last = {
        table: institute.connection.execute(f"select coalesce(max(id), 0) from operational.{table}").fetchall()[0][0]
        for table in TABLES
    }
    yield
    for graph, column in (("topic_prerequisites", "topic_id"), ("subject_prerequisites", "subject_id")):
        kind = "topics" if column == "topic_id" else "subjects"
        institute.connection.execute(f"delete from operational.{graph} where {column} > %s", (last[kind],))
    for table in TABLES:
        institute.connection.execute(f"delete from operational.{table} where id > %s", (last[table],))


@pytest.fixture
def subject(institute: Institute) -> int:
    """A subject of its own for each test, with nothing in it."""
    return make_subject(institute.connection, name=f"Course <{number()}>", fee=12345, duration_hours=40)


def told(institute: Institute, path: str, role: Role = Role.SUPER_ADMIN) -> Any:
    """What the API tells a role."""
    headers = {"Authorization": f"Bearer {institute.log_in(role)['access_token']}"}
    answer = httpx.get(f"{institute.api_url}/api/v1{path}", headers=headers, trust_env=False)
    return answer.raise_for_status().json()


def one(institute: Institute, table: str, row_id: int) -> dict[str, Any]:
    cursor = institute.connection.execute(f"select * from operational.{table} where id = %s", (row_id,))
    found = cursor.fetchone()
    assert found is not None
    assert cursor.description is not None
    return dict(zip([column.name for column in cursor.description], found, strict=True))


def newest(institute: Institute, table: str) -> dict[str, Any]:
    [(last,)] = institute.connection.execute(f"select max(id) from operational.{table}").fetchall()
    return one(institute, table, last)


def count(institute: Institute, table: str) -> int:
    return int(institute.connection.execute(f"select count(*) from operational.{table}").fetchall()[0][0])


def errors(page: AppTest) -> str:
    return " ".join(one.value for one in page.error)


def keys(page: AppTest) -> set[str]:
    return {button.key for button in page.button if button.key}


class TestWhoMayWhat:
    @pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPER_ADMIN, Role.FACULTY])
    def test_the_subjects_are_listed_and_only_admins_change_them(
        self, open_as: Open, institute: Institute, subject: int, role: Role
    ) -> None:
        code = one(institute, "subjects", subject)["code"]
        page = open_as(role, COURSES, q=code.lower())
        assert not page.exception
        assert page.title[0].value == "Courses"
        shown = words(page)
        assert "1 subject · 1 without topics" in shown
        assert "Course &lt;" in shown
        assert "₹12,345" in shown
        assert "40 h" in shown
        assert f'href="/courses?subject={subject}"' in shown
        assert (f"subject-change-{subject}" in keys(page)) == (role is not Role.FACULTY)
        assert ("subject-open" in keys(page)) == (role is not Role.FACULTY)
        assert page.query_params["q"] == code.lower()

    @pytest.mark.parametrize("role", [Role.COUNSELOR, Role.STUDENT])
    def test_nobody_else_has_the_page(self, open_as: Open, role: Role) -> None:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            open_as(role, COURSES)

    def test_faculty_reads_topics_and_batches_and_adds_resources(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        make_topics(institute.connection, subject, 1)
        make_batch(institute.connection, institute.school.campus, subject, faculty_id=institute.school.faculty)
        for part, key in (("topics", "topic-open"), ("batches", "batch-open"), ("resources", "resource-open")):
            page = open_as(Role.FACULTY, COURSES, subject=str(subject), show=part)
            assert not page.exception
            assert not page.error
            assert (key in keys(page)) == (part == "resources")
            assert not [one for one in keys(page) if one.startswith(("topic-change", "batch-change", "subject-change"))]

    @pytest.mark.parametrize("address", [{"subject": "9223372036854775807"}, {"subject": "999999999"}])
    def test_a_subject_that_is_not_there_is_told(self, open_as: Open, address: dict[str, str]) -> None:
        page = open_as(Role.ADMIN, COURSES, **address)
        assert not page.exception
        assert page.error or page.title[0].value == "Courses"

    def test_what_is_no_id_shows_all_subjects(self, open_as: Open) -> None:
        page = open_as(Role.ADMIN, COURSES, subject="²", show="x", batch="-1", status="?", q="x" * 300)
        assert not page.exception
        assert page.title[0].value == "Courses"
        assert len(page.query_params["q"]) == 100

    def test_a_server_that_does_not_answer_is_told(
        self, open_as: Open, subject: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_as(Role.ADMIN, COURSES, subject=str(subject))
        monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
        get_settings.cache_clear()
        page.run()
        assert "does not answer" in page.error[0].value


class TestSubjects:
    def test_one_is_added_with_all_that_is_known_of_it(self, open_as: Open, institute: Institute, subject: int) -> None:
        open_as(Role.ADMIN)
        asked = dialog(_add_subject)
        assert not asked.exception
        assert asked.button(key="subject-save").disabled
        code = f"NEW{number()}"
        asked.text_input(key="subject-new-code").set_value(f" {code} ")
        asked.text_input(key="subject-new-name").set_value("Data *entry*")
        asked.number_input(key="subject-new-fee").set_value(8000.0)
        asked.number_input(key="subject-new-hours").set_value(60)
        asked.selectbox(key="subject-new-level").set_value("beginner")
        asked.multiselect(key="subject-new-before").set_value([subject]).run()
        asked.button(key="subject-save").click().run()
        assert not asked.error
        made = newest(institute, "subjects")
        assert (made["code"], made["name"], float(made["fee"])) == (code, "Data *entry*", 8000)
        assert (made["duration_hours"], made["difficulty_level"]) == (60, "beginner")
        page = open_as(Role.ADMIN, COURSES, subject=str(made["id"]))
        assert page.title[0].value == r"Data \*entry\*"
        assert "After Course &lt;" in words(page)

    def test_a_code_that_is_taken_is_told_and_nothing_is_lost(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        open_as(Role.ADMIN)
        asked = dialog(_add_subject)
        asked.text_input(key="subject-new-code").set_value(one(institute, "subjects", subject)["code"])
        asked.text_input(key="subject-new-name").set_value("Typed long").run()
        before = count(institute, "subjects")
        asked.button(key="subject-save").click().run()
        assert "A subject already has the code" in errors(asked)
        assert asked.text_input(key="subject-new-name").value == "Typed long"
        assert count(institute, "subjects") == before

    def test_it_is_changed_and_taken_out_of_use_and_back(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        open_as(Role.ADMIN)
        asked = dialog(_change_subject, told(institute, f"/subjects/{subject}"))
        assert asked.button(key="subject-save").disabled
        asked.number_input(key=f"subject-{subject}-1-fee").set_value(None).run()
        asked.button(key="subject-save").click().run()
        assert not asked.error
        assert one(institute, "subjects", subject)["fee"] is None
        off = dialog(_change_subject, told(institute, f"/subjects/{subject}"))
        off.button(key="subject-off").click().run()
        assert one(institute, "subjects", subject)["status"] == "inactive"
        code = one(institute, "subjects", subject)["code"]
        assert "○ Out of use" in words(open_as(Role.ADMIN, COURSES, q=code, status="inactive"))
        assert "No subject fits." in words(open_as(Role.ADMIN, COURSES, q=code, status="active"))
        on = dialog(_change_subject, told(institute, f"/subjects/{subject}"))
        on.button(key="subject-on").click().run()
        assert one(institute, "subjects", subject)["status"] == "active"

    def test_a_circle_is_named_by_name(self, open_as: Open, institute: Institute, subject: int) -> None:
        later = make_subject(institute.connection, name="Later [1]")
        insert(institute.connection, "subject_prerequisites", subject_id=later, prerequisite_id=subject)
        open_as(Role.ADMIN)
        asked = dialog(_change_subject, told(institute, f"/subjects/{subject}"))
        asked.multiselect(key=f"subject-{subject}-1-before").set_value([later]).run()
        asked.button(key="subject-save").click().run()
        assert r"→ Later \[1\] →" in errors(asked)
        assert asked.multiselect(key=f"subject-{subject}-1-before").value == [later]

    def test_changed_by_somebody_else_meanwhile_is_not_overwritten(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        open_as(Role.ADMIN)
        asked = dialog(_change_subject, told(institute, f"/subjects/{subject}"))
        institute.connection.execute("update operational.subjects set name = 'Theirs' where id = %s", (subject,))
        asked.text_input(key=f"subject-{subject}-1-name").set_value("Mine").run()
        asked.button(key="subject-save").click().run()
        assert "Somebody else has changed this meanwhile" in errors(asked)
        assert one(institute, "subjects", subject)["name"] == "Theirs"

    def test_many_come_a_page_at_a_time(self, open_as: Open, institute: Institute) -> None:
        mark = f"PAGED{number()}"
        for place in range(51):
            make_subject(institute.connection, code=f"{mark}-{place:03}")
        page = open_as(Role.FACULTY, COURSES, q=mark)
        assert "50+ subjects" in words(page)
        page.button(key="subjects-more").click().run()
        assert "51 subjects" in words(page)
        assert "subjects-more" not in keys(page)


class TestTopics:
    def test_they_stand_in_their_order_with_what_comes_before(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        connection = institute.connection
        loops = make_topic(connection, subject, 1, name="Loops", estimated_duration_minutes=90, difficulty_level="easy")
        lists = make_topic(connection, subject, 2, name="Lists & <more>", status="inactive")
        insert(connection, "topic_prerequisites", topic_id=lists, prerequisite_id=loops)
        page = open_as(Role.ADMIN, COURSES, subject=str(subject))
        shown = words(page)
        assert "2 topics · 1.5 h in all, the subject is planned with 40 h" in shown
        assert "1. Loops" in shown
        assert "1.5 h · easy" in shown
        assert "2. Lists &amp; &lt;more&gt;" in shown
        assert "○ Out of use · no length noted" in shown
        assert "after Loops" in shown
        assert "1 topic" in words(open_as(Role.ADMIN, COURSES, subject=str(subject), q="loo"))
        assert "No topic fits." in words(open_as(Role.ADMIN, COURSES, subject=str(subject), q="zzz"))

    def test_none_says_what_to_do(self, open_as: Open, subject: int) -> None:
        assert "“Add a topic” makes the first." in words(open_as(Role.ADMIN, COURSES, subject=str(subject)))
        assert "An admin adds the first one." in words(open_as(Role.FACULTY, COURSES, subject=str(subject)))

    def test_one_is_added_at_the_end(self, open_as: Open, institute: Institute, subject: int) -> None:
        [first] = make_topics(institute.connection, subject, 1)
        open_as(Role.ADMIN)
        asked = dialog(_add_topic, told(institute, f"/subjects/{subject}"))
        asked.text_input(key="topic-new-name").set_value("Functions")
        asked.number_input(key="topic-new-minutes").set_value(120)
        asked.selectbox(key="topic-new-hard").set_value("hard")
        asked.text_area(key="topic-new-aims").set_value("Write one\n\n Call one ")
        asked.multiselect(key="topic-new-before").set_value([first]).run()
        asked.button(key="topic-save").click().run()
        assert not asked.error
        made = newest(institute, "topics")
        assert (made["name"], made["order_index"], made["estimated_duration_minutes"]) == ("Functions", 2, 120)
        assert (made["difficulty_level"], made["learning_objectives"]) == ("hard", ["Write one", "Call one"])
        assert told(institute, f"/topics/{made['id']}")["prerequisites"] == [first]

    def test_one_is_changed_moved_and_taken_out_of_use(self, open_as: Open, institute: Institute, subject: int) -> None:
        first, second, third = make_topics(institute.connection, subject, 3)
        open_as(Role.ADMIN)
        of = told(institute, f"/subjects/{subject}")
        asked = dialog(_change_topic, told(institute, f"/topics/{third}"), of)
        assert asked.button(key="topic-save").disabled
        assert asked.selectbox(key=f"topic-{third}-1-after").value == second
        assert asked.button(key="topic-move").disabled
        asked.selectbox(key=f"topic-{third}-1-after").set_value(0).run()
        asked.button(key="topic-move").click().run()
        assert not asked.error
        items = told(institute, f"/topics?subject_id={subject}")["items"]
        assert [item["id"] for item in items] == [third, first, second]
        now = told(institute, f"/topics/{third}")
        changed = dialog(_change_topic, now, of)
        changed.text_input(key=f"topic-{third}-{now['version']}-name").set_value("First now").run()
        changed.button(key="topic-save").click().run()
        assert one(institute, "topics", third)["name"] == "First now"
        off = dialog(_change_topic, told(institute, f"/topics/{third}"), of)
        off.button(key="topic-off").click().run()
        assert one(institute, "topics", third)["status"] == "inactive"

    def test_a_circle_is_told_with_names_and_the_choice_stays(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        loops = make_topic(institute.connection, subject, 1, name="Loops")
        lists = make_topic(institute.connection, subject, 2, name="Lists")
        insert(institute.connection, "topic_prerequisites", topic_id=lists, prerequisite_id=loops)
        open_as(Role.ADMIN)
        asked = dialog(_change_topic, told(institute, f"/topics/{loops}"), told(institute, f"/subjects/{subject}"))
        asked.text_input(key=f"topic-{loops}-1-name").set_value("Loops again")
        asked.multiselect(key=f"topic-{loops}-1-before").set_value([lists]).run()
        asked.button(key="topic-save").click().run()
        assert "closes a circle, so nobody could begin: Loops → Lists → Loops" in errors(asked)
        assert asked.multiselect(key=f"topic-{loops}-1-before").value == [lists]
        assert asked.text_input(key=f"topic-{loops}-1-name").value == "Loops again"
        assert one(institute, "topics", loops)["name"] == "Loops"


class TestBatches:
    @pytest.fixture
    def campuses(self, institute: Institute) -> dict[int, dict[str, Any]]:
        return {item["id"]: item for item in told(institute, "/campuses")["items"]}

    def person(self, page: AppTest) -> Any:
        return page.session_state["_person"][1]

    def test_they_tell_teacher_days_and_places(self, open_as: Open, institute: Institute, subject: int) -> None:
        school = institute.school
        schedule = {"days": ["monday", "wednesday"], "start_time": "18:00", "end_time": "19:30"}
        made = batch_here(institute, subject, name="Evenings <b>", max_students=1, faculty_id=school.faculty)
        institute.connection.execute(
            "update operational.flexible_batches set schedule = %s::jsonb where id = %s", (json_of(schedule), made)
        )
        insert(institute.connection, "flexible_batch_members", batch_id=made, student_id=school.students[0])
        batch_here(institute, subject, name="Mornings")
        page = open_as(Role.ADMIN, COURSES, subject=str(subject), show="batches")
        shown = words(page)
        assert not page.error
        assert "2 batches · 1 full · 1 without a teacher" in shown
        assert "Evenings &lt;b&gt;" in shown
        assert "Mon, Wed 18:00–19:30 · 1 of 1 places taken · ■ full" in shown
        assert "No teacher yet · 0 students" in shown
        assert f'href="/courses?subject={subject}&amp;show=batches&amp;batch={made}"' in shown
        assert "No members yet: open it to add some." in shown
        assert "at-campus" not in [box.key for box in page.selectbox]
        found = words(open_as(Role.ADMIN, COURSES, subject=str(subject), show="batches", q="evening"))
        assert "1 batch ·" in found
        assert "Mornings" not in found

    def test_other_campuses_are_never_there(self, open_as: Open, institute: Institute, subject: int) -> None:
        school = institute.school
        there = make_batch(institute.connection, school.other_campus, subject, name="Far away")
        batch_here(institute, subject, name="Of a colleague", faculty_id=school.colleague)
        batch_here(institute, subject, name="Own", faculty_id=school.faculty)
        address = {"subject": str(subject), "show": "batches"}
        as_admin = words(open_as(Role.ADMIN, COURSES, **address, campus=code_of(institute, school.other_campus)))
        assert "Far away" not in as_admin
        assert "Of a colleague" in as_admin
        as_faculty = words(open_as(Role.FACULTY, COURSES, **address))
        assert "Own" in as_faculty
        assert "Of a colleague" not in as_faculty
        for role in (Role.ADMIN, Role.FACULTY):
            hidden = open_as(role, COURSES, **address, batch=str(there))
            assert "no batch" in errors(hidden)
            assert "Far away" not in words(hidden)
        everywhere = open_as(Role.SUPER_ADMIN, COURSES, **address)
        assert "Far away" in words(everywhere)
        everywhere.selectbox(key="at-campus").set_value(code_of(institute, school.campus)).run()
        assert "Far away" not in words(everywhere)
        assert everywhere.query_params["campus"] == code_of(institute, school.campus)

    def test_none_says_what_to_do(self, open_as: Open, subject: int) -> None:
        address = {"subject": str(subject), "show": "batches"}
        assert "“Open a batch” makes one" in words(open_as(Role.ADMIN, COURSES, **address))
        assert "You teach no batch of this subject." in words(open_as(Role.FACULTY, COURSES, **address))
        assert "No batch of this subject has ended so." in words(
            open_as(Role.ADMIN, COURSES, **address, state="completed")
        )
        assert "No batch fits." in words(open_as(Role.ADMIN, COURSES, **address, q="zzz"))

    def test_one_is_opened_where_the_super_admin_says(
        self, open_as: Open, institute: Institute, subject: int, campuses: dict[int, dict[str, Any]]
    ) -> None:
        school = institute.school
        page = open_as(Role.SUPER_ADMIN)
        of = told(institute, f"/subjects/{subject}")
        asked = dialog(_open_batch, of, self.person(page), campuses, None)
        assert not asked.exception
        assert "Choose a campus: its teachers come with it." in words(asked)
        asked.selectbox(key="batch-new-campus").set_value(school.campus).run()
        assert asked.button(key="batch-save").disabled
        asked.text_input(key="batch-new-name").set_value("Weekends")
        asked.selectbox(key=f"batch-new-{code_of(institute, school.campus)}-teacher").set_value(school.colleague)
        asked.button_group(key="batch-new-days").set_value([6, 7])
        asked.time_input(key="batch-new-from").set_value(time(10))
        asked.number_input(key="batch-new-places").set_value(12).run()
        assert "Say from when and until when it meets" in words(asked)
        assert asked.button(key="batch-save").disabled
        asked.time_input(key="batch-new-until").set_value(time(12)).run()
        asked.button(key="batch-save").click().run()
        assert not asked.error
        made = newest(institute, "flexible_batches")
        assert (made["name"], made["campus_id"], made["subject_id"]) == ("Weekends", school.campus, subject)
        assert (made["faculty_id"], made["max_students"]) == (school.colleague, 12)
        expected = {"days": ["saturday", "sunday"], "start_time": "10:00", "end_time": "12:00"}
        assert made["schedule"] == expected

    def test_an_admin_opens_one_on_the_own_campus_and_a_refusal_loses_nothing(
        self, open_as: Open, institute: Institute, subject: int, campuses: dict[int, dict[str, Any]]
    ) -> None:
        school = institute.school
        page = open_as(Role.ADMIN)
        own = {school.campus: campuses[school.campus]}
        of = told(institute, f"/subjects/{subject}")
        institute.connection.execute("update operational.subjects set status = 'inactive' where id = %s", (subject,))
        asked = dialog(_open_batch, of, self.person(page), own, None)
        asked.text_input(key="batch-new-name").set_value("Mine").run()
        before = count(institute, "flexible_batches")
        asked.button(key="batch-save").click().run()
        assert "no subject with the id" in errors(asked)
        assert asked.text_input(key="batch-new-name").value == "Mine"
        assert count(institute, "flexible_batches") == before
        institute.connection.execute("update operational.subjects set status = 'active' where id = %s", (subject,))
        asked.button(key="batch-save").click().run()
        assert not asked.error
        assert newest(institute, "flexible_batches")["campus_id"] == school.campus

    def test_one_is_changed_and_what_else_its_schedule_says_stays(
        self, open_as: Open, institute: Institute, subject: int, campuses: dict[int, dict[str, Any]]
    ) -> None:
        made = batch_here(institute, subject)
        institute.connection.execute(
            "update operational.flexible_batches set schedule = %s::jsonb where id = %s",
            (json_of({"days": ["Friday"], "room": "Lab", "start_time": "late"}), made),
        )
        person = self.person(open_as(Role.ADMIN))
        batch = told(institute, f"/batches/{made}")
        asked = dialog(_change_batch, batch, person, campuses)
        assert not asked.exception
        assert asked.button(key="batch-save").disabled
        key = f"batch-{made}-{batch['version']}"
        assert asked.button_group(key=f"{key}-days").value == [5]
        asked.number_input(key=f"{key}-places").set_value(20).run()
        asked.button(key="batch-save").click().run()
        assert not asked.error
        row = one(institute, "flexible_batches", made)
        assert row["max_students"] == 20
        assert row["schedule"] == {"days": ["Friday"], "room": "Lab", "start_time": "late"}

    def test_fewer_places_than_members_are_refused(
        self, open_as: Open, institute: Institute, campuses: dict[int, dict[str, Any]]
    ) -> None:
        batch = told(institute, f"/batches/{institute.school.batch}")
        asked = dialog(_change_batch, batch, self.person(open_as(Role.ADMIN)), campuses)
        key = f"batch-{batch['id']}-{batch['version']}"
        asked.number_input(key=f"{key}-places").set_value(1).run()
        asked.button(key="batch-save").click().run()
        here = batch["members_count"]
        assert f"{here} students belong to the batch: it cannot have fewer places." in errors(asked)
        assert asked.number_input(key=f"{key}-places").value == 1

    def test_one_ends_for_good_once_nothing_is_planned(
        self, open_as: Open, institute: Institute, subject: int, campuses: dict[int, dict[str, Any]]
    ) -> None:
        school = institute.school
        made = batch_here(institute, subject)
        session = make_session(
            institute.connection, school.campus, subject, batch_id=made, session_date="2031-05-05", start_time="10:00"
        )
        person = self.person(open_as(Role.ADMIN))
        asked = dialog(_change_batch, told(institute, f"/batches/{made}"), person, campuses)
        asked.button(key="batch-end").click().run()
        assert "1 session of this batch is still planned. Move or cancel it first." in errors(asked)
        assert f"/plan?subject={subject}&campus=" in words(asked).replace("&amp;", "&")
        institute.connection.execute("delete from operational.learning_sessions where id = %s", (session,))
        asked.button(key="batch-end").click().run()
        assert not asked.error
        assert one(institute, "flexible_batches", made)["status"] == "completed"
        over = dialog(_change_batch, told(institute, f"/batches/{made}"), person, campuses)
        assert not over.button
        assert "This batch is over." in words(over)
        page = open_as(Role.ADMIN, COURSES, subject=str(subject), show="batches", state="completed", batch=str(made))
        assert "Ended" in words(page)
        assert not [key for key in keys(page) if key.startswith(("join-", "leave-", "batch-change"))]


class TestMembers:
    def address(self, subject: int, batch: int) -> dict[str, str]:
        return {"subject": str(subject), "show": "batches", "batch": str(batch)}

    def named(self, institute: Institute, campus: int, first: str, last: str) -> int:
        user = make_user(institute.connection, Role.STUDENT, campus, first_name=first, last_name=last)
        return make_student(institute.connection, campus, user_id=user)

    def test_they_are_added_from_who_learns_the_subject_here_and_taken_out(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        school = institute.school
        mark = f"Zed{number()}"
        here = self.named(institute, school.campus, mark, "<Here>")
        there = self.named(institute, school.other_campus, mark, "There")
        paused = self.named(institute, school.campus, mark, "Paused")
        for student, status in ((here, "active"), (there, "active"), (paused, "paused")):
            enroll(institute.connection, student, subject, status=status)
        batch = batch_here(institute, subject)
        page = open_as(Role.ADMIN, COURSES, **self.address(subject, batch))
        assert not page.exception
        assert "Nobody belongs to this batch yet." in words(page)
        assert {key for key in keys(page) if key.startswith("join-")} == {f"join-{here}"}
        page.text_input(key=f"join-q-{batch}").set_value("nobody at all").run()
        assert "Nobody found" in words(page)
        page.text_input(key=f"join-q-{batch}").set_value(mark.lower()).run()
        page.button(key=f"join-{here}").click().run()
        assert not page.error
        shown = words(page)
        assert "1 member" in shown
        assert "&lt;Here&gt;" in shown
        assert f"join-{here}" not in keys(page)
        member = told(institute, f"/batches/{batch}/members")["items"][0]
        leaving = dialog(_take_out, told(institute, f"/batches/{batch}"), member)
        leaving.button(key="leave-save").click().run()
        assert not leaving.error
        page.run()
        assert "Nobody belongs to this batch yet." in words(page)
        # In again, out again: each of them is a new act.
        page.button(key=f"join-{here}").click().run()
        dialog(_take_out, told(institute, f"/batches/{batch}"), member).button(key="leave-save").click().run()
        assert told(institute, f"/batches/{batch}")["members_count"] == 0

    def test_a_full_batch_is_told_in_words(self, open_as: Open, institute: Institute, subject: int) -> None:
        school = institute.school
        for student in school.students[:2]:
            enroll(institute.connection, student, subject)
        batch = batch_here(institute, subject, max_students=1)
        insert(institute.connection, "flexible_batch_members", batch_id=batch, student_id=school.students[0])
        page = open_as(Role.SUPER_ADMIN, COURSES, **self.address(subject, batch))
        page.button(key=f"join-{school.students[1]}").click().run()
        assert "The batch is full at 1. Make more places" in errors(page)
        assert told(institute, f"/batches/{batch}")["members_count"] == 1

    def test_whoever_is_elsewhere_then_is_told_with_the_session(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        school = institute.school
        enroll(institute.connection, school.students[0], subject)
        batch = batch_here(institute, subject)
        when = {"session_date": "2031-06-02", "start_time": "10:00", "duration_minutes": 60}
        make_session(institute.connection, school.campus, subject, batch_id=batch, **when)
        make_session(institute.connection, school.campus, subject, student_id=school.students[0], **when)
        page = open_as(Role.ADMIN, COURSES, **self.address(subject, batch))
        page.button(key=f"join-{school.students[0]}").click().run()
        assert "1 student is in another session" in errors(page)

    def test_faculty_reads_the_own_ones_by_name(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        page = open_as(Role.FACULTY, COURSES, **self.address(school.subject, school.batch))
        assert not page.error
        # A test before this one may have enrolled somebody more.
        members = told(institute, f"/batches/{school.batch}")["members_count"]
        assert f"{members} members" in words(page)
        assert f"/my-students?student={school.students[0]}" in words(page)
        assert not [key for key in keys(page) if key.startswith(("join-", "leave-", "batch-change"))]

    def test_a_batch_of_another_subject_is_not_shown_under_this_one(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        page = open_as(Role.ADMIN, COURSES, **self.address(subject, institute.school.batch))
        assert "This batch belongs to another subject." in words(page)


class TestResources:
    def test_they_are_listed_with_links_and_what_is_missing(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        loops, _lists = make_topics(institute.connection, subject, 2)
        insert(
            institute.connection,
            "resources",
            topic_id=loops,
            title="Loops <i>",
            kind="video",
            url="https://videos.example.org/?a=1&b=2",
            difficulty="easy",
            duration_minutes=12,
        )
        insert(
            institute.connection, "resources", subject_id=subject, title="Bad", kind="link", url="javascript:alert(1)"
        )
        page = open_as(Role.FACULTY, COURSES, subject=str(subject), show="resources")
        shown = words(page)
        assert not page.error
        assert "2 resources · 1 topic has none of its own" in shown
        assert "Loops &lt;i&gt;" in shown
        assert 'href="https://videos.example.org/?a=1&amp;b=2"' in shown
        assert "Video · 12 min · easy" in shown
        assert "javascript:" not in shown
        page.selectbox(key="at-topic").set_value(str(loops)).run()
        assert "1 resource" in words(page)
        assert page.query_params["topic"] == str(loops)
        assert "No resource fits." in words(
            open_as(Role.FACULTY, COURSES, subject=str(subject), show="resources", q="zzz")
        )

    def test_none_says_what_to_do(self, open_as: Open, subject: int) -> None:
        page = open_as(Role.FACULTY, COURSES, subject=str(subject), show="resources")
        assert "There is nothing to learn this subject from yet." in words(page)

    @pytest.mark.parametrize("role", [Role.FACULTY, Role.ADMIN])
    def test_one_is_added_to_a_topic(self, open_as: Open, institute: Institute, subject: int, role: Role) -> None:
        [topic] = make_topics(institute.connection, subject, 1)
        open_as(role)
        topics = told(institute, f"/topics?subject_id={subject}")["items"]
        asked = dialog(_add_resource, told(institute, f"/subjects/{subject}"), topics, topic)
        assert not asked.exception
        assert asked.selectbox(key=f"resource-new-{topic}-for").value == topic
        asked.text_input(key="resource-new-title").set_value("Loops, drawn")
        asked.button_group(key="resource-new-kind").set_value("video")
        asked.number_input(key="resource-new-minutes").set_value(12)
        asked.text_input(key="resource-new-url").set_value("https://videos.example.org/loops").run()
        asked.button(key="resource-save").click().run()
        assert not asked.error
        made = newest(institute, "resources")
        assert (made["title"], made["topic_id"], made["subject_id"]) == ("Loops, drawn", topic, None)
        assert (made["kind"], made["duration_minutes"]) == ("video", 12)

    @pytest.mark.parametrize(
        ("address", "why"),
        [
            ("www.example.org", "must begin with http:// or https://"),
            ("x", "must begin with http:// or https://"),
            ("ftp://example.org/a", "must begin with http:// or https://"),
            ("javascript:alert(1)", "must begin with http:// or https://"),
            ("https://example.org/a b", "must not contain spaces"),
            ("https://me:secret@example.org/", "must not carry a user name or a password"),
        ],
    )
    def test_a_bad_address_is_told_in_words_and_kept(
        self, open_as: Open, institute: Institute, subject: int, address: str, why: str
    ) -> None:
        open_as(Role.FACULTY)
        asked = dialog(_add_resource, told(institute, f"/subjects/{subject}"), [], None)
        asked.text_input(key="resource-new-title").set_value("Typed long")
        asked.text_input(key="resource-new-url").set_value(address).run()
        before = count(institute, "resources")
        asked.button(key="resource-save").click().run()
        assert why in errors(asked)
        assert asked.text_input(key="resource-new-url").value == address
        assert asked.text_input(key="resource-new-title").value == "Typed long"
        assert count(institute, "resources") == before

    def test_a_file_in_storage_takes_the_place_of_an_address(
        self, open_as: Open, institute: Institute, subject: int
    ) -> None:
        made = insert(
            institute.connection, "resources", subject_id=subject, title="Sheet", kind="link", url="https://a.example/"
        )
        open_as(Role.FACULTY)
        asked = dialog(_change_resource, told(institute, f"/resources/{made}"))
        assert asked.button(key="resource-save").disabled
        key = f"resource-{made}-1"
        asked.button_group(key=f"{key}-where").set_value("storage_key").run()
        assert asked.button(key="resource-save").disabled
        asked.text_input(key=f"{key}-stored").set_value("../secret").run()
        asked.button(key="resource-save").click().run()
        assert errors(asked)
        assert asked.text_input(key=f"{key}-stored").value == "../secret"
        asked.text_input(key=f"{key}-stored").set_value("python/loops.pdf").run()
        asked.button(key="resource-save").click().run()
        assert not asked.error
        row = one(institute, "resources", made)
        assert (row["url"], row["storage_key"]) == (None, "python/loops.pdf")

    def test_one_is_taken_out_of_use_and_back(self, open_as: Open, institute: Institute, subject: int) -> None:
        made = insert(
            institute.connection, "resources", subject_id=subject, title="Old", kind="link", url="https://a.example/"
        )
        open_as(Role.FACULTY)
        dialog(_change_resource, told(institute, f"/resources/{made}")).button(key="resource-off").click().run()
        assert one(institute, "resources", made)["status"] == "inactive"
        page = open_as(Role.FACULTY, COURSES, subject=str(subject), show="resources", status="inactive")
        assert "○ Out of use · Link" in words(page)
        dialog(_change_resource, told(institute, f"/resources/{made}")).button(key="resource-on").click().run()
        assert one(institute, "resources", made)["status"] == "active"


def batch_here(institute: Institute, subject: int, **values: Any) -> int:
    """A batch of the school's campus."""
    return make_batch(institute.connection, institute.school.campus, subject, **values)


def code_of(institute: Institute, campus: int) -> str:
    return str(one(institute, "campuses", campus)["code"])


def json_of(value: dict[str, Any]) -> str:
    return json.dumps(value)

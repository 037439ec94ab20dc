"""Work and marks on the screen: what waits, setting work, marking a class, changing and taking back."""

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
from tests.factories import enroll, make_assessment, make_batch, make_student
from tests.factories.insert import number
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

MARKS, TODAY, MY_STUDENTS = (f"app_pages/faculty/{name}.py" for name in ("marks", "today", "students"))
STUDENTS = "app_pages/counselor/students.py"
PAST, AHEAD = (datetime.now(UTC).date() + timedelta(days=days) for days in (-10, 30))


def _set(person: object, campuses: dict[int, str], campus: str | None) -> None:
    from dashboards.components.work_new import set_work

    set_work(person, campuses, campus)  # type: ignore[arg-type]


def _change(rows: list[dict[str, object]]) -> None:
    from dashboards.components.work_change import change_work

    change_work(rows)


@pytest.fixture(autouse=True)
def nothing_left(institute: Institute) -> Iterator[None]:
    """Removes what was set in the meantime, and what was derived from it: other tests look at the same students."""
    learnt = "operational.student_topic_progress"
    kept = {table: last(institute, table) for table in ("operational.assessments", learnt)}
    shares = institute.connection.execute(
        "select completion_percentage, id from operational.student_subject_enrollments"
    ).fetchall()
    yield
    for table, known in kept.items():
        institute.connection.execute(f"delete from {table} where id > %s", (known,))
    with institute.connection.cursor() as cursor:
        cursor.executemany(
            "update operational.student_subject_enrollments set completion_percentage = %s where id = %s", shares
        )


def last(institute: Institute, table: str) -> int:
    [(found,)] = institute.connection.execute(f"select coalesce(max(id), 0) from {table}").fetchall()
    return int(found)


def work(institute: Institute, place: int = 0, **values: Any) -> int:
    """Work of one of the school's students, which is of a set of its own."""
    school = institute.school
    defaults = {"faculty_id": school.faculty, "total_marks": 20, "title": f"Work {number()}"}
    return make_assessment(institute.connection, school.students[place], school.subject, **{**defaults, **values})


def class_work(institute: Institute, **values: Any) -> list[int]:
    """The same work of all the school's students, as it is when it is set for their batch."""
    defaults = {"title": f"Quiz {number()}", "created_at": datetime.now(UTC), "due_date": PAST}
    return [work(institute, place, **{**defaults, **values}) for place in range(3)]


def row(institute: Institute, assessment_id: int) -> dict[str, Any]:
    names = ("status", "marks_obtained", "total_marks", "assessment_date", "feedback", "title", "due_date", "version")
    query = f"select {', '.join(names)} from operational.assessments where id = %s"
    found = institute.connection.execute(query, (assessment_id,)).fetchone()
    assert found is not None
    return dict(zip(names, found, strict=True))


def rows(institute: Institute, role: Role, set_id: int) -> list[dict[str, Any]]:
    """What the page hands on to the dialog."""
    headers = {"Authorization": f"Bearer {institute.log_in(role)['access_token']}"}
    url = f"{institute.api_url}/api/v1/assessments?set_id={set_id}&sort=id"
    told: list[dict[str, Any]] = httpx.get(url, headers=headers, trust_env=False).raise_for_status().json()["items"]
    return told


def person_of(open_as: Open, role: Role) -> Any:
    return open_as(role).session_state["_person"][1]


def codes(institute: Institute) -> dict[int, str]:
    return dict(institute.connection.execute("select id, code from operational.campuses").fetchall())


def errors(page: AppTest) -> str:
    return " ".join(one.value for one in page.error)


class TestWhatWaits:
    @pytest.mark.parametrize("role", [Role.FACULTY, Role.ADMIN, Role.SUPER_ADMIN])
    def test_is_told_first_and_what_is_late_is_one_choice_away(
        self, open_as: Open, institute: Institute, role: Role
    ) -> None:
        set_id = class_work(institute, title="Loops <b>&</b> lists")[0]
        handed_in = work(institute, status="completed", assessment_date=PAST, title="Essay")
        ahead = work(institute, due_date=AHEAD, title="Not due yet")
        page = open_as(role, MARKS)
        assert not page.exception
        assert not page.error
        assert "4 pieces of work wait for a mark" in [one.value for one in page.subheader]
        told = words(page)
        assert "Loops &lt;b&gt;&amp;&lt;/b&gt; lists" in told
        assert "3 students · 3 late" in told
        assert "1 handed in" in told
        assert "Not due yet" not in told
        page.segmented_control(key="at-state").set_value("overdue").run()
        assert page.query_params["state"] == "overdue"
        assert {f"open-{set_id}"} == {one.key for one in page.button if (one.key or "").startswith("open-")}
        page.segmented_control(key="at-state").set_value("all").run()
        assert {f"open-{one}" for one in (set_id, handed_in, ahead)} <= {one.key for one in page.button}

    def test_filters_stand_in_the_address(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        first, second = work(institute, due_date=PAST), work(institute, 1, due_date=PAST - timedelta(days=20))
        own = make_batch(institute.connection, school.campus, school.subject, school.students[1:2])

        def found(**query: str) -> set[str]:
            page = open_as(Role.ADMIN, MARKS, **query)
            assert not page.exception
            return {one.key or "" for one in page.button if (one.key or "").startswith("open-")}

        assert found() == {f"open-{first}", f"open-{second}"}
        assert found(student=str(school.students[0])) == {f"open-{first}"}
        assert found(batch=str(own)) == {f"open-{second}"}
        assert found(due=f"{PAST}..{AHEAD}") == {f"open-{first}"}
        assert found(subject=str(school.subject)) == {f"open-{first}", f"open-{second}"}
        assert found(state="graded") == set()
        assert found(subject="x", batch="-1", student="²", due="soon", state="no", work="x") == found()

    def test_a_student_is_found_by_name_and_let_go_again(self, open_as: Open, institute: Institute) -> None:
        student = institute.school.students[1]
        mine, others = work(institute, 1, due_date=PAST), work(institute, 0, due_date=PAST)
        [enrolment] = institute.connection.execute(
            "select enrollment_no from operational.students where id = %s", (student,)
        ).fetchone() or [""]
        page = open_as(Role.FACULTY, MARKS)
        page.text_input(key="work-find").set_value("nobody of this name").run()
        assert any("Nobody found" in one.value for one in page.caption)
        page.text_input(key="work-find").set_value(enrolment).run()
        page.selectbox(key="work-found").set_value(student).run()
        assert page.query_params["student"] == str(student)
        assert f"open-{mine}" in [one.key for one in page.button]
        assert f"open-{others}" not in [one.key for one in page.button]
        page.button(key="work-everybody").click().run()
        assert "student" not in page.query_params
        assert f"open-{others}" in [one.key for one in page.button]
        hidden = open_as(Role.FACULTY, MARKS, student=str(institute.school.other_student))
        assert "somebody who is not open to you" in hidden.button(key="work-everybody").label

    def test_many_are_shown_a_page_at_a_time(self, open_as: Open, institute: Institute) -> None:
        for _place in range(23):
            work(institute, due_date=PAST)
        page = open_as(Role.ADMIN, MARKS)
        assert "23 pieces of work wait for a mark" in [one.value for one in page.subheader]
        assert sum((one.key or "").startswith("open-") for one in page.button) == 20
        page.button(key="work-more").click().run()
        assert sum((one.key or "").startswith("open-") for one in page.button) == 23
        assert not [one for one in page.button if one.key == "work-more"]

    def test_nothing_waits(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.ADMIN, MARKS)
        assert "No work waits for a mark" in [one.value for one in page.subheader]
        assert "There is nothing here now." in words(page)
        assert "No work is set yet." in words(open_as(Role.ADMIN, MARKS, state="all"))
        assert "No work fits this choice." in words(open_as(Role.ADMIN, MARKS, subject=str(institute.school.subject)))

    def test_of_another_campus_there_is_nothing(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        title = f"Elsewhere {number()}"
        hidden = make_assessment(
            institute.connection, school.other_student, school.subject, title=title, due_date=PAST, total_marks=10
        )
        for role in (Role.ADMIN, Role.FACULTY):
            assert title not in words(open_as(role, MARKS))
            opened = open_as(role, MARKS, work=str(hidden))
            assert "not open to you" in words(opened)
            assert title not in words(opened)
        [(code,)] = institute.connection.execute(
            "select c.code from operational.students as s inner join operational.campuses as c on s.campus_id = c.id"
            " where s.id = %s",
            (school.other_student,),
        ).fetchall()
        assert title in words(open_as(Role.SUPER_ADMIN, MARKS, campus=code))
        # One student's work is shown wherever she is.
        of_her = open_as(Role.SUPER_ADMIN, MARKS, student=str(school.other_student))
        assert title in words(of_her)
        of_her.button(key="work-everybody").click().run()
        assert of_her.query_params["campus"] == of_her.selectbox(key="campus").value

    def test_batches_are_those_of_the_campus(self, open_as: Open, institute: Institute) -> None:
        [(campus, name)] = institute.connection.execute(
            "select c.code, b.name from operational.flexible_batches as b inner join operational.campuses as c"
            " on b.campus_id = c.id where b.id = %s",
            (institute.school.batch,),
        ).fetchall()
        elsewhere = institute.connection.execute(
            "select code from operational.campuses where code <> %s", (campus,)
        ).fetchall()
        page = open_as(Role.SUPER_ADMIN, MARKS, campus=campus)
        assert name in page.selectbox(key="at-batch").options
        page.selectbox(key="at-batch").set_value(str(institute.school.batch)).run()
        assert page.query_params["batch"] == str(institute.school.batch)
        here = page.selectbox(key="campus")
        here.set_value(next(code for (code,) in elsewhere)).run()
        assert not page.exception
        # A batch of another campus is no longer chosen.
        assert "batch" not in page.query_params
        assert name not in page.selectbox(key="at-batch").options

    def test_a_faculty_member_sees_her_own_students_only(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        stranger = make_student(institute.connection, school.campus)
        enroll(institute.connection, stranger, school.subject, faculty_id=school.colleague)
        title = f"Of a colleague {number()}"
        make_assessment(institute.connection, stranger, school.subject, title=title, due_date=PAST)
        assert title not in words(open_as(Role.FACULTY, MARKS))
        assert title in words(open_as(Role.ADMIN, MARKS))

    @pytest.mark.parametrize("role", [Role.COUNSELOR, Role.STUDENT])
    def test_others_have_no_such_page(self, open_as: Open, role: Role) -> None:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            open_as(role, MARKS)

    def test_a_server_that_does_not_answer_is_told(self, open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
        page = open_as(Role.ADMIN, MARKS)
        monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
        get_settings.cache_clear()
        page.run()
        assert "does not answer" in page.error[0].value

    def test_other_pages_lead_to_it(self, open_as: Open, institute: Institute) -> None:
        work(institute, due_date=PAST)
        today = open_as(Role.FACULTY, TODAY)
        assert "1 piece of work waits for a mark" in [link.proto.label for link in today.get("page_link")]
        student = str(institute.school.students[0])
        for role, page in ((Role.FACULTY, MY_STUDENTS), (Role.ADMIN, STUDENTS)):
            links = open_as(role, page, student=student).get("page_link")
            assert any(link.proto.label == "Work and marks" and student in link.proto.query_string for link in links)
        counselors = open_as(Role.COUNSELOR, STUDENTS, student=student).get("page_link")
        assert "Work and marks" not in [link.proto.label for link in counselors]


class TestSettingWork:
    def test_for_a_batch_tells_how_many_got_it(self, open_as: Open, institute: Institute) -> None:
        before = last(institute, "operational.assessments")
        person = person_of(open_as, Role.FACULTY)
        asked = dialog(_set, person, codes(institute), person.campus.code)
        assert not asked.exception
        asked.selectbox(key="work-batch").set_value(institute.school.batch).run()
        asked.selectbox(key="work-kind").set_value("assignment").run()
        asked.text_input(key="work-title").set_value(" Loops ").run()
        asked.selectbox(key=f"work-topic-{institute.school.subject}").set_value(institute.school.topics[0]).run()
        asked.number_input(key="work-total").set_value(12.5).run()
        asked.date_input(key="work-due").set_value(AHEAD).run()
        asked.text_area(key="work-description").set_value("Pages 3 to 5").run()
        asked.button(key="work-save").click().run()
        assert not asked.error
        # Other tests may have brought somebody into the batch.
        [(members,)] = institute.connection.execute(
            "select count(*) from operational.flexible_batch_members where batch_id = %s", (institute.school.batch,)
        ).fetchall()
        assert asked.session_state["work-told"] == f"Set: {members} students got it."
        found = institute.connection.execute(
            "select title, assessment_type, topic_id, total_marks, due_date, description, faculty_id"
            " from operational.assessments where id > %s",
            (before,),
        ).fetchall()
        school = institute.school
        assert set(found) == {("Loops", "assignment", school.topics[0], 12.5, AHEAD, "Pages 3 to 5", school.faculty)}
        opened = open_as(Role.FACULTY, MARKS, work=asked.query_params["work"])
        assert "Loops" in [one.value for one in opened.title]

    def test_for_one_student_by_an_admin_in_the_teachers_name(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        [enrolment] = institute.connection.execute(
            "select enrollment_no from operational.students where id = %s", (school.students[2],)
        ).fetchone() or [""]
        person = person_of(open_as, Role.ADMIN)
        asked = dialog(_set, person, codes(institute), person.campus.code)
        asked.segmented_control(key="work-with").set_value("student").run()
        asked.text_input(key="work-q").set_value(enrolment).run()
        asked.button(key="work-save").click().run()
        assert not asked.error
        assert asked.session_state["work-told"] == "Set: 1 student got it."
        [made] = rows(institute, Role.ADMIN, int(asked.query_params["work"]))
        assert (made["student_id"], made["faculty_id"], made["title"]) == (school.students[2], school.faculty, None)

    def test_what_is_refused_is_told_and_nothing_is_lost(self, open_as: Open, institute: Institute) -> None:
        school = institute.school
        empty = make_batch(institute.connection, school.campus, school.subject, faculty_id=school.faculty)
        person = person_of(open_as, Role.FACULTY)
        asked = dialog(_set, person, codes(institute), person.campus.code)
        asked.selectbox(key="work-batch").set_value(empty).run()
        asked.text_input(key="work-title").set_value("Loops").run()
        asked.button(key="work-save").click().run()
        assert "Nobody of them learns this subject now" in errors(asked)
        asked.selectbox(key="work-batch").set_value(school.batch).run()
        asked.number_input(key="work-total").set_value(0.0).run()
        asked.button(key="work-save").click().run()
        assert "Marks out of must be more than 0." in errors(asked)
        assert asked.text_input(key="work-title").value == "Loops"


class TestGivingMarks:
    def test_one_row_for_each_student_saved_by_itself(self, open_as: Open, institute: Institute) -> None:
        ids = class_work(institute, topic_id=institute.school.topics[0])
        page = open_as(Role.FACULTY, MARKS, work=str(ids[0]))
        assert not page.exception
        assert "3 of 3 wait for a mark" in [one.value for one in page.subheader]
        page.number_input(key=f"mark-{ids[0]}").set_value(16.0).run()
        page.text_input(key=f"words-{ids[0]}").set_value(" Well done ").run()
        page.number_input(key=f"mark-{ids[1]}").set_value(9.5).run()
        assert "2 students are not saved yet" in [one.value for one in page.caption]
        page.button(key=f"save-{ids[0]}").click().run()
        assert not page.error
        first, second = row(institute, ids[0]), row(institute, ids[1])
        assert (first["status"], first["marks_obtained"], first["feedback"]) == ("graded", 16, "Well done")
        assert second["status"] == "pending"
        # What is typed of the others stays, and the page knows the newest.
        assert page.number_input(key=f"mark-{ids[1]}").value == 9.5
        assert "2 of 3 wait for a mark" in [one.value for one in page.subheader]
        assert "★ 16 of 20 · 80%" in words(page)
        [(level,)] = institute.connection.execute(
            "select competency_level from operational.student_topic_progress where student_id = %s and topic_id = %s",
            (institute.school.students[0], institute.school.topics[0]),
        ).fetchall()
        assert level == 4

    def test_all_at_once_and_whoever_is_refused_is_told_beside_it(self, open_as: Open, institute: Institute) -> None:
        ids = class_work(institute)
        page = open_as(Role.ADMIN, MARKS, work=str(ids[0]))
        for one, mark in zip(ids, (20.0, 21.0, 0.0), strict=True):
            page.number_input(key=f"mark-{one}").set_value(mark).run()
        page.date_input(key=f"day-{ids[2]}").set_value(PAST).run()
        page.button(key="work-save-all").click().run()
        assert [one.value for one in page.error] == ["The mark lies above what the work is out of."]
        assert [row(institute, one)["marks_obtained"] for one in ids] == [20, None, 0]
        assert row(institute, ids[2])["assessment_date"] == PAST
        assert page.number_input(key=f"mark-{ids[1]}").value == 21.0
        assert "1 student is not saved yet" in [one.value for one in page.caption]
        page.number_input(key=f"mark-{ids[1]}").set_value(12.0).run()
        page.button(key="work-save-all").click().run()
        assert not page.error
        assert row(institute, ids[1])["marks_obtained"] == 12
        assert "All 3 are marked, 53% on average" in [one.value for one in page.subheader]
        page.button(key="work-save-all").click().run()
        assert not page.error

    def test_a_mark_is_corrected_but_not_removed(self, open_as: Open, institute: Institute) -> None:
        one = work(institute, status="graded", marks_obtained=5, assessment_date=PAST, graded_on=PAST)
        page = open_as(Role.FACULTY, MARKS, work=str(one))
        assert "It is marked: 25%" in [found.value for found in page.subheader]
        page.number_input(key=f"mark-{one}").set_value(None).run()
        page.button(key=f"save-{one}").click().run()
        assert "A mark can be corrected, not removed." in errors(page)
        page.number_input(key=f"mark-{one}").set_value(15.0).run()
        page.text_input(key=f"words-{one}").set_value("Better").run()
        page.button(key=f"save-{one}").click().run()
        assert not page.error
        found = row(institute, one)
        assert (found["marks_obtained"], found["feedback"], found["assessment_date"]) == (15, "Better", PAST)
        page.date_input(key=f"day-{one}").set_value(None).run()
        page.button(key=f"save-{one}").click().run()
        assert "the day can be corrected, not removed" in errors(page)
        page.date_input(key=f"day-{one}").set_value(PAST - timedelta(days=1)).run()
        page.text_input(key=f"words-{one}").set_value("").run()
        page.button(key=f"save-{one}").click().run()
        assert not page.error
        found = row(institute, one)
        assert (found["assessment_date"], found["feedback"]) == (PAST - timedelta(days=1), None)

    def test_handed_in_without_a_mark_and_not_after_all(self, open_as: Open, institute: Institute) -> None:
        one = work(institute, due_date=PAST)
        page = open_as(Role.FACULTY, MARKS, work=str(one))
        assert "! late: not handed in" in words(page)
        page.button(key=f"hand-in-{one}").click().run()
        assert row(institute, one)["status"] == "completed"
        assert "✓ handed in, not marked yet" in words(page)
        page.button(key=f"hand-in-{one}").click().run()
        assert (row(institute, one)["status"], row(institute, one)["assessment_date"]) == ("pending", None)
        page.date_input(key=f"day-{one}").set_value(PAST + timedelta(days=2)).run()
        page.button(key=f"save-{one}").click().run()
        assert row(institute, one)["assessment_date"] == PAST + timedelta(days=2)
        assert "2 days late" in words(page)
        page.date_input(key=f"day-{one}").set_value(None).run()
        page.button(key=f"save-{one}").click().run()
        assert row(institute, one)["status"] == "pending"
        page.date_input(key=f"day-{one}").set_value(AHEAD).run()
        page.button(key=f"save-{one}").click().run()
        assert "The day of handing in lies ahead." in errors(page)
        assert page.date_input(key=f"day-{one}").value == AHEAD

    def test_where_no_total_was_set_it_is_asked_for(self, open_as: Open, institute: Institute) -> None:
        one = work(institute, total_marks=None)
        page = open_as(Role.FACULTY, MARKS, work=str(one))
        page.number_input(key=f"mark-{one}").set_value(8.0).run()
        page.button(key=f"save-{one}").click().run()
        assert "Say what the mark is out of." in errors(page)
        assert page.number_input(key=f"mark-{one}").value == 8.0
        page.number_input(key=f"work-total-{one}").set_value(10.0).run()
        page.button(key=f"save-{one}").click().run()
        assert not page.error
        assert (row(institute, one)["marks_obtained"], row(institute, one)["total_marks"]) == (8, 10)

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, open_as: Open, institute: Institute) -> None:
        one, other = class_work(institute)[:2]
        page = open_as(Role.FACULTY, MARKS, work=str(one))
        page.number_input(key=f"mark-{one}").set_value(11.0).run()
        institute.connection.execute(
            "update operational.assessments set status = 'graded', marks_obtained = 18, feedback = 'Mine',"
            " assessment_date = due_date, graded_on = due_date where id = any(%s)",
            ([one, other],),
        )
        page.button(key=f"save-{one}").click().run()
        assert "Somebody else has changed this meanwhile" in errors(page)
        assert page.number_input(key=f"mark-{one}").value == 11.0
        assert row(institute, one)["marks_obtained"] == 18
        assert page.number_input(key=f"mark-{other}").value == 18.0
        assert page.text_input(key=f"words-{other}").value == "Mine"
        page.button(key=f"save-{one}").click().run()
        assert not page.error
        assert row(institute, one)["marks_obtained"] == 11

    def test_a_lost_line_loses_nothing_that_was_typed(
        self, open_as: Open, institute: Institute, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ids = class_work(institute)
        page = open_as(Role.FACULTY, MARKS, work=str(ids[0]))
        for one in ids[:2]:
            page.number_input(key=f"mark-{one}").set_value(7.0).run()
        monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
        get_settings.cache_clear()
        page.button(key="work-save-all").click().run()
        assert "does not answer" in errors(page)
        monkeypatch.setenv("HEADWAY_API_URL", institute.api_url)
        get_settings.cache_clear()
        page.run()
        assert any("Not sent, because the server does not answer" in one.value for one in page.error)
        assert [page.number_input(key=f"mark-{one}").value for one in ids] == [7.0, 7.0, None]
        page.button(key="work-save-all").click().run()
        assert not page.error
        assert [row(institute, one)["marks_obtained"] for one in ids] == [7, 7, None]

    def test_the_way_in_and_back_keeps_the_choice(self, open_as: Open, institute: Institute) -> None:
        one = work(institute, due_date=PAST)
        page = open_as(Role.ADMIN, MARKS, state="overdue")
        page.button(key=f"open-{one}").click().run()
        assert page.query_params["work"] == str(one)
        assert not page.exception
        page.button(key="work-back").click().run()
        assert "work" not in page.query_params
        assert page.segmented_control(key="at-state").value == "overdue"


class TestChangingWork:
    def test_for_all_who_got_it(self, open_as: Open, institute: Institute) -> None:
        ids = class_work(institute)
        open_as(Role.FACULTY, MARKS, work=str(ids[0])).button(key="work-change").click().run()
        asked = dialog(_change, rows(institute, Role.FACULTY, ids[0]))
        assert asked.button(key="work-change-save").disabled
        asked.text_input(key=f"work-{ids[0]}-1-title").set_value("Lists [of] *all*").run()
        asked.date_input(key=f"work-{ids[0]}-1-due").set_value(AHEAD).run()
        asked.button(key="work-change-save").click().run()
        assert not asked.error
        assert asked.session_state["work-told"] == "Changed for 3 students."
        assert {(row(institute, one)["title"], row(institute, one)["due_date"]) for one in ids} == {
            ("Lists [of] *all*", AHEAD)
        }
        assert len(rows(institute, Role.FACULTY, ids[0])) == 3

    def test_whoever_is_refused_is_told_by_name(self, open_as: Open, institute: Institute) -> None:
        ids = class_work(institute)
        institute.connection.execute(
            "update operational.assessments set status = 'graded', marks_obtained = 18 where id = %s", (ids[1],)
        )
        open_as(Role.ADMIN)
        asked = dialog(_change, rows(institute, Role.ADMIN, ids[0]))
        asked.number_input(key=f"work-{ids[0]}-1-total").set_value(10.0).run()
        asked.button(key="work-change-save").click().run()
        assert "The mark lies above what the work is out of." in errors(asked)
        assert "Changed for 2 students." in errors(asked)
        assert [row(institute, one)["total_marks"] for one in ids] == [10, 20, 10]

    def test_is_taken_back_from_whoever_has_done_nothing_yet(self, open_as: Open, institute: Institute) -> None:
        ids = class_work(institute)
        institute.connection.execute(
            "update operational.assessments set status = 'completed', assessment_date = %s where id = %s",
            (PAST, ids[2]),
        )
        open_as(Role.FACULTY)
        told = rows(institute, Role.FACULTY, ids[0])
        one = dialog(_change, told)
        one.selectbox(key=f"work-back-{ids[0]}").set_value(ids[0]).run()
        one.button(key="work-back-save").click().run()
        assert not one.error
        assert one.session_state["work-told"] == "Taken back from 1 student."
        assert one.query_params["work"] == str(ids[1])
        again = dialog(_change, rows(institute, Role.FACULTY, ids[1]))
        again.button(key="work-back-save").click().run()
        assert not again.error
        assert [found["id"] for found in rows(institute, Role.FACULTY, ids[2])] == [ids[2]]
        assert not [
            found
            for found in dialog(_change, rows(institute, Role.FACULTY, ids[2])).button
            if found.key == "work-back-save"
        ]

    def test_what_was_handed_in_meanwhile_stays(self, open_as: Open, institute: Institute) -> None:
        one = work(institute)
        open_as(Role.FACULTY)
        asked = dialog(_change, rows(institute, Role.FACULTY, one))
        institute.connection.execute(
            "update operational.assessments set status = 'completed', assessment_date = %s where id = %s", (PAST, one)
        )
        asked.button(key="work-back-save").click().run()
        assert "Somebody else has changed this meanwhile" in errors(asked)
        assert row(institute, one)["status"] == "completed"


def test_days_are_written_as_the_country_does_and_titles_as_they_were_typed(
    open_as: Open, institute: Institute
) -> None:
    one = work(institute, due_date=date(2024, 3, 5), title="Essay *on* [loops]")
    page = open_as(Role.FACULTY, MARKS, work=str(one))
    assert "Essay \\*on\\* \\[loops\\]" in [found.value for found in page.title]
    assert "5 March 2024" in words(page)

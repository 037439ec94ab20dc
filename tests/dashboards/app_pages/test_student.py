"""A student's way: schedule and calendar, attendance and marks, what to learn from, exams, feedback."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest

from dashboards import session as session_of_pages
from dashboards.api_client import API_PREFIX
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import unused_port, words
from tests.dashboards.conftest import Institute
from tests.factories import make_assessment, make_attendance, make_session
from tests.factories.insert import insert
from tests.ingest_api.authorization.own_day import completed
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

SCHEDULE, ATTENDANCE, RESOURCES, EXAMS, FEEDBACK = (
    f"app_pages/student/{name}.py" for name in ("schedule", "attendance", "resources", "exams", "feedback")
)
PROGRESS = "app_pages/student/progress.py"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def student(institute: Institute) -> Iterator[int]:
    """The school's first student; what a test has added is taken away, because the school is everybody's."""
    connection, student = institute.connection, institute.school.students[0]
    yield student
    mine = "select id from operational.learning_sessions where location like 'Own %'"
    for statement in (
        f"delete from operational.feedback where session_id in ({mine}) or comments like 'Own %'",
        f"delete from operational.session_attendance where session_id in ({mine})",
        f"delete from operational.learning_sessions where id in ({mine})",
        "delete from operational.assessments where title like 'Own %'",
        "delete from operational.resources where title like 'Own %'",
        "delete from operational.exam_bookings where slot_id in"
        " (select id from operational.exam_slots where title like 'Own %')",
        "delete from operational.exam_slots where title like 'Own %'",
        "delete from operational.calendar_links",
        "update operational.student_subject_enrollments set completion_percentage = 0 where status = 'active'",
    ):
        connection.execute(statement)


def session(institute: Institute, day: date, **values: Any) -> int:
    school = institute.school
    values = {
        "student_id": school.students[0],
        "faculty_id": school.faculty,
        "session_date": day,
        "start_time": "10:00",
        "location": "Own <b>lab</b>",
        **values,
    }
    return make_session(institute.connection, school.campus, school.subject, **values)


def value(institute: Institute, query: str, *binds: object) -> Any:
    row = institute.connection.execute(query, binds).fetchone()
    return None if row is None else row[0]


def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server does not answer from now on."""
    monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
    get_settings.cache_clear()


@pytest.mark.parametrize("page", [SCHEDULE, ATTENDANCE, RESOURCES, EXAMS, FEEDBACK])
class TestEveryPage:
    def test_it_opens_without_anything_and_without_a_risk(self, open_as: Open, student: int, page: str) -> None:
        shown = open_as(Role.STUDENT, page, subject="nonsense")
        assert not shown.exception
        assert not shown.error
        assert "risk" not in words(shown).lower()

    def test_a_server_that_is_away_is_told(
        self, open_as: Open, student: int, page: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = open_as(Role.STUDENT, page)
        away(monkeypatch)
        shown.run()
        assert not shown.exception
        assert "does not answer" in shown.error[0].value


class TestProgress:
    def test_it_opens_before_the_figures_know_the_student(self, open_as: Open, student: int) -> None:
        page = open_as(Role.STUDENT, PROGRESS)
        assert not page.exception
        assert not page.error
        assert "What would help you now" not in words(page)

    def test_every_step_that_helps_leads_to_where_it_is_taken_and_tells_no_risk(
        self, open_as: Open, student: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The figures are the API's own answer to a snapshot, which `tests/ingest_api/analytics` proves."""
        steps = ["Hand in 1 assessment whose day has passed.", "Plan more hours of <i>C</i> to be done by 2026-07-15."]
        asked = session_of_pages.api

        def told(method: str, path: str, **options: Any) -> Any:
            return {"next_steps": steps} if path.endswith("/analytics") else asked(method, path, **options)

        monkeypatch.setattr(session_of_pages, "api", told)
        page = open_as(Role.STUDENT, PROGRESS)
        assert not page.exception
        shown = words(page)
        assert "Hand in 1 assessment whose day has passed." in shown
        assert "Plan more hours of &lt;i&gt;C&lt;/i&gt; to be done by 15 July 2026." in shown
        assert "risk" not in shown.lower()
        links = [one.proto.page for one in page.get("page_link")]
        assert links == ["my-attendance", "my-schedule"]


class TestSchedule:
    def test_the_next_session_comes_first_with_when_who_and_where(
        self, open_as: Open, institute: Institute, student: int
    ) -> None:
        session(institute, TODAY + timedelta(days=3), status="cancelled")
        session(institute, TODAY + timedelta(days=4), duration_minutes=90)
        session(institute, TODAY + timedelta(days=20), start_time=None)
        shown = words(open_as(Role.STUDENT, SCHEDULE))
        first = shown[shown.index("next-session") :]
        assert "10:00–11:30" in first[:400]
        assert "with First" in first[:600]
        assert "Own &lt;b&gt;lab" in first[:600]
        assert "1 h 30 min" in first[:700]
        assert "✕ Cancelled" in shown
        assert "Time not fixed yet" in shown

    def test_past_ones_carry_the_own_mark(self, open_as: Open, institute: Institute, student: int) -> None:
        late, unmarked = session(institute, TODAY - timedelta(days=2)), session(institute, TODAY - timedelta(days=3))
        old = session(institute, TODAY - timedelta(days=30), location="Own old one")
        make_attendance(institute.connection, late, student, attendance_status="late", minutes_late=12)
        shown = words(open_as(Role.STUDENT, SCHEDULE))
        assert "◔ Late, 12 min" in shown
        assert "Not marked yet" in shown
        assert shown.count("Not marked yet") == 1
        assert {late, unmarked, old}

    def test_a_calendar_address_is_made_shown_renewed_and_ended(
        self, open_as: Open, institute: Institute, student: int
    ) -> None:
        page = open_as(Role.STUDENT, SCHEDULE)
        page.button(key="calendar-new").click().run()
        assert not page.exception
        first = page.code[0].value
        assert first.endswith(".ics")
        token = first.rpartition("/")[2].removesuffix(".ics")
        feed = f"{institute.api_url}{API_PREFIX}/calendar/feed/"
        assert httpx.get(feed + token, trust_env=False).status_code == 200
        page.button(key="calendar-new").click().run()
        assert page.code[0].value != first
        assert httpx.get(feed + token, trust_env=False).status_code == 404
        page.button(key="calendar-end").click().run()
        assert not page.code
        assert value(institute, "select count(*) from operational.calendar_links") == 0

    def test_an_address_from_before_is_not_shown_again(self, open_as: Open, institute: Institute, student: int) -> None:
        open_as(Role.STUDENT, SCHEDULE).button(key="calendar-new").click().run()
        again = open_as(Role.STUDENT, SCHEDULE)
        assert not again.code
        assert "It is shown only once" in words(again)

    def test_a_link_that_was_not_made_is_told(
        self, open_as: Open, student: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = open_as(Role.STUDENT, SCHEDULE)
        away(monkeypatch)
        page.button(key="calendar-new").click().run()
        assert not page.exception
        assert "does not answer" in page.error[0].value


class TestAttendance:
    def test_the_title_says_how_often_and_the_marks_their_average(
        self, open_as: Open, institute: Institute, student: int
    ) -> None:
        for days, status in ((3, "present"), (4, "absent"), (5, "late")):
            held = session(institute, TODAY - timedelta(days=days), status="completed")
            make_attendance(institute.connection, held, student, attendance_status=status)
        for marks, feedback in ((40, "Well <b>done</b>"), (30, None)):
            graded = {"marks_obtained": marks, "total_marks": 50, "graded_on": TODAY, "status": "graded"}
            make_assessment(
                institute.connection,
                student,
                institute.school.subject,
                title=f"Own quiz {marks}",
                feedback=feedback,
                **graded,
            )
        page = open_as(Role.STUDENT, ATTENDANCE)
        assert not page.exception
        assert [one.value for one in page.subheader] == [
            "You came to 2 of your last 3 sessions",
            "Your last 2 marks average 70%",
        ]
        shown = words(page)
        assert "80%" in shown
        assert "Well &lt;b&gt;done" in shown

    def test_with_two_subjects_one_is_chosen_in_the_address(
        self, open_as: Open, institute: Institute, student: int
    ) -> None:
        enrollment = completed(institute.connection, student)
        held = session(institute, TODAY - timedelta(days=3), status="completed")
        make_attendance(institute.connection, held, student)
        page = open_as(Role.STUDENT, ATTENDANCE, subject="Spreadsheets")
        assert not page.exception
        assert "No session yet." in words(page)
        institute.connection.execute("delete from operational.student_subject_enrollments where id = %s", (enrollment,))


class TestResources:
    def test_what_is_next_comes_with_the_reason_and_the_rest_by_subject(
        self, open_as: Open, institute: Institute, student: int
    ) -> None:
        school = institute.school
        for topic, title in ((school.topics[0], "Own <b>loops</b>"), (school.topics[3], "Own later")):
            url = "https://example.org/a?b=1&c=2"
            insert(institute.connection, "resources", topic_id=topic, title=title, kind="video", url=url)
        page = open_as(Role.STUDENT, RESOURCES)
        assert not page.exception
        shown = words(page)
        now = shown[shown.index('data-testid="for-now"') :]
        assert "Own &lt;b&gt;loops" in now
        assert "For everybody who learns this topic." in now
        assert 'href="https://example.org/a?b=1&amp;c=2"' in shown
        assert 'rel="noopener noreferrer"' in shown
        assert "Own later" in shown


class TestExams:
    @pytest.fixture
    def slot(self, institute: Institute, student: int) -> int:
        return insert(
            institute.connection,
            "exam_slots",
            campus_id=institute.school.campus,
            subject_id=institute.school.subject,
            title="Own <b>final</b>",
            starts_at=datetime.now(UTC) + timedelta(days=9),
            duration_minutes=90,
            capacity=1,
        )

    def ready(self, institute: Institute, student: int) -> None:
        institute.connection.execute(
            "update operational.student_subject_enrollments set completion_percentage = 85"
            " where student_id = %s and status = 'active'",
            (student,),
        )

    def test_who_is_not_ready_sees_what_is_missing(self, open_as: Open, slot: int) -> None:
        page = open_as(Role.STUDENT, EXAMS)
        assert not page.exception
        assert "Not yet: 0% of the subject is complete; book from 80% on." in words(page)
        assert "Own &lt;b&gt;final" in words(page)
        assert not [button for button in page.button if button.key == f"book-{slot}"]

    def test_who_is_ready_books_gives_back_and_books_again(
        self, open_as: Open, institute: Institute, student: int, slot: int
    ) -> None:
        self.ready(institute, student)
        page = open_as(Role.STUDENT, EXAMS)
        status = "select status from operational.exam_bookings where slot_id = %s"
        for key, expected in ((f"book-{slot}", "booked"), (f"cancel-{slot}", "cancelled"), (f"book-{slot}", "booked")):
            page.button(key=key).click().run()
            assert not page.exception
            assert not page.error
            assert value(institute, status, slot) == expected
        assert "✓ You have a place." in words(page)
        assert "Own &lt;b&gt;final" in words(open_as(Role.STUDENT, SCHEDULE))

    def test_the_last_place_that_somebody_else_took_is_told(
        self, open_as: Open, institute: Institute, student: int, slot: int
    ) -> None:
        self.ready(institute, student)
        page = open_as(Role.STUDENT, EXAMS)
        insert(institute.connection, "exam_bookings", slot_id=slot, student_id=institute.school.students[1])
        page.button(key=f"book-{slot}").click().run()
        assert "You have no place yet." in page.error[0].value
        assert "Not possible: every place is taken." in words(page)

    def test_a_completed_subject_gives_a_certificate(self, open_as: Open, institute: Institute, student: int) -> None:
        enrollment = completed(institute.connection, student)
        page = open_as(Role.STUDENT, EXAMS)
        page.button(key=f"certify-{enrollment}").click().run()
        assert not page.exception
        number = value(institute, "select number from operational.certificates where enrollment_id = %s", enrollment)
        assert f"Number {number}" in words(page)
        assert f"/verify?number={number}" in words(page)
        institute.connection.execute("delete from operational.certificates where enrollment_id = %s", (enrollment,))
        institute.connection.execute("delete from operational.student_subject_enrollments where id = %s", (enrollment,))


class TestFeedback:
    @pytest.fixture
    def alone(self, institute: Institute, student: int) -> int:
        held = session(institute, TODAY - timedelta(days=2), status="completed")
        make_attendance(institute.connection, held, student)
        return held

    def test_two_taps_are_enough(self, open_as: Open, institute: Institute, student: int, alone: int) -> None:
        page = open_as(Role.STUDENT, FEEDBACK)
        page.button_group(key=f"rating-{alone}").set_value(4).run()
        page.button(key=f"send-{alone}").click().run()
        assert not page.exception
        query = "select rating from operational.feedback where session_id = %s and student_id = %s"
        assert value(institute, query, alone, student) == 4
        shown = words(page)
        assert "★★★★☆ 4 of 5" in shown
        assert "○ Sent; not read yet." in shown
        assert not [group for group in page.button_group if group.key == f"rating-{alone}"]

    def test_anonymously_nothing_tells_who_it_was(
        self, open_as: Open, institute: Institute, student: int, alone: int
    ) -> None:
        page = open_as(Role.STUDENT, FEEDBACK)
        page.button_group(key=f"rating-{alone}").set_value(2).run()
        page.toggle(key=f"anonymous-{alone}").set_value(True).run()
        assert "Your name is not kept anywhere" in words(page)
        assert "You were alone in this session" in words(page)
        page.text_area(key=f"comment-{alone}").set_value("Own words").run()
        page.button(key=f"send-{alone}").click().run()
        assert not page.exception
        row = institute.connection.execute(
            "select student_id, session_id, faculty_id, feedback_type from operational.feedback"
            " where comments = 'Own words'"
        ).fetchone()
        assert row == (None, None, institute.school.faculty, "faculty")

    def test_two_students_who_say_the_same_are_two(
        self, open_as: Open, institute: Institute, student: int, alone: int
    ) -> None:
        for _ in range(2):
            page = open_as(Role.STUDENT, FEEDBACK)
            page.button_group(key=f"rating-{alone}").set_value(3).run()
            page.toggle(key=f"anonymous-{alone}").set_value(True).run()
            page.text_area(key=f"comment-{alone}").set_value("Own twice").run()
            page.button(key=f"send-{alone}").click().run()
        assert value(institute, "select count(*) from operational.feedback where comments = 'Own twice'") == 2

    def test_a_line_that_is_dead_loses_nothing_and_sends_once(
        self,
        open_as: Open,
        institute: Institute,
        student: int,
        alone: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        page = open_as(Role.STUDENT, FEEDBACK)
        page.button_group(key=f"rating-{alone}").set_value(5).run()
        page.text_area(key=f"comment-{alone}").set_value("Own long words").run()

        def dead(*_: object, **__: object) -> None:
            from dashboards.api_client import ApiError

            raise ApiError(503, {"detail": "The server does not answer right now."})

        with monkeypatch.context() as broken:
            broken.setattr("dashboards.components.sending.api", dead)
            page.button(key=f"send-{alone}").click().run()
        assert "Not sent yet, nothing is lost." in page.error[0].value
        assert page.text_area(key=f"comment-{alone}").value == "Own long words"
        page.button(key=f"send-{alone}").click().run()
        assert value(institute, "select count(*) from operational.feedback where session_id = %s", alone) == 1

    def test_who_was_absent_is_not_asked_and_answers_are_shown(
        self, open_as: Open, institute: Institute, student: int
    ) -> None:
        missed = session(institute, TODAY - timedelta(days=1), status="completed")
        make_attendance(institute.connection, missed, student, attendance_status="absent")
        insert(
            institute.connection,
            "feedback",
            student_id=student,
            campus_id=institute.school.campus,
            feedback_type="session",
            rating=2,
            comments="Own <b>words</b>",
            status="resolved",
            reviewed_at="2026-01-02T10:00Z",
            resolved_at="2026-01-03T10:00Z",
            resolution="We <i>repeat</i> it.",
        )
        page = open_as(Role.STUDENT, FEEDBACK)
        assert not [group for group in page.button_group if group.key == f"rating-{missed}"]
        shown = words(page)
        assert "✓ Answered on 3 January 2026: We &lt;i&gt;repeat&lt;/i&gt; it." in shown
        assert "Own &lt;b&gt;words" in shown

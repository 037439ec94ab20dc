"""Exams on the screen: planned, changed, cancelled; places, who came, marks, certificates."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.access import Person
from dashboards.components.exam_fields import instant_at
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import unused_port, words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories import enroll, make_session, make_student
from tests.factories.insert import insert, number
from tests.ingest_api.authorization.own_day import completed
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

EXAMS, OWN = "app_pages/faculty/exams.py", "app_pages/student/exams.py"
PLANNING = [Role.ADMIN, Role.SUPER_ADMIN, Role.FACULTY]
# Far from the school's own days.
DAY = date(2033, 3, 7)


def _plan(person: "Person", campuses: "dict[str, Any]", here: str | None) -> None:
    from dashboards.components.exam_plan import plan_exam

    plan_exam(person, campuses, here)


def _change(person: "Person", exam: "dict[str, Any]", campus: "dict[str, Any]") -> None:
    from dashboards.components.exam_change import change_exam

    change_exam(person, exam, campus)


def _cancel(exam: "dict[str, Any]") -> None:
    from dashboards.components.exam_change import cancel_exam

    cancel_exam(exam)


def _book(exam: "dict[str, Any]") -> None:
    from dashboards.components.exam_booking import book_place

    book_place(exam)


def _certificates(place: "dict[str, Any]") -> None:
    from dashboards.components.exam_certificates import certificates_of

    certificates_of(place)


@pytest.fixture(autouse=True)
def nothing_left(institute: Institute) -> Iterator[None]:
    """Removes exams and what hangs on them: other tests look at the same people."""
    yield
    for statement in (
        "delete from operational.assessments where reference like 'exam-booking-%'",
        "delete from operational.exam_bookings",
        "delete from operational.exam_slots",
        "delete from operational.notifications where kind like 'exam.%'",
        "delete from operational.learning_sessions where location = 'Exam hall'",
    ):
        institute.connection.execute(statement)


def zone_of(institute: Institute) -> str:
    query = "select time_zone from operational.campuses where id = %s"
    [(zone,)] = institute.connection.execute(query, (institute.school.campus,)).fetchall()
    return str(zone)


def at(institute: Institute, on: date, hour: int = 10) -> datetime:
    """A time by the campus's clock."""
    return datetime.combine(on, time(hour), ZoneInfo(zone_of(institute)))


def slot(institute: Institute, starts_at: datetime | None = None, **values: Any) -> int:
    defaults = {
        "campus_id": institute.school.campus,
        "subject_id": institute.school.subject,
        "title": f"Final {number()}",
        "starts_at": starts_at or at(institute, DAY + timedelta(days=number())),
        "duration_minutes": 90,
        "capacity": 3,
    }
    return insert(institute.connection, "exam_slots", **{**defaults, **values})


def place(institute: Institute, exam: int, student: int, **values: Any) -> int:
    return insert(institute.connection, "exam_bookings", slot_id=exam, student_id=student, **values)


def past(institute: Institute, students: int = 2, **values: Any) -> tuple[int, list[int]]:
    """An exam of yesterday, and the places in it."""
    exam = slot(institute, datetime.now(UTC) - timedelta(days=1), **values)
    return exam, [place(institute, exam, one) for one in institute.school.students[:students]]


def row(institute: Institute, exam: int) -> dict[str, Any]:
    names = ("title", "starts_at", "duration_minutes", "capacity", "location", "faculty_id", "topic_id", "status")
    query = f"select {', '.join(names)} from operational.exam_slots where id = %s"
    found = institute.connection.execute(query, (exam,)).fetchone()
    assert found is not None
    return dict(zip(names, found, strict=True))


def statuses(institute: Institute, exam: int) -> list[str]:
    query = "select status from operational.exam_bookings where slot_id = %s order by id"
    return [one[0] for one in institute.connection.execute(query, (exam,)).fetchall()]


def marks(institute: Institute, bookings: list[int]) -> list[tuple[float, float]]:
    query = (
        "select marks_obtained::float8, total_marks::float8 from operational.assessments"
        " where reference = any(%s) and assessment_type = 'exam' and status = 'graded' order by id"
    )
    keys = [f"exam-booking-{one}" for one in bookings]
    return [(one[0], one[1]) for one in institute.connection.execute(query, (keys,)).fetchall()]


def asked(institute: Institute, role: Role, path: str, **query: Any) -> Any:
    headers = {"Authorization": f"Bearer {institute.log_in(role)['access_token']}"}
    told = httpx.get(f"{institute.api_url}/api/v1{path}", headers=headers, params=query, trust_env=False)
    return told.raise_for_status().json()


def person_of(page: AppTest) -> Any:
    return page.session_state["_person"][1]


def campus_of(institute: Institute) -> dict[str, Any]:
    items: list[dict[str, Any]] = asked(institute, Role.ADMIN, "/campuses")["items"]
    return next(one for one in items if one["id"] == institute.school.campus)


def name_of(institute: Institute, student: int) -> str:
    query = (
        "select person.first_name || ' ' || person.last_name from operational.users as person"
        " join operational.students as student on student.user_id = person.id where student.id = %s"
    )
    [(name,)] = institute.connection.execute(query, (student,)).fetchall()
    return str(name)


def errors(page: AppTest) -> str:
    return " ".join(one.value for one in page.error)


class TestTheList:
    @pytest.mark.parametrize("role", PLANNING)
    def test_what_stands_out_is_said_and_every_exam_has_its_places(
        self, open_as: Open, institute: Institute, role: Role
    ) -> None:
        soon = datetime.now(UTC) + timedelta(days=2)
        first = slot(institute, soon, title="Own <b>*final*", location="Hall <1>", faculty_id=institute.school.faculty)
        slot(institute, soon + timedelta(days=1), status="closed")
        slot(institute, soon + timedelta(days=1), status="cancelled")
        place(institute, first, institute.school.students[0])
        page = open_as(role, EXAMS)
        assert not page.exception
        assert not page.error
        shown = words(page)
        assert "2 exams in the next 7 days, 2 places free" in shown
        assert "1 of 3 places taken" in shown
        assert "Hall &lt;1&gt;" in shown
        assert "● Open for booking" in shown
        assert page.button(key=f"open-{first}").label == "**Own \\<b\\>\\*final\\***"

    def test_filters_stand_in_the_address(self, open_as: Open, institute: Institute) -> None:
        coming = slot(institute)
        gone, _places = past(institute)
        page = open_as(Role.ADMIN, EXAMS, when="past")
        assert [one.key for one in page.button if one.key == f"open-{gone}"]
        assert not [one.key for one in page.button if one.key == f"open-{coming}"]
        assert "! Was it held?" in words(page)
        page.button_group(key="at-when").set_value("all").run()
        assert page.query_params["when"] == "all"
        page.selectbox(key="at-status").set_value("held").run()
        assert page.query_params["status"] == "held"
        assert "There is no such exam." in words(page)
        other = open_as(Role.ADMIN, EXAMS, when="then", subject="-1", status="²", exam="²", campus="x")
        assert not other.exception
        assert [one.key for one in other.button if one.key == f"open-{coming}"]

    def test_another_campus_s_exams_are_never_there(self, open_as: Open, institute: Institute) -> None:
        hidden = slot(institute, campus_id=institute.school.other_campus, title="Elsewhere")
        slot(institute)
        for role in (Role.ADMIN, Role.FACULTY):
            page = open_as(role, EXAMS)
            assert "Elsewhere" not in " ".join(one.label for one in page.button)
            assert not [box for box in page.selectbox if box.key == "at-campus"]
            detail = open_as(role, EXAMS, exam=str(hidden))
            assert not detail.exception
            assert "no exam" in errors(detail)
        everywhere = open_as(Role.SUPER_ADMIN, EXAMS)
        assert "Elsewhere" in " ".join(one.label for one in everywhere.button)
        code = campus_of(institute)["code"]
        everywhere.selectbox(key="at-campus").set_value(code).run()
        assert "Elsewhere" not in " ".join(one.label for one in everywhere.button)
        assert everywhere.query_params["campus"] == code

    def test_it_grows_by_a_page(self, open_as: Open, institute: Institute) -> None:
        start = at(institute, DAY)
        for place_in_list in range(51):
            slot(institute, start + timedelta(days=place_in_list))
        page = open_as(Role.ADMIN, EXAMS)
        assert len([one for one in page.button if (one.key or "").startswith("open-")]) == 50
        page.button(key="more").click().run()
        assert len([one for one in page.button if (one.key or "").startswith("open-")]) == 51

    def test_without_exams_it_says_what_to_do(self, open_as: Open) -> None:
        page = open_as(Role.ADMIN, EXAMS)
        assert "No exam in the next 7 days" in words(page)
        assert "“Plan an exam” makes one" in words(page)

    def test_a_server_that_does_not_answer_is_told(self, open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
        page = open_as(Role.ADMIN, EXAMS)
        monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
        get_settings.cache_clear()
        page.run()
        assert "does not answer" in page.error[0].value

    @pytest.mark.parametrize("role", [Role.COUNSELOR, Role.STUDENT])
    def test_for_others_there_is_no_such_page(self, open_as: Open, role: Role) -> None:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            open_as(role, EXAMS)


class TestPlanning:
    def asked(self, open_as: Open, institute: Institute, role: Role = Role.ADMIN) -> tuple[AppTest, str]:
        campus = campus_of(institute)
        shown = dialog(_plan, person_of(open_as(role)), {campus["code"]: campus}, campus["code"])
        assert not shown.exception
        return shown, f"exam-new-{campus['code']}"

    @pytest.mark.parametrize("role", PLANNING)
    def test_the_time_is_the_campus_s_clock(self, open_as: Open, institute: Institute, role: Role) -> None:
        shown, key = self.asked(open_as, institute, role)
        on = DAY + timedelta(days=number())
        shown.selectbox(key="exam-subject").set_value(institute.school.subject).run()
        shown.selectbox(key=f"exam-topic-{institute.school.subject}").set_value(institute.school.topics[0]).run()
        shown.text_input(key=f"{key}-title").set_value(" Loops <1> ").run()
        shown.date_input(key=f"{key}-day").set_value(on).run()
        shown.time_input(key=f"{key}-start").set_value(time(9, 30)).run()
        shown.number_input(key=f"{key}-minutes").set_value(45).run()
        shown.number_input(key=f"{key}-places").set_value(7).run()
        shown.text_input(key=f"{key}-room").set_value("Hall 1").run()
        shown.selectbox(key=f"{key}-faculty").set_value(institute.school.faculty).run()
        shown.button(key="exam-save").click().run()
        assert not shown.exception
        assert not shown.error
        query = "select id from operational.exam_slots where campus_id = %s"
        [(made,)] = institute.connection.execute(query, (institute.school.campus,)).fetchall()
        assert row(institute, made) == {
            "title": "Loops <1>",
            "starts_at": datetime.combine(on, time(9, 30), ZoneInfo(zone_of(institute))),
            "duration_minutes": 45,
            "capacity": 7,
            "location": "Hall 1",
            "faculty_id": institute.school.faculty,
            "topic_id": institute.school.topics[0],
            "status": "open",
        }

    def test_what_is_missing_is_said_and_nothing_is_lost(self, open_as: Open, institute: Institute) -> None:
        shown, key = self.asked(open_as, institute)
        shown.text_input(key=f"{key}-room").set_value("Hall 1").run()
        shown.button(key="exam-save").click().run()
        assert "Give the exam a title." in errors(shown)
        assert "Choose a day." in errors(shown)
        assert shown.text_input(key=f"{key}-room").value == "Hall 1"

    def test_what_the_api_refuses_is_told_in_its_words_and_nothing_is_lost(
        self, open_as: Open, institute: Institute
    ) -> None:
        on = DAY + timedelta(days=number())
        school = institute.school
        slot(institute, at(institute, on), title="Quiz *1*", location="hall 1")
        make_session(
            institute.connection,
            school.campus,
            school.subject,
            student_id=school.students[1],
            faculty_id=school.faculty,
            session_date=on,
            start_time="10:30",
            end_time="11:30",
            location="Exam hall",
        )
        shown, key = self.asked(open_as, institute)
        shown.text_input(key=f"{key}-title").set_value("Final").run()
        shown.date_input(key=f"{key}-day").set_value(on).run()
        shown.text_input(key=f"{key}-room").set_value("Hall 1").run()
        shown.selectbox(key=f"{key}-faculty").set_value(school.faculty).run()
        shown.button(key="exam-save").click().run()
        told = errors(shown)
        assert "the faculty member has another session at that time" in told
        assert "Hall 1 is taken at that time by another exam\\: Quiz \\*1\\*" in told
        assert shown.text_input(key=f"{key}-title").value == "Final"
        assert shown.date_input(key=f"{key}-day").value == on

    def test_a_time_that_is_past_is_said(self, open_as: Open, institute: Institute) -> None:
        shown, key = self.asked(open_as, institute)
        shown.date_input(key=f"{key}-day").set_value(date(2024, 1, 8)).run()
        assert any("This time is past" in one.value for one in shown.caption)

    def test_a_time_that_the_clock_never_shows_is_none(self) -> None:
        assert instant_at(date(2033, 3, 27), time(2, 30), "Europe/Berlin") is None
        kept = instant_at(date(2033, 3, 7), time(10), "Asia/Kolkata")
        assert kept == datetime(2033, 3, 7, 4, 30, tzinfo=UTC)


class TestAnExam:
    def changed(self, open_as: Open, institute: Institute, exam: int) -> tuple[AppTest, str]:
        told = asked(institute, Role.ADMIN, f"/exams/slots/{exam}")
        shown = dialog(_change, person_of(open_as(Role.ADMIN)), told, campus_of(institute))
        assert not shown.exception
        return shown, f"exam-{exam}-{told['version']}"

    def test_is_moved_to_another_time_and_room_and_who_booked_is_told(
        self, open_as: Open, institute: Institute
    ) -> None:
        on = DAY + timedelta(days=number())
        exam = slot(institute, at(institute, on))
        place(institute, exam, institute.school.students[0])
        shown, key = self.changed(open_as, institute, exam)
        assert shown.time_input(key=f"{key}-start").value == time(10)
        assert shown.button(key="exam-save").disabled
        shown.time_input(key=f"{key}-start").set_value(time(14)).run()
        shown.text_input(key=f"{key}-room").set_value("Hall 2").run()
        shown.selectbox(key=f"{key}-faculty").set_value(institute.school.colleague).run()
        shown.button(key="exam-save").click().run()
        assert not shown.error
        found = row(institute, exam)
        assert (found["starts_at"], found["location"]) == (at(institute, on, 14), "Hall 2")
        assert found["faculty_id"] == institute.school.colleague
        query = "select count(*) from operational.notifications where kind = 'exam.moved'"
        assert institute.connection.execute(query).fetchall() == [(1,)]

    def test_has_no_fewer_places_than_are_taken(self, open_as: Open, institute: Institute) -> None:
        exam = slot(institute)
        for student in institute.school.students[:2]:
            place(institute, exam, student)
        shown, key = self.changed(open_as, institute, exam)
        shown.number_input(key=f"{key}-places").set_value(1).run()
        shown.button(key="exam-save").click().run()
        assert "2 places are taken" in errors(shown)
        assert shown.number_input(key=f"{key}-places").value == 1
        assert row(institute, exam)["capacity"] == 3

    def test_changed_by_somebody_else_meanwhile_is_not_overwritten(self, open_as: Open, institute: Institute) -> None:
        exam = slot(institute)
        shown, key = self.changed(open_as, institute, exam)
        institute.connection.execute(
            "update operational.exam_slots set capacity = 9, version = version + 1 where id = %s", (exam,)
        )
        shown.number_input(key=f"{key}-places").set_value(5).run()
        shown.button(key="exam-save").click().run()
        assert "Somebody else has changed this meanwhile" in errors(shown)
        assert row(institute, exam)["capacity"] == 9

    def test_is_closed_opened_again_and_held_when_it_has_begun(self, open_as: Open, institute: Institute) -> None:
        exam = slot(institute)
        page = open_as(Role.FACULTY, EXAMS, exam=str(exam))
        assert not page.exception
        page.button(key="exam-close").click().run()
        assert row(institute, exam)["status"] == "closed"
        assert "■ Closed for booking" in words(page)
        page.button(key="exam-reopen").click().run()
        assert row(institute, exam)["status"] == "open"
        gone, _places = past(institute)
        page = open_as(Role.ADMIN, EXAMS, exam=str(gone))
        page.button(key="exam-held").click().run()
        assert not page.error
        assert row(institute, gone)["status"] == "held"
        assert "✓ Held" in words(page)
        assert not [one for one in page.button if one.key == "exam-change"]

    def test_is_cancelled_with_what_that_means(self, open_as: Open, institute: Institute) -> None:
        exam = slot(institute)
        place(institute, exam, institute.school.students[0])
        open_as(Role.ADMIN)
        shown = dialog(_cancel, asked(institute, Role.ADMIN, f"/exams/slots/{exam}"))
        assert "1 student loses the place and is told so in Headway." in shown.warning[0].value
        shown.button(key="exam-cancel-save").click().run()
        assert not shown.error
        assert (row(institute, exam)["status"], statuses(institute, exam)) == ("cancelled", ["cancelled"])
        assert "Nobody has a place." in words(open_as(Role.ADMIN, EXAMS, exam=str(exam)))
        notes = open_as(Role.STUDENT, "app_pages/everybody/notifications.py")
        assert "An exam in which you had a place is cancelled" in words(notes)
        assert "Open My exams" in [link.proto.label for link in notes.get("page_link")]

    def test_opens_from_the_list_and_leads_back(self, open_as: Open, institute: Institute) -> None:
        exam = slot(institute, title="Own <b>final</b>")
        page = open_as(Role.ADMIN, EXAMS)
        page.button(key=f"open-{exam}").click().run()
        assert page.title[0].value == "Own \\<b\\>final\\</b\\>"
        assert page.query_params["exam"] == str(exam)
        page.button(key="back").click().run()
        assert page.title[0].value == "Exams"
        assert "exam" not in page.query_params


class TestPlaces:
    def test_a_student_is_found_and_booked_and_the_place_is_given_back(
        self, open_as: Open, institute: Institute
    ) -> None:
        exam, student = slot(institute), institute.school.students[1]
        page = open_as(Role.ADMIN, EXAMS, exam=str(exam))
        assert "Nobody has a place." in words(page)
        shown = dialog(_book, asked(institute, Role.ADMIN, f"/exams/slots/{exam}"))
        shown.text_input(key="place-q").set_value(name_of(institute, student)).run()
        assert shown.selectbox(key="place-student").value == student
        assert "Not ready: 0" in shown.warning[0].value
        shown.button(key="place-save").click().run()
        assert not shown.error
        assert statuses(institute, exam) == ["booked"]
        page.run()
        assert name_of(institute, student) in words(page)
        assert "1 of 3 places taken" in words(page)
        [booking] = asked(institute, Role.ADMIN, "/exams/bookings", slot_id=exam)["items"]
        page.button(key=f"cancelled-{booking['id']}").click().run()
        assert not page.error
        assert statuses(institute, exam) == ["cancelled"]
        assert "✕ Given back" in words(page)

    def test_when_it_is_full_or_the_subject_is_another_the_api_says_so(
        self, open_as: Open, institute: Institute
    ) -> None:
        exam = slot(institute, capacity=1)
        place(institute, exam, institute.school.students[0])
        stranger = make_student(institute.connection, institute.school.campus)
        open_as(Role.ADMIN)
        told = asked(institute, Role.ADMIN, f"/exams/slots/{exam}")
        for student, reason in ((institute.school.students[1], "all 1 places are taken"), (stranger, "are taken")):
            shown = dialog(_book, told)
            shown.text_input(key="place-q").set_value(name_of(institute, student)).run()
            shown.button(key="place-save").click().run()
            assert reason in errors(shown).lower()
            assert shown.text_input(key="place-q").value == name_of(institute, student)
        free = asked(institute, Role.ADMIN, f"/exams/slots/{slot(institute)}")
        shown = dialog(_book, free)
        shown.text_input(key="place-q").set_value(name_of(institute, stranger)).run()
        assert "does not learn" in shown.warning[0].value
        shown.button(key="place-save").click().run()
        assert "does not learn this subject" in errors(shown)
        shown.text_input(key="place-q").set_value("nobody is called so").run()
        assert "Nobody found" in shown.caption[0].value

    def test_of_a_colleague_s_students_a_faculty_member_sees_the_number_only(
        self, open_as: Open, institute: Institute
    ) -> None:
        exam = slot(institute)
        unseen = make_student(institute.connection, institute.school.campus)
        enroll(institute.connection, unseen, institute.school.subject, faculty_id=institute.school.colleague)
        place(institute, exam, unseen)
        page = open_as(Role.FACULTY, EXAMS, exam=str(exam))
        assert name_of(institute, unseen) not in words(page)
        assert "1 more has a place" in words(page)
        assert name_of(institute, unseen) in words(open_as(Role.ADMIN, EXAMS, exam=str(exam)))


class TestAfterwards:
    def test_everybody_came_and_one_did_not(self, open_as: Open, institute: Institute) -> None:
        exam, bookings = past(institute)
        page = open_as(Role.FACULTY, EXAMS, exam=str(exam))
        assert not page.exception
        assert "! Not said yet who came" in words(page)
        assert page.button(key="everybody-came").label == "Everybody came (2)"
        page.button(key="everybody-came").click().run()
        assert not page.error
        assert statuses(institute, exam) == ["attended", "attended"]
        page.button(key=f"no_show-{bookings[1]}").click().run()
        assert statuses(institute, exam) == ["attended", "no_show"]
        assert "✕ Did not come" in words(page)
        page.button(key=f"attended-{bookings[1]}").click().run()
        assert statuses(institute, exam) == ["attended", "attended"]

    def test_marks_are_given_from_one_list_and_the_student_sees_the_own(
        self, open_as: Open, institute: Institute
    ) -> None:
        exam, bookings = past(institute, title="Own <b>final</b>")
        page = open_as(Role.ADMIN, EXAMS, exam=str(exam))
        assert "2 marks are missing." in words(page)
        page.number_input(key=f"mark-total-{exam}").set_value(20)
        page.number_input(key=f"mark-{bookings[0]}-0").set_value(17)
        save = next(one for one in page.button if one.label == "Save the marks")
        save.click().run()
        assert not page.exception
        assert not page.error
        assert marks(institute, bookings) == [(17.0, 20.0)]
        assert statuses(institute, exam) == ["attended", "booked"]
        assert "1 mark is missing." in words(page)
        assert "17 of 20, 85%" in words(page)
        own = words(open_as(Role.STUDENT, OWN))
        assert "Own &lt;b&gt;final&lt;/b&gt;" in own
        assert "17 of 20" in own

    def test_a_mark_is_corrected_and_never_overwritten_unseen(self, open_as: Open, institute: Institute) -> None:
        exam, bookings = past(institute, students=1)
        page = open_as(Role.ADMIN, EXAMS, exam=str(exam))

        def save(mark: float) -> None:
            start = f"mark-{bookings[0]}-"
            next(one for one in page.number_input if (one.key or "").startswith(start)).set_value(mark)
            next(one for one in page.button if one.label == "Save the marks").click().run()

        save(50)
        assert marks(institute, bookings) == [(50.0, 100.0)]
        assert f"no_show-{bookings[0]}" not in [one.key for one in page.button]
        save(60)
        assert not page.error
        assert marks(institute, bookings) == [(60.0, 100.0)]
        institute.connection.execute(
            "update operational.assessments set marks_obtained = 70, version = version + 1 where reference = %s",
            (f"exam-booking-{bookings[0]}",),
        )
        save(65)
        assert "Somebody else has changed this meanwhile" in errors(page)
        assert marks(institute, bookings) == [(70.0, 100.0)]

    def test_what_is_refused_keeps_what_was_typed_and_the_others_are_saved(
        self, open_as: Open, institute: Institute
    ) -> None:
        exam, bookings = past(institute)
        page = open_as(Role.ADMIN, EXAMS, exam=str(exam))
        page.number_input(key=f"mark-total-{exam}").set_value(20)
        page.number_input(key=f"mark-{bookings[0]}-0").set_value(21)
        page.number_input(key=f"mark-{bookings[1]}-0").set_value(15)
        next(one for one in page.button if one.label == "Save the marks").click().run()
        assert name_of(institute, institute.school.students[0]) in errors(page)
        assert "the mark lies above the total of 20" in errors(page)
        assert page.number_input(key=f"mark-{bookings[0]}-0").value == 21
        assert marks(institute, bookings) == [(15.0, 20.0)]
        assert statuses(institute, exam) == ["booked", "attended"]

    def test_a_subject_that_is_complete_leads_to_the_certificate(self, open_as: Open, institute: Institute) -> None:
        student = institute.school.students[0]
        enrollment = completed(institute.connection, student)
        query = "select subject_id from operational.student_subject_enrollments where id = %s"
        [(subject,)] = institute.connection.execute(query, (enrollment,)).fetchall()
        exam, [booking] = past(institute, students=1, subject_id=subject)
        assert open_as(Role.ADMIN, EXAMS, exam=str(exam)).button(key=f"certificates-{student}")
        faculty = open_as(Role.FACULTY, EXAMS, exam=str(exam))
        assert f"certificates-{student}" not in [one.key for one in faculty.button]
        open_as(Role.ADMIN)
        [told] = asked(institute, Role.ADMIN, "/exams/bookings", slot_id=exam)["items"]
        assert told["id"] == booking
        shown = dialog(_certificates, told)
        shown.button(key=f"certify-{enrollment}").click().run()
        assert not shown.exception
        query = "select number from operational.certificates where enrollment_id = %s"
        [(certificate,)] = institute.connection.execute(query, (enrollment,)).fetchall()
        assert f"/verify?number={certificate}" in words(shown)
        institute.connection.execute("delete from operational.certificates where enrollment_id = %s", (enrollment,))
        institute.connection.execute("delete from operational.exam_bookings where slot_id = %s", (exam,))
        institute.connection.execute("delete from operational.exam_slots where id = %s", (exam,))
        institute.connection.execute("delete from operational.student_subject_enrollments where id = %s", (enrollment,))

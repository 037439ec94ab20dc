"""What a student's pages say: days, hours, patterns of attendance, marks, readiness."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from dashboards.components.calendar_link import address_of
from dashboards.components.forecast_bar import forecast_bar
from dashboards.components.own_attendance import dots, finding, marks_finding, patterns
from dashboards.components.own_exams import exam_words, result_words
from dashboards.components.own_feedback import content_of
from dashboards.components.schedule import Appointment, day_name, length, next_card

MONDAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def told(**values: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "session_date": "2026-06-01",
        "start_time": "11:30:00",
        "end_time": None,
        "duration_minutes": 60,
        "subject_name": "Python",
        "faculty_id": 7,
        "faculty_name": "Ravi",
        "batch_id": None,
        "location": None,
        "status": "scheduled",
        **values,
    }


def mark(days_ago: int, status: str = "present", **values: Any) -> dict[str, Any]:
    day = MONDAY - timedelta(days=days_ago)
    return {
        "session_date": day.isoformat(),
        "attendance_status": status,
        "minutes_late": None,
        "subject_name": "Python",
        **values,
    }


class TestAppointment:
    def test_one_that_runs_now_is_not_over(self) -> None:
        one = Appointment.of_session(told(), NOW)
        assert (one.hours, one.is_over) == ("11:30–12:30", False)
        assert "Now" in next_card(one, NOW)
        assert "room not fixed yet" in next_card(one, NOW)

    @pytest.mark.parametrize(
        "values",
        [{"end_time": "11:45:00"}, {"status": "completed"}, {"session_date": "2026-05-31"}, {"start_time": "09:00:00"}],
    )
    def test_one_that_is_over(self, values: dict[str, Any]) -> None:
        assert Appointment.of_session(told(**values), NOW).is_over

    def test_past_midnight_and_without_a_time(self) -> None:
        assert Appointment.of_session(told(start_time="23:30:00"), NOW).hours == "23:30–00:30"
        assert Appointment.of_session(told(start_time=None), NOW).hours == "Time not fixed yet"

    def test_days_near_are_called_by_name(self) -> None:
        assert day_name(MONDAY, MONDAY) == "Today, Monday, 1 June"
        assert day_name(MONDAY + timedelta(days=1), MONDAY) == "Tomorrow, Tuesday, 2 June"
        assert day_name(date(2027, 1, 4), MONDAY) == "Monday, 4 January 2027"
        assert [length(minutes) for minutes in (45, 60, 90)] == ["45 min", "1 h", "1 h 30 min"]


class TestAttendance:
    def test_the_finding(self) -> None:
        assert finding([mark(1)]) == "You came to your last session"
        assert finding([mark(day) for day in range(15)]) == "You came to every one of your last 15 sessions"
        assert finding([mark(0, "absent"), mark(1)]) == "You came to 1 of your last 2 sessions"

    def test_a_weekday_that_is_hard_is_named(self) -> None:
        marks = [mark(day, "absent" if day % 7 == 0 else "present") for day in range(0, 28)]
        assert any("Mondays are the hardest: you missed 4 of 4" in one for one in patterns(marks))

    def test_misses_all_over_the_week_are_no_pattern(self) -> None:
        marks = [mark(day, "absent" if day % 2 else "present") for day in range(0, 28)]
        assert not any("hardest" in one for one in patterns(marks))

    def test_lateness_and_the_trend(self) -> None:
        assert "You were late once, by 7 minutes." in patterns([mark(1, "late", minutes_late=7)])
        late = [mark(day, "late", minutes_late=day) for day in (5, 10, 30)]
        assert "You were late 3 times, usually by about 10 minutes." in patterns(late)
        better = [mark(day, "present" if day < 10 else "absent") for day in range(20)]
        assert "It has become better lately." in patterns(better)

    def test_signs_tell_without_colour(self) -> None:
        shown = dots([mark(0, "absent", subject_name='"<b>'), mark(1, "late", minutes_late=3)])
        assert shown.index("◔") < shown.index("✕")
        assert "<b>" not in shown


class TestMarks:
    def test_the_average_and_whether_it_moves(self) -> None:
        assert marks_finding([]) == "No marks yet"
        assert marks_finding([{"percentage": 80.0}]) == "Your first mark"
        shares = [{"percentage": share} for share in (80.0,) * 5 + (60.0,) * 5]
        assert marks_finding(shares) == "Your last 5 marks average 80%, up from 60%"

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, "to do"),
            ({"due_date": "2026-05-01"}, "! overdue"),
            ({"status": "completed"}, "handed in"),
            ({"percentage": 120.0, "marks_obtained": 12.0, "total_marks": 10.0}, "120%"),
        ],
    )
    def test_a_result(self, values: dict[str, Any], words: str) -> None:
        one = {
            "title": None,
            "assessment_type": "quiz",
            "subject_code": "PY",
            "percentage": None,
            "marks_obtained": None,
            "total_marks": None,
            "grade": None,
            "feedback": "<i>",
            "due_date": "2026-06-03",
            "assessment_date": None,
            "graded_on": None,
            "status": "pending",
            **values,
        }
        shown = result_words(one, MONDAY)
        assert words in shown
        assert "<i>" not in shown.replace('<i style="', "")


def test_an_exam_says_how_many_places_are_left() -> None:
    one = {
        "title": "Final",
        "starts_at": "2026-06-03T04:30:00Z",
        "duration_minutes": 90,
        "capacity": 2,
        "booked_count": 1,
        "subject_name": "Python",
        "topic_name": "Loops",
        "location": None,
        "booking_id": None,
        "is_bookable": True,
        "is_ready": True,
        "missing": None,
    }
    shown = exam_words(one, "Asia/Kolkata", MONDAY)
    assert "Wednesday, 3 June, 10:00" in shown
    assert "1 place left" in shown


def test_anonymous_feedback_names_no_session_of_one_student() -> None:
    own = content_of(told(), 4, "", is_anonymous=False)
    assert (own["session_id"], own["comments"]) == (1, None)
    alone = content_of(told(), 4, "x", is_anonymous=True)
    assert "session_id" not in alone
    assert alone["faculty_id"] == 7
    assert content_of(told(batch_id=3), 4, "x", is_anonymous=True)["session_id"] == 1
    assert content_of(told(faculty_id=None), 4, "x", is_anonymous=True)["feedback_type"] == "institute"


def test_a_calendar_stands_beside_the_page_that_made_it() -> None:
    page = "https://headway.example.org/my-schedule?x=1"
    assert address_of("abc", page) == "https://headway.example.org/calendar/abc.ics"


def forecast(early: str | None, late: str | None, planned: str | None) -> dict[Any, Any]:
    days = {"p10_date": early, "p90_date": late, "expected_completion_date": planned}
    return {name: pd.Timestamp(value) if value else pd.NaT for name, value in days.items()}


class TestForecastBar:
    def test_the_range_and_the_plan_stand_where_they_belong(self) -> None:
        shown = forecast_bar(forecast("2026-07-01", "2026-07-31", "2026-06-16"), MONDAY)
        assert 'style="left:50.0%;width:50.0%"' in shown
        assert 'class="left" style="left:25.0%"' in shown
        assert "planned for 16 June 2026" in shown

    @pytest.mark.parametrize(
        "days",
        [
            (None, None, None),
            ("2026-07-01", "2026-07-01", None),
            ("2026-05-01", "2026-05-20", "2026-05-10"),
        ],
    )
    def test_without_a_range_there_is_no_picture(self, days: tuple[str | None, ...]) -> None:
        assert forecast_bar(forecast(*days), MONDAY) == ""
        assert forecast_bar(None, MONDAY) == ""

    def test_a_plan_of_the_past_is_not_drawn(self) -> None:
        assert "planned" not in forecast_bar(forecast("2026-07-01", "2026-07-31", "2026-05-16"), MONDAY)

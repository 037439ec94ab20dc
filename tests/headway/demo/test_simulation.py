"""The institute behaves like one: today is full, closed days are closed, and people leave for a reason."""

from datetime import date, timedelta

import pandas as pd
import pytest

from tests.headway.demo.checker import marks_with_sessions, observations
from tests.headway.demo.conftest import Institute


def test_the_first_faculty_has_a_full_class_and_more_today(institute: Institute) -> None:
    summary = institute.summary
    sessions = institute["sessions"]
    today = sessions[
        (sessions["session_date"] == institute.as_of) & (sessions["employee_id"] == summary.faculty_employee_id)
    ]
    assert len(today) >= 3
    assert summary.batch in set(today["batch"])
    members = institute["batches"].set_index("batch").loc[summary.batch, "members"].split(";")
    enrollments = institute["enrollments"]
    active = enrollments[enrollments["enrollment_no"].isin(members) & (enrollments["status"] == "active")]
    assert 25 <= active["enrollment_no"].nunique() <= 32
    assert summary.student_enrollment_no in set(active["enrollment_no"])


def test_the_announced_logins_are_in_the_files(institute: Institute) -> None:
    summary = institute.summary
    student = institute["students"].set_index("enrollment_no").loc[summary.student_enrollment_no]
    faculty = institute["faculties"].set_index("employee_id").loc[summary.faculty_employee_id]
    counselor = institute["counselors"].set_index("email").loc[summary.counselor_email]
    assert student["email"] == summary.student_email
    assert faculty["email"] == summary.faculty_email
    assert {student["campus"], faculty["campus"], counselor["campus"]} == {summary.campus_code}


def test_most_faculty_teach_today_and_in_the_two_weeks_to_come(institute: Institute) -> None:
    sessions = institute["sessions"]
    today = sessions[sessions["session_date"] == institute.as_of]
    assert today["employee_id"].nunique() >= 0.7 * len(institute["faculties"])
    later = set(sessions.loc[sessions["session_date"] > institute.as_of, "session_date"])
    ahead = [institute.summary.as_of + timedelta(days=step) for step in range(1, 15)]
    assert {day.isoformat() for day in ahead if day.weekday() != 6} >= later
    assert len(later) >= 11


def test_faculty_teach_within_the_hours_that_they_entered(institute: Institute) -> None:
    held = institute["sessions"].assign(
        # an as-of date on a Sunday is taught by Monday's timetable
        weekday=lambda rows: pd.to_datetime(rows["session_date"]).dt.day_of_week.mod(6).add(1).astype(str)
    )
    hours = institute["availability"].merge(held, on=["employee_id", "weekday"], suffixes=("", "_of_session"))
    is_inside = (hours["start_time"] <= hours["start_time_of_session"]) & (
        hours["start_time_of_session"] < hours["end_time"]
    )
    assert set(hours.loc[is_inside, "session"]) == set(held["session"])


def test_sundays_and_holidays_are_closed_except_the_as_of_date(institute: Institute) -> None:
    campus = institute["faculties"].set_index("employee_id")["campus"]
    sessions = institute["sessions"]
    held = {
        (campus[row.employee_id], row.session_date)
        for row in sessions.itertuples()
        if row.session_date != institute.as_of
    }
    holidays = set(zip(institute["holidays"]["campus"], institute["holidays"]["date"], strict=True))
    assert holidays
    assert not held & holidays
    assert all(date.fromisoformat(day).weekday() != 6 for _, day in held)


def _is_done(institute: Institute) -> pd.Series:
    """By student, subject and topic: the last understanding that was entered is 3 or more, or none ever was."""
    seen = observations(institute.tables)
    understanding = seen["understanding"].where(seen["understanding"] != "")
    latest = understanding.groupby([seen["enrollment_no"], seen["subject"], seen["topic"]]).last()
    return latest.isna() | (latest >= "3")


def test_a_completed_enrolment_has_all_topics_done_and_an_active_one_has_not(institute: Institute) -> None:
    done = _is_done(institute).groupby(["enrollment_no", "subject"]).sum()
    enrollments = institute["enrollments"]
    total = enrollments["subject"].map(institute["topics"].groupby("subject").size())
    keys = pd.MultiIndex.from_frame(enrollments[["enrollment_no", "subject"]])
    share = pd.Series(done.reindex(keys, fill_value=0).to_numpy() / total.to_numpy())
    is_completed = enrollments["status"] == "completed"
    assert (share[is_completed] == 1).all()
    assert (share[~is_completed] < 1).all()
    assert share[enrollments["status"] == "dropped"].between(0.05, 0.95).mean() > 0.6


def test_handed_in_work_never_makes_a_topic_done_that_was_not(institute: Institute) -> None:
    work = institute["assessments"]
    work = work[(work["topic"] != "") & (work["status"] != "pending")]
    topics = pd.MultiIndex.from_frame(work[["enrollment_no", "subject", "topic"]])
    assert len(topics)
    assert _is_done(institute).reindex(topics, fill_value=False).all()


def test_outcomes_are_of_a_believable_mix(institute: Institute) -> None:
    status = institute["enrollments"]["status"].value_counts(normalize=True)
    assert 0.35 <= status["completed"] <= 0.8
    assert 0.08 <= status["dropped"] <= 0.3
    assert status["active"] >= 0.15
    attendance = institute["attendance"]["attendance_status"].value_counts(normalize=True)
    assert 0.06 <= attendance["absent"] <= 0.2
    assert 0.03 <= attendance["late"] <= 0.15
    sessions = institute["sessions"]["status"].value_counts(normalize=True)
    assert 0.01 <= sessions["cancelled"] <= 0.08
    assert 0.01 <= sessions["no_show"] <= 0.12


def test_absences_rise_before_a_student_drops_out(institute: Institute) -> None:
    marks = marks_with_sessions(institute.tables).merge(
        institute["enrollments"], on=["enrollment_no", "subject"], suffixes=("", "_enrolled")
    )
    marks = marks[marks["ended_on"] != ""]
    days_left = (pd.to_datetime(marks["ended_on"]) - pd.to_datetime(marks["session_date"])).dt.days
    is_absent = marks["attendance_status"] == "absent"
    is_dropped = marks["status_enrolled"] == "dropped"
    last_weeks, long_before = days_left <= 21, days_left > 56
    assert (is_dropped & last_weeks).sum() > 100
    assert is_absent[is_dropped & last_weeks].mean() > is_absent[is_dropped & long_before].mean() + 0.08
    assert is_absent[is_dropped & last_weeks].mean() > is_absent[~is_dropped & last_weeks].mean() + 0.12


def test_understanding_grows_with_visits_and_falls_with_difficulty(ordinary: Institute) -> None:
    seen = observations(ordinary.tables)
    seen = seen[seen["understanding"] != ""].assign(understanding=lambda frame: frame["understanding"].astype(int))
    visit = seen.groupby(["enrollment_no", "subject", "topic"]).cumcount()
    assert seen["understanding"][visit == 2].mean() > seen["understanding"][visit == 0].mean() + 0.5
    level = seen.merge(
        ordinary["topics"].rename(columns={"order_index": "topic"}), on=["subject", "topic"], suffixes=("", "_of_topic")
    )
    first = level[visit.to_numpy() == 0].groupby("difficulty_level")["understanding"].mean()
    assert first["easy"] > first["hard"] + 0.5
    assert set(seen["understanding"]) == {1, 2, 3, 4, 5}


def test_starts_roll_over_fourteen_months(ordinary: Institute) -> None:
    months = ordinary["students"]["admission_date"].str[:7]
    assert months.nunique() >= 14
    assert months.value_counts(normalize=True).max() < 0.25


@pytest.mark.parametrize("subject", ["PY", "WEB", "SQL", "TAL", "JAVA", "CPP", "OFF", "UI"])
def test_every_subject_has_ten_to_twenty_topics_in_order(ordinary: Institute, subject: str) -> None:
    topics = ordinary["topics"][ordinary["topics"]["subject"] == subject]
    assert 10 <= len(topics) <= 20
    assert topics["order_index"].astype(int).tolist() == list(range(1, len(topics) + 1))


def test_groups_have_eight_to_thirty_two_members(institute: Institute) -> None:
    sizes = institute["batches"]["members"].str.count(";") + 1
    assert sizes.between(6, 32).all()
    assert len(sizes) >= 6


def test_every_campus_has_leads_to_call_and_contacts_that_are_due(institute: Institute) -> None:
    inquiries, contacts = institute["inquiries"], institute["follow_ups"]
    is_open = ~inquiries["status"].isin(["enrolled", "lost"])
    assert (inquiries[is_open].groupby("campus").size() >= 8).all()
    assert set(inquiries.loc[is_open, "status"]) >= {"contacted", "follow_up_scheduled"}
    pending = contacts[contacts["status"] == "pending"]
    assert (pending["follow_up_date"] <= institute.as_of).any()
    assert (pending["follow_up_date"] > institute.as_of).any()


def test_leads_convert_at_a_believable_rate_and_who_comes_is_more_eager(institute: Institute) -> None:
    inquiries = institute["inquiries"]
    ended = inquiries[inquiries["status"].isin(["enrolled", "lost"])]
    is_enrolled = ended["status"] == "enrolled"
    assert 0.15 < is_enrolled.mean() < 0.4
    tried = ended["Came to a trial class"] == "yes"
    assert tried[is_enrolled].mean() > tried[~is_enrolled].mean() + 0.1
    minutes = pd.to_numeric(ended["Minutes on website"])
    assert minutes[is_enrolled].median() > minutes[~is_enrolled].median()


def test_whoever_stays_pays_and_whoever_leaves_does_not_pay_on(institute: Institute) -> None:
    payments, enrollments = institute["payments"], institute["enrollments"]
    paid = payments.merge(enrollments, on=["enrollment_no", "subject"])
    has_left = paid["ended_on"] != ""
    late_days = pd.to_datetime(paid["paid_on"]) - pd.to_datetime(paid["enrollment_date"])
    late = has_left & (late_days > pd.Timedelta(days=25))
    assert (paid.loc[late, "paid_on"] <= paid.loc[late, "ended_on"]).all()
    assert payments["enrollment_no"].nunique() > 0.9 * institute["enrollments"]["enrollment_no"].nunique()

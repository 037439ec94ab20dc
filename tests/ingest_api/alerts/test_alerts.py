"""Alerts as staff see them: why, what comes next, answered by helping or dismissed with a reason."""

from datetime import date, timedelta

import pytest

from tests.factories import make_alert, make_session
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.vocabulary import Role

TODAY = date.today()  # noqa: DTZ011 - days, not hours
# Somewhere it is tomorrow already.
LATER = TODAY + timedelta(days=2)


def enrollment_of(api: Api, student: int) -> int:
    row = api.connection.execute(
        "select id from operational.student_subject_enrollments where student_id = %s", (student,)
    ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def alert(api: Api, school: School) -> int:
    student = school.students[0]
    return make_alert(api.connection, enrollment_of(api, student), student, school.campus)


def test_a_faculty_member_sees_why_and_when_the_student_comes_next(api: Api, school: School, alert: int) -> None:
    for days in (5, 3, -3):
        make_session(
            api.connection, school.campus, school.subject, student_id=school.students[0], status="scheduled",
            session_date=TODAY + timedelta(days=days), start_time="10:00", faculty_id=school.faculty,
        )  # fmt: skip
    [told] = api.get("/alerts", api.log_in(school.users[Role.FACULTY]), status="open").json()["items"]
    assert (told["id"], told["reasons"]) == (alert, ["No session for 12 days."])
    assert (told["next_session_date"], told["next_session_time"]) == (str(TODAY + timedelta(days=3)), "10:00:00")
    assert "is_holdout" not in told


def test_what_waits_is_in_no_list(api: Api, school: School) -> None:
    student = school.students[0]
    waiting = make_alert(
        api.connection, enrollment_of(api, student), student, school.campus,
        raised_on=TODAY, shown_from=LATER, is_holdout=True,
    )  # fmt: skip
    admin = api.log_in(school.users[Role.ADMIN])
    assert api.get("/alerts", admin).json()["items"] == []
    assert api.post(f"/alerts/{waiting}/dismiss", admin, json={"because": "seen"}).status_code == 404


@pytest.mark.parametrize("is_waiting", [False, True])
def test_who_helps_answers_the_alert(api: Api, school: School, is_waiting: bool) -> None:
    student, admin = school.students[0], api.log_in(school.users[Role.ADMIN])
    enrollment = enrollment_of(api, student)
    shown_from = LATER if is_waiting else TODAY
    raised = make_alert(
        api.connection, enrollment, student, school.campus,
        raised_on=TODAY, shown_from=shown_from, is_holdout=is_waiting,
    )  # fmt: skip
    holdout = {"enrollment_id": enrollment, "reason": "to compare with", "is_holdout": True}
    kept = api.post("/interventions", admin, json=holdout).json()
    status = "select status, intervention_id from operational.risk_alerts where id = %s"
    assert api.connection.execute(status, (raised,)).fetchone() == ("open", None)
    api.put(f"/interventions/{kept['id']}", admin, json={"status": "cancelled"})
    action = {"enrollment_id": enrollment, "reason": "absent", "action": "call"}
    helped = api.post("/interventions", admin, json=action).json()
    assert api.connection.execute(status, (raised,)).fetchone() == ("answered", helped["id"])


def test_dismissed_with_a_reason_and_only_once(api: Api, school: School, alert: int) -> None:
    faculty, path = api.log_in(school.users[Role.FACULTY]), f"/alerts/{alert}/dismiss"
    assert api.post(path, faculty, json={"because": ""}).status_code == 422
    told = api.post(path, faculty, json={"because": "on leave until Monday"})
    assert (told.status_code, told.json()["status"]) == (200, "dismissed")
    again = api.post(path, faculty, json={"because": "still away"})
    assert again.status_code == 409
    events = api.connection.execute(
        "select name, payload from operational.event where relation = 'risk_alerts' and row_id = %s", (alert,)
    ).fetchall()
    assert events == [("risk_alert.dismissed", {})]


def test_the_most_likely_to_leave_come_first(api: Api, school: School) -> None:
    for student, p_drop in zip(school.students[:2], (0.61, 0.85), strict=True):
        make_alert(api.connection, enrollment_of(api, student), student, school.campus, p_drop=p_drop)
    told = api.get("/alerts", api.log_in(school.users[Role.ADMIN])).json()["items"]
    assert [(item["p_drop"], item["p_drop_30d"]) for item in told] == [(0.85, 0.24), (0.61, 0.24)]


def test_what_is_elsewhere_is_not_seen(api: Api, school: School) -> None:
    student = school.other_student
    make_alert(api.connection, enrollment_of(api, student), student, school.other_campus)
    for role in (Role.ADMIN, Role.FACULTY, Role.COUNSELOR):
        assert api.get("/alerts", api.log_in(school.users[role])).json()["items"] == []

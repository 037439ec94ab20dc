"""Entries of the authorization matrix: leads, follow-ups, feedback, rewards, fees, interventions, notifications."""

from datetime import timedelta
from typing import Any

import psycopg

from tests.factories import make_alert, make_student
from tests.factories.insert import insert, number
from tests.ingest_api.authorization.entries import (
    ADMINS,
    EVERYBODY,
    OFFICE,
    STAFF,
    TEACHING,
    Asked,
    Build,
    Entry,
    Route,
)
from tests.ingest_api.crm.leads import make_follow_up, make_inquiry, today
from tests.ingest_api.school import School
from warehouse.vocabulary import Role


def inquiry(json: Any = None, *, elsewhere: bool = False) -> Build:
    """A request about an inquiry of the campus, or of the other one."""

    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        return Asked({"inquiry_id": make_inquiry(connection, campus)}, json=json)

    return build


def merge(*, elsewhere: bool) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        kept, duplicate = make_inquiry(connection, campus), make_inquiry(connection, campus)
        return Asked({"inquiry_id": kept}, json={"duplicate_id": duplicate})

    return build


def follow_up(json: Any = None, *, elsewhere: bool = False) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        contact = make_follow_up(connection, make_inquiry(connection, campus), today(connection, campus))
        return Asked({"follow_up_id": contact}, json=json)

    return build


def new_follow_up(connection: psycopg.Connection, school: School) -> Asked:
    day = today(connection, school.campus) + timedelta(days=1)
    return Asked(json={"inquiry_id": make_inquiry(connection, school.campus), "follow_up_date": str(day)})


def new_inquiry(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_name": "Meera", "email": "meera@example.org", "campus_id": school.campus})


def notification(connection: psycopg.Connection, school: School) -> Asked:
    """One of the student's."""
    user = school.users[Role.STUDENT]
    return Asked({"notification_id": insert(connection, "notifications", user_id=user, kind="k", title="t")})


def _student(school: School, *, elsewhere: bool) -> int:
    return school.other_student if elsewhere else school.students[0]


def _enrollment(connection: psycopg.Connection, student: int) -> int:
    row = connection.execute(
        "select id from operational.student_subject_enrollments where student_id = %s", (student,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def feedback(json: Any = None, *, elsewhere: bool = False) -> Build:
    """What the school's student said of its faculty member, or somebody of the other campus of nobody."""

    def build(connection: psycopg.Connection, school: School) -> Asked:
        said = insert(
            connection,
            "feedback",
            campus_id=school.other_campus if elsewhere else school.campus,
            student_id=_student(school, elsewhere=elsewhere),
            faculty_id=None if elsewhere else school.faculty,
            feedback_type="faculty",
            rating=3,
        )
        return Asked({"feedback_id": said}, json=json)

    return build


def new_feedback(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"feedback_type": "institute", "rating": 3, "campus_id": school.campus})


def new_item(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"title": "Fix it", "campus_id": school.campus})


def item(json: Any = None, *, elsewhere: bool = False) -> Build:
    """Something that everybody who could is asked to do in turn: what is of the campus is the admin's."""

    def build(connection: psycopg.Connection, school: School) -> Asked:
        campus = school.other_campus if elsewhere else school.campus
        return Asked({"item_id": insert(connection, "action_items", campus_id=campus, title="Fix it")}, json=json)

    return build


def reward(json: Any = None, *, elsewhere: bool = False, status: str = "active", by: Role | None = None) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        given = insert(
            connection,
            "rewards_penalties",
            student_id=_student(school, elsewhere=elsewhere),
            type="penalty",
            date="2026-01-01",
            status=status,
            created_by=school.users[by] if by else None,
        )
        return Asked({"reward_id": given}, json=json)

    return build


def strangers_reward(connection: psycopg.Connection, school: School) -> Asked:
    student = make_student(connection, school.campus)
    given = insert(connection, "rewards_penalties", student_id=student, type="reward", date="2026-01-01")
    return Asked({"reward_id": given})


def new_reward(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_id": school.students[0], "type": "reward", "points": 1, "reason": "helped"})


def payment(*, elsewhere: bool) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        values = {"student_id": _student(school, elsewhere=elsewhere), "amount": 1, "paid_on": "2026-01-01"}
        return Asked({"payment_id": insert(connection, "payments", receipt=f"matrix {number()}", **values)})

    return build


def new_payment(_: psycopg.Connection, school: School) -> Asked:
    return Asked(json={"student_id": school.students[0], "amount": "5.00"})


def fee_plan(json: Any = None, *, elsewhere: bool = False) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        enrollment = _enrollment(connection, _student(school, elsewhere=elsewhere))
        known = connection.execute("select from operational.fee_plans where enrollment_id = %s", (enrollment,))
        if known.fetchone() is None:
            insert(connection, "fee_plans", enrollment_id=enrollment, total_amount=10)
        return Asked({"enrollment_id": enrollment}, json=json)

    return build


def intervention(json: Any = None, *, elsewhere: bool = False) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        student = _student(school, elsewhere=elsewhere)
        planned = insert(
            connection,
            "interventions",
            enrollment_id=_enrollment(connection, student),
            student_id=student,
            campus_id=school.other_campus if elsewhere else school.campus,
            started_on="2026-01-01",
            reason="absent",
            action="call",
        )
        return Asked({"intervention_id": planned}, json=json)

    return build


def alert(json: Any = None, *, elsewhere: bool = False) -> Build:
    def build(connection: psycopg.Connection, school: School) -> Asked:
        student = _student(school, elsewhere=elsewhere)
        enrollment = _enrollment(connection, student)
        connection.execute(
            "update operational.risk_alerts set status = 'ended', closed_at = now()"
            " where enrollment_id = %s and status = 'open'",
            (enrollment,),
        )
        raised = make_alert(connection, enrollment, student, school.other_campus if elsewhere else school.campus)
        return Asked({"alert_id": raised}, json=json)

    return build


def new_intervention(connection: psycopg.Connection, school: School) -> Asked:
    enrollment = _enrollment(connection, school.students[0])
    return Asked(json={"enrollment_id": enrollment, "reason": "absent", "action": "call"})


_DECISION = {"note": "as it was"}
_PLAN = {"total_amount": "20.00"}
_STUDENT = frozenset({Role.STUDENT, Role.SUPER_ADMIN})
_NOTES = {"notes": "calls back"}
_BECAUSE = {"because": "on leave until Monday"}
ENTRIES: list[Entry] = [
    Entry("GET", "/crm/inquiries", OFFICE),
    Entry("POST", "/crm/inquiries", OFFICE, new_inquiry),
    Entry("GET", "/crm/pipeline/stages", OFFICE),
    Entry("GET", "/crm/counselors", OFFICE),
    Entry("GET", "/crm/inquiries/{inquiry_id}", OFFICE, inquiry(), inquiry(elsewhere=True)),
    Entry("PUT", "/crm/inquiries/{inquiry_id}", OFFICE, inquiry(_NOTES), inquiry(_NOTES, elsewhere=True)),
    Entry("POST", "/crm/inquiries/{inquiry_id}/convert", OFFICE, inquiry({}), inquiry({}, elsewhere=True)),
    Entry("GET", "/crm/inquiries/{inquiry_id}/duplicates", OFFICE, inquiry(), inquiry(elsewhere=True)),
    Entry("POST", "/crm/inquiries/{inquiry_id}/merge", OFFICE, merge(elsewhere=False), merge(elsewhere=True)),
    Entry("GET", "/crm/follow-ups", OFFICE),
    Entry("POST", "/crm/follow-ups", OFFICE, new_follow_up),
    Entry("POST", "/crm/follow-ups/sweep", OFFICE),
    Entry("GET", "/crm/follow-ups/{follow_up_id}", OFFICE, follow_up(), follow_up(elsewhere=True)),
    Entry("PUT", "/crm/follow-ups/{follow_up_id}", OFFICE, follow_up(_NOTES), follow_up(_NOTES, elsewhere=True)),
    Entry("GET", "/feedback", TEACHING | _STUDENT),
    Entry("POST", "/feedback", ADMINS | _STUDENT, new_feedback),
    Entry("GET", "/feedback/{feedback_id}", TEACHING | _STUDENT, feedback(), feedback(elsewhere=True)),
    Entry(
        "POST",
        "/feedback/{feedback_id}/resolve",
        ADMINS,
        feedback({"resolution": "done"}),
        feedback({"status": "reviewed"}, elsewhere=True),
    ),
    Entry(
        "PUT",
        "/feedback/{feedback_id}/meaning",
        ADMINS,
        feedback({"sentiment": "negative"}),
        feedback({"themes": ["pace"]}, elsewhere=True),
    ),
    Entry("GET", "/action-items", STAFF),
    Entry("POST", "/action-items", ADMINS, new_item),
    # What nobody in particular is to do is the admins' to see.
    Entry("GET", "/action-items/{item_id}", STAFF, item(), item(elsewhere=True), answers=frozenset({200, 404})),
    Entry(
        "PUT",
        "/action-items/{item_id}",
        STAFF,
        item({"status": "done"}),
        item({"status": "done"}, elsewhere=True),
        answers=frozenset({200, 404}),
    ),
    Entry("GET", "/rewards", EVERYBODY),
    Entry("POST", "/rewards", STAFF, new_reward),
    Entry(
        "GET",
        "/rewards/{reward_id}",
        EVERYBODY,
        reward(),
        reward(elsewhere=True),
        somebody_else=strangers_reward,
    ),
    Entry(
        "PUT",
        "/rewards/{reward_id}",
        STAFF,
        reward({"points": 3}, by=Role.FACULTY),
        reward({"points": 3}, elsewhere=True),
    ),
    # A super admin may do everything but speak for a student.
    Entry(
        "POST",
        "/rewards/{reward_id}/appeal",
        _STUDENT,
        reward({"reason": "ill"}),
        reward({"reason": "ill"}, elsewhere=True),
        answers=frozenset({200, 404}),
    ),
    Entry(
        "POST",
        "/rewards/{reward_id}/resolve",
        OFFICE,
        reward(_DECISION, status="appealed"),
        reward(_DECISION, status="appealed", elsewhere=True),
    ),
    Entry("GET", "/payments", OFFICE | _STUDENT),
    Entry("POST", "/payments", OFFICE, new_payment),
    Entry("GET", "/payments/{payment_id}", OFFICE | _STUDENT, payment(elsewhere=False), payment(elsewhere=True)),
    Entry("GET", "/enrollments/{enrollment_id}/fee-plan", OFFICE | _STUDENT, fee_plan(), fee_plan(elsewhere=True)),
    Entry("PUT", "/enrollments/{enrollment_id}/fee-plan", OFFICE, fee_plan(_PLAN), fee_plan(_PLAN, elsewhere=True)),
    Entry("GET", "/alerts", STAFF),
    Entry("POST", "/alerts/{alert_id}/dismiss", STAFF, alert(_BECAUSE), alert(_BECAUSE, elsewhere=True)),
    Entry("GET", "/interventions", STAFF),
    Entry("POST", "/interventions", STAFF, new_intervention),
    Entry("GET", "/interventions/{intervention_id}", STAFF, intervention(), intervention(elsewhere=True)),
    Entry(
        "PUT",
        "/interventions/{intervention_id}",
        STAFF,
        intervention(_NOTES),
        intervention(_NOTES, elsewhere=True),
    ),
    Entry("GET", "/notifications", EVERYBODY),
    Entry("POST", "/notifications/read", EVERYBODY),
    Entry(
        "POST",
        "/notifications/{notification_id}/read",
        EVERYBODY,
        notification,
        answers=frozenset({200, 404}),
    ),
]
OPEN: set[Route] = set()

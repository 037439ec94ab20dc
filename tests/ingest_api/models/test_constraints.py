"""What surrounds the lessons cannot be written down wrongly: every check and every unique key of these tables."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import psycopg
import pytest
from sqlalchemy import CheckConstraint

from ingest_api.models import Base
from tests.factories.insert import insert, number
from tests.ingest_api.models.conftest import School

DAY = date(2024, 7, 1)
NOW = "2024-07-01T12:00Z"
EARLIER = "2024-06-30T12:00Z"

# A row that is right, per table; what it refers to is made on the way.
Row = Callable[[School], dict[str, Any]]
RIGHT: dict[str, Row] = {
    "crm_inquiries": lambda school: {"campus_id": school.campus_id, "student_name": "Asha"},
    "crm_inquiry_subjects": lambda school: {
        "inquiry_id": make(school, "crm_inquiries"),
        "subject_id": school.subject_id,
    },
    "crm_inquiry_stages": lambda school: {"inquiry_id": make(school, "crm_inquiries"), "to_status": "new"},
    "follow_ups": lambda school: {
        "inquiry_id": make(school, "crm_inquiries"),
        "counselor_id": school.counselor_id,
        "follow_up_date": DAY,
        "follow_up_type": "call",
    },
    "rewards_penalties": lambda school: {"student_id": school.student_id, "type": "reward", "date": DAY},
    "feedback": lambda school: {"student_id": school.student_id, "feedback_type": "session", "rating": 4},
    "action_items": lambda school: {"campus_id": school.campus_id, "title": "Repair the projector"},
    "payments": lambda school: {
        "receipt": f"R{number()}",
        "student_id": school.student_id,
        "amount": 100,
        "paid_on": DAY,
    },
    "fee_plans": lambda school: {"enrollment_id": school.enrollment_id, "total_amount": 900},
    "fee_installments": lambda school: {"fee_plan_id": make(school, "fee_plans"), "due_on": DAY, "amount": 300},
    "faculty_availability": lambda school: {
        "faculty_id": school.faculty_id,
        "weekday": 1,
        "start_time": time(9),
        "end_time": time(12),
    },
    "faculty_time_entries": lambda school: {
        "faculty_id": school.faculty_id,
        "work_date": DAY,
        "kind": "teaching",
        "minutes": 60,
    },
    "guardians": lambda school: {"student_id": school.student_id, "name": "Ravi"},
    "consents": lambda school: {
        "student_id": school.student_id,
        "purpose": "photo",
        "granted_at": EARLIER,
        "source": "form",
    },
    "learning_paths": lambda school: {"student_id": school.student_id, "name": "To the first job"},
    "learning_path_steps": lambda school: {
        "path_id": make(school, "learning_paths"),
        "topic_id": school.topic_id,
        "position": 1,
    },
    "resources": lambda school: {
        "topic_id": school.topic_id,
        "title": "Loops",
        "kind": "article",
        "url": "https://example.org/loops",
    },
    "exam_slots": lambda school: {
        "campus_id": school.campus_id,
        "subject_id": school.subject_id,
        "title": "Final",
        "starts_at": NOW,
        "duration_minutes": 90,
        "capacity": 1,
    },
    "exam_bookings": lambda school: {"slot_id": make(school, "exam_slots"), "student_id": school.student_id},
    "interventions": lambda school: {
        "enrollment_id": school.enrollment_id,
        "student_id": school.student_id,
        "campus_id": school.campus_id,
        "started_on": DAY,
        "reason": "Absent twice in a row",
        "action": "call",
    },
    "risk_alerts": lambda school: {
        "enrollment_id": school.enrollment_id,
        "student_id": school.student_id,
        "campus_id": school.campus_id,
        "raised_on": DAY,
        "scored_as_of": DAY,
        "p_drop": 0.7,
        "band": "high",
        "reasons": ["No session for 12 days"],
        "model_version": "rule-1",
        "is_randomised": True,
        "is_holdout": False,
        "holdout_share": 0.15,
        "shown_from": DAY,
        "outcome_on": date(2024, 7, 31),
    },
    "notifications": lambda school: {"user_id": school.counselor_id, "kind": "follow_up_due", "title": "Due today"},
    "one_time_tokens": lambda school: {
        "user_id": school.counselor_id,
        "purpose": "invitation",
        "token_hash": f"hash{number()}",
        "expires_at": NOW,
    },
    "calendar_links": lambda school: {"user_id": school.counselor_id, "token_hash": f"hash{number()}"},
    "certificates": lambda school: {"enrollment_id": school.enrollment_id, "number": f"HW-{number()}"},
    "report_schedules": lambda school: {
        "report": "student-progress",
        "frequency": "weekly",
        "weekday": 1,
        "next_run_on": DAY,
    },
    "report_recipients": lambda school: {
        "schedule_id": make(school, "report_schedules"),
        "user_id": school.counselor_id,
    },
    "report_runs": lambda school: {
        "schedule_id": make(school, "report_schedules"),
        "run_on": DAY,
        "date_from": DAY,
        "date_to": DAY,
        "status": "made",
    },
    "report_files": lambda school: {
        "run_id": make(school, "report_runs"),
        "user_id": school.counselor_id,
        "role": "counselor",
        "rows_count": 0,
        "csv": b"",
        "pdf": b"",
    },
    "saved_queries": lambda school: {"user_id": school.counselor_id, "name": "Rows", "sql": "select 1"},
    "query_runs": lambda school: {
        "user_id": school.counselor_id,
        "sql": "select 1",
        "build_id": "build-1",
        "outcome": "answered",
        "rows_count": 1,
        "duration_ms": 3,
    },
    "settings": lambda school: {"key": "late_after_minutes", "value": "10"},
}

# What must not be written: table, what is wrong, and the check that says so.
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("crm_inquiries", {"status": "contacted", "closed_on": DAY}, "only_ends_are_closed"),
    ("crm_inquiries", {"lost_reason": "Too far"}, "only_lost_has_reason"),
    ("crm_inquiry_stages", {"from_status": "new"}, "is_a_change"),
    ("follow_ups", {"next_follow_up_date": date(2024, 6, 30)}, "next_is_later"),
    ("rewards_penalties", {"points": -1}, "points"),
    ("feedback", {"rating": 6}, "rating"),
    ("feedback", {"rating": None}, "says_something"),
    ("feedback", {"is_anonymous": True}, "anonymous_has_no_student"),
    ("feedback", {"student_id": None}, "anonymous_has_no_student"),
    ("feedback", {"status": "reviewed"}, "reviewed_has_instant"),
    ("feedback", {"status": "resolved", "reviewed_at": NOW}, "resolved_has_instant"),
    ("action_items", {"status": "done"}, "done_has_instant"),
    ("payments", {"amount": 0}, "amount"),
    ("fee_plans", {"total_amount": -1}, "discount_amount"),
    ("fee_plans", {"discount_amount": 901}, "discount_amount"),
    ("fee_installments", {"amount": 0}, "amount"),
    ("faculty_availability", {"weekday": 0}, "weekday"),
    ("faculty_availability", {"end_time": time(9)}, "ends_after_start"),
    ("faculty_time_entries", {"minutes": 0}, "minutes"),
    ("faculty_time_entries", {"start_time": time(9)}, "start_and_end_together"),
    ("faculty_time_entries", {"start_time": time(9), "end_time": time(8)}, "ends_after_start"),
    ("faculty_time_entries", {"start_time": time(9), "end_time": time(9, 59)}, "minutes_fit"),
    ("guardians", {"email": "Ravi@Example.org"}, "email_form"),
    ("consents", {"student_id": None}, "user_or_student"),
    ("consents", {"withdrawn_at": "2024-06-29T12:00Z"}, "withdrawn_after_granted"),
    ("consents", {"student_id": None, "user_id": 1, "guardian_id": 1}, "guardian_of_student"),
    ("consents", {"withdrawal_source": "letter"}, "withdrawal_known_once_withdrawn"),
    ("learning_path_steps", {"position": 0}, "position"),
    ("learning_path_steps", {"topic_id": None}, "topic_or_subject"),
    ("resources", {"topic_id": None}, "topic_or_subject"),
    ("resources", {"storage_key": "loops.pdf"}, "url_or_file"),
    ("resources", {"duration_minutes": 0}, "duration_minutes"),
    ("exam_slots", {"duration_minutes": 0}, "duration_minutes"),
    ("exam_slots", {"capacity": 0}, "capacity"),
    ("interventions", {"is_holdout": True}, "holdout_has_no_action"),
    ("interventions", {"action": None}, "holdout_has_no_action"),
    ("interventions", {"p_drop_at_start": 1.01}, "p_drop_at_start"),
    ("interventions", {"due_date": date(2024, 6, 30)}, "due_after_start"),
    ("interventions", {"status": "done"}, "closed_has_instant"),
    ("risk_alerts", {"p_drop": 1.01}, "p_drop"),
    ("risk_alerts", {"p_drop_30d": -0.01}, "p_drop_30d"),
    (
        "risk_alerts",
        {"is_randomised": False, "is_holdout": True, "shown_from": date(2024, 7, 31)},
        "only_drawn_ones_wait",
    ),
    ("risk_alerts", {"is_holdout": True}, "holdout_waits"),
    ("risk_alerts", {"shown_from": date(2024, 6, 30)}, "shown_after_raised"),
    ("risk_alerts", {"outcome_on": DAY}, "outcome_after_raised"),
    ("risk_alerts", {"status": "ended"}, "closed_has_instant"),
    ("risk_alerts", {"status": "dismissed", "closed_at": NOW}, "dismissed_has_reason"),
    ("report_schedules", {"weekday": None}, "weekly_has_weekday"),
    ("report_schedules", {"day_of_month": 3}, "monthly_has_day"),
    ("report_schedules", {"weekday": 8}, "weekday"),
    ("report_schedules", {"frequency": "monthly", "weekday": None, "day_of_month": 29}, "day_of_month"),
    ("report_runs", {"status": "failed"}, "failed_has_problem"),
    ("query_runs", {"rows_count": None}, "answered_has_rows"),
    ("query_runs", {"outcome": "failed", "rows_count": None}, "failed_has_problem"),
    ("query_runs", {"duration_ms": -1}, "duration_ms"),
]
# Checks that compare a row with ids of the school; each has a test of its own below.
CHECKED_BELOW = {
    ("crm_inquiries", "only_enrolled_has_student"),
    ("crm_inquiries", "not_merged_into_itself"),
    ("faculty_time_entries", "session_is_teaching"),
}
# What a status that is not the first one needs beside it.
BESIDE = {
    ("feedback", "status"): {"reviewed_at": NOW},
    ("interventions", "status"): {"closed_at": NOW},
    ("risk_alerts", "status"): {"closed_at": NOW},
    ("query_runs", "outcome"): {"rows_count": None},
}


def make(school: School, table: str, **changes: Any) -> int:
    """Inserts the right row of a table, with changes."""
    return insert(school.connection, table, **{**RIGHT[table](school), **changes})


def checks(table: str) -> set[str]:
    """The checks of a table by their short names."""
    constraints = Base.metadata.tables[f"operational.{table}"].constraints
    return {str(check.name) for check in constraints if isinstance(check, CheckConstraint)}


def short_names(table: str) -> set[str]:
    return {name.removeprefix(f"ck_{table}_") for name in checks(table)}


VOCABULARIES = [
    (table, name.removesuffix("_vocabulary"))
    for table in RIGHT
    for name in sorted(short_names(table))
    if name.endswith("_vocabulary")
]


@pytest.mark.parametrize("table", RIGHT)
def test_a_right_row_is_taken(school: School, table: str) -> None:
    assert make(school, table) > 0


@pytest.mark.parametrize(("table", "changes", "check"), REFUSED)
def test_a_wrong_row_is_refused(school: School, table: str, changes: dict[str, Any], check: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=f"ck_{table}_{check}"):
        make(school, table, **changes)


@pytest.mark.parametrize(("table", "column"), VOCABULARIES)
def test_a_word_outside_the_vocabulary_is_refused(school: School, table: str, column: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=f"ck_{table}_{column}_vocabulary"):
        make(school, table, **{column: "something else"}, **BESIDE.get((table, column), {}))


def test_no_check_is_left_out_here() -> None:
    known = {(table, check) for table, _, check in REFUSED} | CHECKED_BELOW
    known |= {(table, f"{column}_vocabulary") for table, column in VOCABULARIES}
    assert {(table, check) for table in RIGHT for check in short_names(table)} == known


def test_only_an_enrolled_inquiry_has_a_student(school: School) -> None:
    make(school, "crm_inquiries", status="enrolled", closed_on=DAY, student_id=school.student_id)
    with pytest.raises(psycopg.errors.CheckViolation, match="only_enrolled_has_student"):
        make(school, "crm_inquiries", status="contacted", student_id=school.student_id)


def test_an_inquiry_is_merged_into_another_one_only(school: School) -> None:
    kept, duplicate = make(school, "crm_inquiries"), make(school, "crm_inquiries")
    statement = "update operational.crm_inquiries set merged_into_id = %s where id = %s"
    school.connection.execute(statement, (kept, duplicate))
    with pytest.raises(psycopg.errors.CheckViolation, match="not_merged_into_itself"):
        school.connection.execute(statement, (kept, kept))


def test_time_on_a_session_is_teaching_or_preparation(school: School) -> None:
    for kind in ("teaching", "preparation"):
        make(school, "faculty_time_entries", session_id=school.session_id, kind=kind)
    with pytest.raises(psycopg.errors.CheckViolation, match="session_is_teaching"):
        make(school, "faculty_time_entries", session_id=school.session_id, kind="meeting")


def test_anonymous_feedback_is_taken_without_a_student(school: School) -> None:
    assert make(school, "feedback", is_anonymous=True, student_id=None) > 0


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("crm_inquiries", {"reference": "I1"}),
        ("rewards_penalties", {"reference": "P1"}),
        ("feedback", {"reference": "B1"}),
        ("payments", {"receipt": "R-1"}),
        ("fee_plans", {}),
        ("faculty_availability", {}),
        ("guardians", {"is_primary": True}),
        ("consents", {}),
        ("one_time_tokens", {"token_hash": "same"}),
        ("calendar_links", {}),
        ("certificates", {}),
        ("settings", {}),
        ("saved_queries", {}),
        ("risk_alerts", {}),
    ],
)
def test_the_same_thing_is_not_written_twice(school: School, table: str, changes: dict[str, Any]) -> None:
    make(school, table, **changes)
    with pytest.raises(psycopg.errors.UniqueViolation):
        make(school, table, **changes)


@pytest.mark.parametrize(
    "table",
    ["crm_inquiry_subjects", "follow_ups", "fee_installments", "exam_bookings", "report_recipients", "report_files"],
)
def test_a_part_is_not_written_twice_under_one_whole(school: School, table: str) -> None:
    row = RIGHT[table](school)
    insert(school.connection, table, **row)
    with pytest.raises(psycopg.errors.UniqueViolation):
        insert(school.connection, table, **row)


def test_time_on_one_session_is_counted_once_per_kind(school: School) -> None:
    make(school, "faculty_time_entries", session_id=school.session_id)
    with pytest.raises(psycopg.errors.UniqueViolation):
        make(school, "faculty_time_entries", session_id=school.session_id)


def test_a_setting_of_a_campus_stands_beside_the_general_one(school: School) -> None:
    assert make(school, "settings") != make(school, "settings", campus_id=school.campus_id)


def test_a_withdrawn_consent_may_be_given_again(school: School) -> None:
    make(school, "consents", withdrawn_at=NOW)
    assert make(school, "consents") > 0


def test_the_steps_of_a_path_are_renumbered_in_one_statement(school: School) -> None:
    path_id = make(school, "learning_paths")
    first = make(school, "learning_path_steps", path_id=path_id)
    second = make(school, "learning_path_steps", path_id=path_id, position=2)
    school.connection.execute(
        "update operational.learning_path_steps set position = 3 - position where path_id = %s", (path_id,)
    )
    found = school.connection.execute(
        "select id from operational.learning_path_steps where path_id = %s order by position", (path_id,)
    ).fetchall()
    assert found == [(second,), (first,)]


def test_what_belongs_to_an_inquiry_goes_with_it_but_a_contact_made_keeps_it(school: School) -> None:
    inquiry_id = make(school, "crm_inquiries")
    make(school, "crm_inquiry_subjects", inquiry_id=inquiry_id)
    make(school, "crm_inquiry_stages", inquiry_id=inquiry_id)
    follow_up_id = make(school, "follow_ups", inquiry_id=inquiry_id)
    delete = "delete from operational.crm_inquiries where id = %s"
    with pytest.raises(psycopg.errors.RestrictViolation), school.connection.transaction():
        school.connection.execute(delete, (inquiry_id,))
    school.connection.execute("delete from operational.follow_ups where id = %s", (follow_up_id,))
    school.connection.execute(delete, (inquiry_id,))
    buried = school.connection.execute("select relation from operational.tombstone order by relation").fetchall()
    assert [relation for (relation,) in buried] == [
        "crm_inquiries",
        "crm_inquiry_stages",
        "crm_inquiry_subjects",
        "follow_ups",
    ]

"""dbt's own unit tests (rules, windows, cases) run here too, and its data tests on an institute with some history."""

from datetime import date

from tests.dbt.conftest import Dbt
from tests.dbt.institute import Institute
from warehouse.extract import extract


def test_dbts_unit_tests_pass(institute: Institute, dbt: Dbt) -> None:
    # They borrow the types of the built relations that they stand in for.
    assert institute.run("select to_regclass('marts.fct_attendance')") != [(None,)]
    dbt("test", "--select", "test_type:unit")


def ask_pay_and_tell(institute: Institute) -> None:
    """A lead that enrols, what it pays, what it says, and the hours of who teaches."""
    student, campus = institute.add_student("LEAD"), institute.campuses[0]
    counselor = institute.add_user("counselor")
    inquiry = institute.insert(
        "crm_inquiries", campus_id=campus, counselor_id=counselor, student_name="Asha", source="referral",
        status="enrolled", closed_on=date(2026, 2, 9), student_id=student, created_at="2026-02-01 08:00+00",
    )  # fmt: skip
    institute.insert("crm_inquiry_subjects", inquiry_id=inquiry, subject_id=institute.subjects[0])
    institute.insert("crm_inquiry_stages", inquiry_id=inquiry, to_status="new", changed_at="2026-02-01 08:00+00")
    institute.insert(
        "crm_inquiry_stages",
        inquiry_id=inquiry,
        from_status="new",
        to_status="enrolled",
        changed_at="2026-02-09 08:00+00",
    )
    institute.insert(
        "follow_ups", inquiry_id=inquiry, counselor_id=counselor, follow_up_date=date(2026, 2, 3),
        follow_up_type="call", status="completed",
    )  # fmt: skip
    institute.insert("payments", receipt="R1", student_id=student, amount=1200, paid_on=date(2026, 2, 9), method="upi")
    institute.insert(
        "feedback", campus_id=campus, student_id=student, feedback_type="institute", rating=4, comments="Good",
        sentiment="positive", themes=["pace"], submitted_at="2026-02-20 08:00+00",
    )  # fmt: skip
    institute.insert("rewards_penalties", student_id=student, type="penalty", points=5, date=date(2026, 2, 20))
    institute.insert(
        "faculty_availability", faculty_id=institute.faculty, weekday=1, start_time="09:00", end_time="12:00"
    )
    institute.insert(
        "faculty_time_entries", faculty_id=institute.faculty, work_date=date(2026, 2, 16), kind="meeting", minutes=30
    )


def follow_up_on(institute: Institute, student: int, enrollment: int) -> None:
    """What is done for a student: a fee plan, a path with something to learn from, an exam, a call, a fix."""
    campus, subject = institute.campuses[0], institute.subjects[0]
    topic, teacher = institute.topics[subject][0], institute.add_user("faculty")
    institute.insert(
        "topic_corrections", student_id=student, topic_id=topic, competency_level=2, status="in_progress",
        corrected_on=date(2026, 2, 28), corrected_by=teacher,
    )  # fmt: skip
    plan = institute.insert("fee_plans", enrollment_id=enrollment, total_amount=900, discount_amount=100)
    institute.insert("fee_installments", fee_plan_id=plan, due_on=date(2026, 2, 1), amount=800)
    institute.insert("payments", receipt="R2", student_id=student, enrollment_id=enrollment, amount=300,
                     paid_on=date(2026, 2, 2))  # fmt: skip
    path = institute.insert("learning_paths", student_id=student, name="To the exam of Asha", goal="A job")
    institute.insert("learning_path_steps", path_id=path, topic_id=topic, position=1, status="done", reason="She asked")
    institute.insert("learning_path_steps", path_id=path, subject_id=institute.subjects[1], position=2)
    institute.insert("resources", topic_id=topic, title="Loops", kind="video", url="https://example.org/loops")
    slot = institute.insert(
        "exam_slots", campus_id=campus, subject_id=subject, title="Final", starts_at="2026-02-20 08:00+00",
        duration_minutes=60, capacity=5, status="held",
    )  # fmt: skip
    institute.insert(
        "exam_bookings", slot_id=slot, student_id=student, status="attended", booked_at="2026-02-18 08:00+00"
    )
    institute.insert(
        "interventions", enrollment_id=enrollment, student_id=student, campus_id=campus, started_on=date(2026, 2, 20),
        reason="Asha was away", action="call", status="done", outcome="returned", closed_at="2026-02-21 08:00+00",
        notes="Her mother answered",
    )  # fmt: skip
    institute.insert("interventions", enrollment_id=enrollment, student_id=student, campus_id=campus,
                     started_on=date(2026, 2, 25), reason="Away again", is_holdout=True)  # fmt: skip
    institute.insert(
        "action_items", campus_id=campus, title="Call Asha", assigned_to=teacher, due_date=date(2026, 2, 27)
    )


SUPPORTED = """
select
    (select overdue_amount from marts.fct_fee_plan), (select next_position from marts.dim_learning_path),
    (select kind from marts.dim_learning_resource), (select places_attended from marts.dim_exam_slot),
    (select enrollment_id is not null from marts.fct_exam_booking), (select is_overdue from marts.fct_action_item),
    (select array_agg((marks_before, attended_before, marks_after, attended_after)::text order by intervention_id)
     from marts.fct_intervention)
"""


def test_every_relation_builds_and_passes_its_data_tests(institute: Institute, dbt: Dbt) -> None:
    ask_pay_and_tell(institute)
    subject = institute.subjects[0]
    for number, status in enumerate(("present", "late", "absent")):
        student = institute.add_student(f"E{number}")
        enrollment = institute.enroll(student)
        for day in (date(2026, 2, 16), date(2026, 2, 23)):
            session = institute.hold_session(student, day)
            institute.mark(session, student, status, {institute.topics[subject][number]: 3}, day=day)
        institute.run(
            "insert into predictions.at_risk values (%s, '2026-03-02', 0.7, 'high', array['No session'], 'rule-1')",
            enrollment,
        )
        institute.run(
            "insert into predictions.completion_forecast values "
            "(%s, '2026-03-02', '2026-03-10', '2026-03-20', '2026-04-20', 'pace')",
            enrollment,
        )
    follow_up_on(institute, student, enrollment)
    extract(institute.database_url)
    dbt("build", "--exclude-resource-type", "unit_test")
    assert institute.run(
        "select marks_total, active_students, at_risk_high, forecast_completions_30d, "
        "round(attendance_rate_30d::numeric, 4)::float8 from reporting.rpt_institute_overview where campus_code = 'all'"
    ) == [(6, 3, 3, 3, 0.6667)]
    assert institute.run(
        "select enrollment_no, subject, topics_done, topics_total from reporting.rpt_completion_forecast order by 1"
    ) == [("E0", "PY", 1, 3), ("E1", "PY", 1, 3), ("E2", "PY", 0, 3)]
    assert institute.run(
        "select reasons, last_attended_on from reporting.rpt_institute_at_risk order by enrollment_no"
    ) == [
        (["No session"], date(2026, 2, 23)),
        (["No session"], date(2026, 2, 23)),
        (["No session"], None),
    ]
    assert institute.run("select status, days_to_contact, subjects, follow_ups_completed from marts.fct_inquiry") == [
        ("enrolled", 2, 1, 1)
    ]
    assert institute.run("select to_status, days_in_previous_stage from marts.fct_inquiry_stage_change order by 1") == [
        ("enrolled", 8),
        ("new", None),
    ]
    assert institute.run("select rating, sentiment, themes, has_comment from marts.fct_feedback") == [
        (4, "positive", ["pace"], True)
    ]
    assert institute.run(SUPPORTED) == [
        (500, 2, "video", 1, True, True, ["(1,0,1,0)", "(2,0,0,0)"]),
    ]
    assert institute.run("select available_minutes from marts.dim_faculty_availability") == [(180.0,)]

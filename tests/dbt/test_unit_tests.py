"""dbt's own unit tests (rules, windows, cases) run here too, and its data tests on an institute with some history."""

from datetime import date

from pipelines.lib.data_tests import failed_tests
from tests.dbt.conftest import Dbt
from tests.dbt.happenings import ask_pay_and_tell, follow_up_on
from tests.dbt.institute import Institute
from warehouse.extract import extract


def test_dbts_unit_tests_pass(institute: Institute, dbt: Dbt) -> None:
    # They borrow the types of the built relations that they stand in for.
    assert institute.run("select to_regclass('marts.fct_attendance')") != [(None,)]
    dbt("test", "--select", "test_type:unit")


def test_a_failing_data_test_says_what_why_and_how(institute: Institute, dbt: Dbt) -> None:
    institute.enroll(institute.add_student("E1"))
    extract(institute.database_url)
    dbt("run", "--select", "+fct_enrollment", "dim_student")
    institute.run("update marts.fct_enrollment set faculty_id = 4711")
    [failed] = failed_tests(
        dbt.manifest.writable_manifest().to_dict(), dbt.results("test", "--select", "fct_enrollment")
    )
    assert (failed.about, failed.failures) == ("fct_enrollment.faculty_id", 1)
    told = failed.told()
    assert told.startswith("fct_enrollment.faculty_id (1 row): Keys point to rows that are not there.")
    assert "Why it matters: An inner join" in told
    assert "How to resolve: The rows returned are the keys." in told


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
            "insert into predictions.completion_forecast "
            "(enrollment_id, scored_as_of, p10_date, p50_date, p90_date, method) values "
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
    assert broken_on_purpose(institute, dbt) == {
        ("rpt_attendance_day.marks", "What is kept added up is not what the fact says."),
        ("rpt_at_risk.p_drop", "Values lie outside of what they can be."),
        ("dim_student_history", "Periods end before they begin, or on the same day."),
    }


def broken_on_purpose(institute: Institute, dbt: Dbt) -> set[tuple[str, str]]:
    """What the data tests say once sums, shares and periods are wrong: about what, and what is wrong."""
    institute.run("update reporting.rpt_attendance_day set marks = marks + 1")
    institute.run("update reporting.rpt_at_risk set p_drop = 1.5")
    institute.run("update marts.dim_student_history set valid_to = valid_from")
    found = dbt.results("test", "--select", "rpt_attendance_day", "rpt_at_risk", "dim_student_history")
    return {(one.about, one.what) for one in failed_tests(dbt.manifest.writable_manifest().to_dict(), found)}

"""Features know what was known then: what happens later moves none of them, and the newest agree with the present."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from tests.dbt.conftest import Dbt
from tests.dbt.happenings import live_through_a_term
from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract

UNCORRECTED = """
select enrollment.student_id, topic.id
from operational.student_subject_enrollments as enrollment
inner join operational.topics as topic on topic.subject_id = enrollment.subject_id
where not exists (
    select from operational.topic_corrections as correction
    where correction.student_id = enrollment.student_id and correction.topic_id = topic.id
)
order by 1, 2
"""


def build(institute: Institute, dbt: Dbt) -> list[tuple[Any, ...]]:
    """Builds everything up to the features; gives those that were known on the clock's day."""
    extract(institute.database_url)
    dbt("run", "--select", "+feat_enrollment_week", "int_progress__topic_state")
    return institute.run("select * from features.feat_enrollment_week where as_of_date <= %s order by 1", CLOCK)


def let_two_weeks_pass(institute: Institute) -> None:
    """Corrections, marks of work, sessions, marks that come late, other plans: all of it known from now on only."""
    today = CLOCK + timedelta(days=14)
    institute.run("update operational.institute set clock_as_of = %s", today)
    teacher = institute.add_user("faculty")
    for number, (student, topic) in enumerate(institute.run(UNCORRECTED)):
        institute.insert(
            "topic_corrections",
            student_id=student,
            topic_id=topic,
            competency_level=5 * (number % 2),
            status=("not_started", "mastered")[number % 2],
            corrected_on=CLOCK + timedelta(days=1 + number % 14),
            corrected_by=teacher,
        )
    tell_late(institute)
    institute.run(
        "update operational.assessments set status = 'graded', marks_obtained = 10, graded_on = %s "
        "where status = 'completed'",
        today,
    )
    subject = institute.subjects[0]
    institute.run(
        "update operational.learning_sessions as planned set status = case status when 'cancelled' then 'no_show' "
        "else 'cancelled' end, session_date = session_date + 1 where not exists "
        "(select from operational.session_attendance as mark where mark.session_id = planned.id)"
    )
    students = institute.run("select distinct student_id from operational.student_subject_enrollments order by 1")
    for number, (student,) in enumerate(students):
        for day in (today, CLOCK - timedelta(days=3)):
            session = institute.hold_session(student, day, start_time="19:00")
            institute.mark(session, student, "present", {institute.topics[subject][number % 3]: 1}, day=today)
    assert institute.run(
        "select count(*) from operational.session_attendance where recorded_at >= %s",
        datetime.combine(today, time(), UTC),
    ) == [(2 * len(students),)]


def tell_late(institute: Institute) -> None:
    """Days before the clock, told only now: hand-ins, marks, endings; and plans and topics that are others now."""
    long_ago = CLOCK - timedelta(days=20)
    institute.run(
        "update operational.assessments set marks_obtained = total_marks - marks_obtained where status = 'graded'"
    )
    institute.run(
        "update operational.assessments set status = 'graded', marks_obtained = 40, "
        "assessment_date = coalesce(assessment_date, %s), graded_on = coalesce(assessment_date, %s) "
        "where status = 'pending' or id %% 2 = 0 and status = 'completed'",
        long_ago,
        long_ago,
    )
    institute.run(
        "update operational.student_subject_enrollments set expected_completion_date = "
        "coalesce(expected_completion_date, enrollment_date) + 100"
    )
    institute.run(
        "update operational.student_subject_enrollments "
        "set status = 'dropped', ended_on = greatest(enrollment_date, %s) where status = 'active' and id %% 3 = 0",
        long_ago,
    )
    institute.run(
        "update operational.student_subject_enrollments set status = 'paused' where status = 'active' and id %% 2 = 0"
    )
    for subject in institute.subjects:
        institute.insert("topics", subject_id=subject, name="Later", order_index=99)


def hand_in_what_was_corrected(institute: Institute) -> None:
    """Work on a topic that is not done by hand: only its mark, which is not there yet, will say otherwise."""
    student, topic = institute.add_student("W"), institute.topics[institute.subjects[0]][0]
    institute.enroll(student)
    institute.insert(
        "topic_corrections",
        student_id=student,
        topic_id=topic,
        competency_level=1,
        status="in_progress",
        corrected_on=CLOCK - timedelta(days=9),
        corrected_by=institute.add_user("faculty"),
    )
    institute.assess(student, topic, status="completed", assessment_date=CLOCK - timedelta(days=8))


def plan_what_is_not_held(institute: Institute) -> None:
    """Sessions that nobody was marked in: some cancelled, some not told of; what becomes of them changes later."""
    student = institute.add_student("PLANNED")
    institute.enroll(student)
    for days, status in ((2, "cancelled"), (5, "scheduled"), (8, "cancelled"), (9, "no_show")):
        institute.hold_session(
            student, CLOCK - timedelta(days=days), start_time="10:00", status=status, reference=f"P{days}"
        )


def test_what_becomes_known_later_moves_no_earlier_feature(institute: Institute, dbt: Dbt) -> None:
    live_through_a_term(institute, seed=11)
    hand_in_what_was_corrected(institute)
    plan_what_is_not_held(institute)
    before = build(institute, dbt)
    assert institute.run("select max(not_held_28d), max(planned_28d) from features.feat_enrollment_week") >= [(2, 4)]
    assert len(before) > 100
    let_two_weeks_pass(institute)
    assert build(institute, dbt) == before


def test_the_newest_features_count_the_topics_that_are_done_now(institute: Institute, dbt: Dbt) -> None:
    live_through_a_term(institute, seed=13)
    build(institute, dbt)
    assert institute.run("select count(*) from operational.topic_corrections") > [(10,)]
    features = institute.run(
        "select enrollment_id, topics_done from features.feat_enrollment_week where as_of_date = %s order by 1", CLOCK
    )
    assert features == institute.run(
        "select enrollment.id, count(*) filter (where state.is_done)::integer "
        "from operational.student_subject_enrollments as enrollment "
        "left join intermediate.int_progress__topic_state as state on state.enrollment_id = enrollment.id "
        "group by 1 order by 1"
    )


def weeks_known(institute: Institute, dbt: Dbt) -> list[tuple[Any, ...]]:
    """Builds the weeks of the institute; gives those that were whole on the clock's day."""
    extract(institute.database_url)
    dbt("run", "--select", "+feat_demand_week")
    return institute.run(
        "select demand_week_key, closed_share, sessions, session_hours, new_enrollments, inquiries, completions "
        "from features.feat_demand_week where is_whole and week_start < date_trunc('week', %s::date) order by 1",
        CLOCK,
    )


def test_what_comes_later_moves_no_week_that_was_whole(institute: Institute, dbt: Dbt) -> None:
    live_through_a_term(institute, seed=17)
    before = weeks_known(institute, dbt)
    assert len(before) > 10
    today = CLOCK + timedelta(days=14)
    institute.run("update operational.institute set clock_as_of = %s", today)
    student = institute.add_student("LATER")
    institute.enroll(student, enrollment_date=CLOCK + timedelta(days=1))
    for days in (0, 1, 8, 20):
        institute.hold_session(student, CLOCK + timedelta(days=days), start_time="20:00")
    institute.insert("holidays", campus_id=institute.campuses[0], holiday_date=CLOCK + timedelta(days=2), name="New")
    assert weeks_known(institute, dbt) == before
    [(later,)] = institute.run(
        "select sum(sessions) from features.feat_demand_week where campus_code = 'all' and week_start >= %s", CLOCK
    )
    assert later >= 3

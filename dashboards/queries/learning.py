"""Questions about learning: how fast enrolments move, what is next for them, which topics are hard.

Relations: reporting.rpt_velocity_estimate, rpt_next_topic, rpt_topic_difficulty, rpt_topic_teaching, rpt_at_risk,
rpt_completion_forecast; marts.fct_enrollment, dim_subject, dim_topic; restricted.dim_person for names. Questions about
enrolments take the viewer's scope as `enrollment`; topics are the institute's, without anybody's name.
"""

import duckdb
import pandas as pd

from warehouse.scope import Predicate


def pace_of_student(connection: duckdb.DuckDBPyConnection, scope: Predicate, student_id: int) -> pd.DataFrame:
    """One student's pace by active enrolment, if in scope.

    Columns: subject_code, subject_name, velocity, velocity_low, velocity_high, own_weight, cohort_velocity, peer_count,
    peers_slower_share, trend.
    """
    return connection.execute(
        f"""
        select enrollment.subject_code, subject.subject_name, pace.velocity, pace.velocity_low, pace.velocity_high,
            pace.own_weight, pace.cohort_velocity, pace.peer_count, pace.peers_slower_share, pace.trend
        from reporting.rpt_velocity_estimate as pace
        inner join marts.fct_enrollment as enrollment on pace.enrollment_id = enrollment.enrollment_id
        inner join marts.dim_subject as subject on enrollment.subject_code = subject.subject_code
        where {scope.duckdb} and enrollment.student_id = $student_id
        order by enrollment.subject_code
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"student_id": student_id, **scope.parameters},
    ).df()


def sessions_of_student(connection: duckdb.DuckDBPyConnection, scope: Predicate, student_id: int) -> pd.DataFrame:
    """topic_id, expected_sessions: how many sessions students of this pace take for what is next, where it is known."""
    return connection.execute(
        f"""
        select suggestion.topic_id, suggestion.expected_sessions
        from reporting.rpt_next_topic as suggestion
        inner join marts.fct_enrollment as enrollment on suggestion.enrollment_id = enrollment.enrollment_id
        where {scope.duckdb} and enrollment.student_id = $student_id and suggestion.expected_sessions is not null
        order by suggestion.topic_id
        """,  # noqa: S608 - the scope is our own text, its values are bound
        {"student_id": student_id, **scope.parameters},
    ).df()


def students_taught(connection: duckdb.DuckDBPyConnection, scope: Predicate) -> pd.DataFrame:
    """The active enrolments in scope, who needs attention first; needs names attached.

    Columns: student_id, student_name, enrollment_no, subject_name, topics_done, topics_total, velocity,
    cohort_velocity, own_weight, peer_count, peers_slower_share, trend, band, p_drop_30d, reasons (list of text),
    next_topic, next_reason.
    """
    return connection.execute(
        f"""
        select
            enrollment.student_id,
            trim(concat_ws(' ', person.first_name, person.last_name)) as student_name,
            enrollment.enrollment_no, subject.subject_name,
            forecast.topics_done, forecast.topics_total,
            pace.velocity, pace.cohort_velocity, pace.own_weight, pace.peer_count, pace.peers_slower_share, pace.trend,
            risk.band, risk.p_drop_30d, risk.reasons,
            suggestion.topic_name as next_topic, suggestion.reason as next_reason
        from marts.fct_enrollment as enrollment
        inner join marts.dim_subject as subject on enrollment.subject_code = subject.subject_code
        left join restricted.dim_person as person on enrollment.student_id = person.student_id
        left join reporting.rpt_velocity_estimate as pace on enrollment.enrollment_id = pace.enrollment_id
        left join reporting.rpt_next_topic as suggestion
            on enrollment.enrollment_id = suggestion.enrollment_id and suggestion.place = 1
        left join reporting.rpt_completion_forecast as forecast
            on enrollment.enrollment_no = forecast.enrollment_no and enrollment.subject_code = forecast.subject
        left join reporting.rpt_at_risk as risk
            on enrollment.enrollment_no = risk.enrollment_no and enrollment.subject_code = risk.subject
        where {scope.duckdb} and enrollment.status = 'active'
        order by risk.p_drop desc nulls last, enrollment.enrollment_id
        """,  # noqa: S608 - the scope is our own text, its values are bound
        scope.parameters,
    ).df()


def subjects_with_topics(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """subject_code, subject_name of subjects whose topics are told of, in order of their names."""
    return connection.execute(
        """
        select distinct subject.subject_code, subject.subject_name
        from reporting.rpt_topic_difficulty as topic
        inner join marts.dim_subject as subject on topic.subject = subject.subject_code
        order by subject.subject_name
        """
    ).df()


def topic_difficulty(connection: duckdb.DuckDBPyConnection, subject_code: str) -> pd.DataFrame:
    """The topics of a subject in teaching order, with all estimates of `rpt_topic_difficulty`."""
    return connection.execute(
        """
        select topic_id, order_index, topic_name, planned_hours, mastered_count,
            hours_to_mastery, hours_low, hours_high, sessions_to_mastery, sessions_low, sessions_high,
            relative_hours, relative_low, relative_high, review_share, mark_percent, difficulty
        from reporting.rpt_topic_difficulty
        where subject = $subject
        order by order_index
        """,
        {"subject": subject_code},
    ).df()


def teaching_of_topics(connection: duckdb.DuckDBPyConnection, subject_code: str, campus_id: int | None) -> pd.DataFrame:
    """Topics that a faculty member of the campus (None: of any) teaches clearly better than expected; needs names.

    Columns: topic_name, faculty_name, faculty_id, student_count, effect; the largest effect first.
    """
    return connection.execute(
        """
        select topic.topic_name, trim(concat_ws(' ', person.first_name, person.last_name)) as faculty_name,
            teaching.faculty_id, teaching.student_count, teaching.effect
        from reporting.rpt_topic_teaching as teaching
        inner join marts.dim_topic as topic on teaching.topic_id = topic.topic_id
        inner join marts.dim_subject as subject on teaching.subject_id = subject.subject_id
        inner join marts.dim_faculty as faculty on teaching.faculty_id = faculty.faculty_id
        inner join restricted.dim_person as person on teaching.faculty_id = person.faculty_id
        where subject.subject_code = $subject and teaching.verdict = 'better'
            and ($campus_id is null or faculty.campus_id = $campus_id)
        order by teaching.effect desc
        limit 10
        """,
        {"subject": subject_code, "campus_id": campus_id},
    ).df()

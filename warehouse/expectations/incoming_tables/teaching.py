"""Looks at sessions, marks, topics, assessments, and the hours of faculty."""

from datetime import date

from warehouse import vocabulary as words
from warehouse.expectations.incoming_tables.table import Table
from warehouse.expectations.looks import (
    Look,
    amount,
    happened,
    later_in_the_day,
    mark_day,
    not_before,
    plausible,
    present,
    refers_to,
    vocabulary,
)
from warehouse.expectations.rules import within
from warehouse.expectations.verdict import Severity
from warehouse.relations import RAW
from warehouse.settings import Settings

_WITH_SESSION = f"left join {RAW}.learning_sessions as session on session.id = r.session_id"
# Days are told in UTC here: a check-in at midnight of the campus may be a day off, never two.
_CHECK_IN_DAYS_OFF = "cast(r.check_in_time at time zone 'UTC' as date) - session.session_date as check_in_days_off"


def teaching(clock: date, settings: Settings) -> tuple[Table, ...]:
    """What happens in sessions and between them."""
    off = within(
        "check_in_days_off",
        -1,
        1,
        what="Some check-ins lie more than a day away from the day of their session",
        why="The mark counts for the day of the session, so one of the two days is wrong.",
        resolve="Look at these marks and correct the check-in or the day of the session.",
        severity=Severity.WARNING,
    )
    return (
        Table(
            "flexible_batches",
            (
                vocabulary("batch_type", words.BatchType),
                vocabulary("status", words.BatchStatus),
                present("campus_id"),
                refers_to("subject_id", "subjects"),
                refers_to("faculty_id", "faculties"),
                amount("max_students", 1, None),
                not_before("end_date", "start_date"),
                plausible("start_date", clock, settings),
                plausible("end_date", clock, settings),
            ),
        ),
        Table(
            "flexible_batch_members",
            (refers_to("batch_id", "flexible_batches"), refers_to("student_id", "students")),
        ),
        Table(
            "learning_sessions",
            (
                vocabulary("status", words.SessionStatus),
                vocabulary("session_type", words.SessionType),
                present("campus_id"),
                refers_to("subject_id", "subjects"),
                refers_to("faculty_id", "faculties"),
                amount("duration_minutes", 1, 1440),
                plausible("session_date", clock, settings),
            ),
        ),
        Table(
            "session_attendance",
            (
                vocabulary("attendance_status", words.AttendanceStatus),
                refers_to("session_id", "learning_sessions"),
                refers_to("student_id", "students"),
                amount("minutes_late", 0, None),
                amount("minutes_late", None, settings.quality_minutes_late_max, severity=Severity.WARNING),
                mark_day(clock),
                Look(_CHECK_IN_DAYS_OFF, off),
            ),
            _WITH_SESSION,
        ),
        Table(
            "session_attendance_topics",
            (
                refers_to("attendance_id", "session_attendance"),
                refers_to("topic_id", "topics"),
                amount("understanding", 1, 5),
            ),
        ),
        Table(
            "student_topic_progress",
            (
                vocabulary("status", words.TopicProgressStatus),
                refers_to("student_id", "students"),
                refers_to("topic_id", "topics"),
                amount("competency_level", 0, 5),
                amount("time_spent_minutes", 0, None),
                plausible("completion_date", clock, settings),
            ),
        ),
        Table(
            "topic_corrections",
            (
                vocabulary("status", words.TopicProgressStatus),
                refers_to("student_id", "students"),
                refers_to("topic_id", "topics"),
                amount("competency_level", 0, 5),
                happened("corrected_on", clock),
                plausible("corrected_on", clock, settings),
            ),
        ),
        Table(
            "assessments",
            (
                vocabulary("assessment_type", words.AssessmentType),
                vocabulary("status", words.AssessmentStatus),
                refers_to("student_id", "students"),
                refers_to("subject_id", "subjects"),
                amount("marks_obtained", 0, None),
                amount("percentage", 0, 100),
                happened("assessment_date", clock),
                happened("graded_on", clock),
                plausible("assessment_date", clock, settings),
            ),
        ),
        Table(
            "faculty_availability",
            (refers_to("faculty_id", "faculties"), amount("weekday", 1, 7), later_in_the_day("end_time", "start_time")),
        ),
        Table(
            "faculty_time_entries",
            (
                vocabulary("kind", words.TimeEntryKind),
                refers_to("faculty_id", "faculties"),
                amount("minutes", 1, 1440),
                plausible("work_date", clock, settings),
            ),
        ),
    )

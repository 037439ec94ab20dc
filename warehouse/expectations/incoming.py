"""The edge where operational rows come in: what every extracted row must be before dbt may build on it.

Belongs here: which table gets which looks, and reading the rows that changed. A *breach* is what no form of Headway
lets in, so that somebody's slip does not stop everybody's figures; what a person may have meant is a *warning*.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from warehouse import vocabulary as words
from warehouse.expectations.looks import (
    Look,
    amount,
    happened,
    mark_day,
    plausible,
    present,
    refers_to,
    vocabulary,
)
from warehouse.expectations.progress import checked_until, note_checked
from warehouse.expectations.rules import within
from warehouse.expectations.runner import Check
from warehouse.expectations.verdict import Edge, Severity, Verdict
from warehouse.postgres import arrow_connection
from warehouse.relations import RAW
from warehouse.settings import Settings

_LOG = f"select as_of_date, source_identity from {RAW}.extract_log where extract_id = {{extract_id}}"  # noqa: S608
_WITH_SESSION = f"left join {RAW}.learning_sessions as session on session.id = r.session_id"
# Days are told in UTC here: a check-in at midnight of the campus may be a day off, never two.
_CHECK_IN_DAYS_OFF = "cast(r.check_in_time at time zone 'UTC' as date) - session.session_date as check_in_days_off"


class NoSuchExtractError(LookupError):
    """There is no extract of this number."""


@dataclass(frozen=True)
class Table:
    """One table in `raw`: what is joined to its row `r`, and the looks taken."""

    name: str
    looks: tuple[Look, ...]
    joined: str = ""

    def query(self, after: int, upto: int) -> str:
        """Reads the rows of the extracts after `after` up to `upto`; the numbers are ours, nobody typed them."""
        # Several looks may be taken at one column: the first says how it is read.
        selected = {look.rule.column: look.selected for look in reversed(self.looks)}
        return (
            f"select r.id, {', '.join(selected.values())} from {RAW}.{self.name} as r {self.joined} "  # noqa: S608
            f"where r.extract_id > {after:d} and r.extract_id <= {upto:d} and not r.is_deleted"
        )


def tables(clock: date, settings: Settings) -> tuple[Table, ...]:
    """Every table that is looked at, parents first."""
    return (*_people(clock, settings), *_teaching(clock, settings), *_office(clock, settings))


def _people(clock: date, settings: Settings) -> tuple[Table, ...]:
    return (
        Table(
            "users",
            (
                vocabulary("role", words.Role),
                vocabulary("status", words.UserStatus),
                refers_to("campus_id", "campuses"),
            ),
        ),
        Table(
            "students",
            (
                vocabulary("status", words.StudentStatus),
                vocabulary("learning_style", words.LearningStyle),
                present("campus_id"),
                refers_to("user_id", "users"),
                plausible("admission_date", clock, settings),
            ),
        ),
        Table(
            "faculties",
            (
                vocabulary("status", words.FacultyStatus),
                present("campus_id"),
                refers_to("user_id", "users"),
                amount("hourly_rate", 0, settings.quality_amount_max, severity=Severity.WARNING),
            ),
        ),
        Table(
            "subjects",
            (vocabulary("difficulty_level", words.SubjectDifficulty), vocabulary("status", words.CatalogStatus)),
        ),
        Table(
            "topics",
            (
                vocabulary("difficulty_level", words.TopicDifficulty),
                refers_to("subject_id", "subjects"),
                amount("estimated_duration_minutes", 1, None),
            ),
        ),
        Table(
            "student_subject_enrollments",
            (
                vocabulary("status", words.EnrollmentStatus),
                refers_to("student_id", "students"),
                refers_to("subject_id", "subjects"),
                amount("completion_percentage", 0, 100),
                plausible("enrollment_date", clock, settings),
                plausible("ended_on", clock, settings),
            ),
        ),
    )


def _teaching(clock: date, settings: Settings) -> tuple[Table, ...]:
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
            "faculty_time_entries",
            (
                vocabulary("kind", words.TimeEntryKind),
                refers_to("faculty_id", "faculties"),
                amount("minutes", 1, 1440),
                plausible("work_date", clock, settings),
            ),
        ),
    )


def _office(clock: date, settings: Settings) -> tuple[Table, ...]:
    most = settings.quality_amount_max
    return (
        Table(
            "crm_inquiries",
            (
                vocabulary("source", words.InquirySource),
                vocabulary("status", words.InquiryStatus),
                vocabulary("priority", words.InquiryPriority),
                present("campus_id"),
                happened("closed_on", clock),
            ),
        ),
        Table(
            "crm_inquiry_stages",
            (vocabulary("to_status", words.InquiryStatus), refers_to("inquiry_id", "crm_inquiries")),
        ),
        Table(
            "follow_ups",
            (
                vocabulary("follow_up_type", words.FollowUpType),
                vocabulary("status", words.FollowUpStatus),
                refers_to("inquiry_id", "crm_inquiries"),
                plausible("follow_up_date", clock, settings),
            ),
        ),
        Table(
            "payments",
            (
                vocabulary("method", words.PaymentMethod),
                # A refund is a payment below nothing.
                amount("amount", -most, most, severity=Severity.WARNING),
                present("amount"),
                refers_to("student_id", "students"),
                refers_to("enrollment_id", "student_subject_enrollments"),
                happened("paid_on", clock),
                plausible("paid_on", clock, settings),
            ),
        ),
        Table(
            "fee_plans",
            (
                refers_to("enrollment_id", "student_subject_enrollments"),
                amount("total_amount", 0, None),
                amount("total_amount", None, most, severity=Severity.WARNING),
                amount("discount_amount", 0, None),
            ),
        ),
        Table("fee_installments", (refers_to("fee_plan_id", "fee_plans"), amount("amount", 0, None))),
        Table(
            "feedback",
            (
                vocabulary("feedback_type", words.FeedbackType),
                vocabulary("status", words.FeedbackStatus),
                vocabulary("sentiment", words.Sentiment),
                # Its campus may be empty: of anonymous feedback without a faculty member nothing tells it.
                amount("rating", 1, 5),
            ),
        ),
        Table(
            "rewards_penalties",
            (
                vocabulary("type", words.RewardType),
                vocabulary("category", words.RewardCategory),
                refers_to("student_id", "students"),
                amount("points", 0, None),
            ),
        ),
        Table(
            "exam_bookings",
            (
                vocabulary("status", words.ExamBookingStatus),
                refers_to("slot_id", "exam_slots"),
                refers_to("student_id", "students"),
            ),
        ),
        Table(
            "interventions",
            (
                vocabulary("status", words.InterventionStatus),
                refers_to("enrollment_id", "student_subject_enrollments"),
                amount("p_drop_at_start", 0, 1),
            ),
        ),
        Table(
            "risk_alerts",
            (
                vocabulary("status", words.RiskAlertStatus),
                vocabulary("band", words.RiskBand),
                refers_to("enrollment_id", "student_subject_enrollments"),
                amount("p_drop", 0, 1),
                amount("p_drop_30d", 0, 1),
            ),
        ),
    )


def check_incoming(database_url: str, settings: Settings, extract_id: int) -> Verdict:
    """Holds the rows that came in to what every row must be.

    Looks at the rows of `extract_id` and of every earlier extract that has not passed yet: rows that were found wrong
    are looked at again until they are corrected, and none slips by when a run dies between extract and check. What it
    costs depends on the rows that changed, not on those that exist.

    Args:
        database_url: where the schema `raw` stands.
        settings: bounds, and the home in which results are kept.
        extract_id: the newest extract.

    Returns:
        The verdict; `extract_id` in it is the first one that has not passed.

    Raises:
        NoSuchExtractError: `raw.extract_log` does not know the extract.
    """
    check = Check(Edge.INCOMING, settings)
    with arrow_connection(database_url) as connection:
        log = _rows(connection, _LOG.format(extract_id=int(extract_id)))
        if not log:
            raise NoSuchExtractError(f"there is no extract {extract_id}: run `headway build`, which makes one")
        clock, source = log[0]["as_of_date"], log[0]["source_identity"]
        after = min(checked_until(settings, source, extract_id), extract_id - 1)
        for table in _changed(connection, tables(clock, settings), after, extract_id):
            frames = _frames(connection, table.query(after, extract_id), settings.quality_rows_at_once)
            check.look(f"{RAW}.{table.name}", frames, [look.rule for look in table.looks], key="id")
        _look_at_days(check, connection, settings, after, extract_id)
    verdict = check.verdict(after + 1)
    if verdict.passed:
        note_checked(settings, source, extract_id)
    return verdict


def _look_at_days(check: Check, connection: Any, settings: Settings, after: int, upto: int) -> None:
    """Whether the marks of a day, as they came in, are all the same: a sheet saved upside down, or a wrong import."""
    query = f"""
        select
            session.campus_id || ' ' || session.session_date as campus_and_day,
            avg(case when r.attendance_status = 'absent' then 1.0 else 0.0 end)::double precision as absent_share
        from {RAW}.session_attendance as r
        inner join {RAW}.learning_sessions as session on session.id = r.session_id
        where r.extract_id > {after:d} and r.extract_id <= {upto:d} and not r.is_deleted
        group by session.campus_id, session.session_date
        having count(*) >= {settings.quality_day_marks_min:d}
    """  # noqa: S608 - numbers of our own
    rule = within(
        "absent_share",
        None,
        settings.quality_absent_share_max,
        what="On some days nearly everybody of a campus was marked absent",
        why="If the campus was closed, these are not absences, and students would look at risk who are not.",
        resolve="Ask the faculty of that day; if nobody taught, cancel the sessions or enter a holiday.",
        severity=Severity.WARNING,
    )
    frames = _frames(connection, query, settings.quality_rows_at_once)
    check.look(f"{RAW}.session_attendance by day", frames, [rule], key="campus_and_day")


def _changed(connection: Any, known: tuple[Table, ...], after: int, upto: int) -> list[Table]:
    """The tables of which any row is to be looked at: one question for all of them."""
    any_row = " union all ".join(
        f"select '{table.name}' as name where exists (select from {RAW}.{table.name}"  # noqa: S608 - names of our own
        f" where extract_id > {after:d} and extract_id <= {upto:d})"
        for table in known
    )
    names = {row["name"] for row in _rows(connection, any_row)}
    return [table for table in known if table.name in names]


def _rows(connection: Any, query: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows: list[dict[str, Any]] = cursor.fetch_arrow_table().to_pylist()
        return rows


def _frames(connection: Any, query: str, rows_at_once: int) -> Iterator[pd.DataFrame]:
    """The answer in pieces of at least `rows_at_once` rows but for the last, so that a first load fits into memory."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        waiting: list[pa.RecordBatch] = []
        for batch in cursor.fetch_record_batch():
            waiting.append(batch)
            if sum(one.num_rows for one in waiting) >= rows_at_once:
                yield pa.Table.from_batches(waiting).to_pandas()
                waiting = []
        if sum(one.num_rows for one in waiting):
            yield pa.Table.from_batches(waiting).to_pandas()

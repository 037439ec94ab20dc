"""Rules between the cells of one row, declared.

Belongs here: what a whole row says that cannot be. A rule is left alone when one of the cells it looks at is faulty
itself: that fault is reported already. Rules between rows and files stand in `cross_checks.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`breach` is an SQL condition on `staged`, may bind `%(clock)s`; `expected` may say `{clock}`."""

    file: str
    column: str
    breach: str
    expected: str
    # The other cells that the condition looks at.
    others: tuple[str, ...] = ()
    # Plans lie ahead of a clock that is simply today; with --as-of they are what was not known yet.
    is_only_for_as_of: bool = False


def _not_after_clock(file: str, column: str, *, is_only_for_as_of: bool = False) -> Rule:
    return Rule(
        file,
        column,
        f"staged.{column} > %(clock)s",
        "a date not later than {clock}, the day of this import",
        is_only_for_as_of=is_only_for_as_of,
    )


RULES: tuple[Rule, ...] = (
    Rule(
        "campuses",
        "time_zone",
        "staged.time_zone not in (select name from pg_timezone_names)",
        "a time zone such as Asia/Kolkata",
    ),
    *(
        Rule(file, "campus", "staged.campus is null", "a campus code: it goes without saying only where there is one")
        for file in ("holidays", "counselors", "faculties", "students")
    ),
    _not_after_clock("students", "date_of_birth"),
    _not_after_clock("students", "admission_date", is_only_for_as_of=True),
    _not_after_clock("enrollments", "enrollment_date", is_only_for_as_of=True),
    _not_after_clock("enrollments", "actual_completion_date"),
    _not_after_clock("enrollments", "ended_on"),
    Rule(
        "enrollments",
        "actual_completion_date",
        "staged.status = 'completed' and staged.actual_completion_date is null",
        "a date here or in ended_on: the enrolment is completed",
        ("status", "ended_on"),
    ),
    Rule(
        "enrollments",
        "ended_on",
        "staged.status = 'dropped' and staged.ended_on is null",
        "a date: the enrolment was dropped",
        ("status",),
    ),
    Rule(
        "enrollments",
        "ended_on",
        "staged.status in ('active', 'paused') and staged.ended_on is not null",
        "nothing: the enrolment is not over (its status is neither completed nor dropped)",
        ("status",),
    ),
    Rule(
        "enrollments",
        "actual_completion_date",
        "staged.status <> 'completed' and staged.actual_completion_date is not null",
        "nothing: the enrolment is not completed",
        ("status",),
    ),
    Rule(
        "enrollments",
        "ended_on",
        "staged.ended_on < staged.enrollment_date",
        "a date not before the enrollment_date",
        ("enrollment_date",),
    ),
    Rule(
        "enrollments",
        "actual_completion_date",
        "staged.actual_completion_date < staged.enrollment_date",
        "a date not before the enrollment_date",
        ("enrollment_date",),
    ),
    Rule(
        "enrollments",
        "expected_completion_date",
        "staged.expected_completion_date < staged.enrollment_date",
        "a date not before the enrollment_date",
        ("enrollment_date",),
    ),
    Rule(
        "batches",
        "end_date",
        "staged.end_date < staged.start_date",
        "a date not before the start_date",
        ("start_date",),
    ),
    Rule(
        "batches",
        "batch",
        "staged.campus is null",
        "a batch whose campus can be told: by its faculty member, by its members, or as the only one there is",
        ("employee_id", "members"),
    ),
    Rule(
        "sessions",
        "enrollment_no",
        "num_nonnulls(staged.enrollment_no, staged.batch) = 0",
        "an enrollment_no or a batch",
        ("batch",),
    ),
    Rule(
        "sessions",
        "batch",
        "num_nonnulls(staged.enrollment_no, staged.batch) = 2",
        "nothing: a session has an enrollment_no or a batch, not both",
        ("enrollment_no",),
    ),
    Rule(
        "sessions",
        "subject",
        "staged.subject is null and staged.enrollment_no is not null",
        "a value: the column is required",
        ("enrollment_no",),
    ),
    Rule(
        "sessions",
        "session_date",
        "staged.session_date > %(clock)s and staged.status in ('completed', 'no_show')",
        "a date not later than {clock}, the day of this import: the session was held or missed",
        ("status",),
    ),
    Rule(
        "assessments",
        "marks_obtained",
        "staged.marks_obtained > staged.total_marks",
        "at most the total_marks",
        ("total_marks",),
    ),
    Rule(
        "assessments",
        "marks_obtained",
        "staged.status = 'graded' and staged.marks_obtained is null",
        "a mark: the work is graded",
        ("status",),
    ),
    Rule(
        "assessments",
        "marks_obtained",
        "staged.status = 'pending' and staged.marks_obtained is not null",
        "nothing while the work is pending",
        ("status",),
    ),
    Rule(
        "assessments",
        "assessment_date",
        "staged.status = 'pending' and staged.assessment_date is not null",
        "nothing while the work is pending",
        ("status",),
    ),
    Rule(
        "assessments",
        "assessment_date",
        "staged.status = 'completed' and staged.assessment_date is null",
        "a date: the work was handed in",
        ("status",),
    ),
    Rule(
        "assessments",
        "graded_on",
        "staged.status = 'graded' and staged.graded_on is null",
        "a date here or in assessment_date: the work is graded",
        ("status", "assessment_date"),
    ),
    Rule(
        "assessments",
        "graded_on",
        "staged.graded_on < staged.assessment_date",
        "a date not before the assessment_date",
        ("assessment_date",),
    ),
    _not_after_clock("assessments", "assessment_date"),
    _not_after_clock("assessments", "graded_on"),
    Rule(
        "availability",
        "end_time",
        "staged.end_time <= staged.start_time",
        "a time after the start_time",
        ("start_time",),
    ),
    Rule(
        "inquiries",
        "campus",
        "staged.campus is null",
        "a campus code: neither the counselor nor an only campus tells it",
        ("counselor",),
    ),
    Rule(
        "inquiries",
        "closed_on",
        "staged.status in ('enrolled', 'lost') and staged.closed_on is null",
        "a date: the inquiry came to its end",
        ("status",),
    ),
    Rule(
        "inquiries",
        "closed_on",
        "staged.status not in ('enrolled', 'lost') and staged.closed_on is not null",
        "nothing: the inquiry is still open (its status is neither enrolled nor lost)",
        ("status",),
    ),
    Rule(
        "inquiries",
        "enrollment_no",
        "staged.status <> 'enrolled' and staged.enrollment_no is not null",
        "nothing: the inquiry has not become an enrolment",
        ("status",),
    ),
    _not_after_clock("inquiries", "closed_on"),
    Rule(
        "follow_ups",
        "follow_up_date",
        "staged.follow_up_date > %(clock)s and staged.status <> 'pending'",
        "a date not later than {clock}, the day of this import: the follow-up was made or missed",
        ("status",),
    ),
    Rule(
        "feedback",
        "rating",
        "num_nonnulls(staged.rating, staged.comments) = 0",
        "a rating here or something in comments",
        ("comments",),
    ),
    Rule(
        "feedback",
        "created_at",
        "staged.campus is null and staged.created_at not like '%%+00:00'",
        "an instant with its zone: no campus tells which one is meant",
    ),
    Rule(
        "rewards_penalties",
        "points",
        "staged.points < 0 and staged.type = 'reward'",
        "a number not below 0: a reward gives points",
        ("type",),
    ),
    _not_after_clock("rewards_penalties", "date"),
    Rule("payments", "amount", "staged.amount = 0", "an amount other than 0"),
    _not_after_clock("payments", "paid_on"),
)

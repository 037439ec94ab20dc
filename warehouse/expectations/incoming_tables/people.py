"""Looks at campuses, their people, and who learns what."""

from datetime import date

from warehouse import vocabulary as words
from warehouse.expectations.incoming_tables.table import Table
from warehouse.expectations.looks import (
    amount,
    known_zone,
    plausible,
    present,
    refers_to,
    vocabulary,
)
from warehouse.expectations.verdict import Severity
from warehouse.settings import Settings


def places(clock: date, settings: Settings) -> tuple[Table, ...]:
    """Campuses and the days on which they are closed."""
    return (
        Table("campuses", (known_zone("time_zone"),)),
        Table("holidays", (refers_to("campus_id", "campuses"), plausible("holiday_date", clock, settings))),
    )


def people(clock: date, settings: Settings) -> tuple[Table, ...]:
    """Accounts, students, faculty and enrolments."""
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

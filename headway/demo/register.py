"""Rows that are known only when a section has ended: its people, enrolments and groups.

The sessions themselves are written by `lessons.py`, assessments by `grading.py`.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import Generator

from headway.demo.booking import GROUP_MEMBERS_MAX, Bookings
from headway.demo.curriculum import SUBJECTS
from headway.demo.institute import TIME_ZONE, Campus, holidays
from headway.demo.learners import NONE, Enrollments, Standing, Students
from headway.demo.motivation import DROP_REASONS, LOST_INTEREST, PAUSE_REASONS
from headway.demo.people import DOMAIN, Person, draw_addresses, draw_relatives, phone
from headway.demo.timetable import (
    HOURS_PER_DAY_MAX,
    SLOT_STARTS,
    SLOTS_PER_DAY,
    STUDENTS_PER_DAY_MAX,
    WEEKDAYS,
    open_minutes,
    shift_of,
    slot_on,
)
from headway.demo.world import BoolArray, World
from warehouse.vocabulary import (
    BatchStatus,
    BatchType,
    CatalogStatus,
    EnrollmentStatus,
    FacultyStatus,
    LearningStyle,
    StudentStatus,
)

if TYPE_CHECKING:
    from headway.demo.section import SectionPlan

Row = tuple[object, ...]

_RELATIVE_PHONES = 50_000_000
_HOLIDAYS_AHEAD_DAYS = 365
_QUALIFICATIONS = ("B.Sc. Computer Science", "MCA", "B.Tech.", "M.Sc. IT", "B.Com.; Tally certified", "BCA", "M.Tech.")
_WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_STANDINGS = {
    Standing.ACTIVE: EnrollmentStatus.ACTIVE,
    Standing.PAUSED: EnrollmentStatus.PAUSED,
    Standing.COMPLETED: EnrollmentStatus.COMPLETED,
    Standing.DROPPED: EnrollmentStatus.DROPPED,
}


def campus_rows(world: World) -> Iterator[Row]:
    """Yield campuses.csv."""
    for campus in world.campuses:
        yield campus.code, campus.name, TIME_ZONE


def holiday_rows(world: World) -> Iterator[Row]:
    """Yield holidays.csv: the history, and a year ahead, because forecasts count the days that are open."""
    for campus in world.campuses:
        for day, name in holidays(campus, world.first, world.as_of + timedelta(_HOLIDAYS_AHEAD_DAYS), world.as_of):
            yield campus.code, day.isoformat(), name


def subject_rows() -> Iterator[Row]:
    """Yield subjects.csv."""
    for subject in SUBJECTS:
        yield (
            subject.code, subject.name, subject.description, subject.category, subject.difficulty_level,
            subject.duration_hours, subject.fee_inr, ";".join(subject.prerequisites), CatalogStatus.ACTIVE,
        )  # fmt: skip


def topic_rows() -> Iterator[Row]:
    """Yield topics.csv."""
    for subject in SUBJECTS:
        for order, topic in enumerate(subject.topics, start=1):
            yield (
                subject.code, order, topic.name, topic.difficulty_level, topic.estimated_duration_minutes,
                ";".join(str(index) for index in topic.prerequisites), ";".join(topic.learning_objectives),
                CatalogStatus.ACTIVE,
            )  # fmt: skip


def faculty_rows(
    campus: Campus, employee_ids: list[str], people: list[Person], teaches: Sequence[tuple[str, ...]], random: Generator
) -> Iterator[Row]:
    """Yield the rows of faculties.csv of one section."""
    years = random.integers(1, 16, size=len(people)).tolist()
    qualifications = random.integers(len(_QUALIFICATIONS), size=len(people)).tolist()
    for employee_id, person, codes, experience, qualification in zip(
        employee_ids, people, teaches, years, qualifications, strict=True
    ):
        yield (
            employee_id, person.email, person.first_name, person.last_name, person.phone, campus.code,
            ";".join(codes), _QUALIFICATIONS[qualification], experience, 300 + 25 * experience, HOURS_PER_DAY_MAX,
            STUDENTS_PER_DAY_MAX, FacultyStatus.ACTIVE,
        )  # fmt: skip


def availability_rows(employee_ids: list[str]) -> Iterator[Row]:
    """Yield the rows of availability.csv of one section: everybody's shift, on every weekday that is taught."""
    for index, employee_id in enumerate(employee_ids):
        for weekday in range(WEEKDAYS):
            for start, end in open_minutes(shift_of(index)):
                yield employee_id, weekday + 1, f"{start // 60:02d}:{start % 60:02d}", f"{end // 60:02d}:{end % 60:02d}"


def student_rows(
    world: World, plan: "SectionPlan", students: Students, enrollments: Enrollments, enrollment_nos: list[str],
    people: list[Person], has_email: BoolArray, random: Generator,
) -> Iterator[Row]:  # fmt: skip
    """Yield the rows of students.csv of one section; some students have no e-mail address and so no login."""
    count = students.count
    relatives = draw_relatives(random, people)
    addresses = draw_addresses(random, plan.campus.city, count)
    age_days = (random.gamma(3, 2.6, size=count) + 17).clip(max=58) * 365.25
    styles = random.choice(np.array([str(style) for style in LearningStyle]), size=count).tolist()
    students.counselor = random.integers(len(plan.counselor_emails), size=count).tolist()
    for index in range(count):
        person, admission = people[index], world.date_of(int(students.admission_day[index]))
        guardian = f"guardian.{enrollment_nos[index]}@{DOMAIN}".lower()
        is_minor = age_days[index] < 21 * 365.25
        yield (
            enrollment_nos[index],
            person.email if has_email[index] else None,
            person.first_name,
            person.last_name,
            person.phone,
            (admission - timedelta(days=int(age_days[index]))).isoformat(),
            addresses[index],
            relatives[index],
            phone(_RELATIVE_PHONES + plan.first_student + index),
            guardian if is_minor else None,
            admission.isoformat(),
            plan.counselor_emails[students.counselor[index]],
            styles[index],
            plan.campus.code,
            _student_status([Standing(enrollments.standing[which]) for which in students.enrollments[index]]),
        )


def _student_status(standings: list[Standing]) -> StudentStatus:
    if not standings or Standing.ACTIVE in standings:
        return StudentStatus.ACTIVE
    if Standing.PAUSED in standings:
        return StudentStatus.HOLD
    if standings[-1] == Standing.DROPPED:
        return StudentStatus.DROPPED
    return StudentStatus.GRADUATED if standings.count(Standing.COMPLETED) > 1 else StudentStatus.COMPLETED


def enrollment_rows(
    world: World, enrollments: Enrollments, enrollment_nos: list[str], employee_ids: list[str]
) -> Iterator[Row]:
    """Yield the rows of enrollments.csv of one section."""
    for index in range(enrollments.count):
        standing = Standing(enrollments.standing[index])
        ended_day = int(enrollments.ended_day[index])
        ended_on = None if ended_day == NONE else world.dates[ended_day]
        yield (
            enrollment_nos[enrollments.student[index]],
            SUBJECTS[enrollments.subject[index]].code,
            employee_ids[enrollments.faculty[index]],
            world.dates[enrollments.enrolled_day[index]],
            world.date_of(int(enrollments.expected_day[index])).isoformat(),
            ended_on if standing == Standing.COMPLETED else None,
            ended_on,
            _STANDINGS[standing],
            _note(standing, int(enrollments.reason[index])),
        )


def _note(standing: Standing, reason: int) -> str | None:
    if standing == Standing.PAUSED:
        return PAUSE_REASONS[reason]
    if standing == Standing.DROPPED:
        return LOST_INTEREST if reason == NONE else DROP_REASONS[reason]
    return None


def batch_rows(world: World, bookings: Bookings, enrollment_nos: list[str], employee_ids: list[str]) -> Iterator[Row]:
    """Yield the rows of batches.csv of one section; members include those who left."""
    for group in bookings.groups:
        subject = SUBJECTS[group.subject]
        days = [_WEEKDAY_NAMES[weekday] for weekday in range(WEEKDAYS) if slot_on(group.places, weekday) != NONE]
        start = SLOT_STARTS[slot_on(group.places, (group.places & -group.places).bit_length() // SLOTS_PER_DAY)]
        weeks = -(-group.sessions_planned // len(days)) + 1
        end = world.date_of(group.start_day + 7 * weeks if group.is_running else group.end_day)
        is_finished = group.topic == world.topics_total[group.subject]
        status = BatchStatus.COMPLETED if is_finished else BatchStatus.CANCELLED
        yield (
            group.code,
            f"{subject.name} {'/'.join(days)} {start // 60:02d}:{start % 60:02d}",
            subject.code,
            employee_ids[group.faculty],
            BatchType.TEMPORARY,
            world.dates[group.start_day],
            end.isoformat(),
            GROUP_MEMBERS_MAX,
            ";".join(enrollment_nos[bookings.enrollments.student[member]] for member in group.members),
            BatchStatus.ACTIVE if group.is_running else status,
        )

"""One section of a campus, simulated from the first day to the last scheduled one.

Sections know nothing of each other, so memory holds one at a time. The steps are elsewhere; here is their order.
"""

from dataclasses import dataclass
from datetime import timedelta

from numpy.random import Generator

from headway.demo.admissions import plan_admissions
from headway.demo.booking import Bookings
from headway.demo.curriculum import FACULTY_SUBJECTS, SUBJECT_INDEX, SUBJECTS
from headway.demo.folder import ImportFolder
from headway.demo.grading import Gradebook
from headway.demo.inquiries import lead_rows
from headway.demo.institute import Campus, teaching_weekdays
from headway.demo.learners import NONE, Faculty, Group, Standing
from headway.demo.lessons import Lessons
from headway.demo.motivation import end_leavers, live_a_week
from headway.demo.payments import payment_rows
from headway.demo.people import Person, draw_people
from headway.demo.register import (
    availability_rows,
    batch_rows,
    enrollment_rows,
    faculty_rows,
    student_rows,
)
from headway.demo.voices import feedback_rows
from headway.demo.world import World

_FACULTY_MIN = 4
_FACULTY_PHONES = 90_000_000
_WITHOUT_EMAIL = 0.06


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """Where a section stands in the institute."""

    number: int
    key: str
    campus: Campus
    student_count: int
    first_student: int
    """Students of the sections before this one."""
    counselor_emails: tuple[str, ...]

    @property
    def has_demo_class(self) -> bool:
        """Whether the section holds the full class that a first visitor is shown."""
        return self.number == 0


@dataclass(frozen=True, slots=True)
class Shown:
    """The people and the class of a section that a first visitor is shown."""

    faculty: Person
    faculty_employee_id: str
    batch: str
    student: Person
    student_enrollment_no: str


def run_section(
    world: World, plan: SectionPlan, folder: ImportFolder, random: Generator, office: Generator
) -> Shown | None:
    """Simulate one section and write its rows; return whom to show when it has the demo class.

    Args:
        world: what all sections share.
        plan: where the section stands.
        folder: where its rows go.
        random: randomness of learning.
        office: randomness of what happens at the front desk: inquiries and fees.
    """
    faculty_count = max(_FACULTY_MIN, round(plan.student_count / world.profile.students_per_faculty))
    employee_ids = [f"{plan.key}-F{number + 1:02d}" for number in range(faculty_count)]
    faculty_people = draw_people(random, employee_ids, _FACULTY_PHONES + plan.number * 1000)
    faculty = Faculty(faculty_count, random)
    teaches = [FACULTY_SUBJECTS[index % len(FACULTY_SUBJECTS)] for index in range(faculty_count)]
    folder.write_rows("faculties", faculty_rows(plan.campus, employee_ids, faculty_people, teaches, random))
    folder.write_rows("availability", availability_rows(employee_ids))

    admissions = plan_admissions(world, plan.student_count, plan.has_demo_class, random)
    students = admissions.students
    enrollment_nos = [
        f"{plan.campus.code}{world.date_of(day):%y}-{plan.first_student + index + 1:06d}"
        for index, day in enumerate(students.admission_day.tolist())
    ]
    teachers: list[list[int]] = [[] for _ in SUBJECTS]
    for index, codes in enumerate(teaches):
        for code in codes:
            teachers[SUBJECT_INDEX[code]].append(index)
    bookings = Bookings(world, plan.key, teachers, faculty_count, admissions, random)
    gradebook = Gradebook(world)
    lessons = Lessons(world, bookings, faculty, gradebook, employee_ids, enrollment_nos, folder, random)

    _live_through(world, plan, bookings, lessons, faculty, random)

    enrollments = bookings.enrollments
    people = draw_people(random, enrollment_nos, plan.first_student)
    shown = _choose_shown(bookings, lessons) if plan.has_demo_class else None
    has_email = random.random(students.count) >= _WITHOUT_EMAIL
    if shown:
        has_email[shown[1]] = True
    folder.write_rows(
        "students", student_rows(world, plan, students, enrollments, enrollment_nos, people, has_email, random)
    )
    folder.write_rows("enrollments", enrollment_rows(world, enrollments, enrollment_nos, employee_ids))
    folder.write_rows("batches", batch_rows(world, bookings, enrollment_nos, employee_ids))
    folder.write_rows("assessments", gradebook.rows(enrollments, students, enrollment_nos, employee_ids, random))
    # Numbers of its own, so that what students say moves nothing of what happens.
    (voice,) = random.spawn(1)
    folder.write_rows(
        "feedback",
        feedback_rows(world, plan.campus, plan.key, enrollments, faculty, enrollment_nos, employee_ids, voice),
    )
    for inquiry, follow_ups in lead_rows(world, plan, students, people, enrollment_nos, office):
        folder.write_rows("inquiries", [inquiry])
        folder.write_rows("follow_ups", follow_ups)
    folder.write_rows("payments", payment_rows(world, plan, enrollments, enrollment_nos, office))
    if not shown:
        return None
    group, student = shown
    return Shown(faculty_people[0], employee_ids[0], group.code, people[student], enrollment_nos[student])


def _live_through(
    world: World, plan: SectionPlan, bookings: Bookings, lessons: Lessons, faculty: Faculty, random: Generator
) -> None:
    """Let every day pass in order: the past is taught, today and what follows is only scheduled."""
    last = world.as_of + timedelta(days=len(world.dates) - 1 - world.today)
    weekdays = teaching_weekdays(plan.campus, world.first, last, world.as_of)
    for day, weekday in enumerate(weekdays):
        if day % 7 == 0 and day <= world.today:
            backlog = bookings.topics_missed()
            live_a_week(world, bookings, faculty, backlog, day, random)
            bookings.open_week(day, backlog)
        if weekday != NONE:
            if day < world.today:
                lessons.teach(day, weekday)
            else:
                lessons.schedule(day, weekday)
        if day < world.today:
            end_leavers(bookings, day, random)


def _choose_shown(bookings: Bookings, lessons: Lessons) -> tuple[Group, int]:
    """Return the full class of the first faculty and its member who came most often."""
    enrollments = bookings.enrollments
    group = max((group for group in bookings.running if group.faculty == 0), key=lambda group: len(group.members))
    active = [index for index in group.members if enrollments.standing[index] == Standing.ACTIVE]
    students = [int(enrollments.student[index]) for index in active]
    return group, max(students, key=lambda student: lessons.attended[student])

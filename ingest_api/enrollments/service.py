"""The rules of enrolments, within what the user may see."""

from datetime import UTC, date, datetime
from typing import Any, Final

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.enrollments import repository
from ingest_api.enrollments.schemas import Enrollment, EnrollmentChange, EnrollmentSort, NewEnrollment
from ingest_api.errors import Conflict, NotFound
from ingest_api.listing import Page
from ingest_api.rows import insert_row, lock_row
from ingest_api.students import service as students
from ingest_api.writing import Writing, check_move, sent
from warehouse.scope import Resource, row_predicate
from warehouse.vocabulary import CatalogStatus, EnrollmentStatus, StudentStatus

MOVES: Final = {
    EnrollmentStatus.ACTIVE: frozenset({EnrollmentStatus.PAUSED, EnrollmentStatus.COMPLETED, EnrollmentStatus.DROPPED}),
    EnrollmentStatus.PAUSED: frozenset({EnrollmentStatus.ACTIVE, EnrollmentStatus.DROPPED}),
    EnrollmentStatus.DROPPED: frozenset({EnrollmentStatus.ACTIVE}),
    EnrollmentStatus.COMPLETED: frozenset(),
}
_OVER: Final = {EnrollmentStatus.COMPLETED, EnrollmentStatus.DROPPED}
_TABLE: Final = "student_subject_enrollments"


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    filters: repository.Filters,
    sort: EnrollmentSort,
    cursor: str | None,
    limit: int,
) -> Page[Enrollment]:
    """One page of the enrolments that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.ENROLLMENTS, "enrollment")
    rows, next_cursor = await repository.page(connection, scope, filters, sort, cursor, limit)
    return Page(items=[Enrollment(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, enrollment_id: int) -> Enrollment:
    """One enrolment.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    scope = row_predicate(user.viewer, Resource.ENROLLMENTS, "enrollment")
    rows, _ = await repository.page(connection, scope, repository.Filters(enrollment_id))
    if not rows:
        raise NotFound(f"there is no enrolment {enrollment_id} that you may see")
    return Enrollment(**rows[0])


async def create(write: Writing, content: NewEnrollment) -> Enrollment:
    """A student takes up a subject.

    Raises:
        NotFound: there is no such student that the user may see.
        Invalid: the subject, the faculty member or a date cannot be.
        Conflict: enrolled already, prerequisites are missing, or student or subject is not active.
    """
    student = await students.get(write.connection, write.user, content.student_id)
    # Locked, so that of two enrolments at once in the same subject the second one sees the first.
    await lock_row(write.connection, "students", content.student_id)
    await people.check_faculty(write.connection, content.faculty_id, student.campus_id)
    _check_dates(content.enrollment_date, content.expected_completion_date)
    first = await repository.enrollment_of(write.connection, content.student_id, content.subject_id)
    if first is not None:
        raise Conflict(f"enrolled already, as {first['status']}", kind="enrolled-already", enrollment_id=first["id"])
    await _refuse_inactive(write, content.student_id, content.subject_id)
    missing = await repository.missing_prerequisites(write.connection, content.student_id, content.subject_id)
    if missing:
        raise Conflict(
            f"{len(missing)} subject(s) must be completed before this one",
            kind="prerequisites-missing",
            missing=missing,
        )
    row = await insert_row(write.connection, _TABLE, content.model_dump())
    await write.event(
        "enrollment.created",
        _TABLE,
        row["id"],
        campus_id=student.campus_id,
        student_id=content.student_id,
        subject_id=content.subject_id,
    )
    return await get(write.connection, write.user, row["id"])


async def change(write: Writing, enrollment_id: int, content: EnrollmentChange) -> Enrollment:
    """Changes what was sent.

    Raises:
        NotFound: there is no such enrolment that the user may see.
        Invalid: the faculty member or a date cannot be.
        Conflict: the version is not current, or the status cannot be reached.
    """
    seen = await get(write.connection, write.user, enrollment_id)
    current = await lock_row(write.connection, _TABLE, enrollment_id)
    if current is None:
        raise NotFound(f"there is no enrolment {enrollment_id} that you may see")
    wanted = sent(content)
    if wanted.get("faculty_id") != current["faculty_id"]:
        await people.check_faculty(write.connection, wanted.get("faculty_id"), seen.campus_id)
    _check_dates(current["enrollment_date"], wanted.get("expected_completion_date"))
    before, status = EnrollmentStatus(current["status"]), EnrollmentStatus(wanted.get("status") or current["status"])
    check_move(before, status, MOVES)
    if status != before:
        wanted |= await _ending(write, current, status, content.ended_on if "ended_on" in wanted else None)
    elif "ended_on" in wanted and wanted["ended_on"] != current["ended_on"]:
        raise people.invalid("ended_on", "say it together with the status that ends the enrolment", "status")
    _, different = await write.update(_TABLE, current, wanted)
    if different:
        await write.event(
            "enrollment.changed",
            _TABLE,
            enrollment_id,
            campus_id=seen.campus_id,
            student_id=seen.student_id,
            columns=sorted(different),
            status=status,
        )
    return await get(write.connection, write.user, enrollment_id)


async def _ending(write: Writing, current: DictRow, status: EnrollmentStatus, ended_on: date | None) -> dict[str, Any]:
    if status not in _OVER:
        if ended_on is not None:
            raise people.invalid("ended_on", f"an enrolment that is {status} has no end", "status")
        if status is EnrollmentStatus.ACTIVE:
            await _refuse_inactive(write, current["student_id"], current["subject_id"])
        return {"ended_on": None, "actual_completion_date": None}
    if status is EnrollmentStatus.COMPLETED and current["completion_percentage"] < 100:
        raise Conflict(
            f"{current['completion_percentage']}% of the topics are done; completed needs all of them",
            kind="not-completed-yet",
            completion_percentage=float(current["completion_percentage"]),
        )
    today = datetime.now(UTC).date()
    day = ended_on or max(today, current["enrollment_date"])
    if day < current["enrollment_date"]:
        raise people.invalid("ended_on", "must not lie before the enrolment", "order")
    return {"ended_on": day, "actual_completion_date": day if status is EnrollmentStatus.COMPLETED else None}


async def _refuse_inactive(write: Writing, student_id: int, subject_id: int) -> None:
    subject = await lock_row(write.connection, "subjects", subject_id)
    if subject is None:
        raise people.invalid("subject_id", f"there is no subject {subject_id}")
    if subject["status"] != CatalogStatus.ACTIVE:
        raise Conflict("this subject is not taught now", kind="subject-inactive")
    student = await lock_row(write.connection, "students", student_id)
    if student is not None and student["status"] != StudentStatus.ACTIVE:
        raise Conflict(f"this student is {student['status']}; make them active first", kind="student-inactive")


def _check_dates(enrolled_on: date, expected: date | None) -> None:
    if expected is not None and expected < enrolled_on:
        raise people.invalid("expected_completion_date", "must not lie before the enrolment", "order")

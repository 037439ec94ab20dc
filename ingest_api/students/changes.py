"""Making and changing students: two rows (the person, the student) that go out as one thing with one version."""

from datetime import UTC, datetime
from typing import Final

from psycopg.types.json import Jsonb

from ingest_api import people
from ingest_api.errors import Conflict, NotFound
from ingest_api.rows import lock_row
from ingest_api.students import repository, service
from ingest_api.students.schemas import NewStudent, StudentChange, StudentDetail
from ingest_api.writing import Writing, check_move, sent
from warehouse.vocabulary import Role, StudentStatus

_PERSONAL: Final = ("first_name", "last_name", "phone")

MOVES: Final = {
    StudentStatus.ACTIVE: frozenset(
        {StudentStatus.HOLD, StudentStatus.COMPLETED, StudentStatus.DROPPED, StudentStatus.GRADUATED}
    ),
    StudentStatus.HOLD: frozenset({StudentStatus.ACTIVE, StudentStatus.DROPPED}),
    StudentStatus.COMPLETED: frozenset({StudentStatus.ACTIVE, StudentStatus.GRADUATED}),
    StudentStatus.DROPPED: frozenset({StudentStatus.ACTIVE}),
    StudentStatus.GRADUATED: frozenset(),
}
_OVER: Final = {StudentStatus.COMPLETED, StudentStatus.DROPPED, StudentStatus.GRADUATED}


async def create(write: Writing, content: NewStudent) -> StudentDetail:
    """A new student with an account that has no password yet.

    Raises:
        Invalid: the campus, the counselor or a date cannot be.
        Conflict: the e-mail or the enrolment number is taken.
    """
    campus = await people.campus_for(write.connection, write.user, content.campus_id)
    await people.check_counselor(write.connection, content.counselor_id, campus["id"])
    _check_dates(content)
    person = await people.add(
        write.connection,
        "users",
        {
            "email": content.email,
            "first_name": content.first_name,
            "last_name": content.last_name,
            "phone": content.phone,
            "role": Role.STUDENT,
            "campus_id": campus["id"],
        },
        "somebody already has this e-mail",
    )
    values = content.model_dump(exclude={*_PERSONAL, "email", "campus_id", "preferred_schedule"})
    values |= {
        "user_id": person["id"],
        "campus_id": campus["id"],
        "enrollment_no": content.enrollment_no or f"{campus['code']}-{person['id']:06}",
        "preferred_schedule": Jsonb(content.preferred_schedule) if content.preferred_schedule is not None else None,
    }
    student = await people.add(write.connection, "students", values, "a student already has this enrolment number")
    await write.event("student.created", "students", student["id"], campus_id=campus["id"], student_id=student["id"])
    return await service.get(write.connection, write.user, student["id"])


async def change(write: Writing, student_id: int, content: StudentChange) -> StudentDetail:
    """Changes what was sent.

    Raises:
        NotFound: there is no such student that the user may see.
        Invalid: the counselor or a date cannot be.
        Conflict: the version is not current, the status cannot be reached, or subjects are still being learned.
    """
    await service.get(write.connection, write.user, student_id)
    current = await lock_row(write.connection, "students", student_id)
    if current is None:
        raise NotFound(f"there is no student {student_id} that you may see")
    wanted = sent(content)
    if wanted.get("counselor_id") != current["counselor_id"]:
        await people.check_counselor(write.connection, wanted.get("counselor_id"), current["campus_id"])
    _check_dates(content)
    status = StudentStatus(wanted.get("status") or current["status"])
    check_move(StudentStatus(current["status"]), status, MOVES)
    if status != current["status"] and status in _OVER:
        open_count = await repository.active_enrollments(write.connection, student_id)
        if open_count:
            raise Conflict(
                f"{open_count} enrolment(s) of the student are not over yet; complete or drop them first",
                kind="open-enrollments",
                open_enrollments=open_count,
            )
    columns = {column: value for column, value in wanted.items() if column not in _PERSONAL}
    _, different = await write.update("students", current, columns)
    personal = {column: value for column, value in wanted.items() if column in _PERSONAL}
    names = await people.rename(write.connection, current["user_id"], personal)
    if names:
        await repository.touch(write.connection, student_id)
    if different or names:
        await write.event(
            "student.changed",
            "students",
            student_id,
            campus_id=current["campus_id"],
            student_id=student_id,
            columns=sorted([*different, *names]),
            status=status,
        )
    return await service.get(write.connection, write.user, student_id)


def _check_dates(content: NewStudent | StudentChange) -> None:
    if content.date_of_birth is not None and content.date_of_birth >= datetime.now(UTC).date():
        raise people.invalid("date_of_birth", "must lie in the past", "future")

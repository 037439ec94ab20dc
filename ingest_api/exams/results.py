"""The mark of an exam: that somebody was there, an assessment of the type exam and its mark, all of it or nothing.

The order of locks: the slot, the booking, the enrolment, the assessment. Correcting a mark belongs to `assessments/`.
"""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.assessments import service as assessments
from ingest_api.assessments.schemas import AssessmentGrade
from ingest_api.errors import Conflict, NotFound
from ingest_api.exams import repository, service
from ingest_api.exams.schemas import Booking, Result, ResultCreate
from ingest_api.progress import repository as progress
from ingest_api.rows import check_version, insert_row, lock_row
from ingest_api.status import check_move
from ingest_api.writing import Writing
from warehouse.vocabulary import AssessmentStatus, AssessmentType, ExamBookingStatus, Role


async def give(writing: Writing, booking_id: int, body: ResultCreate) -> Booking:
    """Says that a student was there and gives the mark; giving the same mark again changes nothing.

    Raises:
        NotFound: the booking is out of sight.
        Invalid: the mark lies above the total.
        Conflict: it is not the version the client read, the exam has not begun, the place was given back, or there is
            another mark already.
    """

    async def change() -> Booking:
        before = await service.booking(writing, booking_id)
        slot = await service.locked(writing, before.slot_id)
        row = await lock_row(writing.connection, "exam_bookings", booking_id)
        if row is None:
            raise NotFound(f"there is no booking {booking_id} that you may see")
        known = (await service.booking(writing, booking_id)).result
        if known is not None and _is_same(known, body):
            return await service.booking(writing, booking_id)
        check_version(writing.expected_version, {name: row[name] for name in row if name != "written_xid"})
        if known is not None:
            raise Conflict(
                f"there is a mark already: {known.marks_obtained:g} of {known.total_marks:g}; correct it as the"
                f" assessment {known.assessment_id}",
                kind="has-mark",
                assessment_id=known.assessment_id,
            )
        if body.marks_obtained > body.total_marks:
            message = f"the mark lies above the total of {body.total_marks}"
            raise people.invalid("marks_obtained", message, "above-total")
        check_move(ExamBookingStatus(row["status"]), ExamBookingStatus.ATTENDED, service.BOOKING_MOVES)
        if slot["starts_at"] > datetime.now(UTC):
            raise Conflict("the exam has not begun yet", kind="exam-in-the-future")
        after, different = await writing.update("exam_bookings", row, {"status": ExamBookingStatus.ATTENDED.value})
        if different:
            await service.tell(writing, "exam.attended", after, slot["campus_id"])
        await _assess(writing, slot, after, body)
        return await service.booking(writing, booking_id)

    return await writing.once(body, Booking, change)


async def _assess(writing: Writing, slot: DictRow, booking: DictRow, body: ResultCreate) -> None:
    connection, student_id = writing.connection, booking["student_id"]
    # Progress is derived from marks: whoever changes them holds the enrolment.
    await progress.lock_enrollment(connection, student_id, slot["subject_id"])
    zone = (await service.slot(connection, writing.user, slot["id"])).campus_time_zone
    on = slot["starts_at"].astimezone(ZoneInfo(zone)).date()
    is_faculty = writing.user.role is Role.FACULTY
    work = await insert_row(
        connection,
        "assessments",
        {
            "reference": repository.mark_reference(booking["id"]),
            "student_id": student_id,
            "subject_id": slot["subject_id"],
            "topic_id": slot["topic_id"],
            # A faculty member sets work in her own name.
            "faculty_id": writing.user.faculty_id if is_faculty else slot["faculty_id"],
            "assessment_type": AssessmentType.EXAM.value,
            "title": slot["title"],
            "total_marks": body.total_marks,
            "due_date": on,
            "assessment_date": on,
            "status": AssessmentStatus.COMPLETED.value,
        },
    )
    await writing.event(
        "assessment.set",
        "assessments",
        work["id"],
        campus_id=slot["campus_id"],
        student_id=student_id,
        subject_id=slot["subject_id"],
        slot_id=slot["id"],
    )
    grade = AssessmentGrade.model_validate(body.model_dump(exclude_unset=True))
    # The version that the client read is the booking's.
    await assessments.grade(replace(writing, expected_version=None), work["id"], grade)


def _is_same(known: Result, body: ResultCreate) -> bool:
    wanted = body.model_dump(exclude_unset=True)
    numbers = {name: float(wanted.pop(name)) for name in ("marks_obtained", "total_marks")}
    has = known.model_dump()
    return all(has[name] == value for name, value in numbers.items()) and all(
        (has[name] or None) == (value or None) for name, value in wanted.items()
    )

"""From inquiry to student in one transaction: the person, the student, the enrolments, the end of the inquiry.

Batch, fee plan and first payment go with an enrolment, by the rules of their own features.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.batches import service as batches
from ingest_api.batches.schemas import MembersAdd
from ingest_api.crm import repository, service
from ingest_api.crm.schemas import Conversion, Converted, NewEnrollment
from ingest_api.errors import Conflict, NotFound
from ingest_api.payments import plans
from ingest_api.payments import service as payments
from ingest_api.payments.schemas import NewPayment
from ingest_api.rows import check_version
from ingest_api.students import changes as students
from ingest_api.students import service as existing_students
from ingest_api.students.schemas import NewStudent, StudentDetail
from ingest_api.writing import Writing
from warehouse.vocabulary import InquiryStatus, StudentStatus

_AFTERWARDS: Final = {"batch_id", "fee_plan", "payment"}


async def convert(write: Writing, inquiry_id: int, content: Conversion) -> Converted:
    """Makes the student (or takes one that there is), enrols them, and closes the inquiry.

    Raises:
        NotFound: no such inquiry that the user may see.
        Conflict: it is closed already, the version is not current, or an e-mail, number or enrolment is taken;
            or the batch is over, full, or meets when the student is elsewhere.
        Invalid: a subject, a faculty member, a batch or the student is unknown, or amounts do not add up.
    """
    inquiry, today = await service.locked(write, inquiry_id)
    check_version(write.expected_version, inquiry)
    if inquiry["closed_on"] is not None:
        raise Conflict(
            f"this inquiry is {inquiry['status']} since {inquiry['closed_on']}; reopen a lost one before converting it",
            kind="inquiry-closed",
            status_now=inquiry["status"],
        )
    await service.check_subjects(write.connection, [one.subject_id for one in content.enrollments])
    student = await _student(write, inquiry, content, today)
    enrollment_ids = [await _enroll(write, student, one, today) for one in content.enrollments]
    receipts = [
        receipt
        for enrollment_id, one in zip(enrollment_ids, content.enrollments, strict=True)
        if (receipt := await _begin(write, student.id, enrollment_id, one)) is not None
    ]
    values = {"closed_on": today, "student_id": student.id, "next_follow_up_date": None}
    await service.move(write, inquiry, InquiryStatus.ENROLLED, values)
    await repository.drop_plans(write.connection, inquiry_id, today)
    await write.event(
        "inquiry.converted",
        "crm_inquiries",
        inquiry_id,
        campus_id=inquiry["campus_id"],
        student_id=student.id,
        enrollment_ids=enrollment_ids,
    )
    detail = await service.get(write.connection, write.user, inquiry_id)
    return Converted(
        inquiry=detail,
        student_id=student.id,
        user_id=student.user_id,
        enrollment_no=student.enrollment_no,
        enrollment_ids=enrollment_ids,
        receipts=receipts,
        version=detail.version,
    )


async def _student(write: Writing, inquiry: DictRow, content: Conversion, today: date) -> StudentDetail:
    if content.student_id is not None:
        found = await write.connection.execute(
            "select from operational.students where id = %s and campus_id = %s and status = %s",
            (content.student_id, inquiry["campus_id"], StudentStatus.ACTIVE),
        )
        if await found.fetchone() is None:
            message = f"no active student of the inquiry's campus has the id {content.student_id}"
            raise people.invalid("student_id", message)
        return await existing_students.get(write.connection, write.user, content.student_id)
    first, _, rest = inquiry["student_name"].strip().partition(" ")
    # Not validated again: what an import brought may be written otherwise than a form would take it.
    new = NewStudent.model_construct(
        first_name=content.first_name or first,
        last_name=content.last_name or (None if content.first_name else rest.strip() or None),
        email=content.email or inquiry["email"],
        phone=inquiry["phone"],
        campus_id=inquiry["campus_id"],
        counselor_id=await _still_here(write, inquiry),
        enrollment_no=content.enrollment_no,
        admission_date=content.admission_date or today,
    )
    return await students.create(write, new)


async def _still_here(write: Writing, inquiry: DictRow) -> int | None:
    """The inquiry's counselor, unless they have left meanwhile."""
    found = await write.connection.execute(
        "select id from operational.users where id = %s and campus_id = %s and status = 'active'"
        " and role in ('counselor', 'admin')",
        (inquiry["counselor_id"], inquiry["campus_id"]),
    )
    row = await found.fetchone()
    return None if row is None else int(row["id"])


async def _enroll(write: Writing, student: StudentDetail, content: NewEnrollment, today: date) -> int:
    await people.check_faculty(write.connection, content.faculty_id, student.campus_id)
    begins = content.enrollment_date or today
    if content.expected_completion_date is not None and content.expected_completion_date < begins:
        raise people.invalid("expected_completion_date", "must not be before the enrolment begins", "order")
    values = content.model_dump(exclude=_AFTERWARDS) | {"student_id": student.id, "enrollment_date": begins}
    taken = "the student is enrolled in this subject already, or it was named twice"
    row = await people.add(write.connection, "student_subject_enrollments", values, taken)
    await write.event(
        "enrollment.created",
        "student_subject_enrollments",
        row["id"],
        campus_id=student.campus_id,
        student_id=student.id,
        subject_id=content.subject_id,
    )
    return int(row["id"])


async def _begin(write: Writing, student_id: int, enrollment_id: int, content: NewEnrollment) -> str | None:
    """What goes with an enrolment: the batch, the fee plan, the first payment; the payment's receipt."""
    # What the client knew the version of is the inquiry.
    unversioned = replace(write, expected_version=None)
    if content.batch_id is not None:
        try:
            await batches.add_members(unversioned, content.batch_id, MembersAdd(student_ids=[student_id]))
        except NotFound as error:
            raise people.invalid("batch_id", error.detail) from error
    if content.fee_plan is not None:
        await plans.put(unversioned, enrollment_id, content.fee_plan)
    if content.payment is None:
        return None
    paid = NewPayment(student_id=student_id, enrollment_id=enrollment_id, **content.payment.model_dump())
    return (await payments.create(unversioned, paid)).receipt

"""The rules of payments: a receipt number of its own for each, and no refund of more than came in."""

from datetime import date

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.listing import Conditions, Listing, Page, SortKey, fetch_one, fetch_page
from ingest_api.payments.schemas import NewPayment, Payment, PaymentSort
from ingest_api.rows import insert_row
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate

PAYMENTS = Listing(
    columns="""
        payment.id, payment.receipt, payment.student_id, student.enrollment_no,
        concat_ws(' ', person.first_name, person.last_name) as student_name, payment.enrollment_id,
        payment.subject_id, subject.code as subject_code, payment.amount, payment.paid_on, payment.method,
        payment.notes, payment.recorded_by, payment.version
    """,
    tables="""
        operational.payments as payment
        join operational.students as student on student.id = payment.student_id
        join operational.users as person on person.id = student.user_id
        left join operational.subjects as subject on subject.id = payment.subject_id
    """,
    orders={PaymentSort.PAID_ON: [SortKey("payment.paid_on", "paid_on", date), SortKey("payment.id", "id", int)]},
)

# The number behind a prefix such as `PUNE-2026-`, whatever else imports have brought under it.
_LAST_NUMBER = """
select coalesce(max(substr(receipt, length(%(prefix)s) + 1)::bigint), 0) as number
from operational.payments
where starts_with(receipt, %(prefix)s) and substr(receipt, length(%(prefix)s) + 1) ~ '^[0-9]{1,9}$'
"""


async def search(
    connection: AsyncConnection[DictRow],
    user: CurrentUser,
    conditions: Conditions,
    sort: PaymentSort,
    cursor: str | None,
    limit: int,
) -> Page[Payment]:
    """One page of the payments of students that `user` may see.

    Raises:
        Invalid: the cursor was not made for this order.
    """
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    rows, next_cursor = await fetch_page(
        connection, PAYMENTS, order=sort, cursor=cursor, limit=limit, scope=scope, conditions=conditions
    )
    return Page(items=[Payment(**row) for row in rows], next_cursor=next_cursor)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, payment_id: int) -> Payment:
    """One payment.

    Raises:
        NotFound: there is none, or none that `user` may see.
    """
    where = Conditions()
    where.add("payment.id = %(payment_id)s", payment_id=payment_id)
    row = await fetch_one(connection, PAYMENTS, row_predicate(user.viewer, Resource.STUDENTS, "student"), where)
    if row is None:
        raise NotFound(f"there is no payment {payment_id} that you may see")
    return Payment(**row)


async def create(write: Writing, content: NewPayment) -> Payment:
    """Records a payment under the campus's next receipt number.

    Raises:
        Invalid: no such student or enrolment, the amount is nothing, or the day lies ahead.
        Conflict: a refund of more than came in.
    """
    if content.amount == 0:
        raise people.invalid("amount", "must not be 0", "zero")
    student = await _student(write, content.student_id)
    day = content.paid_on or student["today"]
    if day > student["today"]:
        raise people.invalid("paid_on", f"must not be after today, {student['today']}", "future")
    subject_id = None
    if content.enrollment_id is not None:
        found = await write.connection.execute(
            "select subject_id from operational.student_subject_enrollments where id = %s and student_id = %s",
            (content.enrollment_id, content.student_id),
        )
        enrollment = await found.fetchone()
        if enrollment is None:
            raise people.invalid("enrollment_id", f"the student has no enrolment {content.enrollment_id}")
        subject_id = enrollment["subject_id"]
    if content.amount < 0:
        await _check_refund(write, content)
    values = content.model_dump() | {
        "receipt": await _next_receipt(write, student, day),
        "subject_id": subject_id,
        "paid_on": day,
        "recorded_by": write.user.id,
    }
    row = await insert_row(write.connection, "payments", values)
    await write.event(
        "payment.recorded",
        "payments",
        row["id"],
        campus_id=student["campus_id"],
        student_id=content.student_id,
        is_refund=content.amount < 0,
    )
    return await get(write.connection, write.user, row["id"])


async def _student(write: Writing, student_id: int) -> DictRow:
    """The student, locked: one payment at a time, so that two refunds cannot both take the last of it."""
    students = Listing(
        "student.id, student.campus_id, campus.code, (now() at time zone campus.time_zone)::date as today",
        "operational.students as student join operational.campuses as campus on campus.id = student.campus_id",
        {},
    )
    where = Conditions()
    where.add("student.id = %(student_id)s", student_id=student_id)
    scope = row_predicate(write.user.viewer, Resource.STUDENTS, "student")
    row = await fetch_one(write.connection, students, scope, where)
    if row is None:
        raise people.invalid("student_id", f"there is no student {student_id} that you may see")
    await write.connection.execute("select from operational.students where id = %s for no key update", (student_id,))
    return row


async def _check_refund(write: Writing, content: NewPayment) -> None:
    found = await write.connection.execute(
        "select coalesce(sum(amount), 0) as received from operational.payments where student_id = %(student_id)s"
        " and (%(enrollment_id)s::bigint is null or enrollment_id = %(enrollment_id)s)",
        {"student_id": content.student_id, "enrollment_id": content.enrollment_id},
    )
    row = await found.fetchone()
    received = row["received"] if row else 0
    if received + content.amount < 0:
        raise Conflict(f"only {received} came in: no more can be refunded", kind="refund-too-large")


async def _next_receipt(write: Writing, student: DictRow, day: date) -> str:
    """`<campus>-<year>-<number>`; one receipt per campus at a time, so that no number is given twice or left out."""
    await write.connection.execute(
        "select pg_advisory_xact_lock(hashtextextended('payments.receipt', %s))", (student["campus_id"],)
    )
    prefix = f"{student['code']}-{day.year}-"
    row = await (await write.connection.execute(_LAST_NUMBER, {"prefix": prefix})).fetchone()
    return f"{prefix}{(row['number'] if row else 0) + 1:06}"

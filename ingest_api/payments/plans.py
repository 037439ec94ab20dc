"""The rules of fee plans: instalments add up to the price less the discount, and payments fill the earliest first."""

from decimal import Decimal

from psycopg import AsyncConnection
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.errors import Conflict, NotFound
from ingest_api.listing import Conditions, Listing, fetch_one
from ingest_api.payments.schemas import FeePlan, Installment, NewFeePlan
from ingest_api.rows import check_version, insert_row, update_row
from ingest_api.writing import Writing
from warehouse.scope import Resource, row_predicate

_ENROLLMENTS = Listing(
    columns="""
        enrollment.id, enrollment.student_id, student.campus_id,
        (now() at time zone campus.time_zone)::date as today
    """,
    tables="""
        operational.student_subject_enrollments as enrollment
        join operational.students as student on student.id = enrollment.student_id
        join operational.campuses as campus on campus.id = student.campus_id
    """,
    orders={},
)


async def get(connection: AsyncConnection[DictRow], user: CurrentUser, enrollment_id: int) -> FeePlan:
    """The plan of an enrolment, with what was paid.

    Raises:
        NotFound: there is no such enrolment that `user` may see, or no plan for it.
    """
    enrollment = await _enrollment(connection, user, enrollment_id)
    plan = await _stored(connection, enrollment_id)
    if plan is None:
        raise NotFound(f"no fee plan was agreed for enrolment {enrollment_id}")
    found = await connection.execute(
        "select coalesce(sum(amount), 0) as paid from operational.payments where enrollment_id = %s", (enrollment_id,)
    )
    sums = await found.fetchone()
    paid = sums["paid"] if sums else Decimal(0)
    parts = await (
        await connection.execute(
            "select due_on, amount from operational.fee_installments where fee_plan_id = %s order by due_on",
            (plan["id"],),
        )
    ).fetchall()
    installments, left = [], max(paid, Decimal(0))
    for part in parts:
        covered = min(left, part["amount"])
        left -= covered
        is_overdue = part["due_on"] < enrollment["today"] and covered < part["amount"]
        installments.append(Installment(**part, paid_amount=covered, is_overdue=is_overdue))
    return FeePlan(
        **plan,
        student_id=enrollment["student_id"],
        paid_amount=paid,
        balance_amount=plan["total_amount"] - plan["discount_amount"] - paid,
        installments=installments,
    )


async def put(write: Writing, enrollment_id: int, content: NewFeePlan) -> FeePlan:
    """Makes the plan, or replaces it with its instalments.

    Raises:
        NotFound: there is no such enrolment that the user may see.
        Invalid: the amounts do not add up, or a day comes twice.
        Conflict: `If-Match` names a version that is not current.
    """
    enrollment = await _enrollment(write.connection, write.user, enrollment_id)
    _check(content)
    # The enrolment's row is the lock: two people who agree on the first plan come one after the other.
    await write.connection.execute(
        "select from operational.student_subject_enrollments where id = %s for no key update", (enrollment_id,)
    )
    known = await _stored(write.connection, enrollment_id)
    values = content.model_dump(exclude={"installments"})
    if known is None:
        if write.expected_version is not None:
            raise Conflict("there is no plan yet", kind="lost-update", current=None)
        plan = await insert_row(
            write.connection, "fee_plans", {**values, "enrollment_id": enrollment_id, "created_by": write.user.id}
        )
        is_different = True
    else:
        check_version(write.expected_version, known)
        changed = await update_row(write.connection, "fee_plans", known["id"], values)
        plan = changed or known
        is_different = plan["version"] != known["version"]
    if await _replace(write, plan["id"], content):
        if known is not None and not is_different:
            # The instalments are part of the plan: its version tells of them too.
            await write.connection.execute(
                "update operational.fee_plans set updated_at = now() where id = %s", (plan["id"],)
            )
        is_different = True
    if is_different:
        await write.event(
            "fee_plan.agreed",
            "fee_plans",
            plan["id"],
            campus_id=enrollment["campus_id"],
            student_id=enrollment["student_id"],
            enrollment_id=enrollment_id,
            installment_count=len(content.installments),
        )
    return await get(write.connection, write.user, enrollment_id)


def _check(content: NewFeePlan) -> None:
    if content.discount_amount > content.total_amount:
        raise people.invalid("discount_amount", "must not be more than the price", "order")
    days = [part.due_on for part in content.installments]
    if len(set(days)) < len(days):
        raise people.invalid("installments", "two instalments fall due on the same day", "taken")
    to_pay = content.total_amount - content.discount_amount
    total = sum((part.amount for part in content.installments), Decimal(0))
    if content.installments and total != to_pay:
        raise people.invalid("installments", f"they add up to {total}, not to {to_pay}", "sum")


async def _replace(write: Writing, plan_id: int, content: NewFeePlan) -> bool:
    days = [part.due_on for part in content.installments]
    removed = await write.connection.execute(
        "delete from operational.fee_installments where fee_plan_id = %s and not due_on = any(%s::date[])",
        (plan_id, days),
    )
    written = await write.connection.execute(
        "insert into operational.fee_installments as known (fee_plan_id, due_on, amount)"
        " select %s, due_on, amount from unnest(%s::date[], %s::numeric[]) as part (due_on, amount) order by due_on"
        " on conflict (fee_plan_id, due_on) do update set amount = excluded.amount"
        " where known.amount <> excluded.amount",
        (plan_id, days, [part.amount for part in content.installments]),
    )
    return bool(removed.rowcount or written.rowcount)


async def _enrollment(connection: AsyncConnection[DictRow], user: CurrentUser, enrollment_id: int) -> DictRow:
    where = Conditions()
    where.add("enrollment.id = %(enrollment_id)s", enrollment_id=enrollment_id)
    scope = row_predicate(user.viewer, Resource.STUDENTS, "student")
    row = await fetch_one(connection, _ENROLLMENTS, scope, where)
    if row is None:
        raise NotFound(f"there is no enrolment {enrollment_id} that you may see")
    return row


async def _stored(connection: AsyncConnection[DictRow], enrollment_id: int) -> DictRow | None:
    found = await connection.execute(
        "select id, enrollment_id, total_amount, discount_amount, discount_reason, notes, version"
        " from operational.fee_plans where enrollment_id = %s",
        (enrollment_id,),
    )
    return await found.fetchone()

"""Routes: /payments, and the fee plan of an enrolment."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.database import Connection
from ingest_api.fields import PathId, QueryDay, QueryId
from ingest_api.listing import Conditions, CursorParameter, LimitParameter, Page
from ingest_api.payments import plans, service
from ingest_api.payments.schemas import FeePlan, NewFeePlan, NewPayment, Payment, PaymentSort
from ingest_api.rows import set_etag
from ingest_api.writing import Writing, writing
from warehouse.vocabulary import PaymentMethod

router = APIRouter(tags=["payments"])
Reader = Annotated[CurrentUser, Depends(require(Permission.FEES_READ))]
Writer = Annotated[Writing, Depends(writing(Permission.FEES_WRITE))]


@router.get("/payments")
async def payments(
    user: Reader,
    connection: Connection,
    student_id: QueryId = None,
    enrollment_id: QueryId = None,
    method: PaymentMethod | None = None,
    paid_from: QueryDay = None,
    paid_until: QueryDay = None,
    sort: PaymentSort = PaymentSort.PAID_ON_DESCENDING,
    cursor: CursorParameter = None,
    limit: LimitParameter = 50,
) -> Page[Payment]:
    """The payments of students that the user may see; a student their own."""
    where = Conditions()
    where.add("payment.student_id = %(student_id)s", student_id=student_id)
    where.add("payment.enrollment_id = %(enrollment_id)s", enrollment_id=enrollment_id)
    where.add("payment.method = %(method)s", method=method)
    where.add("payment.paid_on >= %(paid_from)s", paid_from=paid_from)
    where.add("payment.paid_on <= %(paid_until)s", paid_until=paid_until)
    return await service.search(connection, user, where, sort, cursor, limit)


@router.post("/payments", status_code=201)
async def create(body: NewPayment, write: Writer) -> Payment:
    """Record money that came in, or (negative) went back, under the next receipt number."""
    return await write.once(body, Payment, lambda: service.create(write, body))


@router.get("/payments/{payment_id}")
async def get(payment_id: PathId, user: Reader, connection: Connection, response: Response) -> Payment:
    """One payment."""
    found = await service.get(connection, user, payment_id)
    set_etag(response, found.version)
    return found


@router.get("/enrollments/{enrollment_id}/fee-plan")
async def fee_plan(enrollment_id: PathId, user: Reader, connection: Connection, response: Response) -> FeePlan:
    """What was agreed for an enrolment, and what came in for it."""
    found = await plans.get(connection, user, enrollment_id)
    set_etag(response, found.version)
    return found


@router.put("/enrollments/{enrollment_id}/fee-plan")
async def put_fee_plan(enrollment_id: PathId, body: NewFeePlan, write: Writer) -> FeePlan:
    """Agree on a plan, or on another one: the whole of it, with its instalments."""
    return await write.once(body, FeePlan, lambda: plans.put(write, enrollment_id, body))

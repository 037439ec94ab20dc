"""What the routes of payments and fee plans take and give. Amounts are in the institute's currency."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from ingest_api.fields import Content, Day, LongText, RowId
from warehouse.vocabulary import PaymentMethod

_MOST = Decimal("9999999999")
Amount = Annotated[Decimal, Field(ge=0, le=_MOST, decimal_places=2, examples=["12000.00"])]
Part = Annotated[Decimal, Field(gt=0, le=_MOST, decimal_places=2, examples=["4000.00"])]
Received = Annotated[
    Decimal, Field(ge=-_MOST, le=_MOST, decimal_places=2, examples=["4000.00"], description="Negative: a refund.")
]


class PaymentSort(StrEnum):
    """The orders in which payments can be listed; a minus sign turns one round."""

    PAID_ON = "paid_on"
    PAID_ON_DESCENDING = "-paid_on"


class Payment(BaseModel):
    """Money received under a receipt; a negative amount is a refund."""

    id: int
    receipt: str
    student_id: int
    enrollment_no: str
    student_name: str
    enrollment_id: int | None
    subject_id: int | None
    subject_code: str | None
    amount: Decimal
    paid_on: date
    method: PaymentMethod | None
    notes: str | None
    recorded_by: int | None
    version: int


class NewPayment(Content):
    """Money that came in, or went back. The receipt's number is made here."""

    student_id: RowId
    enrollment_id: RowId | None = Field(default=None, description="An enrolment of this student.")
    amount: Received
    paid_on: Day | None = Field(default=None, description="Today at the campus when left out.")
    method: PaymentMethod = PaymentMethod.CASH
    notes: LongText | None = None


class NewInstallment(Content):
    """A part that falls due on a day."""

    due_on: Day = Field(examples=["2026-08-01"])
    amount: Part


class NewFeePlan(Content):
    """What is agreed for an enrolment. The instalments add up to the price less the discount."""

    total_amount: Amount
    discount_amount: Amount = Decimal(0)
    discount_reason: LongText | None = None
    notes: LongText | None = None
    installments: Annotated[list[NewInstallment], Field(max_length=60)] = []


class Installment(BaseModel):
    """A part of a plan; payments fill the earliest first."""

    due_on: date
    amount: Decimal
    paid_amount: Decimal
    is_overdue: bool


class FeePlan(BaseModel):
    """What was agreed, what came in for it, and what is still to come."""

    id: int
    enrollment_id: int
    student_id: int
    total_amount: Decimal
    discount_amount: Decimal
    discount_reason: str | None
    notes: str | None
    paid_amount: Decimal = Field(description="Payments for this enrolment, refunds taken off.")
    balance_amount: Decimal = Field(description="What is still to come; negative when too much came in.")
    installments: list[Installment]
    version: int

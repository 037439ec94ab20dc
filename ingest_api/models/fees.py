"""What an enrolment costs, when it falls due, and what came in. All amounts are in the institute's currency."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, foreign_key, one_of
from warehouse.vocabulary import PaymentMethod


class Payment(Base):
    """Money received under a receipt; a negative amount is a refund."""

    __tablename__ = "payments"
    __table_args__ = (
        one_of("method", PaymentMethod),
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_payments_student_day", "student_id", "paid_on"),
        Index("ix_payments_day", "paid_on", "id"),
    )

    receipt: Mapped[str] = mapped_column(Text, unique=True)
    student_id: Mapped[int] = foreign_key("students", index=False)
    subject_id: Mapped[int | None] = foreign_key("subjects")
    enrollment_id: Mapped[int | None] = foreign_key("student_subject_enrollments")
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    paid_on: Mapped[date]
    method: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[int | None] = foreign_key("users", index=False)


class FeePlan(Base):
    """What was agreed for one enrolment: the price, a discount, and instalments that add up to the rest."""

    __tablename__ = "fee_plans"
    __table_args__ = (CheckConstraint("discount_amount between 0 and total_amount", name="discount_amount"),)

    enrollment_id: Mapped[int] = foreign_key("student_subject_enrollments", unique=True)
    total_amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    discount_amount: Mapped[Decimal] = mapped_column(Numeric(12, 2), server_default="0")
    discount_reason: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[int | None] = foreign_key("users", index=False)


class FeeInstallment(Base):
    """A part of a fee plan that falls due on a day."""

    __tablename__ = "fee_installments"
    __table_args__ = (
        UniqueConstraint("fee_plan_id", "due_on"),
        CheckConstraint("amount > 0", name="amount"),
    )

    fee_plan_id: Mapped[int] = foreign_key("fee_plans", index=False, ondelete="CASCADE")
    due_on: Mapped[date]
    amount: Mapped[Decimal] = mapped_column(Numeric(12, 2))

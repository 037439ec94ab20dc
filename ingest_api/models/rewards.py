"""Points that students gain and lose."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import RewardCategory, RewardStatus, RewardType


class RewardPenalty(Base):
    """One reward or penalty. `points` is a size; whether it counts up or down is the type's to say."""

    __tablename__ = "rewards_penalties"
    __table_args__ = (
        one_of("type", RewardType),
        one_of("category", RewardCategory),
        one_of("status", RewardStatus),
        CheckConstraint("points >= 0", name="points"),
        Index("ix_rewards_penalties_student_day", "student_id", "date"),
    )

    reference: Mapped[str | None] = mapped_column(Text, unique=True)
    student_id: Mapped[int] = foreign_key("students", index=False)
    faculty_id: Mapped[int | None] = foreign_key("faculties")
    type: Mapped[str] = enum_column(RewardType)
    category: Mapped[str] = enum_column(RewardCategory, RewardCategory.OTHER)
    reason: Mapped[str | None] = mapped_column(Text)
    points: Mapped[int] = mapped_column(Integer, server_default="0")
    # The column is called as in the specification; the attribute must not hide the type.
    reward_date: Mapped[date] = mapped_column("date", Date)
    created_by: Mapped[int | None] = foreign_key("users", index=False)
    status: Mapped[str] = enum_column(RewardStatus, RewardStatus.ACTIVE)

"""What analysts keep of their questions to the snapshot: saved ones, and the history of those that were asked."""

from sqlalchemy import Boolean, CheckConstraint, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import QueryOutcome


class SavedQuery(Base):
    """A question in SQL under a name; a shared one is read by all who may ask."""

    __tablename__ = "saved_queries"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    user_id: Mapped[int] = foreign_key("users", index=False, ondelete="CASCADE")
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, server_default="")
    sql: Mapped[str] = mapped_column(Text)
    is_shared: Mapped[bool] = mapped_column(Boolean, server_default="false")


class QueryRun(Base):
    """One question that somebody put to a snapshot, and what became of it."""

    __tablename__ = "query_runs"
    __table_args__ = (
        one_of("outcome", QueryOutcome),
        CheckConstraint("(outcome = 'answered') = (rows_count is not null)", name="answered_has_rows"),
        CheckConstraint("(outcome = 'failed') = (problem is not null)", name="failed_has_problem"),
        CheckConstraint("duration_ms >= 0", name="duration_ms"),
        Index("ix_query_runs_user", "user_id", "id"),
    )

    user_id: Mapped[int] = foreign_key("users", index=False, ondelete="CASCADE")
    sql: Mapped[str] = mapped_column(Text)
    build_id: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = enum_column(QueryOutcome)
    rows_count: Mapped[int | None] = mapped_column(Integer)
    is_cut: Mapped[bool] = mapped_column(Boolean, server_default="false")
    problem: Mapped[str | None] = mapped_column(Text)
    duration_ms: Mapped[int] = mapped_column(Integer)

"""What a student is to learn next, and what there is to learn from."""

from sqlalchemy import CheckConstraint, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ingest_api.models.base import Base, enum_column, foreign_key, one_of
from warehouse.vocabulary import (
    CatalogStatus,
    LearningPathStatus,
    LearningPathStepStatus,
    LearningStyle,
    ResourceKind,
    TopicDifficulty,
)


class LearningPath(Base):
    """One student's own way to a goal."""

    __tablename__ = "learning_paths"
    __table_args__ = (one_of("status", LearningPathStatus),)

    student_id: Mapped[int] = foreign_key("students")
    name: Mapped[str] = mapped_column(Text)
    goal: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = enum_column(LearningPathStatus, LearningPathStatus.ACTIVE)
    created_by: Mapped[int | None] = foreign_key("users", index=False)


class LearningPathStep(Base):
    """A topic or a whole subject at its place in a path, with the reason why it stands there."""

    __tablename__ = "learning_path_steps"
    __table_args__ = (
        # Deferrable: checked at the end of a statement, so that one UPDATE may renumber the steps.
        UniqueConstraint("path_id", "position", deferrable=True),
        one_of("status", LearningPathStepStatus),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("num_nonnulls(topic_id, subject_id) = 1", name="topic_or_subject"),
    )

    path_id: Mapped[int] = foreign_key("learning_paths", index=False, ondelete="CASCADE")
    topic_id: Mapped[int | None] = foreign_key("topics")
    subject_id: Mapped[int | None] = foreign_key("subjects")
    position: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = enum_column(LearningPathStepStatus, LearningPathStepStatus.PLANNED)
    reason: Mapped[str | None] = mapped_column(Text)


class Resource(Base):
    """Something to learn a topic or a subject from: at an address, or a file in storage."""

    __tablename__ = "resources"
    __table_args__ = (
        one_of("kind", ResourceKind),
        one_of("difficulty", TopicDifficulty),
        one_of("learning_style", LearningStyle),
        one_of("status", CatalogStatus),
        CheckConstraint("num_nonnulls(topic_id, subject_id) = 1", name="topic_or_subject"),
        CheckConstraint("num_nonnulls(url, storage_key) = 1", name="url_or_file"),
        CheckConstraint("duration_minutes > 0", name="duration_minutes"),
    )

    topic_id: Mapped[int | None] = foreign_key("topics")
    subject_id: Mapped[int | None] = foreign_key("subjects")
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = enum_column(ResourceKind)
    url: Mapped[str | None] = mapped_column(Text)
    storage_key: Mapped[str | None] = mapped_column(Text)
    difficulty: Mapped[str | None] = mapped_column(Text)
    duration_minutes: Mapped[int | None] = mapped_column(Integer)
    learning_style: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = enum_column(CatalogStatus, CatalogStatus.ACTIVE)

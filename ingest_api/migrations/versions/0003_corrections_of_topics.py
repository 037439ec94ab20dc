"""What somebody who teaches knows better than what was derived: one correction per student and topic."""

import sqlalchemy as sa
from alembic import op

from ingest_api.migrations.tables import create_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes topic_corrections."""
    create_table(
        "topic_corrections",
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("competency_level", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("corrected_on", sa.Date(), nullable=False),
        sa.Column("corrected_by", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("student_id", "topic_id", name=op.f("uq_topic_corrections_student_id_topic_id")),
        sa.CheckConstraint(
            "status in ('not_started', 'in_progress', 'completed', 'mastered', 'needs_review')",
            name=op.f("ck_topic_corrections_status_vocabulary"),
        ),
        sa.CheckConstraint("competency_level between 0 and 5", name=op.f("ck_topic_corrections_competency_level")),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"operational.{table}.id"],
                name=op.f(f"fk_topic_corrections_{column}"),
                ondelete="RESTRICT",
            )
            for column, table in (("student_id", "students"), ("topic_id", "topics"), ("corrected_by", "users"))
        ),
    )
    op.create_index(op.f("ix_topic_corrections_topic_id"), "topic_corrections", ["topic_id"], schema="operational")


def downgrade() -> None:
    """Takes it away."""
    op.drop_table("topic_corrections", schema="operational")

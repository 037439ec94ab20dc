"""Secret addresses of calendars, and certificates of completed enrolments."""

import sqlalchemy as sa
from alembic import op

from ingest_api.migrations.tables import create_table

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    create_table(
        "calendar_links",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["operational.users.id"], name=op.f("fk_calendar_links_user_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_links_user_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_links_token_hash")),
    )
    create_table(
        "certificates",
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["operational.student_subject_enrollments.id"],
            name=op.f("fk_certificates_enrollment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["operational.users.id"], name=op.f("fk_certificates_issued_by"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("enrollment_id", name=op.f("uq_certificates_enrollment_id")),
        sa.UniqueConstraint("number", name=op.f("uq_certificates_number")),
    )
    op.create_index(op.f("ix_certificates_issued_by"), "certificates", ["issued_by"], schema="operational")


def downgrade() -> None:
    """Takes them away."""
    for table in ("certificates", "calendar_links"):
        op.drop_table(table, schema="operational")

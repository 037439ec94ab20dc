"""What staff settle on about feedback is known from a day, and by whom: it teaches the sentiment model from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLE = "feedback"


def upgrade() -> None:
    """Adds settled_on and settled_by; what was settled with a review was settled on the review's day."""
    op.add_column(TABLE, sa.Column("settled_on", sa.Date()), schema="operational")
    op.add_column(TABLE, sa.Column("settled_by", sa.BigInteger()), schema="operational")
    op.create_foreign_key(
        op.f(f"fk_{TABLE}_settled_by"),
        TABLE,
        "users",
        ["settled_by"],
        ["id"],
        source_schema="operational",
        referent_schema="operational",
        ondelete="RESTRICT",
    )
    op.execute(
        f"update operational.{TABLE} set settled_on = reviewed_at::date, settled_by = reviewed_by"  # noqa: S608 - a constant
        " where reviewed_at is not null and (sentiment is not null or themes <> '{}')"
    )


def downgrade() -> None:
    """Takes them away."""
    op.drop_constraint(op.f(f"fk_{TABLE}_settled_by"), TABLE, schema="operational")
    op.drop_column(TABLE, "settled_by", schema="operational")
    op.drop_column(TABLE, "settled_on", schema="operational")

"""Alerts keep the chance to end within 30 days too, as it was published on the day they were raised."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty for alerts that were raised before."""
    column: sa.Column[Any] = sa.Column("p_drop_30d", sa.Double(), nullable=True)
    op.add_column("risk_alerts", column, schema="operational")
    op.create_check_constraint("p_drop_30d", "risk_alerts", "p_drop_30d between 0 and 1", schema="operational")


def downgrade() -> None:
    """Without it."""
    op.drop_column("risk_alerts", "p_drop_30d", schema="operational")

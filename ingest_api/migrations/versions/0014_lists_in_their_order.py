"""Lists in their order: a page of a large institute's list is read from an index, not sorted out of all rows."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_crm_inquiries_status_time": ("crm_inquiries", ["status", "created_at", "id"]),
    "ix_feedback_time": ("feedback", ["submitted_at", "id"]),
    "ix_follow_ups_day": ("follow_ups", ["follow_up_date", "id"]),
    "ix_learning_sessions_day": ("learning_sessions", ["session_date"]),
    "ix_payments_day": ("payments", ["paid_on", "id"]),
}
# Work without a day stands before all other.
_DUE = sa.text("coalesce(due_date, '0001-01-01'::date)")


def upgrade() -> None:
    """Makes the indexes."""
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns, schema="operational")
    # What is planned, or was and is not marked, is little beside what was held.
    op.create_index(
        "ix_learning_sessions_scheduled",
        "learning_sessions",
        ["session_date"],
        schema="operational",
        postgresql_where=sa.text("status = 'scheduled'"),
    )
    op.create_index("ix_assessments_day", "assessments", [_DUE, "id"], schema="operational")


def downgrade() -> None:
    """Takes them away."""
    op.drop_index("ix_assessments_day", "assessments", schema="operational")
    op.drop_index("ix_learning_sessions_scheduled", "learning_sessions", schema="operational")
    for name, (table, _columns) in _INDEXES.items():
        op.drop_index(name, table, schema="operational")

"""Lists in their order: a page of a large institute's list is read from an index, not sorted out of all rows."""

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


def upgrade() -> None:
    """Makes the indexes."""
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns, schema="operational")


def downgrade() -> None:
    """Takes them away."""
    for name, (table, _columns) in _INDEXES.items():
        op.drop_index(name, table, schema="operational")

"""What is a student's own is found by both keys, whichever index a plan has chosen while the table was young."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = {
    "student_topic_progress": "topic_id",
    "topic_corrections": "topic_id",
    "student_subject_enrollments": "subject_id",
}


def upgrade() -> None:
    """Puts student_id behind the other key in its index."""
    for table, column in COLUMNS.items():
        op.drop_index(op.f(f"ix_{table}_{column}"), table, schema="operational")
        name = op.f(f"ix_{table}_{column}_student_id")
        op.create_index(name, table, [column, "student_id"], schema="operational")


def downgrade() -> None:
    """Takes it away."""
    for table, column in COLUMNS.items():
        op.drop_index(op.f(f"ix_{table}_{column}_student_id"), table, schema="operational")
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], schema="operational")

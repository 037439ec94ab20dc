"""Consents know who agreed, and who wrote it and its withdrawal down."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLE = "consents"
KEYS = (("guardian_id", "guardians"), ("recorded_by", "users"), ("withdrawn_by", "users"))


def upgrade() -> None:
    """Adds the columns; of consents that are there nobody knows."""
    for column, table in KEYS:
        op.add_column(TABLE, sa.Column(column, sa.BigInteger()), schema="operational")
        op.create_foreign_key(
            op.f(f"fk_{TABLE}_{column}"),
            TABLE,
            table,
            [column],
            ["id"],
            source_schema="operational",
            referent_schema="operational",
            ondelete="RESTRICT",
        )
    op.add_column(TABLE, sa.Column("withdrawal_source", sa.Text()), schema="operational")
    op.create_index(op.f(f"ix_{TABLE}_guardian_id"), TABLE, ["guardian_id"], schema="operational")
    op.create_check_constraint(
        op.f(f"ck_{TABLE}_guardian_of_student"),
        TABLE,
        "guardian_id is null or student_id is not null",
        schema="operational",
    )
    op.create_check_constraint(
        op.f(f"ck_{TABLE}_withdrawal_known_once_withdrawn"),
        TABLE,
        "withdrawn_at is not null or num_nonnulls(withdrawn_by, withdrawal_source) = 0",
        schema="operational",
    )


def downgrade() -> None:
    """Takes them away."""
    for name in ("withdrawal_known_once_withdrawn", "guardian_of_student"):
        op.drop_constraint(op.f(f"ck_{TABLE}_{name}"), TABLE, schema="operational")
    op.drop_index(op.f(f"ix_{TABLE}_guardian_id"), TABLE, schema="operational")
    for column in ("withdrawal_source", *(column for column, _ in KEYS)):
        op.drop_column(TABLE, column, schema="operational")

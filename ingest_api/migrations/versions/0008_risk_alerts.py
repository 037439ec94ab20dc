"""Alerts about enrolments at risk, with the lot that decided whether they wait."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ingest_api.migrations.tables import create_table

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "risk_alerts"
KEYS = {
    "enrollment_id": "student_subject_enrollments",
    "student_id": "students",
    "campus_id": "campuses",
    "intervention_id": "interventions",
    "closed_by": "users",
}
CHECKS = {
    "band_vocabulary": "band in ('low', 'medium', 'high')",
    "status_vocabulary": "status in ('open', 'answered', 'dismissed', 'ended')",
    "p_drop": "p_drop between 0 and 1",
    "only_drawn_ones_wait": "is_randomised or not is_holdout",
    "holdout_waits": "is_holdout = (shown_from > raised_on)",
    "shown_after_raised": "shown_from >= raised_on",
    "outcome_after_raised": "outcome_on > raised_on",
    "closed_has_instant": "(status = 'open') = (closed_at is null)",
    "dismissed_has_reason": "(status = 'dismissed') = (dismissed_because is not null)",
}


def upgrade() -> None:
    """Makes the table."""
    create_table(
        TABLE,
        sa.Column("enrollment_id", sa.BigInteger(), nullable=False),
        sa.Column("student_id", sa.BigInteger(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("scored_as_of", sa.Date(), nullable=False),
        sa.Column("p_drop", sa.Double(), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("is_randomised", sa.Boolean(), nullable=False),
        sa.Column("is_holdout", sa.Boolean(), nullable=False),
        sa.Column("holdout_share", sa.Double(), nullable=False),
        sa.Column("shown_from", sa.Date(), nullable=False),
        sa.Column("outcome_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("intervention_id", sa.BigInteger(), nullable=True),
        sa.Column("dismissed_because", sa.Text(), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"operational.{table}.id"], name=op.f(f"fk_{TABLE}_{column}"), ondelete="RESTRICT"
            )
            for column, table in KEYS.items()
        ),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}")) for name, rule in CHECKS.items()),
    )
    for column in ("enrollment_id", "student_id", "intervention_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column], schema="operational")
    op.create_index("ix_risk_alerts_campus_status", TABLE, ["campus_id", "status"], schema="operational")
    op.create_index(
        "uq_risk_alerts_open",
        TABLE,
        ["enrollment_id"],
        unique=True,
        schema="operational",
        postgresql_where=sa.text("status = 'open'"),
    )


def downgrade() -> None:
    """Takes it away."""
    op.drop_table(TABLE, schema="operational")

"""Questions of analysts: saved ones, and the history of those that were asked."""

import sqlalchemy as sa
from alembic import op

from ingest_api.migrations.tables import create_table

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _of_somebody(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_user_id")
    return sa.ForeignKeyConstraint(["user_id"], ["operational.users.id"], name=name, ondelete="CASCADE")


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    """Makes the tables."""
    create_table(
        "saved_queries",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default="false", nullable=False),
        _of_somebody("saved_queries"),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_queries_user_id_name")),
    )
    create_table(
        "query_runs",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("build_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("rows_count", sa.Integer(), nullable=True),
        sa.Column("is_cut", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        _of_somebody("query_runs"),
        _check("query_runs", "outcome_vocabulary", "outcome in ('answered', 'failed', 'cancelled', 'timed_out')"),
        _check("query_runs", "answered_has_rows", "(outcome = 'answered') = (rows_count is not null)"),
        _check("query_runs", "failed_has_problem", "(outcome = 'failed') = (problem is not null)"),
        _check("query_runs", "duration_ms", "duration_ms >= 0"),
    )
    op.create_index("ix_query_runs_user", "query_runs", ["user_id", "id"], schema="operational")


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("query_runs", schema="operational")
    op.drop_table("saved_queries", schema="operational")

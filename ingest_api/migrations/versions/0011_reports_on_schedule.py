"""Reports on schedule: schedules, their recipients, runs, and the files of each recipient."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ingest_api.migrations.tables import create_table

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECKS = {
    "report_schedules": {
        "report_vocabulary": (
            "report in ('student-progress', 'faculty-performance', 'attendance-analytics', 'crm-metrics')"
        ),
        "frequency_vocabulary": "frequency in ('weekly', 'monthly')",
        "weekly_has_weekday": "(frequency = 'weekly') = (weekday is not null)",
        "monthly_has_day": "(frequency = 'monthly') = (day_of_month is not null)",
        "weekday": "weekday between 1 and 7",
        "day_of_month": "day_of_month between 1 and 28",
    },
    "report_runs": {
        "status_vocabulary": "status in ('made', 'failed')",
        "failed_has_problem": "(status = 'failed') = (problem is not null)",
    },
}
# Table → column → (the table it points to, what happens when that row goes).
KEYS = {
    "report_schedules": {"campus_id": ("campuses", "RESTRICT"), "created_by": ("users", "RESTRICT")},
    "report_recipients": {"schedule_id": ("report_schedules", "CASCADE"), "user_id": ("users", "CASCADE")},
    "report_runs": {"schedule_id": ("report_schedules", "CASCADE"), "started_by": ("users", "RESTRICT")},
    "report_files": {
        "run_id": ("report_runs", "CASCADE"),
        "user_id": ("users", "CASCADE"),
        "campus_id": ("campuses", "RESTRICT"),
    },
}
COLUMNS: dict[str, list[sa.Column[Any]]] = {
    "report_schedules": [
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=True),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("day_of_month", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("next_run_on", sa.Date(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
    ],
    "report_recipients": [
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
    ],
    "report_runs": [
        sa.Column("schedule_id", sa.BigInteger(), nullable=False),
        sa.Column("run_on", sa.Date(), nullable=False),
        sa.Column("date_from", sa.Date(), nullable=False),
        sa.Column("date_to", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("build_id", sa.Text(), nullable=True),
        sa.Column("started_by", sa.BigInteger(), nullable=True),
    ],
    "report_files": [
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("campus_id", sa.BigInteger(), nullable=True),
        sa.Column("rows_count", sa.Integer(), nullable=False),
        sa.Column("csv", sa.LargeBinary(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
    ],
}
UNIQUE = {"report_recipients": ("schedule_id", "user_id"), "report_files": ("run_id", "user_id")}
INDEXED = {
    "report_schedules": ("campus_id", "created_by"),
    "report_recipients": ("user_id",),
    "report_runs": ("started_by",),
    "report_files": ("user_id", "campus_id"),
}


def upgrade() -> None:
    """Makes the tables."""
    for table, columns in COLUMNS.items():
        create_table(
            table,
            *columns,
            *(
                sa.ForeignKeyConstraint(
                    [column], [f"operational.{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=rule
                )
                for column, (other, rule) in KEYS[table].items()
            ),
            *(
                sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
                for name, rule in CHECKS.get(table, {}).items()
            ),
        )
        if table in UNIQUE:
            op.create_unique_constraint(
                op.f(f"uq_{table}_{'_'.join(UNIQUE[table])}"), table, list(UNIQUE[table]), schema="operational"
            )
        for column in INDEXED[table]:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], schema="operational")
    op.create_index("ix_report_runs_schedule", "report_runs", ["schedule_id", "id"], schema="operational")


def downgrade() -> None:
    """Takes them away."""
    for table in reversed(COLUMNS):
        op.drop_table(table, schema="operational")

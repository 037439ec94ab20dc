"""Rows that every mark writes again stay where they are: no index of theirs moves, and who stamps needs no trigger.

`written_xid` is in no B-tree of these tables any more: a row of which no indexed column changes is replaced on its page
(a heap-only update, for which PostgreSQL leaves block range indexes out of account), and pages keep room for that. An
update that stamps the row itself skips the trigger; every other one is stamped as before.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("student_topic_progress", "student_subject_enrollments", "learning_sessions")


def upgrade() -> None:
    """Block ranges, room on pages, and a trigger for those who do not stamp."""
    for name in TABLES:
        table, index = f"operational.{name}", f"ix_{name}_written_xid"
        op.execute(f"drop index operational.{index}")
        op.execute(
            f"create index {index} on {table} using brin ((written_xid::text::bigint)) "
            "with (pages_per_range = 16, autosummarize = on)"
        )
        op.execute(f"alter table {table} set (fillfactor = 85)")
        op.execute(f"drop trigger stamp on {table}")
        op.execute(
            f"create trigger stamp before insert on {table} for each row "
            "when (new.written_xid is distinct from pg_current_xact_id()) execute function operational.stamp_row()"
        )
        op.execute(
            f"create trigger stamp_again before update on {table} for each row "
            "when (new.written_xid is not distinct from old.written_xid) execute function operational.stamp_row()"
        )


def downgrade() -> None:
    """As all other tables."""
    for name in TABLES:
        table, index = f"operational.{name}", f"ix_{name}_written_xid"
        op.execute(f"drop trigger stamp_again on {table}")
        op.execute(f"drop trigger stamp on {table}")
        op.execute(
            f"create trigger stamp before insert or update on {table} "
            "for each row execute function operational.stamp_row()"
        )
        op.execute(f"alter table {table} reset (fillfactor)")
        op.execute(f"drop index operational.{index}")
        op.execute(f"create index {index} on {table} (written_xid)")

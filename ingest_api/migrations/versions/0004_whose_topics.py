"""A covered topic knows whose it is: so what a student did on a topic is found without reading all they ever did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLE = "session_attendance_topics"

# A mark never changes hands and takes its topics along when it goes, so the copy cannot grow old and needs no foreign
# key of its own. Whoever knows the student says so and spares the look-up.
NAME_STUDENT = """
create function operational.name_student() returns trigger language plpgsql as $$
begin
    select student_id into new.student_id from operational.session_attendance where id = new.attendance_id;
    return new;
end $$;
create trigger name_student before insert on operational.session_attendance_topics
    for each row when (new.student_id is null) execute function operational.name_student();
"""


def upgrade() -> None:
    """Adds student_id, fills it, and puts it behind topic_id in the index."""
    op.add_column(TABLE, sa.Column("student_id", sa.BigInteger()), schema="operational")
    # A copy of what is known is no change: the extract need not take every row again.
    op.execute(f"alter table operational.{TABLE} disable trigger stamp")
    op.execute(
        f"update operational.{TABLE} as covered set student_id = mark.student_id"  # noqa: S608 - a constant
        " from operational.session_attendance as mark where mark.id = covered.attendance_id"
    )
    op.execute(f"alter table operational.{TABLE} enable trigger stamp")
    op.alter_column(TABLE, "student_id", nullable=False, schema="operational")
    op.execute(NAME_STUDENT)
    op.drop_index(op.f(f"ix_{TABLE}_topic_id"), TABLE, schema="operational")
    op.create_index(op.f(f"ix_{TABLE}_topic_id_student_id"), TABLE, ["topic_id", "student_id"], schema="operational")


def downgrade() -> None:
    """Takes the column away."""
    op.drop_index(op.f(f"ix_{TABLE}_topic_id_student_id"), TABLE, schema="operational")
    op.create_index(op.f(f"ix_{TABLE}_topic_id"), TABLE, ["topic_id"], schema="operational")
    op.execute(f"drop trigger name_student on operational.{TABLE}")
    op.execute("drop function operational.name_student()")
    op.drop_column(TABLE, "student_id", schema="operational")

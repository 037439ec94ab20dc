"""How a migration makes an operational table: with the columns, the index and the triggers that each of them has.

Used by migrations from 0002 on, so it stays as it is: what later tables need differently becomes a function of its own.
The trigger functions come from 0001.
"""

import sqlalchemy as sa
from alembic import op

from ingest_api.models.base import TransactionId
from warehouse.relations import OPERATIONAL

_TRIGGERS = (
    "create trigger stamp before insert or update on {table} for each row execute function {schema}.stamp_row()",
    "create trigger bury after delete on {table} for each row execute function {schema}.bury_row()",
    # A truncated row would leave no tombstone.
    "create trigger no_truncate before truncate on {table} "
    "for each statement execute function {schema}.refuse_change()",
)


def create_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    """Makes a table whose changes are stamped, whose deletions leave tombstones, and which cannot be truncated.

    Args:
        name: the table's name in the schema `operational`.
        parts: its own columns and constraints; key, instants, version and transaction id are added here.
    """
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(part for part in parts if isinstance(part, sa.Column)),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("written_xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        *(part for part in parts if not isinstance(part, sa.Column)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        schema=OPERATIONAL,
    )
    op.create_index(op.f(f"ix_{name}_written_xid"), name, ["written_xid"], schema=OPERATIONAL)
    for trigger in _TRIGGERS:
        op.execute(trigger.format(table=f"{OPERATIONAL}.{name}", schema=OPERATIONAL))

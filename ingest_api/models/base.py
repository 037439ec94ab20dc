"""What every operational table has in common: key, instants, version, and the transaction that last wrote the row.

Belongs here: the declarative base and column shorthands. The tables themselves stand in the other files, one per
aggregate; triggers (stamps, tombstones, the append-only event) stand in the migrations.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from warehouse.relations import OPERATIONAL


class TransactionId(UserDefinedType[str]):
    """PostgreSQL's `xid8`: the 64-bit id of the transaction that wrote a row."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type's name in DDL."""
        return "xid8"


# So that reflection (Alembic's comparison) knows the type too.
ischema_names["xid8"] = TransactionId


class Base(DeclarativeBase):
    """Every operational row: `id`, `created_at`, `updated_at`, `version`, `written_xid` (the last three by trigger)."""

    metadata = MetaData(
        schema=OPERATIONAL,
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, sort_order=-10)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now(), sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now(), sort_order=91)
    version: Mapped[int] = mapped_column(Integer, server_default="1", sort_order=92)
    # Indexed: the extract asks for what was written since the last one.
    written_xid: Mapped[str] = mapped_column(
        TransactionId, server_default=func.pg_current_xact_id(), index=True, sort_order=93
    )


def often_written() -> Mapped[str]:
    """`written_xid` of a table whose rows every mark writes again: in no B-tree; see `written_range`."""
    return mapped_column(TransactionId, server_default=func.pg_current_xact_id(), sort_order=93)


def written_range(table: str) -> Index:
    """What the extract finds rows of such a table by: block ranges, which leave an update in place (migration 0010)."""
    return Index(
        f"ix_{table}_written_xid",
        text("(written_xid::text::bigint)"),
        postgresql_using="brin",
        postgresql_with={"pages_per_range": 16, "autosummarize": "on"},
    )


# Room on a page for the next version of its rows.
ROOM_TO_WRITE = {"postgresql_with": {"fillfactor": 85}}


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A check that `column` holds one of the vocabulary's values (NULL passes)."""
    allowed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} in ({allowed})", name=f"{column}_vocabulary")


def enum_column(values: type[StrEnum], default: StrEnum | None = None) -> Mapped[Any]:
    """A required text column for a vocabulary; pair it with `one_of` in the table's arguments."""
    return mapped_column(Text, nullable=False, server_default=default.value if default else None)


def foreign_key(table: str, *, index: bool = True, unique: bool = False, ondelete: str = "RESTRICT") -> Mapped[Any]:
    """A foreign key to `table`'s id, indexed unless a unique constraint already serves."""
    key = ForeignKey(f"{OPERATIONAL}.{table}.id", ondelete=ondelete)
    return mapped_column(BigInteger, key, index=index and not unique, unique=unique)

"""The extract: copies what changed in `operational` into `raw`, as one consistent cut of all tables at one instant.

Belongs here: the watermark and the copy. Does not belong here: any meaning of the rows (dbt) and when it runs
(pipelines). Transaction ids and snapshots stop here; downstream there is only the integer `extract_id`.

What took long to find out:

- A clock or a sequence as watermark loses rows: a transaction that began first and commits last writes values that lie
  behind it. So the extract keeps the *snapshot* it saw (`pg_current_snapshot()`), and the next one takes exactly the
  rows whose writer was not visible in it. `written_xid >= pg_snapshot_xmin(previous)` alone would lose none either but
  take some twice; it stays because it can use the index.
- `written_xid` is the top-level transaction, also inside savepoints, as is everything in a snapshot: they compare.
- The lock comes before the transaction. Inside, the snapshot of a waiting extract would be older than the cut of the
  one it waited for.
- Transaction ids mean something on one server only. A dump that is restored elsewhere carries them along, together with
  `raw` and its log; the identity of the source tells, and then everything is compared anew.
- A row that did not change keeps its `extract_id`, also in a full extract, so that a repeated one costs dbt nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

import psycopg
from psycopg import IsolationLevel, sql

from warehouse.postgres import connect
from warehouse.relations import EXTRACTED_TABLES, NOT_EXTRACTED_COLUMNS, OFTEN_WRITTEN, OPERATIONAL, RAW
from warehouse.versions import keep_versions

_LOCK_KEY = 4_217_002  # any fixed number of our own: one extract at a time in a database

# From so many changed rows on, the planner must hear of them now and not when autovacuum comes round (a minute later);
# of a table that is mostly what it was, it need hear no more than how many rows an extract wrote, from a small sample.
_ANALYZE_FROM_ROWS = 5_000
_ANALYZE_WHOLE_FROM_SHARE = 0.1
_SMALL_SAMPLE = 10

# dbt finds the facts of a changed session or mark through these; everything else it finds by id or extract_id.
_LOOKUP_COLUMNS = {"session_attendance": "session_id", "session_attendance_topics": "attendance_id"}

_MAKE_LOG: LiteralString = """
create table if not exists raw.extract_log (
    extract_id bigint primary key,
    extracted_at timestamptz not null,
    as_of_date date not null,
    source_identity text not null,
    snapshot text not null,
    changed_rows bigint not null,
    changed_tables text[]
);
-- of an extract that an earlier version took it is not known
alter table raw.extract_log add column if not exists changed_tables text[]
"""
_SINCE: LiteralString = (
    "select as_of_date, changed_tables from raw.extract_log where extract_id >= %s order by extract_id"
)
_IDENTITY: LiteralString = """
select concat_ws(
    ':',
    (select system_identifier from pg_control_system()),
    (select oid from pg_database where datname = current_database()),
    (select oid from pg_namespace where nspname = 'operational')
)
"""
_SOURCE: LiteralString = f"select ({_IDENTITY}), cast(pg_current_snapshot() as text)"
_PREVIOUS: LiteralString = """
select extract_id, as_of_date, source_identity, snapshot from raw.extract_log order by extract_id desc limit 1
"""
# A session's date is its campus's date: where the first campus has begun a new day, the institute has.
_AS_OF_DATE: LiteralString = """
coalesce(
    (select clock_as_of from operational.institute),
    (select max(cast(now() at time zone time_zone as date)) from operational.campuses),
    cast(now() at time zone 'UTC' as date)
)
"""
_COLUMNS: LiteralString = """
select a.attname, format_type(a.atttypid, a.atttypmod)
from pg_attribute as a
where a.attrelid = to_regclass(%s) and a.attnum > 0 and not a.attisdropped
order by a.attnum
"""
# What an index finds; then exactly.
_FROM: LiteralString = "source.written_xid >= pg_snapshot_xmin(cast({previous} as pg_snapshot))"
_FROM_RANGES: LiteralString = """
cast(cast(source.written_xid as text) as bigint)
    >= cast(cast(pg_snapshot_xmin(cast({previous} as pg_snapshot)) as text) as bigint)
"""
_CHANGED: LiteralString = """
{from_where}
and not pg_visible_in_snapshot(source.written_xid, cast({previous} as pg_snapshot))
"""
_PENDING: LiteralString = """
select
    ({identity}) <> {previous_identity}
    or ({as_of_date}) <> {previous_date}
    or exists (select from operational.event as source where source.relation = any({relations}) and {changed})
"""


@dataclass(frozen=True)
class ExtractResult:
    """What one extract did.

    Attributes:
        extract_id: the newest extract's number; a new one only when `is_new`.
        as_of_date: the day that analytics are computed for: the institute's clock, or today at its campuses.
        changed_rows: rows inserted, updated or buried in `raw` by this extract.
        changed_rows_by_table: the same by table; tables without a change are left out.
        is_new: False when nothing had changed and the day is the same: there is nothing to build.
        is_full: whether everything was compared, not only what was written since the last extract.
    """

    extract_id: int
    as_of_date: date
    changed_rows: int
    changed_rows_by_table: dict[str, int]
    is_new: bool
    is_full: bool


def extract(database_url: str, *, full: bool = False) -> ExtractResult:
    """Brings `raw` to the state of `operational` at one instant.

    Takes every row whose writing transaction was not visible to the previous extract, and every deletion. Concurrent
    calls wait for each other.

    Args:
        database_url: the database that holds both schemas.
        full: compare every row, and bury what no longer exists, instead of trusting the watermark. Happens by itself
            at the first extract and when the rows turn out to come from another server.

    Returns:
        What changed. When nothing did, no new `extract_id` is made.

    Raises:
        psycopg.errors.UndefinedTable: the operational schema has not been migrated yet.
    """
    with _alone(database_url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        with connection.transaction():
            return _Cut(connection, full=full).take()


def pending_changes(database_url: str) -> bool:
    """Whether an extract would have something to do: an event that the last one did not see, a new day, another source.

    Cheap (an index probe), to be asked every second. Every write to `operational` comes with an event in the same
    transaction.
    """
    with connect(database_url, autocommit=True) as connection:
        if connection.execute("select to_regclass('raw.extract_log')").fetchone() == (None,):
            return True
        previous = connection.execute(_PREVIOUS).fetchone()
        if previous is None:
            return True
        # The snapshot goes in as a literal: as a joined column the planner could not use the index.
        query = sql.SQL(_PENDING).format(
            identity=sql.SQL(_IDENTITY),
            previous_identity=sql.Literal(previous[2]),
            as_of_date=sql.SQL(_AS_OF_DATE),
            previous_date=sql.Literal(previous[1]),
            # A log-in is an event too, but nothing that the warehouse waits for.
            relations=sql.Literal(list(EXTRACTED_TABLES)),
            changed=_changed("event", previous[3]),
        )
        [(is_pending,)] = connection.execute(query).fetchall()
        return bool(is_pending)


def changed_since(database_url: str, extract_id: int) -> frozenset[str] | None:
    """Tables whose raw rows changed in the extracts after `extract_id`.

    Returns:
        None when anything may have: that extract is not known, a later one was taken by an earlier version, or the day
        that analytics stand for has moved, which changes figures without any row.
    """
    with connect(database_url) as connection:
        log = connection.execute(_SINCE, (extract_id,)).fetchall()
        [(is_known,)] = connection.execute(
            "select exists (select from raw.extract_log where extract_id = %s)", (extract_id,)
        ).fetchall()
    if not is_known or len({as_of_date for as_of_date, _ in log}) > 1:
        return None
    later = [tables for _, tables in log[1:]]
    if any(tables is None for tables in later):
        return None
    return frozenset(table for tables in later for table in tables)


@contextmanager
def _alone(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection that holds the extract's lock; closing it, also by dying, gives the lock back."""
    with connect(database_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (_LOCK_KEY,))
        connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(RAW)))
        connection.execute(_MAKE_LOG)
        yield connection


class _Cut:
    """One extract inside its transaction."""

    def __init__(self, connection: psycopg.Connection, *, full: bool) -> None:
        self.connection = connection
        [(self.identity, self.snapshot)] = connection.execute(_SOURCE).fetchall()
        [(as_of_date,)] = connection.execute(f"select {_AS_OF_DATE}").fetchall()
        self.as_of_date: date = as_of_date
        previous = connection.execute(_PREVIOUS).fetchone()
        self.previous_id, self.previous_date, previous_identity, self.previous_snapshot = previous or (
            0,
            None,
            None,
            "",
        )
        self.is_full = full or previous_identity != self.identity
        self.extract_id: int = self.previous_id + 1

    def take(self) -> ExtractResult:
        counts = {table: self._copy(table) for table in EXTRACTED_TABLES}
        changed = {table: rows for table, rows in counts.items() if rows}
        keep_versions(self.connection, self.extract_id, self.as_of_date, changed)
        rows = sum(changed.values())
        is_new = bool(rows) or self.as_of_date != self.previous_date
        if is_new:
            self.connection.execute(
                "insert into raw.extract_log values (%s, now(), %s, %s, %s, %s, %s)",
                (self.extract_id, self.as_of_date, self.identity, self.snapshot, rows, list(changed)),
            )
        else:
            # The watermark moves on, or an event without a changed row (a log-out) would look pending for ever.
            self.connection.execute(
                "update raw.extract_log set snapshot = %s, source_identity = %s where extract_id = %s",
                (self.snapshot, self.identity, self.previous_id),
            )
        return ExtractResult(
            extract_id=self.extract_id if is_new else self.previous_id,
            as_of_date=self.as_of_date,
            changed_rows=rows,
            changed_rows_by_table=changed,
            is_new=is_new,
            is_full=self.is_full,
        )

    def _copy(self, table: str) -> int:
        hidden = NOT_EXTRACTED_COLUMNS.get(table, frozenset())
        columns = {name: kind for name, kind in self._columns(OPERATIONAL, table).items() if name not in hidden}
        if not columns:
            raise psycopg.errors.UndefinedTable(f"operational.{table} does not exist: migrate the database first")
        known = self._columns(RAW, table)
        if not known:
            rows = self._load(table, columns)
        else:
            added = {name: kind for name, kind in columns.items() if name not in known}
            self._add_columns(table, added)
            whole = self.is_full or bool(added)
            rows = self._upsert(table, list(columns), whole=whole) + self._bury(table, whole=whole)
        if rows >= _ANALYZE_FROM_ROWS:
            self._analyze(table, rows)
        return rows

    def _analyze(self, table: str, rows: int) -> None:
        """Tells the planner that so many rows of a table were written."""
        size = "select reltuples from pg_class where oid = to_regclass(%s)"
        [(known_rows,)] = self.connection.execute(size, (f"{RAW}.{table}",)).fetchall()
        if rows >= known_rows * _ANALYZE_WHOLE_FROM_SHARE:
            self._run("analyze {raw}", table)
            return
        self._run("set local default_statistics_target = {sample}", table, sample=sql.Literal(_SMALL_SAMPLE))
        self._run("analyze {raw} (extract_id)", table)
        self._run("set local default_statistics_target to default", table)

    def _load(self, table: str, columns: dict[str, str]) -> int:
        """The first copy of a table: indexes after the rows, which is three times as fast as an upsert."""
        definition = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items()
        )
        self._run(
            "create table {raw} ({definition}, extract_id bigint not null, is_deleted boolean not null)",
            table,
            definition=definition,
        )
        rows = self._run(
            "insert into {raw} select {values}, {extract_id}, false from {operational} as source",
            table,
            values=_list(columns, "source"),
        )
        self._run("alter table {raw} add primary key (id)", table)
        self._run("create index on {raw} (extract_id)", table)
        if table in _LOOKUP_COLUMNS:
            self._run("create index on {raw} ({column})", table, column=sql.Identifier(_LOOKUP_COLUMNS[table]))
        return rows

    def _add_columns(self, table: str, added: dict[str, str]) -> None:
        for name, kind in added.items():
            self._run(
                "alter table {raw} add column {column} {kind}",
                table,
                column=sql.Identifier(name),
                kind=sql.SQL(kind),
            )

    def _upsert(self, table: str, columns: list[str], *, whole: bool) -> int:
        return self._run(
            "insert into {raw} as target ({names}, extract_id, is_deleted) "
            "select {values}, {extract_id}, false from {operational} as source where {changed} "
            "on conflict (id) do update set ({names}, extract_id, is_deleted) = ({new}, {extract_id}, false) "
            "where target.is_deleted or ({old}) is distinct from ({new})",
            table,
            names=_list(columns),
            values=_list(columns, "source"),
            old=_list(columns, "target"),
            new=_list(columns, "excluded"),
            changed=sql.SQL("true") if whole else _changed(table, self.previous_snapshot),
        )

    def _bury(self, table: str, *, whole: bool) -> int:
        gone = (
            sql.SQL("true")
            if whole
            else sql.SQL(
                "target.id in (select source.row_id from operational.tombstone as source "
                "where source.relation = {relation} and {changed})"
            ).format(relation=sql.Literal(table), changed=_changed("tombstone", self.previous_snapshot))
        )
        # A row may have been deleted and made again under the same id: only what is not there is gone.
        return self._run(
            "update {raw} as target set extract_id = {extract_id}, is_deleted = true "
            "where not target.is_deleted and {gone} "
            "and not exists (select from {operational} as source where source.id = target.id)",
            table,
            gone=gone,
        )

    def _columns(self, schema: str, table: str) -> dict[str, str]:
        return dict(self.connection.execute(_COLUMNS, (f"{schema}.{table}",)).fetchall())

    def _run(self, statement: LiteralString, table: str, **parts: sql.Composable) -> int:
        query = sql.SQL(statement).format(
            raw=sql.Identifier(RAW, table),
            operational=sql.Identifier(OPERATIONAL, table),
            extract_id=sql.Literal(self.extract_id),
            **parts,
        )
        return self.connection.execute(query).rowcount


def _changed(table: str, previous_snapshot: str) -> sql.Composable:
    """Whether a row of `source`, the table, was written by a transaction that a snapshot did not see."""
    previous = sql.Literal(previous_snapshot)
    from_where = _FROM_RANGES if table in OFTEN_WRITTEN else _FROM
    return sql.SQL(_CHANGED).format(previous=previous, from_where=sql.SQL(from_where).format(previous=previous))


def _list(columns: list[str] | dict[str, str], relation: str | None = None) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(relation, name) if relation else sql.Identifier(name) for name in columns)

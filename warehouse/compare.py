"""Two snapshots side by side: which rows came, went and changed.

Belongs here: the difference of one relation between two connections. It is found by content, in buckets of keys, so
that only rows near a change are looked at one by one. What it did to a number stands in `attribution.py`, which
snapshots there are in `history.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import duckdb

from warehouse.documentation import Relation
from warehouse.queries import use_snapshot

BUCKETS: Final = 4096
BUILD_RELATION: Final = "reporting.rpt_build"
# Says when a row was written, not what it holds.
_NOT_CONTENT: Final = frozenset({"extract_id"})
_LONGEST_GUESSED_KEY: Final = 4
# Numbers the rows that are alike in every column, where a relation has no key.
_COPY: Final = "copy_number"
# Of the two sides of a changed row, the newer one stands for it.
COUNTED_ONCE: Final = "(difference_side = 'before') = (difference_kind = 'removed')"
# What attribution looks names up in.
LABELS: Final = ("marts.dim_campus", "marts.dim_subject", "marts.dim_faculty")

Connection = duckdb.DuckDBPyConnection


class CompareError(ValueError):
    """These cannot be compared; the message says why and what there is instead."""


@dataclass(frozen=True)
class RelationChange:
    """What became of one relation: its rows in both snapshots, and how many came, went and changed."""

    relation: str
    rows_before: int
    rows_after: int
    added: int
    removed: int
    changed: int

    @property
    def is_same(self) -> bool:
        """Whether both snapshots hold the same rows."""
        return not (self.added or self.removed or self.changed)


class Line(NamedTuple):
    """One value that differs: the row's kind (changed, added, removed), its key in words, and both values as text."""

    kind: str
    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """The rows of one relation that differ.

    `connection` holds them in the table `differing`: the relation's columns, `difference_side` (before, after) and
    `difference_kind` (added, removed, changed). A changed row is there twice.
    """

    relation: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    connection: Connection

    def counts(self) -> dict[str, int]:
        """How many rows were added, removed and changed."""
        query = f"select difference_kind, count(*) from differing where {COUNTED_ONCE} group by 1"  # noqa: S608
        return {"added": 0, "removed": 0, "changed": 0} | dict(self.connection.execute(query).fetchall())

    def rows(self, limit: int = 100) -> list[Line]:
        """The first rows that differ, one line per value that changed.

        What was added or removed whole has one line, with all that it holds.
        """
        keys = listed(self.key)
        order = "array_position(['changed', 'added', 'removed'], difference_kind)"
        found = self.connection.execute(
            f"""
            with first_ones as (
                select distinct difference_kind, {keys} from differing order by {order}, {keys} limit {int(limit)}
            )
            select differing.* from differing inner join first_ones on {joined("differing", "first_ones", self.key)}
            order by {order.replace("difference", "differing.difference")}, {listed(self.key, "differing")},
                difference_side desc
            """  # noqa: S608 - names come from the catalog
        )
        names = [column[0] for column in found.description or ()]
        records = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        return self._lines(records)[:limit]

    def _lines(self, records: list[dict[str, Any]]) -> list[Line]:
        lines: list[Line] = []
        for place, record in enumerate(records):
            kind = record["difference_kind"]
            row = ", ".join(f"{name} {record[name]}" for name in self.key if name != _COPY)
            if kind != "changed":
                whole = ", ".join(f"{name} {record[name]}" for name in self.columns if record[name] is not None)
                before, after = ("", whole) if kind == "added" else (whole, "")
                lines.append(Line(kind, row, "the whole row", before, after))
            elif record["difference_side"] == "before":
                newer = records[place + 1]
                lines += [
                    Line(kind, row, name, _shown(record[name]), _shown(newer[name]))
                    for name in self.columns
                    if record[name] != newer[name]
                ]
        return lines


@contextmanager
def difference(
    before: Connection, after: Connection, relation: str, key: Sequence[str] = (), within: str = "true"
) -> Iterator[Difference]:
    """The difference of one relation between two snapshots, for as long as the context lasts.

    Args:
        before: the older snapshot.
        after: the newer one.
        relation: `schema.name`; it must be in both.
        key: the columns that tell its rows apart; without any they are found, or whole rows are compared.
        within: the SQL condition of the rows that may differ (`differing_months.py`).

    Raises:
        CompareError: the relation is missing in one of them, or they share no column.
    """
    old, new = before.cursor(), after.cursor()
    work = duckdb.connect(":memory:")
    try:
        use_snapshot(old)
        use_snapshot(new)
        columns = _shared_columns(old, new, relation)
        looked_at = f"{named(relation)} where {within}"
        chosen = _key(old, new, looked_at, columns, tuple(key))
        content = _content(looked_at, columns, chosen)
        buckets = _differing_buckets(old, new, content, columns, chosen)
        for side, source in {"before": old, "after": new}.items():
            _load(source, work, side, content, chosen, buckets)
        work.execute(_differing_rows(columns, chosen))
        _load_labels(new, work)
        yield Difference(relation, chosen, columns, work)
    finally:
        work.close()
        old.close()
        new.close()


def changed_relations(
    before: Connection,
    after: Connection,
    documented: Mapping[str, Relation],
    within: Mapping[str, str] = MappingProxyType({}),
) -> list[RelationChange]:
    """Every relation of both snapshots that holds other rows than before, the most changed first.

    Args:
        before: the older snapshot.
        after: the newer one.
        documented: says what tells the rows of a relation apart.
        within: of some relations the SQL condition of the rows that may differ (`differing_months.py`).
    """
    known_before, known_after = _tallies(before), _tallies(after)
    in_both = sorted(set(relations(before)) & set(relations(after)) - {BUILD_RELATION})
    changes = []
    for relation in in_both:
        if relation in known_before and known_before[relation] == known_after.get(relation):
            continue
        key = documented[relation].key if relation in documented else ()
        with difference(before, after, relation, key, within.get(relation, "true")) as found:
            change = RelationChange(relation, _count(before, relation), _count(after, relation), **found.counts())
        if not change.is_same:
            changes.append(change)
    return sorted(changes, key=lambda change: change.added + change.removed + change.changed, reverse=True)


def relations(connection: Connection) -> dict[str, dict[str, str]]:
    """The columns and types of every relation of a snapshot, by `schema.name`."""
    found: dict[str, dict[str, str]] = {}
    rows = connection.execute(
        """
        select table_schema || '.' || table_name, column_name, data_type from information_schema.columns
        where table_schema <> 'information_schema' order by 1, ordinal_position
        """
    ).fetchall()
    for relation, column, kind in rows:
        found.setdefault(relation, {})[column] = kind
    return found


def named(relation: str) -> str:
    """A relation's name, quoted."""
    return ".".join(f'"{part}"' for part in relation.split("."))


def listed(columns: Sequence[str], alias: str = "") -> str:
    """Columns quoted and separated by commas, of one alias."""
    before = f"{alias}." if alias else ""
    return ", ".join(f'{before}"{column}"' for column in columns)


def joined(left: str, right: str, columns: Sequence[str]) -> str:
    """The condition that two aliases agree in these columns, nothing being equal to nothing."""
    return " and ".join(f'{left}."{column}" is not distinct from {right}."{column}"' for column in columns)


def _shown(value: object) -> str:
    return "–" if value is None else str(value)


def _shared_columns(before: Connection, after: Connection, relation: str) -> tuple[str, ...]:
    old, new = relations(before), relations(after)
    for words, known in (("older", old), ("newer", new)):
        if relation not in known:
            raise CompareError(f"{relation} is not in the {words} snapshot; there is {', '.join(sorted(known))}")
    columns = tuple(name for name in new[relation] if name in old[relation] and name not in _NOT_CONTENT)
    if not columns:
        raise CompareError(f"{relation} has no column in both snapshots")
    return columns


def _key(
    before: Connection, after: Connection, looked_at: str, columns: tuple[str, ...], wanted: tuple[str, ...]
) -> tuple[str, ...]:
    """The wanted key if it tells rows apart, else the shortest beginning of the columns that does, else all of them."""
    guesses = [wanted] if wanted and set(wanted) <= set(columns) else []
    guesses += [columns[:length] for length in range(1, min(len(columns), _LONGEST_GUESSED_KEY) + 1)]
    for guess in guesses:
        query = f"select count(*) = count(distinct ({listed(guess)},)) from {looked_at}"  # noqa: S608
        if len(guess) == 1:
            query = f"select count(*) = count(distinct {listed(guess)}) from {looked_at}"  # noqa: S608
        if all(connection.execute(query).fetchall() == [(True,)] for connection in (before, after)):
            return guess
    return (*columns, _COPY)


def _content(looked_at: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    """The query of the content of what is looked at; rows without a key are numbered where they are alike."""
    if _COPY not in key:
        return f"select {listed(columns)} from {looked_at}"  # noqa: S608
    number = f"row_number() over (partition by {listed(columns)}) as {_COPY}"
    return f"select {listed(columns)}, {number} from {looked_at}"  # noqa: S608


def _differing_buckets(
    before: Connection, after: Connection, content: str, columns: tuple[str, ...], key: tuple[str, ...]
) -> list[int]:
    query = f"""
        select hash({listed(key)}) % {BUCKETS}, count(*), sum(cast(hash({listed(columns)}) as hugeint))
        from ({content}) group by 1
    """  # noqa: S608
    old, new = (
        {bucket: rest for bucket, *rest in connection.execute(query).fetchall()} for connection in (before, after)
    )
    return sorted(bucket for bucket in old.keys() | new.keys() if old.get(bucket) != new.get(bucket))


def _load(
    source: Connection, work: Connection, name: str, content: str, key: tuple[str, ...], buckets: list[int]
) -> None:
    chosen = ", ".join(map(str, buckets)) or "-1"
    query = f"select * from ({content}) where hash({listed(key)}) % {BUCKETS} in ({chosen})"  # noqa: S608
    work.register("incoming", source.sql(query).to_arrow_reader())
    work.execute(f'create table "{name}" as select * from incoming')  # noqa: S608
    work.unregister("incoming")


def _load_labels(source: Connection, work: Connection) -> None:
    work.execute("create schema marts")
    known = relations(source)
    for relation in LABELS:
        if relation in known:
            work.register("incoming", source.sql(f"select * from {named(relation)}").to_arrow_reader())  # noqa: S608
            work.execute(f"create table {named(relation)} as select * from incoming")  # noqa: S608
            work.unregister("incoming")


def _differing_rows(columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    changed = " or ".join(f'old."{column}" is distinct from new."{column}"' for column in columns)
    found = ", ".join(f'coalesce(old."{column}", new."{column}") as "{column}"' for column in key)
    return f"""
        create temporary table pairs as
        select
            {found},
            case
                when old.difference_side is null then 'added'
                when new.difference_side is null then 'removed'
                else 'changed'
            end as difference_kind
        from (select 'before' as difference_side, * from before) as old
        full join (select 'after' as difference_side, * from after) as new on {joined("old", "new", key)}
        where old.difference_side is null or new.difference_side is null or {changed};
        create table differing as
        select 'before' as difference_side, pairs.difference_kind, before.*
        from before inner join pairs on {joined("before", "pairs", key)}
        union all by name
        select 'after' as difference_side, pairs.difference_kind, after.*
        from after inner join pairs on {joined("after", "pairs", key)}
    """  # noqa: S608 - names come from the catalog


def _tallies(connection: Connection) -> dict[str, tuple[int, str]]:
    """Rows and content hash of every relation, as the build says; nothing where it does not say so."""
    cursor = connection.cursor()
    try:
        use_snapshot(cursor)
        rows = cursor.execute(f"select relation, row_count, content_hash from {BUILD_RELATION}").fetchall()  # noqa: S608
    except duckdb.CatalogException:
        return {}
    finally:
        cursor.close()
    return {relation: (count, content) for relation, count, content in rows}


def _count(connection: Connection, relation: str) -> int:
    cursor = connection.cursor()
    try:
        use_snapshot(cursor)
        return int(cursor.execute(f"select count(*) from {named(relation)}").fetchall()[0][0])  # noqa: S608
    finally:
        cursor.close()

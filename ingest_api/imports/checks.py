# ruff: noqa: S608 - only names from formats.py are put together, values are bound
"""Checks of the staged files, set-based: duplicate keys, references, rules of a row, then `cross_checks.py`.

Belongs here: how a check becomes rows of `import_error`. What is checked stands in `formats.py`, `rules.py` and
`cross_checks.py`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import psycopg

from ingest_api.imports.cross_checks import CROSS_CHECKS, prepare
from ingest_api.imports.formats import FORMATS, Column, FileFormat
from ingest_api.imports.report import ErrorLog, ImportFault
from ingest_api.imports.rules import RULES
from ingest_api.imports.staging import StagedFile

# Where a key of each file is found in the database.
_LOOKUPS = {
    "campuses": ("operational.campuses", "code"),
    "counselors": ("existing_counselors", "email"),
    "faculties": ("operational.faculties", "employee_id"),
    "subjects": ("operational.subjects", "code"),
    "students": ("operational.students", "enrollment_no"),
    "batches": ("operational.flexible_batches", "reference"),
    "sessions": ("operational.learning_sessions", "reference"),
    "inquiries": ("operational.crm_inquiries", "reference"),
}

_INSERT = "insert into import_error (file, line, column_name, value, expected) "


def create_error_table(connection: psycopg.Connection) -> None:
    """Makes the empty table in which all errors meet, to be put in order."""
    connection.execute(
        "create temporary table import_error (file text, line integer, column_name text, value text, expected text, "
        "place bigint generated always as identity) on commit drop"
    )


def keep_errors(connection: psycopg.Connection, errors: ErrorLog, file: str) -> None:
    """Adds to the table what reading a file found."""
    with (
        connection.cursor() as cursor,
        cursor.copy("copy import_error (file, line, column_name, value, expected) from stdin") as copy,
    ):
        for fault in errors:
            copy.write_row((file, fault.line, fault.column, fault.value.replace("\0", "\\x00"), fault.expected))


def collect_errors(connection: psycopg.Connection, names: Mapping[str, str], errors: ErrorLog) -> None:
    """Moves the table's errors into `errors`, by file, line and time of discovery.

    Args:
        connection: where they stand.
        names: file of the format → its name in the folder.
        errors: takes them.
    """
    with connection.cursor("import_errors") as cursor:
        cursor.execute(
            "select file, line, column_name, value, expected from import_error "
            "order by array_position(%s, file), line, place",
            (list(FORMATS),),
        )
        for file, line, column, value, expected in cursor:
            errors.add(ImportFault(names[file], line, column, value or "", expected))


def check(
    connection: psycopg.Connection,
    staged: Mapping[str, StagedFile],
    names: Mapping[str, str],
    clock: date,
    *,
    is_as_of: bool,
) -> None:
    """Runs every check and fills `import_error`.

    Args:
        connection: holds the staging tables, completed.
        staged: the files of this folder.
        names: file of the format → its name in the folder.
        clock: the day after which nothing can have happened.
        is_as_of: whether that day was chosen, so that plans made later are unknown too.
    """
    for file in staged.values():
        if set(file.format.keys) <= file.present or file.format.name == "holidays":
            _check_duplicates(connection, file.format)
        for column in file.format.columns:
            target = staged.get(column.references or "")
            if column.references and column.name in file.present and (target is None or target.is_complete):
                _check_reference(connection, file.format, column, names)
    for rule in RULES:
        if rule.file in staged and (is_as_of or not rule.is_only_for_as_of):
            _insert(
                connection,
                rule.file,
                f"select staged.line, '{rule.column}', staged.{rule.column}::text, %(expected)s "
                f"from {FORMATS[rule.file].staging} as staged "
                f"where ({rule.breach}) and {_sound(rule.column, *rule.others)}",
                {"clock": clock, "expected": rule.expected.format(clock=clock)},
            )
    prepare(connection, staged)
    for cross_check in CROSS_CHECKS:
        incomplete = [name for name in cross_check.relies_on if name in staged and not staged[name].is_complete]
        if cross_check.file not in staged or incomplete:
            continue
        if cross_check.column is None or cross_check.column in staged[cross_check.file].present:
            _insert(connection, cross_check.file, cross_check.query, {"clock": clock})


def _insert(connection: psycopg.Connection, file: str, query: str, values: dict[str, Any]) -> int:
    """Runs a query of line, column, value, expected; only values that it names are bound."""
    found = connection.execute(
        f"{_INSERT} select '{file}', found.* from ({query}) as found",
        {name: value for name, value in values.items() if f"%({name})s" in query} or None,
    )
    return found.rowcount


def _sound(*columns: str) -> str:
    """That none of the columns is faulty in the row."""
    return f"(staged.faulty is null or not staged.faulty && array{list(columns)})"


def _check_duplicates(connection: psycopg.Connection, format_: FileFormat) -> None:
    keys = ", ".join(format_.keys)
    known = " and ".join(f"{key} is not null" for key in format_.keys)
    value = " || ' · ' || ".join(f"{key}::text" for key in format_.keys)
    _insert(
        connection,
        format_.name,
        f"""select line, '{", ".join(format_.keys)}', {value},
            'a key that no other row has; line ' || first_line || ' has it'
        from (
            select {keys}, line, min(line) over (partition by {keys}) as first_line
            from {format_.staging} where {known}
        ) as numbered
        where line > first_line""",
        {},
    )


def _check_reference(
    connection: psycopg.Connection, format_: FileFormat, column: Column, names: Mapping[str, str]
) -> None:
    target = FORMATS[column.references or ""]
    relation, field = _LOOKUPS[target.name]
    key = target.keys[0]
    value = "item.value" if column.is_list else f"staged.{column.name}"
    items = f"cross join lateral string_to_table(staged.{column.name}, ';') as item (value)" if column.is_list else ""
    expected = f"the {key} of a row in {names.get(target.name, target.name + '.csv')} or in the database"
    found = _insert(
        connection,
        format_.name,
        f"""select staged.line, '{column.name}', {value}, %(expected)s
        from {format_.staging} as staged {items}
        where {value} is not null
            and not exists (select from {target.staging} as fresh where fresh.{key} = {value})
            and not exists (select from {relation} as known where known.{field} = {value})""",
        {"expected": expected},
    )
    if found and not column.is_list:
        # Known to be wrong now: no later check shall complain of it again.
        connection.execute(
            f"""update {format_.staging} as staged
            set {column.name} = null, faulty = array_append(coalesce(faulty, '{{}}'), %(column)s)
            from import_error as error
            where error.file = %(file)s and error.column_name = %(column)s and error.line = staged.line""",
            {"file": format_.name, "column": column.name},
        )

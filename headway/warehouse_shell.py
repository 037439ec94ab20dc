"""`headway warehouse open`: SQL on the current snapshot, by DuckDB's own shell where there is one, else by a small one.

Belongs here: the prompt. What a statement may do is decided by the sealed connection of `warehouse/published.py`.
"""

import readline
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
from rich.console import Console

from warehouse.compare import relations
from warehouse.published import Build, open_snapshot
from warehouse.queries import in_words
from warehouse.settings import Settings

_PROMPT = "warehouse> "
_MORE = "        …> "
_SHOWN_ROWS = 200
_HELP = """A statement ends with a semicolon. Besides:
  .tables [WORD]      relations, those with the word in their name
  .schema RELATION    columns and types of a relation
  .help   .quit"""


def duckdb_program() -> str | None:
    """DuckDB's own shell, when there is one that understands files of the library that wrote them."""
    program = shutil.which("duckdb")
    if program is None:
        return None
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    major = told.stdout.strip().removeprefix("v").partition(".")[0]
    return program if major.isdecimal() and int(major) >= int(duckdb.__version__.partition(".")[0]) else None


def open_shell(console: Console, settings: Settings, build: Build, command: str | None) -> bool:
    """Runs one command, or a prompt until the end of the input.

    Returns:
        Whether the last statement succeeded.
    """
    if command is None and sys.stdin.isatty() and (program := duckdb_program()):
        console.print(f"Snapshot {build.build_id}: {build.warehouse_path}", soft_wrap=True)
        return subprocess.run([program, "-readonly", str(build.warehouse_path)], check=False).returncode == 0  # noqa: S603
    with open_snapshot(settings, build=build) as snapshot:
        if command is not None:
            return _run(console, snapshot, command)
        console.print(f"Snapshot {build.build_id}: {build.warehouse_path}", soft_wrap=True)
        if sys.stdin.isatty():
            console.print(_HELP, markup=False)
        return _prompt(console, snapshot, settings.home / "warehouse_history")


def _prompt(console: Console, snapshot: duckdb.DuckDBPyConnection, history: Path) -> bool:
    if sys.stdin.isatty() and history.exists():
        readline.read_history_file(history)
    succeeded = True
    for statement in _statements():
        if statement in (".quit", ".exit"):
            break
        succeeded = _run(console, snapshot, statement)
    if sys.stdin.isatty():
        readline.set_history_length(1000)
        readline.write_history_file(history)
    return succeeded


def _statements() -> Iterator[str]:
    """What is typed, cut at the semicolons that end a line; commands with a dot are a line each."""
    kept: list[str] = []
    while True:
        try:
            shown = (_MORE if kept else _PROMPT) if sys.stdin.isatty() else ""
            line = input(shown).rstrip()
        except KeyboardInterrupt:
            sys.stdout.write("\n")
            kept = []
            continue
        except EOFError:
            break
        if not kept and line.startswith("."):
            yield line
        elif line.strip():
            kept.append(line)
            if line.endswith(";"):
                yield "\n".join(kept)
                kept = []
    if kept:
        yield "\n".join(kept)


def _run(console: Console, snapshot: duckdb.DuckDBPyConnection, statement: str) -> bool:
    word, _, rest = statement.strip().partition(" ")
    try:
        if word == ".help":
            console.print(_HELP, markup=False)
        elif word == ".tables":
            for name in relations(snapshot):
                if rest.strip() in name:
                    console.print(name)
        elif word == ".schema":
            _describe(console, snapshot, rest.strip())
        elif word.startswith("."):
            console.print(f"There is no {word}; .help tells what there is.")
            return False
        else:
            rows = snapshot.sql(statement)
            if rows is not None:
                rows.show(max_rows=_SHOWN_ROWS, max_width=max(shutil.get_terminal_size().columns, 80))
    except duckdb.Error as error:
        console.print(in_words(error), style="red", markup=False)
        return False
    return True


def _describe(console: Console, snapshot: duckdb.DuckDBPyConnection, relation: str) -> None:
    columns = relations(snapshot).get(relation)
    if columns is None:
        console.print(f"There is no relation {relation!r}; .tables lists them.", markup=False)
        return
    for name, kind in columns.items():
        console.print(f"  {name:<32} {kind.lower()}", markup=False)

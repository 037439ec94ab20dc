"""Where dbt's project is, how it finds the database, and its manifest, parsed anew only when a file has changed."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from warehouse.settings import PROJECT_ROOT, get_settings

DBT_FOLDER = PROJECT_ROOT / "dbt"
_KEPT_PARSE = "partial_parse.msgpack"
_READ_BY_DBT = frozenset({".sql", ".yml", ".csv", ".md"})
# No server is asked while dbt parses. The database's name stays: it is part of the names of relations.
_NOWHERE = {"HEADWAY_DBT_HOST": "127.0.0.1", "HEADWAY_DBT_PORT": "5432", "HEADWAY_DBT_USER": "headway"}


def target_folder() -> Path:
    """Where dbt writes; outside the project, and kept, so that its parse stays warm."""
    return get_settings().home / "dbt" / "target"


def keep_results(part: str, *, is_first: bool, since: float) -> None:
    """Keeps what the last call of dbt has left as `run_results.json` beside those of the build's other calls.

    Args:
        part: of the build, which the file is called after.
        is_first: the build begins with it: what an earlier build left goes.
        since: Unix time at which the call began; results from before are of another, and left where they are.
    """
    left, kept = target_folder() / "run_results.json", target_folder().parent / "results"
    if not left.exists() or left.stat().st_mtime < since:
        return
    kept.mkdir(exist_ok=True)
    half = kept / f"{part}.half"
    shutil.copyfile(left, half)
    half.replace(kept / f"{part}.json")
    if is_first:
        for other in kept.glob("*.json"):
            if other.stem != part:
                other.unlink()


def dbt_environment(database_url: str | None = None) -> None:
    """Puts what dbt needs into the environment: no telemetry, its folders, and the database's address."""
    os.environ.update(_folders())
    if database_url is not None:
        parts = urlsplit(database_url)
        os.environ.update(
            {
                "HEADWAY_DBT_HOST": parts.hostname or "",
                "HEADWAY_DBT_PORT": str(parts.port or 5432),
                "HEADWAY_DBT_USER": unquote(parts.username or ""),
                "HEADWAY_DBT_PASSWORD": unquote(parts.password or ""),
                "HEADWAY_DBT_DBNAME": parts.path.lstrip("/"),
            }
        )


@contextmanager
def nowhere() -> Iterator[None]:
    """While dbt parses in this process: an address that is always the same, so that an earlier parse is still good.

    dbt parses anew when the server or its port is another, and the embedded server has another port at every start.
    """
    before = {name: os.environ.get(name) for name in _NOWHERE}
    os.environ.update(_NOWHERE)
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in before.items() if value is not None})
        for name in (name for name, value in before.items() if value is None):
            del os.environ[name]


def _folders() -> dict[str, str]:
    home = get_settings().home
    return {
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_VERSION_CHECK": "false",
        "DBT_PROFILES_DIR": str(DBT_FOLDER),
        "DBT_PROJECT_DIR": str(DBT_FOLDER),
        "DBT_TARGET_PATH": str(target_folder()),
        "DBT_LOG_PATH": str(home / "logs" / "dbt"),
        "DO_NOT_TRACK": "1",
    }


def manifest_path() -> Path:
    """dbt's manifest, made when it is missing or older than any file of the project.

    Several processes ask at once when Dagster starts; the first parses while the others wait.
    """
    target = target_folder()
    target.mkdir(parents=True, exist_ok=True)
    manifest = target / "manifest.json"
    with (target.parent / "parse.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not manifest.exists() or manifest.stat().st_mtime < newest_change():
            parsed = _parse()
            if parsed.returncode != 0 and forget_parse():
                parsed = _parse()
            if parsed.returncode != 0:
                raise RuntimeError(f"dbt could not parse the project:\n{parsed.stdout}{parsed.stderr}")
            manifest.touch()
    return manifest


def forget_parse(target: Path | None = None) -> bool:
    """Removes what an earlier parse left to build upon, in the target folder or this one; says whether there was any.

    After an upgrade dbt may take an earlier version's unit tests for others of the same name beside those of now.
    """
    kept = (target or target_folder()) / _KEPT_PARSE
    is_there = kept.exists()
    kept.unlink(missing_ok=True)
    return is_there


def forget_older_parse(target: Path) -> None:
    """Removes a parse that is older than what the project's YAML says: SQL alone dbt builds upon without fault."""
    kept = target / _KEPT_PARSE
    if kept.exists() and kept.stat().st_mtime < newest_change({".yml"}):
        forget_parse(target)


def _parse() -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - dbt of this environment on our own project
        [str(dbt_executable()), "--quiet", "parse"],
        cwd=DBT_FOLDER,
        env=os.environ | _folders() | _NOWHERE,
        capture_output=True,
        text=True,
        check=False,
    )


def dbt_executable() -> Path:
    """dbt's program of the running environment."""
    return Path(sys.executable).parent / "dbt"


def newest_change(suffixes: Set[str] = _READ_BY_DBT) -> float:
    """When a file of the project was last written, in seconds since the epoch; of those with these suffixes."""
    files = (path for path in DBT_FOLDER.rglob("*") if path.suffix in suffixes)
    return max((path.stat().st_mtime for path in files), default=0.0)

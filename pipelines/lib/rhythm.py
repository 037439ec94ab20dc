"""What is due: whether the whole project must be built, and whether the active enrolments are scored anew.

A refresh builds what a change reaches. Two things need more: a project (or a threshold) that is not the one everything
was built by, and scores, whose features look at every enrolment and not only at the changed ones. Both are remembered
in small files of the home, so that a start does not begin with a whole build. So is that a build is under way: when
it does not come to its end, the next one trusts nothing that it may have left half done.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.lib.dbt_project import DBT_FOLDER
from warehouse.settings import Settings

_SUFFIXES = {".sql", ".yml", ".csv"}


def is_whole(settings: Settings) -> bool:
    """Whether everything was last built by the project and the thresholds of now."""
    return _read(_whole_file(settings)).get("project") == _project(settings)


def note_whole(settings: Settings) -> None:
    """Remembers that everything has been built."""
    _write(_whole_file(settings), {"project": _project(settings)})


def is_scoring_due(settings: Settings, extract_id: int) -> bool:
    """Whether to score now: something changed since, and the last scoring is long enough ago for what it cost.

    In an institute where scoring would hold up the figures for longer than `rescore_longest_seconds`, it is left to the
    night.
    """
    last = _read(_scored_file(settings))
    if not last:
        return True
    if last["extract_id"] >= extract_id or last["seconds"] > settings.rescore_longest_seconds:
        return False
    return time.time() - float(last["at"]) >= settings.rescore_minutes * 60


def note_scored(settings: Settings, extract_id: int, seconds: float) -> None:
    """Remembers what the scores stand on, and how long they took with their features and reports."""
    _write(_scored_file(settings), {"extract_id": extract_id, "seconds": seconds, "at": time.time()})


@contextmanager
def under_way(settings: Settings) -> Iterator[bool]:
    """Around a build of dbt's models: whether the one before came to its end."""
    mark = settings.home / "dbt" / "under-way"
    was_finished = not mark.exists()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    yield was_finished
    mark.unlink(missing_ok=True)


def _project(settings: Settings) -> str:
    digest = hashlib.sha256(str(settings.mastery_level).encode())
    for path in sorted(path for path in DBT_FOLDER.rglob("*") if path.suffix in _SUFFIXES):
        digest.update(path.relative_to(DBT_FOLDER).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _whole_file(settings: Settings) -> Path:
    return settings.home / "dbt" / "whole.json"


def _scored_file(settings: Settings) -> Path:
    return settings.models_folder / "scored.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(told))
    unfinished.rename(path)

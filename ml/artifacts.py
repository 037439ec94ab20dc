"""Saves a trained model with its evaluation beside it, and loads both. The only place of this wing that touches a disk.

Not here: where models are kept and which one serves; the caller gives the path.
"""

from pathlib import Path
from typing import Any

import joblib


def save(model: object, evaluation: dict[str, Any], path: Path) -> None:
    """Writes model and evaluation as one file; a reader sees the old file or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    joblib.dump({"model": model, "evaluation": evaluation}, unfinished, compress=3)
    unfinished.replace(path)


def load(path: Path) -> tuple[Any, dict[str, Any]]:
    """Reads (model, evaluation) from a file that `save` wrote; load only files of this installation, they can run code.

    Raises:
        FileNotFoundError: There is no such file.
    """
    stored = joblib.load(path)
    return stored["model"], stored["evaluation"]

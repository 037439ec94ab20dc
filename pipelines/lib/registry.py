"""The registry of models: every version that has served, and how far those it speaks of have moved, day by day.

A small file beside each model in the home folder. Training the same data by the same code again is the same version
and adds nothing, so a build that changed nothing publishes the same rows.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from ml.contracts import MODEL_DRIFT, MODEL_VERSION, checked
from pipelines.lib.wings import Wing
from pipelines.lib.wings.wing import Model
from warehouse.settings import Settings

KEPT_VERSIONS = 60
KEPT_DRIFT_DAYS = 180


def note_version(
    wing: Wing, settings: Settings, model: Model, evaluation: Mapping[str, pd.DataFrame], *, code: str, data: str
) -> None:
    """Enters a version that serves from now on, and what its evaluation says of drift."""
    told = _read(wing, settings)
    known = {one["version"]: one for one in told["versions"]}
    entry = known.pop(model.version, None) or _entry(wing, settings, model, evaluation, code=code, data=data)
    told["versions"] = [*known.values(), entry][-KEPT_VERSIONS:]
    fresh = [_plain(row) for row in evaluation["model_drift"].to_dict("records")]
    anew = {_place(row) for row in fresh}
    oldest = str(pd.Timestamp(model.as_of) - pd.Timedelta(days=KEPT_DRIFT_DAYS))[:10]
    kept = [row for row in told["drift"] if _place(row) not in anew and oldest <= row["day"]]
    told["drift"] = kept + fresh
    path = _path(wing, settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(told, indent=1))
    unfinished.replace(path)


def versions(wing: Wing, settings: Settings, serving: str) -> pd.DataFrame:
    """`contracts.MODEL_VERSION` of one model, the oldest first."""
    rows = [one | {"is_serving": one["version"] == serving} for one in _read(wing, settings)["versions"]]
    return checked(pd.DataFrame(rows, columns=list(MODEL_VERSION)), MODEL_VERSION, "versions")


def drift(wing: Wing, settings: Settings) -> pd.DataFrame:
    """`contracts.MODEL_DRIFT` of one model, day by day."""
    rows = _read(wing, settings)["drift"]
    return checked(pd.DataFrame(rows, columns=list(MODEL_DRIFT)), MODEL_DRIFT, "drift")


def fingerprint(inputs: Mapping[str, pd.DataFrame]) -> str:
    """A digest of the rows that a model was given, in whatever order they came."""
    digest = hashlib.sha256()
    for name, frame in sorted(inputs.items()):
        told = frame.astype({column: "str" for column in frame if frame[column].dtype == object})
        rows = pd.util.hash_pandas_object(told, index=False).to_numpy()
        digest.update(f"{name}:{len(rows)}:{int(rows.sum())}".encode())
    return digest.hexdigest()[:12]


def _entry(
    wing: Wing, settings: Settings, model: Model, evaluation: Mapping[str, pd.DataFrame], *, code: str, data: str
) -> dict[str, Any]:
    card = evaluation["model_card"]
    compared = card[card["baseline_value"].notna() & card["value"].notna()].head(1).to_dict("records")
    first: dict[Any, Any] = compared[0] if compared else {}
    entry = {
        "model": wing.name,
        "version": model.version,
        "kind": model.kind,
        "trained_at": datetime.now(UTC).replace(microsecond=0),
        "trained_until": model.as_of,
        "row_count": int(model.trained_on_rows),
        "code_fingerprint": code,
        "data_fingerprint": data,
        "seed": settings.random_seed,
        **{name: first.get(name) for name in ("metric", "value", "baseline", "baseline_value")},
    }
    return _plain(entry)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["day"], row["measure"], row["subject"])


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row as JSON holds it."""
    told: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, datetime) and not isinstance(value, pd.Timestamp):
            told[str(name)] = value.isoformat()
        elif isinstance(value, pd.Timestamp | date):
            told[str(name)] = str(value)[:10]
        elif value is None or pd.isna(value):
            told[str(name)] = None
        else:
            told[str(name)] = value if isinstance(value, str) else float(value)
    return told


def _path(wing: Wing, settings: Settings) -> Path:
    return settings.models_folder / wing.name / "registry.json"


def _read(wing: Wing, settings: Settings) -> dict[str, list[dict[str, Any]]]:
    try:
        told = json.loads(_path(wing, settings).read_text())
    except FileNotFoundError:
        return {"versions": [], "drift": []}
    return {"versions": told["versions"], "drift": told["drift"]}

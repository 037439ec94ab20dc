"""Training, keeping and loading the models: features come from the database, trained models go to the home folder."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

import ml
from ml import artifacts
from pipelines.lib import registry
from pipelines.lib.threads import one_thread
from pipelines.lib.wings import Wing
from pipelines.lib.wings.wing import Model
from warehouse.postgres import arrow_connection, read_by
from warehouse.publish import newest_extract
from warehouse.settings import Settings


@dataclass(frozen=True)
class Trained:
    """A trained model, and its evaluation by relation (`ml.evaluation.Evaluation.frames`)."""

    model: Model
    evaluation: Mapping[str, pd.DataFrame]


class Reader:
    """Reads the relations of models by one connection; what two of them read is read once."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._read: dict[tuple[str, str | None], pd.DataFrame] = {}

    @classmethod
    @contextmanager
    def of(cls, database_url: str) -> Iterator["Reader"]:
        """One for the length of a block."""
        with arrow_connection(database_url) as connection:
            yield cls(connection)

    def relation(self, name: str) -> pd.DataFrame:
        """A whole relation, `schema.table`, as it stands now."""
        return read_by(self._connection, name)

    def inputs(self, wing: Wing, as_of: date | None = None) -> dict[str, pd.DataFrame]:
        """The frames of a wing by their names; with a day, only what a score of that day needs."""
        frames = {}
        for name, source in wing.inputs.items():
            if as_of is not None and not source.is_scored:
                continue
            where = None
            if as_of is not None and source.day_column is not None:
                where = f"{source.day_column} = date '{as_of.isoformat()}'"
            elif as_of is not None:
                where = source.scored_where
            if (source.relation, where) not in self._read:
                self._read[source.relation, where] = read_by(self._connection, source.relation, where)
            frames[name] = self._read[source.relation, where]
        return frames


def clock(database_url: str) -> date:
    """The day that features and scores stand for: that of the newest extract.

    Raises:
        RuntimeError: nothing has been extracted yet.
    """
    newest = newest_extract(database_url)
    if newest is None:
        raise RuntimeError("nothing has been extracted yet")
    return newest[1]


def train(wing: Wing, database_url: str, settings: Settings) -> Trained:
    """Trains and evaluates a model on what was known on the institute's clock, and keeps it."""
    with Reader.of(database_url) as reader:
        inputs, seed = reader.inputs(wing), settings.random_seed
    with one_thread():
        model = wing.train(inputs, clock(database_url), seed, wing.choices(settings))
        evaluation = wing.evaluate(model, inputs, seed).frames()
    return keep(wing, settings, model, inputs, evaluation)


def keep(
    wing: Wing,
    settings: Settings,
    model: Model,
    inputs: Mapping[str, pd.DataFrame],
    evaluation: dict[str, pd.DataFrame],
) -> Trained:
    """Lets a model serve from now on, and enters it into the registry."""
    path = _path(wing, settings)
    artifacts.save(model, evaluation, path)
    code, data = code_fingerprint(wing.name), registry.fingerprint(inputs)
    registry.note_version(wing, settings, model, evaluation, code=code, data=data)
    for older in path.parent.glob("*.joblib"):
        if older != path:
            older.unlink()
    return Trained(model, evaluation)


def load_or_train(wing: Wing, database_url: str, settings: Settings) -> Trained:
    """The model that serves; trained now when there is none of this code, of these choices, or it knows a later day."""
    try:
        model, evaluation = artifacts.load(_path(wing, settings))
    except FileNotFoundError:
        return train(wing, database_url, settings)
    if model.as_of > clock(database_url) or model.settings != wing.choices(settings):
        return train(wing, database_url, settings)
    return Trained(model, evaluation)


@lru_cache
def code_fingerprint(name: str) -> str:
    """A digest of the code by which a model learns: its own folder in `ml/` and what all models share."""
    root = Path(ml.__path__[0])
    digest = hashlib.sha256()
    for path in sorted([*root.glob("*.py"), *root.glob("contracts/*.py"), *root.joinpath(name).rglob("*.py")]):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _path(wing: Wing, settings: Settings) -> Path:
    # Another code's model may not even be readable, so the code is in the name.
    return settings.models_folder / wing.name / f"{code_fingerprint(wing.name)}.joblib"

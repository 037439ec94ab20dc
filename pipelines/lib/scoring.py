"""Scoring by every model that serves, and what must hold of it before anything downstream may use it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipelines.lib import registry
from pipelines.lib.models import Reader, Trained, clock, load_or_train
from pipelines.lib.predictions import EVALUATIONS, RELATIONS
from pipelines.lib.quality import uphold
from pipelines.lib.threads import one_thread
from pipelines.lib.wings import WINGS
from warehouse import expectations
from warehouse.postgres import write_predictions
from warehouse.relations import PREDICTIONS
from warehouse.settings import Settings


@dataclass(frozen=True)
class Scoring:
    """Predictions by relation, the day they stand for, and the faults found in each."""

    as_of: date
    frames: dict[str, pd.DataFrame]
    faults: dict[str, list[str]]


def score(database_url: str, settings: Settings) -> Scoring:
    """Scores with the models that serve; writes what is sound.

    Raises:
        BreachError: the scores are sound one by one, but their distribution is not what it was.
    """
    with Reader.of(database_url) as reader:
        return _score(database_url, reader, settings)


def _score(database_url: str, reader: Reader, settings: Settings) -> Scoring:
    as_of = clock(database_url)
    frames: dict[str, pd.DataFrame] = {}
    faults: dict[str, list[str]] = {name: [] for name in RELATIONS}
    trained = {name: load_or_train(wing, database_url, settings) for name, wing in WINGS.items()}
    for name, wing in WINGS.items():
        inputs = reader.inputs(wing, as_of)
        with one_thread():
            scored = wing.score(trained[name].model, inputs, as_of)
        frames |= scored
        faults |= wing.faults(scored, inputs, as_of)
    frames |= _evaluations(list(trained.values())) | _registry(trained, settings)
    faults["model_card"] = card_faults(frames["model_card"], {one.model.version for one in trained.values()})
    if not any(faults.values()):
        previous = {name: reader.relation(f"{PREDICTIONS}.{name}") for name in expectations.watched()}
        uphold(settings, expectations.check_predictions(frames, previous, settings))
    for name, frame in frames.items():
        if not faults[name]:
            write_predictions(database_url, name, frame, RELATIONS[name].types)
    return Scoring(as_of, frames, faults)


def card_faults(frame: pd.DataFrame, versions: set[str]) -> list[str]:
    """Which serving versions have no card."""
    return [f"no card for {version}" for version in sorted(versions - set(frame["version"]))]


def _evaluations(trained: list[Trained]) -> dict[str, pd.DataFrame]:
    return {name: pd.concat([one.evaluation[name] for one in trained], ignore_index=True) for name in EVALUATIONS}


def _registry(trained: dict[str, Trained], settings: Settings) -> dict[str, pd.DataFrame]:
    versions = [registry.versions(WINGS[name], settings, one.model.version) for name, one in trained.items()]
    drift = [registry.drift(WINGS[name], settings) for name in trained]
    return {
        "model_version": pd.concat(versions, ignore_index=True),
        "model_drift": pd.concat(drift, ignore_index=True),
    }

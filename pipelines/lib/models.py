"""Training, keeping and loading the models: features come from the database, trained models go to the home folder."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ml import artifacts, at_risk, completion
from warehouse.postgres import read_relation
from warehouse.publish import newest_extract
from warehouse.settings import Settings

FEATURES = "features.feat_enrollment_week"
OUTCOMES = "features.feat_enrollment_outcome"
MODELS = {"at_risk": at_risk, "completion": completion}


@dataclass(frozen=True)
class Trained:
    """A trained model and its evaluation: one row per metric and baseline (`ml.contracts.MODEL_CARD`)."""

    model: Any
    card: pd.DataFrame


def clock(database_url: str) -> date:
    """The day that features and scores stand for: that of the newest extract.

    Raises:
        RuntimeError: nothing has been extracted yet.
    """
    newest = newest_extract(database_url)
    if newest is None:
        raise RuntimeError("nothing has been extracted yet")
    return newest[1]


def train(name: str, database_url: str, settings: Settings) -> Trained:
    """Trains and evaluates a model on what was known on the institute's clock, and keeps it."""
    wing: Any = MODELS[name]
    features, outcomes = read_relation(database_url, FEATURES), read_relation(database_url, OUTCOMES)
    seed = settings.random_seed
    choices = _choices(name, settings)
    model = wing.train(features, outcomes, as_of=clock(database_url), seed=seed, settings=choices)
    card = wing.evaluate(model, features, outcomes, seed=seed)
    path = settings.models_folder / name / "current.joblib"
    artifacts.save(model, {"rows": card.to_dict(orient="list")}, path)
    return Trained(model, card)


def load_or_train(name: str, database_url: str, settings: Settings) -> Trained:
    """The model that serves; trained now when there is none, or the one there knows a later day or other thresholds."""
    try:
        model, card = artifacts.load(settings.models_folder / name / "current.joblib")
    except FileNotFoundError:
        return train(name, database_url, settings)
    if model.as_of > clock(database_url) or model.settings != _choices(name, settings):
        return train(name, database_url, settings)
    return Trained(model, pd.DataFrame(card["rows"]))


def _choices(name: str, settings: Settings) -> object:
    if name == "at_risk":
        return at_risk.AtRiskSettings(medium_from=settings.risk_band_medium, high_from=settings.risk_band_high)
    return completion.CompletionSettings()

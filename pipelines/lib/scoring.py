"""Scoring every active enrolment, and what must hold of it before anything downstream may use it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from ml import at_risk, completion
from ml.contracts import active_features
from pipelines.lib.models import FEATURES, OUTCOMES, clock, load_or_train
from pipelines.lib.predictions import RELATIONS
from pipelines.lib.quality import uphold
from pipelines.lib.soundness import card_faults, forecast_faults, risk_faults
from warehouse import expectations
from warehouse.postgres import read_relation, write_predictions
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
    as_of = clock(database_url)
    latest = read_relation(database_url, FEATURES, f"as_of_date = date '{as_of.isoformat()}'")
    rows = active_features(latest, read_relation(database_url, OUTCOMES), as_of)
    risk = load_or_train("at_risk", database_url, settings)
    forecast = load_or_train("completion", database_url, settings)
    frames = {
        "at_risk": at_risk.score(risk.model, rows),
        "completion_forecast": completion.score(forecast.model, rows),
        "model_card": pd.concat([risk.card, forecast.card], ignore_index=True),
    }
    faults = {
        "at_risk": risk_faults(frames["at_risk"], rows),
        "completion_forecast": forecast_faults(frames["completion_forecast"], as_of),
        "model_card": card_faults(frames["model_card"], {risk.model.version, forecast.model.version}),
    }
    if not any(faults.values()):
        previous = {name: read_relation(database_url, f"{PREDICTIONS}.{name}") for name in frames}
        uphold(settings, expectations.check_predictions(frames, previous, settings))
    for name, frame in frames.items():
        if not faults[name]:
            write_predictions(database_url, name, frame, RELATIONS[name])
    return Scoring(as_of, frames, faults)

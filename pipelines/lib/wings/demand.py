"""The demand forecast among the models: what the coming weeks will bring."""

from datetime import date

import pandas as pd

from ml import demand
from ml.contracts.demand import DEMAND_FORECAST
from ml.evaluation import Evaluation
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(_settings: Settings) -> demand.DemandSettings:
    return demand.DemandSettings()


def _train(inputs: Inputs, as_of: date, seed: int, choices: demand.DemandSettings) -> demand.TrainedModel:
    return demand.train(inputs["weeks"], as_of=as_of, seed=seed, settings=choices)


def _evaluate(model: demand.TrainedModel, _inputs: Inputs, seed: int) -> Evaluation:
    return demand.evaluate(model, seed=seed)


def _score(model: demand.TrainedModel, inputs: Inputs, as_of: date) -> Frames:
    return {"demand_forecast": demand.score(model, inputs["weeks"], as_of)}


def _faults(frames: Frames, _inputs: Inputs, _as_of: date) -> dict[str, list[str]]:
    return {"demand_forecast": demand_faults(frames["demand_forecast"])}


def demand_faults(frame: pd.DataFrame) -> list[str]:
    """What is wrong with forecasts; an empty list when nothing is."""
    found = []
    if frame["series_week"].duplicated().any():
        found.append("a week is forecast twice")
    told = frame[["p10", "p50", "p90"]].dropna()
    if not ((told["p10"] <= told["p50"]) & (told["p50"] <= told["p90"])).all():
        found.append("p10, p50 and p90 are not in order")
    if (told["p10"] < 0).any():
        found.append("a forecast is below nothing")
    return found


DEMAND_WING = Wing(
    name="demand",
    inputs={"weeks": Input("features.feat_demand_week")},
    outputs={
        "demand_forecast": Output(
            DEMAND_FORECAST, sound="every week is forecast once, its range in order and not below 0"
        )
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

"""The uplift of alerts and of help among the models."""

from datetime import date

import pandas as pd

from ml import interventions
from ml.contracts.interventions import INTERVENTION_UPLIFT
from ml.evaluation import Evaluation
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(settings: Settings) -> interventions.InterventionSettings:
    return interventions.InterventionSettings(holdout_share=settings.alert_holdout_share)


def _train(
    inputs: Inputs, as_of: date, seed: int, choices: interventions.InterventionSettings
) -> interventions.TrainedModel:
    return interventions.train(inputs["alerts"], as_of=as_of, seed=seed, settings=choices)


def _evaluate(model: interventions.TrainedModel, inputs: Inputs, seed: int) -> Evaluation:
    return interventions.evaluate(model, inputs["alerts"], seed=seed)


def _score(model: interventions.TrainedModel, _inputs: Inputs, _as_of: date) -> Frames:
    return {"intervention_uplift": interventions.score(model)}


def _faults(frames: Frames, _inputs: Inputs, _as_of: date) -> dict[str, list[str]]:
    return {"intervention_uplift": uplift_faults(frames["intervention_uplift"])}


def uplift_faults(frame: pd.DataFrame) -> list[str]:
    """What is wrong with estimates; an empty list when nothing is."""
    found = []
    told = frame[["low", "uplift", "high"]].dropna()
    if not ((told["low"] <= told["high"]) & told["uplift"].between(-1, 1)).all():
        found.append("an uplift is outside -1 to 1, or its interval upside down")
    if (frame["uplift"].notna() != (frame["status"] == "estimated")).any():
        found.append("an estimate is told without enough data, or not told with it")
    return found


INTERVENTIONS_WING = Wing(
    name="interventions",
    inputs={"alerts": Input("marts.fct_risk_alert")},
    outputs={
        "intervention_uplift": Output(
            INTERVENTION_UPLIFT, sound="an uplift is told with its interval when there is enough data, and only then"
        )
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

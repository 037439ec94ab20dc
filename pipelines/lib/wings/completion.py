"""The completion forecast among the models: when active enrolments will be completed."""

from datetime import date
from typing import Any

import pandas as pd

from ml import completion
from ml.contracts.completion import COMPLETION_FORECAST
from ml.evaluation import Evaluation
from pipelines.lib.wings.enrollments import (
    ENROLLMENT_INPUTS,
    OF_ACTIVE,
    STUDENT_ATTRIBUTES,
    active_rows,
    student_attributes,
)
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(_settings: Settings) -> completion.CompletionSettings:
    return completion.CompletionSettings()


def _train(
    inputs: Inputs, as_of: date, seed: int, choices: completion.CompletionSettings
) -> completion.CompletionModel:
    return completion.train(
        inputs["features"],
        inputs["outcomes"],
        as_of=as_of,
        seed=seed,
        settings=choices,
        calendar=completion.Calendar.of(inputs["campus_days"], as_of),
        pauses=completion.Pauses.of(inputs["pauses"]),
    )


def _evaluate(model: completion.CompletionModel, inputs: Inputs, seed: int) -> Evaluation:
    pauses = completion.Pauses.of(inputs["pauses"])
    return completion.evaluate(
        model,
        inputs["features"],
        inputs["outcomes"],
        seed=seed,
        pauses=pauses,
        attributes=student_attributes(inputs["attributes"]),
    )


def _score(model: completion.CompletionModel, inputs: Inputs, as_of: date) -> Frames:
    pauses = completion.Pauses.of(inputs["pauses"]).known(as_of)
    return {"completion_forecast": completion.score(model, active_rows(inputs, as_of), pauses)}


def _faults(frames: Frames, _inputs: Inputs, as_of: date) -> dict[str, list[str]]:
    return {"completion_forecast": forecast_faults(frames["completion_forecast"], as_of)}


def forecast_faults(frame: pd.DataFrame, as_of: date) -> list[str]:
    """What is wrong with forecasts made on `as_of`; an empty list when nothing is."""
    dates: Any = frame[["p10_date", "p50_date", "p90_date"]].apply(pd.to_datetime).dropna()
    found = []
    if not ((dates["p10_date"] <= dates["p50_date"]) & (dates["p50_date"] <= dates["p90_date"])).all():
        found.append("p10, p50 and p90 are not in order")
    if (dates["p10_date"] < pd.Timestamp(as_of)).any():
        found.append("a forecast lies in the past")
    chances = frame[["p_finish", "p_on_time", "p_on_time_if_finished"]]
    if ((chances < 0) | (chances > 1)).any(axis=None):
        found.append("a chance lies outside 0 to 1")
    if (chances["p_on_time"] > chances["p_finish"]).any():
        found.append("on time is more likely than at all")
    return found


COMPLETION_WING = Wing(
    name="completion",
    inputs={
        **ENROLLMENT_INPUTS,
        "campus_days": Input("features.feat_campus_day", is_scored=False),
        "pauses": Input("features.feat_enrollment_pause", scored_where=OF_ACTIVE),
        "attributes": STUDENT_ATTRIBUTES,
    },
    outputs={
        "completion_forecast": Output(
            COMPLETION_FORECAST, sound="dates are in order and none lies before the day of the forecast"
        )
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

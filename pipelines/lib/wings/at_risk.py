"""At-risk among the models: who may end without completion."""

from datetime import date

import pandas as pd

from ml import at_risk
from ml.contracts.at_risk import AT_RISK
from ml.evaluation import Evaluation
from pipelines.lib.wings.enrollments import (
    ENROLLMENT_INPUTS,
    STUDENT_ATTRIBUTES,
    active_rows,
    enrollment_faults,
    student_attributes,
)
from pipelines.lib.wings.wing import Frames, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(settings: Settings) -> at_risk.AtRiskSettings:
    return at_risk.AtRiskSettings(medium_from=settings.risk_band_medium, high_from=settings.risk_band_high)


def _train(inputs: Inputs, as_of: date, seed: int, choices: at_risk.AtRiskSettings) -> at_risk.TrainedModel:
    return at_risk.train(inputs["features"], inputs["outcomes"], as_of=as_of, seed=seed, settings=choices)


def _evaluate(model: at_risk.TrainedModel, inputs: Inputs, seed: int) -> Evaluation:
    attributes = student_attributes(inputs["attributes"])
    return at_risk.evaluate(model, inputs["features"], inputs["outcomes"], seed=seed, attributes=attributes)


def _score(model: at_risk.TrainedModel, inputs: Inputs, as_of: date) -> Frames:
    return {"at_risk": at_risk.score(model, active_rows(inputs, as_of))}


def _faults(frames: Frames, inputs: Inputs, as_of: date) -> dict[str, list[str]]:
    return {"at_risk": risk_faults(frames["at_risk"], active_rows(inputs, as_of))}


def risk_faults(frame: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """What is wrong with a scoring of `rows`; an empty list when nothing is."""
    found = enrollment_faults(frame, rows)
    if not (frame["p_drop"].between(0, 1) & frame["p_drop_30d"].between(0, 1)).all():
        found.append("a probability is missing or outside 0 to 1")
    elif (frame["p_drop_30d"] > frame["p_drop"]).any():
        found.append("dropping out within 30 days is likelier than dropping out at all")
    return found


AT_RISK_WING = Wing(
    name="at_risk",
    inputs=ENROLLMENT_INPUTS | {"attributes": STUDENT_ATTRIBUTES},
    outputs={"at_risk": Output(AT_RISK, sound="every active enrolment has one probability between 0 and 1")},
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

"""Velocity among the models: how fast active enrolments move, shrunk and compared."""

from datetime import date

import pandas as pd

from ml import velocity
from ml.contracts import known_outcomes
from ml.contracts.velocity import VELOCITY_ESTIMATE
from ml.evaluation import Evaluation
from pipelines.lib.wings.enrollments import OF_ACTIVE, STUDENT_ATTRIBUTES, enrollment_faults, student_attributes
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(_settings: Settings) -> velocity.VelocitySettings:
    return velocity.VelocitySettings()


def _train(inputs: Inputs, as_of: date, seed: int, choices: velocity.VelocitySettings) -> velocity.VelocityModel:
    return velocity.train(inputs["weeks"], inputs["outcomes"], as_of=as_of, seed=seed, settings=choices)


def _evaluate(model: velocity.VelocityModel, inputs: Inputs, seed: int) -> Evaluation:
    attributes = student_attributes(inputs["attributes"])
    return velocity.evaluate(model, inputs["weeks"], inputs["outcomes"], seed=seed, attributes=attributes)


def _score(model: velocity.VelocityModel, inputs: Inputs, as_of: date) -> Frames:
    return {"velocity_estimate": velocity.score(model, inputs["weeks"], inputs["outcomes"], as_of=as_of)}


def _faults(frames: Frames, inputs: Inputs, as_of: date) -> dict[str, list[str]]:
    known = known_outcomes(inputs["outcomes"], as_of)
    return {"velocity_estimate": velocity_faults(frames["velocity_estimate"], known[known["status"] == "active"])}


def velocity_faults(frame: pd.DataFrame, active: pd.DataFrame) -> list[str]:
    """What is wrong with estimates for the enrolments of `active`; an empty list when nothing is."""
    found = enrollment_faults(frame, active)
    if not ((frame["velocity_low"] <= frame["velocity"]) & (frame["velocity"] <= frame["velocity_high"])).all():
        found.append("an estimate is missing or lies outside its interval")
    return found


VELOCITY_WING = Wing(
    name="velocity",
    inputs={
        "weeks": Input("features.feat_velocity_week", scored_where=OF_ACTIVE),
        "outcomes": Input("features.feat_enrollment_outcome"),
        "attributes": STUDENT_ATTRIBUTES,
    },
    outputs={
        "velocity_estimate": Output(
            VELOCITY_ESTIMATE, sound="every active enrolment has one estimate, within its interval"
        )
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

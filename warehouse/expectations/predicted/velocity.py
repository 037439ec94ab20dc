"""Velocity: an estimate within its interval, a trend of the vocabulary."""

import pandas as pd

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, keyed, present, probability
from warehouse.expectations.rules import one_of
from warehouse.vocabulary import Trend


def _prepared(frame: pd.DataFrame) -> pd.DataFrame:
    # Whoever has no history yet is taken for the cohort: of a new intake that is one value, and no fault.
    return frame.assign(own_velocity=frame["velocity"].where(frame["own_weight"] > 0))


VELOCITY = {
    "velocity_estimate": Predicted(
        (
            *keyed("enrollment_id", "enrolments"),
            present("velocity"),
            probability("own_weight", "weights of a history"),
            probability("peers_slower_share", "shares of peers"),
            one_of(
                "trend",
                Trend,
                what="Some trends are not in the vocabulary",
                why="A screen would have no words for them.",
                resolve=RESOLVE,
            ),
            present("model_version"),
        ),
        key="enrollment_id",
        watched="own_velocity",
        prepared=_prepared,
    )
}

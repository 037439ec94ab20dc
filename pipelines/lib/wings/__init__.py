"""The models of the house: one file per model with its `Wing`, and the table of them that everything iterates over.

A new model adds its file and its name here; training, scoring, checks, writing and the model page follow by themselves.
"""

from pipelines.lib.wings.at_risk import AT_RISK_WING
from pipelines.lib.wings.completion import COMPLETION_WING
from pipelines.lib.wings.demand import DEMAND_WING
from pipelines.lib.wings.interventions import INTERVENTIONS_WING
from pipelines.lib.wings.lead_scoring import LEAD_SCORING_WING
from pipelines.lib.wings.learning_path import LEARNING_PATH_WING
from pipelines.lib.wings.sentiment import SENTIMENT_WING
from pipelines.lib.wings.velocity import VELOCITY_WING
from pipelines.lib.wings.wing import Input, Inputs, Output, Wing

WINGS: dict[str, Wing] = {
    wing.name: wing
    for wing in (
        AT_RISK_WING,
        COMPLETION_WING,
        VELOCITY_WING,
        LEARNING_PATH_WING,
        SENTIMENT_WING,
        DEMAND_WING,
        INTERVENTIONS_WING,
        LEAD_SCORING_WING,
    )
}

__all__ = ["WINGS", "Input", "Inputs", "Output", "Wing"]

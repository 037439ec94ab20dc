"""Lead scoring among the models: which open inquiry becomes a student, and which facts may say so."""

from datetime import date

from ml import lead_scoring
from ml.contracts.leads import LEAD_ATTRIBUTE, LEAD_SCORE
from ml.evaluation import Evaluation
from ml.lead_scoring.facts import known_leads, latest
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings


def _choices(settings: Settings) -> lead_scoring.LeadSettings:
    return lead_scoring.LeadSettings(
        medium_from=settings.lead_band_medium,
        high_from=settings.lead_band_high,
        calls_per_day=settings.lead_calls_per_day,
    )


def _train(inputs: Inputs, as_of: date, seed: int, choices: lead_scoring.LeadSettings) -> lead_scoring.TrainedModel:
    return lead_scoring.train(
        inputs["moments"], inputs["attributes"], inputs["outcomes"], as_of=as_of, seed=seed, settings=choices
    )


def _evaluate(model: lead_scoring.TrainedModel, inputs: Inputs, seed: int) -> Evaluation:
    return lead_scoring.evaluate(model, seed=seed, attributes=inputs["attributes"])


def _score(model: lead_scoring.TrainedModel, inputs: Inputs, as_of: date) -> Frames:
    return {
        "lead_score": lead_scoring.score(model, inputs["moments"], inputs["attributes"], inputs["outcomes"], as_of),
        "lead_attribute": lead_scoring.judged_attributes(model),
    }


def _faults(frames: Frames, inputs: Inputs, as_of: date) -> dict[str, list[str]]:
    scores, found = frames["lead_score"], []
    leads = known_leads(inputs["moments"], inputs["attributes"].iloc[:0], inputs["outcomes"], as_of)
    if set(scores["inquiry_id"]) != set(latest(leads)["inquiry_id"]) or scores["inquiry_id"].duplicated().any():
        found.append("the scored inquiries are not exactly the open ones")
    if not scores["p_enrol"].between(0, 1).all():
        found.append("a probability is missing or outside 0 to 1")
    judged = frames["lead_attribute"]
    return {
        "lead_score": found,
        "lead_attribute": ["an attribute was judged twice"] if judged["attribute"].duplicated().any() else [],
    }


LEAD_SCORING_WING = Wing(
    name="lead_scoring",
    inputs={
        "moments": Input("features.feat_inquiry_moment"),
        "attributes": Input("restricted.feat_inquiry_attribute"),
        "outcomes": Input("features.feat_inquiry_outcome"),
    },
    outputs={
        "lead_score": Output(LEAD_SCORE, sound="every open inquiry has one probability between 0 and 1"),
        "lead_attribute": Output(LEAD_ATTRIBUTE, sound="every fact without a date was judged once"),
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

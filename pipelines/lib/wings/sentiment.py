"""Sentiment and themes among the models: how feedback is meant, and what it is about."""

from datetime import date

import pandas as pd

from ml import sentiment
from ml.contracts.sentiment import FEEDBACK_SENTIMENT, FEEDBACK_THEME
from ml.evaluation import Evaluation
from pipelines.lib.wings.wing import Frames, Input, Inputs, Output, Wing
from warehouse.settings import Settings

# Comments are personal: they stay in `restricted`, and only what they mean leaves. What may not be shown is scored too,
# to be there when it may; what is published leaves it out.
INPUTS = {"feedback": Input("intermediate.int_feedback__given"), "comments": Input("restricted.feedback_comment")}


def feedback_of(inputs: Inputs) -> pd.DataFrame:
    """`contracts.FEEDBACK`: what was given, what was written with it, and what staff settled on."""
    given = inputs["feedback"][["feedback_id", "submitted_on", "rating", "sentiment", "themes", "settled_on"]]
    written = inputs["comments"][["feedback_id", "comments"]]
    names = {"sentiment": "settled_sentiment", "themes": "settled_themes", "comments": "comment"}
    together: pd.DataFrame = given.merge(written, how="left", on="feedback_id").rename(columns=names)
    return together


def _choices(settings: Settings) -> sentiment.SentimentSettings:
    return sentiment.SentimentSettings(unsure_below=settings.sentiment_unsure_below)


def _train(inputs: Inputs, as_of: date, seed: int, choices: sentiment.SentimentSettings) -> sentiment.TrainedModel:
    return sentiment.train(feedback_of(inputs), as_of=as_of, seed=seed, settings=choices)


def _evaluate(model: sentiment.TrainedModel, inputs: Inputs, seed: int) -> Evaluation:
    return sentiment.evaluate(model, feedback_of(inputs), seed=seed)


def _score(model: sentiment.TrainedModel, inputs: Inputs, as_of: date) -> Frames:
    feedback = feedback_of(inputs)
    return {
        "feedback_sentiment": sentiment.score(model, feedback, as_of=as_of),
        "feedback_theme": sentiment.find_themes(model, feedback, as_of=as_of),
    }


def _faults(frames: Frames, inputs: Inputs, as_of: date) -> dict[str, list[str]]:
    days = pd.to_datetime(inputs["feedback"]["submitted_on"])
    given = set(inputs["feedback"].loc[days <= pd.Timestamp(as_of), "feedback_id"])
    return {
        "feedback_sentiment": sentiment_faults(frames["feedback_sentiment"], given),
        "feedback_theme": theme_faults(frames["feedback_theme"], given),
    }


def sentiment_faults(frame: pd.DataFrame, given: set[int]) -> list[str]:
    """What is wrong with a scoring of the feedback `given`; an empty list when nothing is."""
    found = []
    if set(frame["feedback_id"]) != given or frame["feedback_id"].duplicated().any():
        found.append("the scored feedback is not exactly what was given")
    if not frame["confidence"].between(0, 1).all():
        found.append("a confidence is missing or outside 0 to 1")
    return found


def theme_faults(frame: pd.DataFrame, given: set[int]) -> list[str]:
    """What is wrong with themes of the feedback `given`; an empty list when nothing is."""
    if not set(frame["feedback_id"]) <= given or frame.duplicated(["feedback_id", "theme"]).any():
        return ["a theme belongs to no feedback, or stands there twice"]
    return []


SENTIMENT_WING = Wing(
    name="sentiment",
    inputs=INPUTS,
    outputs={
        "feedback_sentiment": Output(
            FEEDBACK_SENTIMENT, sound="every feedback has one sentiment, with a confidence between 0 and 1"
        ),
        "feedback_theme": Output(FEEDBACK_THEME, sound="every theme belongs to a feedback, once"),
    },
    choices=_choices,
    train=_train,
    evaluate=_evaluate,
    score=_score,
    faults=_faults,
)

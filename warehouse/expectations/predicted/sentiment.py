"""Sentiment and themes: words of the vocabulary, and how sure they are."""

from warehouse.expectations.predicted.predicted import RESOLVE, Predicted, keyed, present, probability
from warehouse.expectations.rules import one_of
from warehouse.vocabulary import Sentiment, Theme

SENTIMENT = {
    "feedback_sentiment": Predicted(
        (
            *keyed("feedback_id", "answers"),
            present("confidence"),
            probability("confidence", "confidences"),
            present("sentiment"),
            one_of(
                "sentiment",
                Sentiment,
                what="Some sentiments are not in the vocabulary",
                why="No count of praise and complaint would hold them.",
                resolve=RESOLVE,
            ),
            present("model_version"),
        ),
        key="feedback_id",
        watched="confidence",
    ),
    "feedback_theme": Predicted(
        (
            present("feedback_id"),
            one_of(
                "theme",
                Theme,
                what="Some themes are not in the vocabulary",
                why="No list of themes would show them.",
                resolve=RESOLVE,
            ),
        ),
        key="feedback_id",
    ),
}

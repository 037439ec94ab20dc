"""What people say: ratings, what they are about, how they are meant, and how long it takes to answer.

Sentiment and themes are what staff settled on, and the model's word where nobody has yet. Figures of fewer than five
answers are not shown where one of them is anonymous, and to a faculty member never, so that nobody can be made out
(`warehouse/anonymity.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, Period
from ingest_api.analytics.snapshot import Answer, Snapshot
from warehouse.metrics import Grain, Order, Question
from warehouse.scope import Viewer
from warehouse.vocabulary import FeedbackType, Sentiment

_RATINGS = ("feedback_answers", "mean_rating", "resolved_feedback", "pending_feedback", "median_hours_to_resolve")
_MOST_GROUPS = 500
_MOST_THEMES = 100
# Metrics of the registry and what an answer calls them.
_MEANT = {
    "meant_feedback": "answers",
    "meant_positive": "positive",
    "meant_neutral": "neutral",
    "meant_negative": "negative",
    "meant_by_model": "unsettled",
    "meant_unsure": "unsure",
    "meant_contradicted": "contradicted",
}
_THEMES = {
    "theme_meant": "answers",
    "theme_meant_positive": "positive",
    "theme_meant_neutral": "neutral",
    "theme_meant_negative": "negative",
    "theme_meant_rating": "mean_rating",
}


class Ratings(BaseModel):
    """Feedback of a group."""

    answers: int
    mean_rating: float | None = Field(description="1 to 5.", examples=[4.2])
    pending: int
    resolved: int
    median_hours_to_resolve: float | None


class RatingsOfType(Ratings):
    """Feedback about the same kind of thing."""

    feedback_type: FeedbackType


class RatingsOfMonth(Ratings):
    """Feedback of a month."""

    month_start: date


class RatingCount(BaseModel):
    """How often a rating was given."""

    rating: int
    answers: int


class Meant(BaseModel):
    """How feedback of a group is meant."""

    answers: int
    positive: int
    neutral: int
    negative: int


class Sentiments(Meant):
    """How feedback of a group is meant, and how far that can be relied on."""

    unsettled: int = Field(description="Nobody has settled yet how it is meant: the model says so.")
    unsure: int = Field(description="Of those, the model is unsure.")
    contradicted: int = Field(description="Rating and comment say the opposite of each other.")


class SentimentsOfMonth(Sentiments):
    """How feedback of a month is meant."""

    month_start: date


class SentimentsOfTheme(Meant):
    """How feedback about a theme is meant."""

    theme: str
    mean_rating: float | None


class FeedbackAnalytics(Answer):
    """Ratings within a period, and how what was said with them is meant."""

    date_from: date
    date_to: date
    total: Ratings | None = Field(description="Null when there is none, or too little to show.")
    sentiment: Sentiments | None = Field(description="Null when there is none, or too little to show.")
    distribution: list[RatingCount]
    by_type: list[RatingsOfType]
    by_month: list[RatingsOfMonth]


class SentimentAnalysis(Answer):
    """How feedback within a period is meant, and what it is about."""

    date_from: date
    date_to: date
    total: Sentiments | None = Field(description="Null when there is none, or too little to show.")
    by_month: list[SentimentsOfMonth]
    themes: list[SentimentsOfTheme]


def analytics(
    viewer: Viewer, asked: Asked, kind: FeedbackType | None, faculty_id: int | None
) -> Callable[[Snapshot], FeedbackAnalytics]:
    """Ratings of the period (90 days unless asked otherwise)."""

    def work(snapshot: Snapshot) -> FeedbackAnalytics:
        period = asked.period(snapshot.as_of)
        filters = asked.filters(feedback_type=kind, faculty=faculty_id)

        def rows(*by: str, metrics: tuple[str, ...] = _RATINGS, grain: Grain | None = None) -> list[dict[str, Any]]:
            question = Question(metrics, by, grain, filters, period.days, viewer, limit=_MOST_GROUPS)
            return snapshot.metrics(
                question,
                metric_time="month_start",
                feedback_answers="answers",
                resolved_feedback="resolved",
                pending_feedback="pending",
            )

        ratings = rows("rating", metrics=("feedback_answers",))
        return FeedbackAnalytics(
            build=snapshot.stamp,
            **vars(period),
            total=next((Ratings.model_validate(row) for row in rows() if row["answers"]), None),
            sentiment=_total(_said(snapshot, viewer, period, filters)),
            distribution=[RatingCount.model_validate(row) for row in ratings if row["rating"] is not None],
            by_type=[RatingsOfType.model_validate(row) for row in rows("feedback_type")],
            by_month=[RatingsOfMonth.model_validate(row) for row in rows(grain=Grain.MONTH)],
        )

    return work


def sentiment(
    viewer: Viewer, asked: Asked, kind: FeedbackType | None, meant: Sentiment | None
) -> Callable[[Snapshot], SentimentAnalysis]:
    """How feedback of the period is meant (90 days unless asked otherwise)."""

    def work(snapshot: Snapshot) -> SentimentAnalysis:
        period = asked.period(snapshot.as_of)
        filters = asked.filters(feedback_type=kind, sentiment=meant)
        months = _said(snapshot, viewer, period, filters, grain=Grain.MONTH)
        most_first = (Order("theme_meant", is_descending=True), Order("theme"))
        themes = Question(
            tuple(_THEMES), ("theme",), None, filters, period.days, viewer, order=most_first, limit=_MOST_THEMES
        )
        return SentimentAnalysis(
            build=snapshot.stamp,
            **vars(period),
            total=_total(_said(snapshot, viewer, period, filters)),
            by_month=[SentimentsOfMonth.model_validate(row) for row in months],
            themes=[SentimentsOfTheme.model_validate(row) for row in snapshot.metrics(themes, **_THEMES)],
        )

    return work


def _said(
    snapshot: Snapshot,
    viewer: Viewer,
    period: Period,
    filters: Mapping[str, Sequence[str | int | None]],
    grain: Grain | None = None,
) -> list[dict[str, Any]]:
    question = Question(tuple(_MEANT), (), grain, filters, period.days, viewer, limit=_MOST_GROUPS)
    return snapshot.metrics(question, metric_time="month_start", **_MEANT)


def _total(found: list[dict[str, Any]]) -> Sentiments | None:
    return next((Sentiments.model_validate(row) for row in found if row["answers"]), None)

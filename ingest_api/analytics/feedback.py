"""What people say: ratings, what they are about, how they were meant, and how long it takes to answer.

Sentiment and themes are what staff settled on; what nobody has settled yet is counted as such. To a faculty member,
figures of fewer answers than the metric registry asks for are not shown, so that nobody can be made out behind an
anonymous rating.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked
from ingest_api.analytics.snapshot import Answer, Snapshot
from warehouse.metrics import Grain, Order, Question
from warehouse.scope import Viewer
from warehouse.vocabulary import FeedbackType, Sentiment

_RATINGS = ("feedback_answers", "mean_rating", "resolved_feedback", "pending_feedback", "median_hours_to_resolve")
_SENTIMENTS = ("feedback_answers", "positive_feedback", "neutral_feedback", "negative_feedback", "unsettled_feedback")
_THEMES = ("theme_mentions", "theme_rating", "theme_positive", "theme_neutral", "theme_negative", "theme_unsettled")
_MOST_GROUPS = 500
_MOST_THEMES = 100


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


class FeedbackAnalytics(Answer):
    """Ratings within a period."""

    date_from: date
    date_to: date
    total: Ratings | None = Field(description="Null when there is none, or too little to show.")
    distribution: list[RatingCount]
    by_type: list[RatingsOfType]
    by_month: list[RatingsOfMonth]


class Sentiments(BaseModel):
    """How feedback of a group was meant."""

    answers: int
    positive: int
    neutral: int
    negative: int
    unsettled: int = Field(description="Nobody has settled yet how it was meant.")


class SentimentsOfMonth(Sentiments):
    """How feedback of a month was meant."""

    month_start: date


class SentimentsOfTheme(Sentiments):
    """How feedback about a theme was meant."""

    theme: str
    mean_rating: float | None


class SentimentAnalysis(Answer):
    """How feedback within a period was meant, and what it is about."""

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
            distribution=[RatingCount.model_validate(row) for row in ratings if row["rating"] is not None],
            by_type=[RatingsOfType.model_validate(row) for row in rows("feedback_type")],
            by_month=[RatingsOfMonth.model_validate(row) for row in rows(grain=Grain.MONTH)],
        )

    return work


def sentiment(
    viewer: Viewer, asked: Asked, kind: FeedbackType | None, meant: Sentiment | None
) -> Callable[[Snapshot], SentimentAnalysis]:
    """How feedback of the period was meant (90 days unless asked otherwise)."""

    def work(snapshot: Snapshot) -> SentimentAnalysis:
        period = asked.period(snapshot.as_of)
        filters = asked.filters(feedback_type=kind, sentiment=meant)

        def rows(grain: Grain | None = None) -> list[dict[str, Any]]:
            question = Question(_SENTIMENTS, (), grain, filters, period.days, viewer, limit=_MOST_GROUPS)
            return snapshot.metrics(
                question,
                metric_time="month_start",
                feedback_answers="answers",
                positive_feedback="positive",
                neutral_feedback="neutral",
                negative_feedback="negative",
                unsettled_feedback="unsettled",
            )

        order = (Order("theme_mentions", is_descending=True), Order("theme"))
        themes = snapshot.metrics(
            Question(_THEMES, ("theme",), None, filters, period.days, viewer, order=order, limit=_MOST_THEMES),
            theme_mentions="answers",
            theme_rating="mean_rating",
            theme_positive="positive",
            theme_neutral="neutral",
            theme_negative="negative",
            theme_unsettled="unsettled",
        )
        return SentimentAnalysis(
            build=snapshot.stamp,
            **vars(period),
            total=next((Sentiments.model_validate(row) for row in rows() if row["answers"]), None),
            by_month=[SentimentsOfMonth.model_validate(row) for row in rows(Grain.MONTH)],
            themes=[SentimentsOfTheme.model_validate(row) for row in themes],
        )

    return work

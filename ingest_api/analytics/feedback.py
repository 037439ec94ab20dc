"""What people say: ratings, what they are about, how they are meant, and how long it takes to answer.

Sentiment and themes are what staff settled on, and the model's word where nobody has yet. To a faculty member, figures
of fewer than five answers are not shown, so that nobody can be made out behind an anonymous one.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, Period, between
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.metrics import Grain, Question
from warehouse.scope import FEWEST_ANONYMOUS, Resource, Viewer
from warehouse.vocabulary import FeedbackType, Role, Sentiment

_RATINGS = ("feedback_answers", "mean_rating", "resolved_feedback", "pending_feedback", "median_hours_to_resolve")
_MOST_GROUPS = 500
_MOST_THEMES = 100
_MEANT = """
    count(*) as answers,
    count(*) filter (where said.sentiment = 'positive') as positive,
    count(*) filter (where said.sentiment = 'neutral') as neutral,
    count(*) filter (where said.sentiment = 'negative') as negative
"""
_SETTLED = """
    count(*) filter (where not said.is_settled) as unsettled,
    count(*) filter (where said.is_unsure) as unsure,
    count(*) filter (where said.is_contradicted) as contradicted
"""
_AROUND = """
    left join marts.fct_feedback as given on said.feedback_id = given.feedback_id
    left join marts.dim_campus as campus on said.campus_id = campus.campus_id
    left join marts.dim_subject as subject on given.subject_id = subject.subject_id
    where {where}
"""


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
            sentiment=_total(snapshot, _said(viewer, asked, period, kind, None, faculty_id), viewer),
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
        where = _said(viewer, asked, period, kind, meant)
        months = snapshot.rows(
            f"""
            select cast(date_trunc('month', said.submitted_on) as date) as month_start, {_MEANT}, {_SETTLED}
            from reporting.rpt_feedback_sentiment as said {_AROUND}
            group by month_start {_enough(viewer)} order by month_start limit {_MOST_GROUPS}
            """,  # noqa: S608 - our own text, values are bound
            where,
        )
        themes = snapshot.rows(
            f"""
            select said.theme, {_MEANT}, avg(said.rating) as mean_rating
            from reporting.rpt_feedback_theme as said {_AROUND}
            group by said.theme {_enough(viewer)} order by answers desc, said.theme limit {_MOST_THEMES}
            """,  # noqa: S608 - our own text, values are bound
            where,
        )
        return SentimentAnalysis(
            build=snapshot.stamp,
            **vars(period),
            total=_total(snapshot, where, viewer),
            by_month=[SentimentsOfMonth.model_validate(row) for row in months],
            themes=[SentimentsOfTheme.model_validate(row) for row in themes],
        )

    return work


def _said(
    viewer: Viewer,
    asked: Asked,
    period: Period,
    kind: FeedbackType | None,
    meant: Sentiment | None,
    faculty_id: int | None = None,
) -> Where:
    where = asked.where().seen_by(viewer, Resource.FEEDBACK, "said")
    where.add("said.feedback_type = $kind", kind=kind)
    where.add("said.sentiment = $meant", meant=meant)
    where.add("said.faculty_id = $faculty_id", faculty_id=faculty_id)
    return between(where, "said.submitted_on", period)


def _total(snapshot: Snapshot, where: Where, viewer: Viewer) -> Sentiments | None:
    found = snapshot.rows(
        f"select {_MEANT}, {_SETTLED} from reporting.rpt_feedback_sentiment as said {_AROUND}"  # noqa: S608 - our own text
        f" having count(*) >= {_fewest(viewer)}",
        where,
    )
    return Sentiments.model_validate(found[0]) if found else None


def _fewest(viewer: Viewer) -> int:
    return FEWEST_ANONYMOUS if viewer.role is Role.FACULTY else 1


def _enough(viewer: Viewer) -> str:
    return f"having count(*) >= {_fewest(viewer)}"

"""What people say: ratings, what they are about, how they were meant, and how long it takes to answer.

Sentiment and themes are what staff settled on; what nobody has settled yet is counted as such. To a faculty member,
figures of fewer than FEWEST answers are not shown, so that nobody can be made out behind an anonymous rating.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, between
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import FeedbackType, Role, Sentiment

FEWEST = 3

_TABLES = """
from marts.fct_feedback as feedback
left join marts.dim_campus as campus on campus.campus_id = feedback.campus_id
left join marts.dim_subject as subject on subject.subject_id = feedback.subject_id
where {where}
"""
_RATINGS = f"""
select {{group}} count(*) as answers, avg(feedback.rating) as mean_rating,
    count(*) filter (where feedback.status = 'resolved') as resolved,
    count(*) filter (where feedback.status = 'pending') as pending,
    median(feedback.hours_to_resolve) as median_hours_to_resolve
{_TABLES}
group by all
having count(*) >= $fewest
order by all
limit 500
"""  # noqa: S608 - parts of this file
_DISTRIBUTION = f"""
select feedback.rating, count(*) as answers
{_TABLES} and feedback.rating is not null
group by feedback.rating
order by feedback.rating
"""  # noqa: S608 - parts of this file
_SENTIMENTS = f"""
select {{group}} count(*) as answers, count(*) filter (where feedback.sentiment = 'positive') as positive,
    count(*) filter (where feedback.sentiment = 'neutral') as neutral,
    count(*) filter (where feedback.sentiment = 'negative') as negative,
    count(*) filter (where feedback.sentiment is null) as unsettled
{_TABLES}
group by all
having count(*) >= $fewest
order by all
limit 500
"""  # noqa: S608 - parts of this file
_THEMES = """
select theme, count(*) as answers, avg(rating) as mean_rating,
    count(*) filter (where sentiment = 'positive') as positive,
    count(*) filter (where sentiment = 'neutral') as neutral,
    count(*) filter (where sentiment = 'negative') as negative,
    count(*) filter (where sentiment is null) as unsettled
from (select unnest(feedback.themes) as theme, feedback.rating, feedback.sentiment {tables}) as named
group by theme
having count(*) >= $fewest
order by answers desc, theme
limit 100
""".replace("{tables}", _TABLES)
_MONTH = "cast(date_trunc('month', feedback.submitted_on) as date) as month_start,"


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
        where = between(_seen(viewer, asked, kind, faculty_id), "feedback.submitted_on", period)

        def rows(group: str) -> list[dict[str, Any]]:
            return snapshot.rows(_RATINGS.replace("{group}", group), where, fewest=_fewest(viewer))

        total = rows("'all' as name,")
        counts = snapshot.rows(_DISTRIBUTION, where) if total else []
        return FeedbackAnalytics(
            build=snapshot.stamp,
            **vars(period),
            total=Ratings.model_validate(total[0]) if total else None,
            distribution=[RatingCount.model_validate(row) for row in counts],
            by_type=[RatingsOfType.model_validate(row) for row in rows("feedback.feedback_type,")],
            by_month=[RatingsOfMonth.model_validate(row) for row in rows(_MONTH)],
        )

    return work


def sentiment(
    viewer: Viewer, asked: Asked, kind: FeedbackType | None, meant: Sentiment | None
) -> Callable[[Snapshot], SentimentAnalysis]:
    """How feedback of the period was meant (90 days unless asked otherwise)."""

    def work(snapshot: Snapshot) -> SentimentAnalysis:
        period = asked.period(snapshot.as_of)
        where = between(_seen(viewer, asked, kind, None), "feedback.submitted_on", period)
        where.add("feedback.sentiment = $sentiment", sentiment=meant)

        def rows(query: str, group: str = "") -> list[dict[str, Any]]:
            return snapshot.rows(query.replace("{group}", group), where, fewest=_fewest(viewer))

        total = rows(_SENTIMENTS, "'all' as name,")
        return SentimentAnalysis(
            build=snapshot.stamp,
            **vars(period),
            total=Sentiments.model_validate(total[0]) if total else None,
            by_month=[SentimentsOfMonth.model_validate(row) for row in rows(_SENTIMENTS, _MONTH)],
            themes=[SentimentsOfTheme.model_validate(row) for row in rows(_THEMES)],
        )

    return work


def _fewest(viewer: Viewer) -> int:
    return FEWEST if viewer.role is Role.FACULTY else 1


def _seen(viewer: Viewer, asked: Asked, kind: FeedbackType | None, faculty_id: int | None) -> Where:
    where = asked.where().seen_by(viewer, Resource.FEEDBACK, "feedback")
    where.add("feedback.feedback_type = $kind", kind=kind)
    return where.add("feedback.faculty_id = $faculty_id", faculty_id=faculty_id)

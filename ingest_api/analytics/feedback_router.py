"""Routes: ratings and sentiment, under /feedback."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from ingest_api.analytics import feedback
from ingest_api.analytics.filters import Filters
from ingest_api.analytics.snapshot import Published
from ingest_api.auth.dependencies import CurrentUser, require
from ingest_api.auth.permissions import Permission
from ingest_api.fields import RowId
from warehouse.vocabulary import FeedbackType, Sentiment

router = APIRouter(prefix="/feedback", tags=["analytics"])
Reader = Annotated[CurrentUser, Depends(require(Permission.FEEDBACK_ANALYTICS_READ))]


@router.get("/analytics")
async def analytics(
    user: Reader,
    published: Published,
    filters: Filters,
    feedback_type: FeedbackType | None = None,
    faculty_id: Annotated[RowId | None, Query()] = None,
) -> feedback.FeedbackAnalytics:
    """Ratings of the period; a faculty member sees those about her, and none of fewer than five answers."""
    return await published.read(feedback.analytics(user.viewer, filters, feedback_type, faculty_id))


@router.get("/sentiment-analysis")
async def sentiment(
    user: Reader,
    published: Published,
    filters: Filters,
    feedback_type: FeedbackType | None = None,
    sentiment: Sentiment | None = None,
) -> feedback.SentimentAnalysis:
    """How feedback of the period is meant, by month and theme: staff's word, or the model's where there is none."""
    return await published.read(feedback.sentiment(user.viewer, filters, feedback_type, sentiment))

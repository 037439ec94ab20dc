"""Leads: how many become students, by way and by counselor, and whether the open ones are looked after.

Duplicates that were merged into another inquiry count nowhere. Collected fees are payments of the students that the
inquiries became.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.filters import Asked, Period, share
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.metrics import Question
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import InquirySource, InquiryStatus

_PERIOD_DAYS = 180
_CONVERSION = (
    "inquiries",
    "contacted_inquiries",
    "scheduled_inquiries",
    "enrolled_inquiries",
    "lost_inquiries",
    "conversion_rate",
    "median_days_to_contact",
    "lead_collected_fees",
)
_OPEN = (
    "open_inquiries",
    "overdue_inquiries",
    "unplanned_inquiries",
    "unassigned_inquiries",
    "stale_inquiries",
    "mean_inquiry_age",
)
_LOST = ("losses_by_inquiry", "median_days_before_loss_by_inquiry")
_MOST_GROUPS = 500


@dataclass(frozen=True)
class LeadFilter:
    """Which leads; None does not filter."""

    asked: Asked
    source: InquirySource | None
    counselor_id: int | None

    @property
    def filters(self) -> dict[str, list[str | int | None]]:
        """The same for the metric registry."""
        found = self.asked.filters(source=self.source, counselor=self.counselor_id)
        # An inquiry is about several subjects, or none.
        found.pop("subject__subject_code", None)
        return found


class Conversion(BaseModel):
    """How far a group of inquiries came."""

    inquiries: int
    contacted: int
    scheduled: int
    enrolled: int
    lost: int
    conversion_rate: float | None = Field(description="Enrolled out of all inquiries.", examples=[0.31])
    median_days_to_contact: float | None
    collected_fees: Decimal = Field(description="In the institute's currency.")


class SourceConversion(Conversion):
    """Inquiries that came the same way."""

    source: InquirySource | None


class CounselorConversion(Conversion):
    """Inquiries of one counselor; null for those without one."""

    counselor_id: int | None


class FunnelStage(BaseModel):
    """How many ever got so far, and how many of the stage before did not."""

    stage: InquiryStatus
    reached: int
    drop_off: float | None = Field(description="Share of the stage before that never came here.")


class LostFrom(BaseModel):
    """Where lost inquiries had come to."""

    stage: InquiryStatus
    inquiries: int
    median_days: float | None = Field(description="Days they had stayed there.")


class ConversionAnalytics(Answer):
    """Conversion of the inquiries that came in within the period."""

    date_from: date
    date_to: date
    total: Conversion
    funnel: list[FunnelStage]
    by_source: list[SourceConversion]
    by_counselor: list[CounselorConversion]
    lost_from: list[LostFrom]


class Pipeline(BaseModel):
    """Open inquiries of a group."""

    inquiries: int
    overdue: int = Field(description="With a contact that should have been made by now.")
    unplanned: int = Field(description="Without a next contact.")
    unassigned: int
    stale: int = Field(description="Nothing has happened for long.")
    mean_age_days: float | None


class PipelineOfStage(Pipeline):
    """Open inquiries in a stage."""

    status: InquiryStatus


class PipelineOfCounselor(Pipeline):
    """Open inquiries of a counselor; null for those without one."""

    counselor_id: int | None


class PipelineHealth(Answer):
    """Whether open inquiries are looked after."""

    total: Pipeline
    by_status: list[PipelineOfStage]
    by_counselor: list[PipelineOfCounselor]


def conversion_rows(
    snapshot: Snapshot, viewer: Viewer, wanted: LeadFilter, period: Period, *by: str
) -> list[dict[str, Any]]:
    """Conversion of the inquiries that came in within the period, by dimensions of the metric registry."""
    question = Question(_CONVERSION, by, None, wanted.filters, period.days, viewer, limit=_MOST_GROUPS)
    rows = snapshot.metrics(
        question,
        campus__campus_code="campus_code",
        counselor="counselor_id",
        contacted_inquiries="contacted",
        scheduled_inquiries="scheduled",
        enrolled_inquiries="enrolled",
        lost_inquiries="lost",
        lead_collected_fees="collected_fees",
    )
    # Of a group that has duplicates only there is nothing to tell.
    return [row for row in rows if row["inquiries"] or not by]


def leads(viewer: Viewer, wanted: LeadFilter) -> Where:
    """The inquiries that were asked for and may be seen."""
    where = wanted.asked.where(subject=None).seen_by(viewer, Resource.INQUIRIES, "inquiry")
    where.add("inquiry.source = $source", source=wanted.source)
    return where.add("inquiry.counselor_id = $counselor_id", counselor_id=wanted.counselor_id)


def conversion(viewer: Viewer, wanted: LeadFilter) -> Callable[[Snapshot], ConversionAnalytics]:
    """Conversion of the inquiries that came in within the period (half a year unless asked otherwise)."""

    def work(snapshot: Snapshot) -> ConversionAnalytics:
        period = wanted.asked.period(snapshot.as_of, _PERIOD_DAYS)
        [total] = conversion_rows(snapshot, viewer, wanted, period)
        return ConversionAnalytics(
            build=snapshot.stamp,
            **vars(period),
            total=Conversion.model_validate(total),
            funnel=_funnel(total),
            by_source=[
                SourceConversion.model_validate(row)
                for row in conversion_rows(snapshot, viewer, wanted, period, "source")
            ],
            by_counselor=[
                CounselorConversion.model_validate(row)
                for row in conversion_rows(snapshot, viewer, wanted, period, "counselor")
            ],
            lost_from=_lost_from(snapshot, viewer, wanted, period),
        )

    return work


def _lost_from(snapshot: Snapshot, viewer: Viewer, wanted: LeadFilter, period: Period) -> list[LostFrom]:
    question = Question(_LOST, ("from_status",), None, wanted.filters, period.days, viewer)
    rows = snapshot.metrics(
        question,
        from_status="stage",
        losses_by_inquiry="inquiries",
        median_days_before_loss_by_inquiry="median_days",
    )
    # Moves to another stage have a row too.
    return [LostFrom.model_validate(row) for row in rows if row["inquiries"]]


def _funnel(total: dict[str, Any]) -> list[FunnelStage]:
    reached = [
        (InquiryStatus.NEW, total["inquiries"]),
        (InquiryStatus.CONTACTED, total["contacted"]),
        (InquiryStatus.FOLLOW_UP_SCHEDULED, total["scheduled"]),
        (InquiryStatus.ENROLLED, total["enrolled"]),
    ]
    before = [None, *(count for _, count in reached)]
    return [
        FunnelStage(
            stage=stage, reached=count, drop_off=None if previous is None else share(previous - count, previous)
        )
        for (stage, count), previous in zip(reached, before, strict=False)
    ]


def pipeline(viewer: Viewer, wanted: LeadFilter) -> Callable[[Snapshot], PipelineHealth]:
    """The open inquiries as they stand on the build's day."""

    def work(snapshot: Snapshot) -> PipelineHealth:
        def rows(*by: str) -> list[dict[str, Any]]:
            found = snapshot.metrics(
                Question(_OPEN, by, None, wanted.filters, None, viewer, limit=_MOST_GROUPS),
                counselor="counselor_id",
                open_inquiries="inquiries",
                overdue_inquiries="overdue",
                unplanned_inquiries="unplanned",
                unassigned_inquiries="unassigned",
                stale_inquiries="stale",
                mean_inquiry_age="mean_age_days",
            )
            return [row for row in found if row["inquiries"] or not by]

        return PipelineHealth(
            build=snapshot.stamp,
            total=Pipeline.model_validate(rows()[0]),
            by_status=[PipelineOfStage.model_validate(row) for row in rows("status")],
            by_counselor=[PipelineOfCounselor.model_validate(row) for row in rows("counselor")],
        )

    return work

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

from ingest_api.analytics.filters import Asked, between, share
from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.scope import Resource, Viewer
from warehouse.vocabulary import InquirySource, InquiryStatus

_PERIOD_DAYS = 180
STALE_DAYS = 14

_CONVERSION = """
with paid as (
    select student_id, sum(amount) as amount from marts.fct_payment group by student_id
)
select {group} count(*) as inquiries, count(*) filter (where inquiry.was_contacted) as contacted,
    count(*) filter (where inquiry.was_scheduled) as scheduled,
    count(*) filter (where inquiry.status = 'enrolled') as enrolled,
    count(*) filter (where inquiry.status = 'lost') as lost,
    median(inquiry.days_to_contact) as median_days_to_contact,
    coalesce(sum(paid.amount) filter (where inquiry.status = 'enrolled'), 0) as collected_fees
from marts.fct_inquiry as inquiry
inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
left join paid on paid.student_id = inquiry.student_id
where not inquiry.is_duplicate and {where}
group by all
order by all
limit 500
"""
_LOST_FROM = """
select change.from_status as stage, count(*) as inquiries, median(change.days_in_previous_stage) as median_days
from marts.fct_inquiry_stage_change as change
inner join marts.fct_inquiry as inquiry on inquiry.inquiry_id = change.inquiry_id
inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
where not inquiry.is_duplicate and change.to_status = 'lost' and change.from_status is not null and {where}
group by change.from_status
order by change.from_status
"""
_OPEN = """
with activity as (
    select inquiry_id, max(happened_on) as happened_on
    from (
        select inquiry_id, changed_on as happened_on from marts.fct_inquiry_stage_change
        union all
        select inquiry_id, follow_up_date from marts.fct_follow_up where status = 'completed'
    ) as happened
    group by inquiry_id
), overdue as (
    select inquiry_id, count(*) as follow_ups from marts.fct_follow_up where is_overdue group by inquiry_id
)
select {group} count(*) as inquiries,
    count(*) filter (where coalesce(overdue.follow_ups, 0) > 0 or inquiry.next_follow_up_date < $as_of) as overdue,
    count(*) filter (where inquiry.next_follow_up_date is null and overdue.inquiry_id is null) as unplanned,
    count(*) filter (where inquiry.counselor_id is null) as unassigned,
    count(*) filter (
        where date_diff('day', greatest(inquiry.inquired_on, activity.happened_on), $as_of) >= $stale_days
    ) as stale,
    avg(date_diff('day', inquiry.inquired_on, $as_of)) as mean_age_days
from marts.fct_inquiry as inquiry
inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
left join activity on activity.inquiry_id = inquiry.inquiry_id
left join overdue on overdue.inquiry_id = inquiry.inquiry_id
where not inquiry.is_duplicate and inquiry.status not in ('enrolled', 'lost') and {where}
group by all
order by all
limit 500
"""


@dataclass(frozen=True)
class LeadFilter:
    """Which leads; None does not filter."""

    asked: Asked
    source: InquirySource | None
    counselor_id: int | None


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
    stale: int = Field(description=f"Nothing has happened for {STALE_DAYS} days or more.")
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


def conversion_rows(snapshot: Snapshot, where: Where, group: str) -> list[dict[str, Any]]:
    """Conversion by `group` (columns of the aliases inquiry and campus, with a comma at the end, or nothing)."""
    rows = snapshot.rows(_CONVERSION.replace("{group}", group), where)
    return [{**row, "conversion_rate": share(row["enrolled"], row["inquiries"])} for row in rows]


def leads(viewer: Viewer, wanted: LeadFilter) -> Where:
    """The inquiries that were asked for and may be seen."""
    where = wanted.asked.where(subject=None).seen_by(viewer, Resource.INQUIRIES, "inquiry")
    where.add("inquiry.source = $source", source=wanted.source)
    return where.add("inquiry.counselor_id = $counselor_id", counselor_id=wanted.counselor_id)


def conversion(viewer: Viewer, wanted: LeadFilter) -> Callable[[Snapshot], ConversionAnalytics]:
    """Conversion of the inquiries that came in within the period (half a year unless asked otherwise)."""

    def work(snapshot: Snapshot) -> ConversionAnalytics:
        period = wanted.asked.period(snapshot.as_of, _PERIOD_DAYS)
        where = between(leads(viewer, wanted), "inquiry.inquired_on", period)
        nothing = dict.fromkeys(("inquiries", "contacted", "scheduled", "enrolled", "lost", "collected_fees"), 0)
        [total] = conversion_rows(snapshot, where, "'all' as name,") or [
            {**nothing, "conversion_rate": None, "median_days_to_contact": None}
        ]
        return ConversionAnalytics(
            build=snapshot.stamp,
            **vars(period),
            total=Conversion.model_validate(total),
            funnel=_funnel(total),
            by_source=[
                SourceConversion.model_validate(row) for row in conversion_rows(snapshot, where, "inquiry.source,")
            ],
            by_counselor=[
                CounselorConversion.model_validate(row)
                for row in conversion_rows(snapshot, where, "inquiry.counselor_id,")
            ],
            lost_from=[LostFrom.model_validate(row) for row in snapshot.rows(_LOST_FROM, where)],
        )

    return work


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
        where = leads(viewer, wanted)

        def rows(group: str) -> list[dict[str, Any]]:
            return snapshot.rows(_OPEN.replace("{group}", group), where, stale_days=STALE_DAYS)

        nothing = dict.fromkeys(("inquiries", "overdue", "unplanned", "unassigned", "stale"), 0)
        total = rows("'all' as name,") or [{**nothing, "mean_age_days": None}]
        return PipelineHealth(
            build=snapshot.stamp,
            total=Pipeline.model_validate(total[0]),
            by_status=[PipelineOfStage.model_validate(row) for row in rows("inquiry.status,")],
            by_counselor=[PipelineOfCounselor.model_validate(row) for row in rows("inquiry.counselor_id,")],
        )

    return work

"""Whom to call first: open inquiries by their chance to enrol, with the reasons; and the score of one of them.

The chance comes from the published snapshot, so an inquiry that came in since stands at the end, without one.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.crm import LeadFilter, leads
from ingest_api.analytics.snapshot import Answer, Snapshot
from ingest_api.errors import NotFound
from warehouse.scope import Viewer
from warehouse.vocabulary import InquiryPriority, InquirySource, InquiryStatus, LeadBand

_CALLS = """
select inquiry.inquiry_id, inquirer.student_name, inquirer.phone, inquirer.email, inquiry.campus_code,
    inquiry.counselor_id, inquiry.source, inquiry.status, inquiry.priority, inquiry.subjects_asked, inquiry.inquired_on,
    inquiry.next_follow_up_date, inquiry.is_overdue, inquiry.contacts_made, inquiry.rank_at_campus, inquiry.p_enrol,
    inquiry.band, coalesce(inquiry.reasons, []) as reasons
from reporting.rpt_call_list as inquiry
inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
left join restricted.dim_inquirer as inquirer on inquirer.inquiry_id = inquiry.inquiry_id
where {where}
order by inquiry.p_enrol desc nulls last, inquiry.inquiry_id desc
limit $limit
"""
_TOTALS = """
select count(*) as inquiries, count(inquiry.p_enrol) as scored, coalesce(sum(inquiry.p_enrol), 0) as expected_enrolments
from reporting.rpt_call_list as inquiry
inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
where {where}
"""
_SCORE = """
select inquiry.inquiry_id, inquiry.scored_as_of, inquiry.moment, inquiry.p_enrol, inquiry.band,
    coalesce(inquiry.reasons, []) as reasons, inquiry.rank_at_campus
from reporting.rpt_call_list as inquiry
inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
where {where}
"""
_REASONS = "Plain sentences for and against, the strongest first."
_REASON = "Speaks for enrolling: Source is referral (46 of 100 such inquiries enrolled)"
_CHANCE = "Chance to enrol, 0 to 1, calibrated; null when it came in since the scoring."


class Call(BaseModel):
    """One open inquiry with what one needs before a call."""

    inquiry_id: int
    student_name: str | None
    phone: str | None
    email: str | None
    campus_code: str
    counselor_id: int | None
    source: InquirySource | None
    status: InquiryStatus
    priority: InquiryPriority
    subjects_asked: str | None = Field(
        description="Names of the subjects, with commas.", examples=["Databases, Python"]
    )
    inquired_on: date
    next_follow_up_date: date | None
    is_overdue: bool = Field(description="A contact should have been made by the build's day.")
    contacts_made: int
    rank_at_campus: int
    p_enrol: float | None = Field(description=_CHANCE, examples=[0.42])
    band: LeadBand | None
    reasons: list[str] = Field(description=_REASONS, examples=[[_REASON]])


class CallList(Answer):
    """The open inquiries, the likeliest first."""

    calls_per_day: int = Field(description="Calls that the campus makes on a day, by its settings.")
    inquiries: int = Field(description="Open inquiries that were asked for; `items` may be fewer.")
    scored: int
    expected_enrolments: float = Field(description="Sum of their chances.")
    items: list[Call]


class LeadScore(Answer):
    """The score of one open inquiry."""

    inquiry_id: int
    scored_as_of: date | None
    moment: str | None = Field(description="How much was known: capture, day or week.", examples=["week"])
    p_enrol: float | None = Field(description=_CHANCE, examples=[0.42])
    band: LeadBand | None
    reasons: list[str] = Field(description=_REASONS, examples=[[_REASON]])
    rank_at_campus: int


def call_list(
    viewer: Viewer, wanted: LeadFilter, band: LeadBand | None, limit: int, calls_per_day: int
) -> Callable[[Snapshot], CallList]:
    """The first `limit` of the open inquiries that were asked for and may be seen."""

    def work(snapshot: Snapshot) -> CallList:
        where = leads(viewer, wanted).add("inquiry.band = $band", band=band)
        totals: dict[str, Any] = snapshot.one(_TOTALS, where)
        items = [Call.model_validate(row) for row in snapshot.rows(_CALLS, where, limit=limit)]
        return CallList(build=snapshot.stamp, calls_per_day=calls_per_day, items=items, **totals)

    return work


def lead_score(viewer: Viewer, wanted: LeadFilter, inquiry_id: int) -> Callable[[Snapshot], LeadScore]:
    """The score of one open inquiry.

    Raises:
        NotFound: none that the viewer may see was open when the snapshot was made.
    """

    def work(snapshot: Snapshot) -> LeadScore:
        where = leads(viewer, wanted).add("inquiry.inquiry_id = $inquiry_id", inquiry_id=inquiry_id)
        found = snapshot.rows(_SCORE, where)
        if not found:
            raise NotFound(f"there was no open inquiry {inquiry_id} that you may see when the figures were made")
        return LeadScore(build=snapshot.stamp, **found[0])

    return work

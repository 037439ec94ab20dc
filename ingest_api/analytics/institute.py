"""The institute at a glance: one row per campus, and all of them together for whoever sees all."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, Field

from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

# 'all' is the row of every campus together.
_OVERVIEW = """
with inquiries as (
    select campus.campus_code, count(*) filter (where inquiry.inquired_on > $as_of - interval 30 day) as inquiries_30d,
        count(*) filter (where inquiry.status = 'enrolled' and inquiry.closed_on > $as_of - interval 30 day)
            as enrolled_30d
    from marts.fct_inquiry as inquiry
    inner join marts.dim_campus as campus on campus.campus_id = inquiry.campus_id
    where not inquiry.is_duplicate
    group by rollup (campus.campus_code)
), ratings as (
    select campus.campus_code, avg(feedback.rating) as mean_rating_30d
    from marts.fct_feedback as feedback
    left join marts.dim_campus as campus on campus.campus_id = feedback.campus_id
    where feedback.submitted_on > $as_of - interval 30 day
    group by grouping sets ((campus.campus_code), ())
    having grouping(campus.campus_code) = 1 or campus.campus_code is not null
), payments as (
    select campus.campus_code, sum(payment.amount) as collected_fees_30d
    from marts.fct_payment as payment
    inner join marts.dim_campus as campus on campus.campus_id = payment.campus_id
    where payment.paid_on > $as_of - interval 30 day and payment.paid_on <= $as_of
    group by rollup (campus.campus_code)
)
select overview.*, coalesce(inquiries.inquiries_30d, 0) as inquiries_30d,
    coalesce(inquiries.enrolled_30d, 0) as enrolled_30d, ratings.mean_rating_30d,
    coalesce(payments.collected_fees_30d, 0) as collected_fees_30d
from reporting.rpt_institute_overview as overview
left join inquiries on coalesce(inquiries.campus_code, 'all') = overview.campus_code
left join ratings on coalesce(ratings.campus_code, 'all') = overview.campus_code
left join payments on coalesce(payments.campus_code, 'all') = overview.campus_code
where {where}
order by overview.campus_code
"""


class CampusOverview(BaseModel):
    """Where a campus stands; `all` is every campus together."""

    campus_code: str = Field(examples=["PUNE"])
    active_students: int
    active_enrollments: int
    attendance_rate_30d: float | None
    attendance_rate_prev_30d: float | None
    marks_total: int
    marks_today: int
    velocity_28d: float | None = Field(description="Mastery gained per delivered hour.")
    at_risk_high: int
    forecast_completions_30d: int
    inquiries_30d: int
    enrolled_30d: int
    mean_rating_30d: float | None
    collected_fees_30d: Decimal = Field(description="In the institute's currency.")
    as_of_date: date


class InstituteOverview(Answer):
    """The campuses that the user sees."""

    campuses: list[CampusOverview]


def overview(viewer: Viewer, campus: str | None) -> Callable[[Snapshot], InstituteOverview]:
    """Where the campuses stand on the build's day."""

    def work(snapshot: Snapshot) -> InstituteOverview:
        where = Where().add("overview.campus_code = $campus", campus=campus)
        if viewer.role is not Role.SUPER_ADMIN:
            where.add(
                "overview.campus_code in (select campus_code from marts.dim_campus where campus_id = $own_campus)",
                # No campus of one's own: none at all.
                own_campus=viewer.campus_id or 0,
            )
        campuses = [CampusOverview.model_validate(row) for row in snapshot.rows(_OVERVIEW, where)]
        return InstituteOverview(build=snapshot.stamp, campuses=campuses)

    return work

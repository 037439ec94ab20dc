"""What the coming weeks will bring, and where hours of faculty will be short: by campus and week."""

from collections.abc import Callable
from datetime import date

from pydantic import BaseModel, Field

from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

_WEEKS = """
select week.campus_code, week.week_start, week.booked_hours, week.p10_hours, week.p50_hours, week.p90_hours,
    week.expected_hours, week.available_hours, week.load_share, week.state
from reporting.rpt_capacity_week as week
where week.is_ahead and {where}
order by week.campus_code, week.week_start
"""
_DEMAND = """
select week.campus_code, week.measure, week.week_start, week.p10, week.p50, week.p90, week.method, week.weeks_known
from reporting.rpt_demand_forecast as week
where {where}
order by week.campus_code, week.measure, week.week_start
"""


class CapacityWeek(BaseModel):
    """Hours of a campus, or of `all`, in a week that is running or to come."""

    campus_code: str
    week_start: date
    booked_hours: float
    p10_hours: float | None
    p50_hours: float | None
    p90_hours: float | None
    expected_hours: float | None = Field(description="The forecast, or what is booked where that is more.")
    available_hours: float
    load_share: float | None
    state: str = Field(description="short, tight, fine, idle or unknown.", examples=["fine"])


class DemandWeek(BaseModel):
    """What a campus, or `all`, is to expect in a week; without figures while too few weeks are known."""

    campus_code: str
    measure: str = Field(description="sessions, new_enrollments, inquiries or completions.", examples=["sessions"])
    week_start: date
    p10: float | None
    p50: float | None
    p90: float | None
    method: str = Field(examples=["recent_weeks"])
    weeks_known: int


class Capacity(Answer):
    """The weeks ahead."""

    hours: list[CapacityWeek]
    demand: list[DemandWeek]


def of_own_campus(viewer: Viewer, row: str, campus: str | None = None) -> Where:
    """Rows by campus code that a member of the office may see: a super admin all of them, the others their campus's."""
    where = Where().add(f"{row}.campus_code = $campus", campus=campus)
    if viewer.role is not Role.SUPER_ADMIN:
        where.add(
            f"{row}.campus_code in (select campus_code from marts.dim_campus where campus_id = $own_campus)",  # noqa: S608 - an alias of ours
            # No campus of one's own: none at all.
            own_campus=viewer.campus_id or 0,
        )
    return where


def capacity(viewer: Viewer, campus: str | None) -> Callable[[Snapshot], Capacity]:
    """Hours and demand of the weeks ahead."""

    def work(snapshot: Snapshot) -> Capacity:
        where = of_own_campus(viewer, "week", campus)
        return Capacity(
            build=snapshot.stamp,
            hours=[CapacityWeek(**row) for row in snapshot.rows(_WEEKS, where)],
            demand=[DemandWeek(**row) for row in snapshot.rows(_DEMAND, where)],
        )

    return work

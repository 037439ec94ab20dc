"""The institute at a glance: one row per campus, and all of them together for whoever sees all."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from ingest_api.analytics.snapshot import Answer, Snapshot, Where
from warehouse.metrics import Period, Question
from warehouse.scope import Viewer
from warehouse.vocabulary import Role

_OVERVIEW = """
select * from reporting.rpt_institute_overview as overview where {where} order by overview.campus_code
"""
_LATELY = {
    "inquiries": "inquiries_30d",
    "enrolled_inquiries_by_closing": "enrolled_30d",
    "mean_rating": "mean_rating_30d",
    "collected_fees": "collected_fees_30d",
}
_LATELY_DAYS = 30
_ALL = "all"
_NOTHING = {"inquiries_30d": 0, "enrolled_30d": 0, "mean_rating_30d": None, "collected_fees_30d": Decimal(0)}


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
        lately = _lately(snapshot)
        campuses = [
            CampusOverview(**row, **lately.get(row["campus_code"], _NOTHING)) for row in snapshot.rows(_OVERVIEW, where)
        ]
        return InstituteOverview(build=snapshot.stamp, campuses=campuses)

    return work


def _lately(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """The last thirty days by campus code, and of every campus together; who sees which is settled by the caller."""
    period = Period(snapshot.as_of - timedelta(days=_LATELY_DAYS - 1), snapshot.as_of)

    def told(*by: str) -> list[dict[str, Any]]:
        return snapshot.metrics(Question(tuple(_LATELY), by, period=period), campus__campus_code="code", **_LATELY)

    return {_ALL: told()[0]} | {row.pop("code"): row for row in told("campus__campus_code")}

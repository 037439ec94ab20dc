"""The tiles of the overview: from the row of `rpt_institute_overview` to figures in the metric registry's words."""

from datetime import date, timedelta

import pandas as pd

from dashboards.components.labels import NOTHING, is_known, number, percent
from dashboards.components.tiles import Tile, metric_tile, noted
from dashboards.components.ways import Way, rows_of
from dashboards.language import _

# Below a tenth of a percentage point a change would show as 0.0.
SMALLEST_SHOWN_CHANGE = 0.0005
_COMING = timedelta(days=30)
_A_YEAR = timedelta(days=365)


def institute_tiles(row: "pd.Series", campus: str | None, as_of: date) -> list[Tile]:
    """Six tiles: what happened, who is here, how it goes, what comes.

    Args:
        row: of the campus.
        campus: its code, or None for the whole institute.
        as_of: the day that the figures stand for.
    """
    of_enrollments = _("of {count} enrolments", count=number(row["active_enrollments"]))
    attendance = metric_tile(
        "attendance",
        "attendance_rate_30d",
        row["attendance_rate_30d"],
        rows_of("attendance_rate_30d", campus=campus),
        more=_("Compared with the 30 days before."),
        change=_points(row["attendance_rate_30d"], row["attendance_rate_prev_30d"]),
    )
    forecast = metric_tile(
        "forecast",
        "forecast_completions",
        row["forecast_completions_30d"],
        # Who should have finished by now is among them.
        rows_of("forecast_completions", campus=campus, first=as_of - _A_YEAR, last=as_of + _COMING),
        label=_("Done in 30 days"),
        more=_("Shown: those within the next 30 days."),
    )
    return [
        noted(
            metric_tile("marks-today", "marks_today", row["marks_today"], rows_of("marks_today", campus=campus)),
            _("{count} in all", count=number(row["marks_total"])),
        ),
        attendance,
        noted(
            metric_tile(
                "active-students", "active_students", row["active_students"], rows_of("active_students", campus=campus)
            ),
            _("{count} enrolments", count=number(row["active_enrollments"])),
        ),
        noted(
            metric_tile("velocity", "velocity_28d", row["velocity_28d"], rows_of("velocity_28d", campus=campus)),
            _("levels per hour"),
        ),
        noted(
            metric_tile(
                "at-risk",
                "at_risk_high",
                row["at_risk_high"],
                Way("at-risk", {"band": "high"} | ({"campus": campus} if campus else {})),
            ),
            of_enrollments,
        ),
        noted(forecast, of_enrollments),
    ]


def _points(now: float, before: float) -> str | None:
    """The change in percentage points, `+2.3 points`."""
    if not (is_known(now) and is_known(before)) or percent(now) == NOTHING:
        return None
    change = now - before
    return (
        _("{change} points", change=f"{change * 100:+.1f}") if abs(change) >= SMALLEST_SHOWN_CHANGE else _("0.0 points")
    )

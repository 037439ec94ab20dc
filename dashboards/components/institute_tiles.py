"""The tiles of the overview: from the row of `rpt_institute_overview` to figures in the metric registry's words."""

import pandas as pd

from dashboards.components.labels import NOTHING, is_known, number, percent
from dashboards.components.tiles import Tile, metric_tile, noted
from dashboards.language import _

# Below a tenth of a percentage point a change would show as 0.0.
SMALLEST_SHOWN_CHANGE = 0.0005


def institute_tiles(row: "pd.Series") -> list[Tile]:
    """Six tiles: what happened, who is here, how it goes, what comes."""
    of_enrollments = _("of {count} enrolments", count=number(row["active_enrollments"]))
    attendance = metric_tile(
        "attendance",
        "attendance_rate_30d",
        row["attendance_rate_30d"],
        more=_("Compared with the 30 days before."),
        change=_points(row["attendance_rate_30d"], row["attendance_rate_prev_30d"]),
    )
    forecast = metric_tile(
        "forecast",
        "forecast_completions",
        row["forecast_completions_30d"],
        label=_("Done in 30 days"),
        more=_("Shown: those within the next 30 days."),
    )
    return [
        noted(
            metric_tile("marks-today", "marks_today", row["marks_today"]),
            _("{count} in all", count=number(row["marks_total"])),
        ),
        attendance,
        noted(
            metric_tile("active-students", "active_students", row["active_students"]),
            _("{count} enrolments", count=number(row["active_enrollments"])),
        ),
        noted(metric_tile("velocity", "velocity_28d", row["velocity_28d"]), _("levels per hour")),
        noted(metric_tile("at-risk", "at_risk_high", row["at_risk_high"]), of_enrollments),
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

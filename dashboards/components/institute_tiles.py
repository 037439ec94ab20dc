"""The tiles of the overview: from the row of `rpt_institute_overview` to figures with their definitions."""

import pandas as pd

from dashboards.components.labels import NOTHING, is_known, number, percent
from dashboards.components.tiles import Tile

# Below a tenth of a percentage point a change would show as 0.0.
SMALLEST_SHOWN_CHANGE = 0.0005


def institute_tiles(row: "pd.Series") -> list[Tile]:
    """Six tiles: what happened, who is here, how it goes, what comes."""
    of_enrollments = f"of {number(row['active_enrollments'])} enrolments"
    return [
        Tile(
            "marks-today",
            "Marks today",
            number(row["marks_today"]),
            "Attendance marks of sessions dated on the day the figures stand for.",
            delta=f"{number(row['marks_total'])} in all",
        ),
        Tile(
            "attendance",
            "Attendance, 30 d",
            percent(row["attendance_rate_30d"], 1),
            "Marks that are present or late, out of all marks of the last 30 days; compared with the 30 days before.",
            delta=_points(row["attendance_rate_30d"], row["attendance_rate_prev_30d"]),
            good="up",
        ),
        Tile(
            "active-students",
            "Active students",
            number(row["active_students"]),
            "Students with at least one active enrolment.",
            delta=f"{number(row['active_enrollments'])} enrolments",
        ),
        Tile(
            "velocity",
            "Velocity, 28 d",
            number(row["velocity_28d"], 2),
            "Levels of understanding (0 to 5 a topic) gained per hour delivered to a student, over the last 28 days.",
            delta="levels per hour",
        ),
        Tile(
            "at-risk",
            "High risk",
            number(row["at_risk_high"]),
            "Active enrolments in the band high: those most likely to end without completion.",
            delta=of_enrollments,
        ),
        Tile(
            "forecast",
            "Done in 30 days",
            number(row["forecast_completions_30d"]),
            "Active enrolments with even odds to have finished within 30 days.",
            delta=of_enrollments,
        ),
    ]


def _points(now: float, before: float) -> str | None:
    """The change in percentage points, `+2.3 points`."""
    if not (is_known(now) and is_known(before)) or percent(now) == NOTHING:
        return None
    change = now - before
    return f"{change * 100:+.1f} points" if abs(change) >= SMALLEST_SHOWN_CHANGE else "0.0 points"

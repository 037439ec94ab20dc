"""A forecast as a picture: from today to its end, the range in which 8 of 10 cases fall, and the planned day."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboards.components.labels import day
from dashboards.language import _
from dashboards.region import date_text


def forecast_bar(forecast: Mapping[Hashable, Any] | None, today: date) -> str:
    """The range on a line; empty where there is no range to be drawn.

    Args:
        forecast: a row of `queries.enrollments.forecasts_of_student`.
        today: where the line begins.
    """
    if forecast is None or pd.isna(forecast["p10_date"]) or pd.isna(forecast["p90_date"]):
        return ""
    early, late = pd.Timestamp(forecast["p10_date"]).date(), pd.Timestamp(forecast["p90_date"]).date()
    told = forecast.get("expected_completion_date")
    planned = None if pd.isna(told) else pd.Timestamp(told).date()
    last = max(late, planned or late)
    if early >= late or last <= today:
        return ""

    def place(one: date) -> float:
        return min(max((one - today).days / (last - today).days, 0), 1) * 100

    left, right = place(early), place(late)
    label = _(
        "From today to {last}: finished between {early} and {late}", last=day(last), early=day(early), late=day(late)
    )
    mark = ""
    if planned is not None and planned > today:
        label += _(", planned for {day}", day=day(planned))
        # Near the end of the line its words stand to the left of it.
        side = "right" if place(planned) > 50 else "left"
        words = _("planned {day}", day=_short(planned))
        mark = f'<b class="{side}" style="left:{place(planned):.1f}%"><span>{words}</span></b>'
    likely = _("likely {early} – {late}", early=_short(early), late=_short(late))
    return (
        f'<div class="hw-forecast" data-testid="forecast-bar" role="img" aria-label="{label}">'
        f'<div><i style="left:{left:.1f}%;width:{max(right - left, 1):.1f}%"></i>{mark}</div>'
        f"<p><span>{_('today')}</span><span>{likely}</span></p></div>"
    )


def _short(one: date) -> str:
    return date_text(one, "MMMd")

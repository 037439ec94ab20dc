"""Expected completions."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import number
from dashboards.language import _
from dashboards.region import date_part, date_text


def by_month(months: pd.DataFrame) -> go.Figure:
    """Forecast completions per month.

    Args:
        months: month_start, completions, in order; at least one row.
    """
    made = figure(_finding(months), _("Month"), _("Enrolments expected to finish"))
    made.add_trace(
        go.Bar(
            x=[date_text(month, "yMMM") for month in pd.to_datetime(months["month_start"])],
            y=months["completions"],
            text=[number(count) for count in months["completions"]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=_("{count} enrolments", count="%{y:,}") + "<extra></extra>",
        )
    )
    made.update_xaxes(type="category")
    return made


def _finding(months: pd.DataFrame) -> str:
    total = int(months["completions"].sum())
    if len(months) == 1:
        month = date_part(pd.Timestamp(months["month_start"].iloc[0]), "MMMM")
        return _("{count} completions expected in {month}", count=number(total), month=month)
    most = months["month_start"].iloc[int(months["completions"].argmax())]
    month = date_part(pd.Timestamp(most), "MMMM")
    return _("{count} completions ahead, most in {month}", count=number(total), month=month)

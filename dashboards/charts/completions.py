"""Expected completions."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure


def by_month(months: pd.DataFrame) -> go.Figure:
    """Forecast completions per month.

    Args:
        months: month_start, completions, in order; at least one row.
    """
    made = figure(_finding(months), "Month", "Enrolments expected to finish")
    made.add_trace(
        go.Bar(
            x=[f"{month:%b %Y}" for month in pd.to_datetime(months["month_start"])],
            y=months["completions"],
            text=[f"{count:,}" for count in months["completions"]],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y:,} enrolments<extra></extra>",
        )
    )
    made.update_xaxes(type="category")
    return made


def _finding(months: pd.DataFrame) -> str:
    total = int(months["completions"].sum())
    if len(months) == 1:
        return f"{total:,} completions expected in {pd.Timestamp(months['month_start'].iloc[0]):%B}"
    most = months["month_start"].iloc[int(months["completions"].argmax())]
    return f"{total:,} completions ahead, most in {pd.Timestamp(most):%B}"

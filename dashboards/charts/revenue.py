"""Money month by month: what came in, beside what was due."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import figure
from dashboards.components.labels import money, percent
from dashboards.language import _


def by_month(months: pd.DataFrame, currency: str | None) -> go.Figure:
    """Bars of what was collected, a line of what was due.

    Args:
        months: rows of `queries.revenue.money_by_month`, in order; at least one.
        currency: of the amounts.
    """
    made = figure(_finding(months, currency), _("Month"), currency or "")
    made.add_trace(
        go.Bar(
            x=months["month_start"],
            y=months["collected_fees"],
            name=_("Collected"),
            hovertemplate=_("{amount} collected", amount="%{y:,.0f}") + "<extra></extra>",
        )
    )
    if (months["fees_due"] > 0).any():
        made.add_trace(
            go.Scatter(
                x=months["month_start"],
                y=months["fees_due"],
                name=_("Due"),
                mode="lines+markers",
                line={"width": 3},
                hovertemplate=_("{amount} due", amount="%{y:,.0f}") + "<extra></extra>",
            )
        )
    made.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    made.update_xaxes(tickformat="%b %Y")
    return made


def _finding(months: pd.DataFrame, currency: str | None) -> str:
    collected, due = months["collected_fees"].sum(), months["fees_due"].sum()
    amount, settled = money(collected, currency), months["fees_settled"].sum()
    if due <= 0:
        return _("{amount} collected in {count} months", amount=amount, count=len(months))
    return _(
        "{amount} collected in {count} months; {share} of what was due is paid",
        amount=amount,
        count=len(months),
        share=percent(settled / due),
    )

"""The funnel with its drop-off, and how one does oneself beside the campus (`?period=…&whose=…`)."""

from typing import Any

import streamlit as st

from dashboards.access import viewer_of
from dashboards.charts.conversion import funnel
from dashboards.components import figure, states
from dashboards.components.labels import day, metric_value, percent
from dashboards.components.snapshot import shown_build
from dashboards.components.source_table import source_table
from dashboards.components.tiles import metric_tile, noted, tile_row
from dashboards.queries import conversion as questions
from dashboards.queries.snapshot import ask
from dashboards.session import current_person
from warehouse.metrics import get_registry
from warehouse.vocabulary import Role

PERIODS = {"30 days": 30, "90 days": 90, "Half a year": 180, "A year": 365}
# Shorter than the registry's, which have no room on a phone.
LABELS = {"follow_up_completion_rate": "Follow-ups done", "median_days_to_contact": "Days to contact"}
MINE, ALL = "Mine", "The campus"

person = current_person()
viewer = viewer_of(person)
st.title("Conversion", anchor=False)
with st.container(horizontal=True, key="conversion-filter"):
    period = st.segmented_control(
        "Inquiries of the last",
        list(PERIODS),
        default="Half a year",
        required=True,
        key="period",
        bind="query-params",
    )
    whose = (
        st.segmented_control("Whose", [MINE, ALL], default=MINE, required=True, key="whose", bind="query-params")
        if person.role is Role.COUNSELOR
        else ALL
    )
build = shown_build()
days = PERIODS[period or "Half a year"]
as_of = build.source_as_of
own: dict[str, list[Any]] = {"counselor": [person.id]} if whose == MINE else {}
row = ask(build, questions.reached, viewer, as_of, days, own).iloc[0]
if not row["inquiries"]:
    states.empty("No inquiry came in.", "Choose a longer time, or the whole campus.")
    st.stop()
campus = ask(build, questions.reached, viewer, as_of, days, {}).iloc[0]
done = ask(build, questions.contacts, viewer, as_of, days, own).iloc[0]
all_done = ask(build, questions.contacts, viewer, as_of, days, {}).iloc[0]
now = ask(build, questions.open_now, viewer, as_of, own).iloc[0]


def _beside(metric: str, value: float | None) -> str:
    return f"campus {metric_value(value, get_registry().metric(metric).unit)}" if own else "of the whole campus"


tile_row(
    [
        noted(metric_tile(name, name, mine[name], label=LABELS.get(name)), _beside(name, theirs[name]))
        for name, mine, theirs in (
            ("conversion_rate", row, campus),
            ("median_days_to_contact", row, campus),
            ("follow_up_completion_rate", done, all_done),
        )
    ]
    + [
        noted(
            metric_tile("overdue", "overdue_inquiries", now["overdue_inquiries"]),
            f"of {now['open_inquiries']:,.0f} open",
        )
    ]
)
registry = get_registry()
stages = [registry.metric(name) for name in questions.STAGES]
names = ["Asked", *(one.label for one in stages[1:])]
figure.show(
    funnel(names, [int(row[one.name]) for one in stages]),
    "funnel",
    "Inquiries that ever came so far, by the day they came in. Beside the number: the share of the stage before that"
    " never came here.",
)
st.caption(
    f"Inquiries of the {days} days until {day(as_of)}. {row['lost_inquiries']:,.0f} were given up"
    f" ({percent(row['lost_inquiries'] / row['inquiries'])}); the others are enrolled or still open."
)
source_table(ask(build, questions.by_source, viewer, as_of, days, own))

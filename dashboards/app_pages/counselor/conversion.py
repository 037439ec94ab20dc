"""The funnel with its drop-off, and how one does oneself beside the campus (`?period=…&whose=…`)."""

from datetime import timedelta
from typing import Any

import streamlit as st

from dashboards.access import viewer_of
from dashboards.charts.conversion import funnel
from dashboards.components import figure, states
from dashboards.components.labels import day, metric_value, number, percent
from dashboards.components.metric_words import metric_label
from dashboards.components.shared_filters import take_up
from dashboards.components.snapshot import shown_build
from dashboards.components.source_table import source_table
from dashboards.components.tiles import metric_tile, noted, tile_row
from dashboards.components.ways import rows_of
from dashboards.language import _, gettext_noop
from dashboards.queries import conversion as questions
from dashboards.queries.snapshot import ask
from dashboards.session import current_person
from warehouse.metrics import get_registry
from warehouse.vocabulary import Role

PERIODS = {
    gettext_noop("30 days"): 30,
    gettext_noop("90 days"): 90,
    gettext_noop("Half a year"): 180,
    gettext_noop("A year"): 365,
}
# Shorter than the registry's, which have no room on a phone.
LABELS = {
    "follow_up_completion_rate": gettext_noop("Follow-ups done"),
    "median_days_to_contact": gettext_noop("Days to contact"),
}
MINE, ALL = gettext_noop("Mine"), gettext_noop("The campus")

person = current_person()
viewer = viewer_of(person)
st.title(_("Conversion"), anchor=False)
take_up("period", PERIODS)
take_up("whose", [MINE, ALL])
with st.container(horizontal=True, key="conversion-filter"):
    period = st.segmented_control(
        _("Inquiries of the last"),
        list(PERIODS),
        format_func=_,
        default="Half a year",
        required=True,
        key="period",
        bind="query-params",
    )
    whose = (
        st.segmented_control(
            _("Whose"), [MINE, ALL], format_func=_, default=MINE, required=True, key="whose", bind="query-params"
        )
        if person.role is Role.COUNSELOR
        else ALL
    )
build = shown_build()
days = PERIODS[period or "Half a year"]
as_of = build.source_as_of
own: dict[str, list[Any]] = {"counselor": [person.id]} if whose == MINE else {}
row = ask(build, questions.reached, viewer, as_of, days, own).iloc[0]
if not row["inquiries"]:
    states.empty(_("No inquiry came in."), _("Choose a longer time, or the whole campus."))
    st.stop()
campus = ask(build, questions.reached, viewer, as_of, days, {}).iloc[0]
done = ask(build, questions.contacts, viewer, as_of, days, own).iloc[0]
all_done = ask(build, questions.contacts, viewer, as_of, days, {}).iloc[0]
now = ask(build, questions.open_now, viewer, as_of, own).iloc[0]


def _beside(metric: str, value: float | None) -> str:
    if not own:
        return _("of the whole campus")
    return _("campus {value}", value=metric_value(value, get_registry().metric(metric).unit))


# The same inquiries as the figures: those of the period, and one's own alone.
first, whom = as_of - timedelta(days=days - 1), {"counselor": person.id} if own else {}
tile_row(
    [
        noted(
            metric_tile(
                name,
                name,
                mine[name],
                rows_of(name, first=first, last=as_of, where=whom),
                label=_(LABELS.get(name, "")) or None,
            ),
            _beside(name, theirs[name]),
        )
        for name, mine, theirs in (
            ("conversion_rate", row, campus),
            ("median_days_to_contact", row, campus),
            ("follow_up_completion_rate", done, all_done),
        )
    ]
    + [
        noted(
            metric_tile(
                "overdue", "overdue_inquiries", now["overdue_inquiries"], rows_of("overdue_inquiries", where=whom)
            ),
            _("of {count} open", count=number(now["open_inquiries"])),
        )
    ]
)
registry = get_registry()
stages = [registry.metric(name) for name in questions.STAGES]
names = [_("Asked"), *(metric_label(one) for one in stages[1:])]
figure.show(
    funnel(names, [int(row[one.name]) for one in stages]),
    "funnel",
    _(
        "Inquiries that ever came so far, by the day they came in. Beside the number: the share of the stage before"
        " that never came here."
    ),
)
st.caption(
    _(
        "Inquiries of the {days} days until {day}. {lost} were given up ({share}); the others are enrolled or still"
        " open.",
        days=days,
        day=day(as_of),
        lost=number(row["lost_inquiries"]),
        share=percent(row["lost_inquiries"] / row["inquiries"]),
    )
)
source_table(
    ask(build, questions.by_source, viewer, as_of, days, own),
    lambda metric, source: rows_of(metric, first=first, last=as_of, where={**whom, "source": source}),
)

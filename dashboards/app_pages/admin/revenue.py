"""Money: collected, due and overdue, by month, by fee plan, and by how students came."""

from datetime import date

import streamlit as st

from dashboards.access import PAGES_FOLDER, enrollments_in_scope
from dashboards.api_client import ApiError
from dashboards.charts import revenue as charts
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.figure import show
from dashboards.components.labels import number, percent
from dashboards.components.revenue_lists import overdue_table, plan_table, source_money_table
from dashboards.components.snapshot import shown_build
from dashboards.components.tiles import metric_tile, tile_row
from dashboards.queries.revenue import money_by_month, money_by_source, overdue_students, plans_by_subject
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import api, current_person
from warehouse.metrics import get_registry

PERIODS = {"3 months": 3, "6 months": 6, "12 months": 12}
MOST = 20

registry = get_registry()
person = current_person()
build = shown_build()
scope = enrollments_in_scope(person)
st.title("Revenue", anchor=False)
with st.container(horizontal=True, key="revenue-filter", vertical_alignment="bottom"):
    campus = campus_filter(person, build)
    period = st.segmented_control(
        "Months", list(PERIODS), default="12 months", required=True, key="period", bind="query-params"
    )
until = build.source_as_of
# The running month and the ones before it.
place = until.year * 12 + until.month - PERIODS[period or "12 months"]
since = date(place // 12, place % 12 + 1, 1)
try:
    currency = api("GET", "/settings/institute")["currency"]
except ApiError as error:
    states.broken(error)
    st.stop()

months = ask(build, money_by_month, scope, campus, since, until)
if months.empty:
    states.empty("No money so far.", "Fee plans and payments appear here once they are noted, or imported.")
    st.stop()
late = ask_with_names(build, overdue_students, scope, campus, MOST)
collected, due, settled = (float(months[column].sum()) for column in ("collected", "due", "settled"))
tile_row(
    [
        metric_tile("collected", "collected_fees", collected, more=f"In {period}, in {currency}."),
        metric_tile("due", "fees_due", due, more=f"In {period}, up to the day of the figures."),
        metric_tile("rate", "collection_rate", settled / due if due else float("nan")),
        metric_tile("overdue", "overdue_fees", 0.0 if late.empty else float(late["total"].iloc[0])),
        metric_tile(
            "overdue-students",
            "overdue_students",
            0 if late.empty else float(late["students"].iloc[0]),
            label="Students late",
        ),
    ]
)
show(
    charts.by_month(months, currency),
    "revenue-months",
    f"{registry.metric('collected_fees').description} {registry.metric('fees_due').description} By month; the last one"
    " is still running.",
)
if not late.empty:
    total = int(late["students"].iloc[0])
    owed = number(late["total"].iloc[0])
    st.subheader(
        f"{number(total)} {'student is' if total == 1 else 'students are'} late with {currency} {owed}",
        anchor=False,
        help=registry.metric("overdue_fees").description,
    )
    overdue_table(late)
    if total > len(late):
        st.caption(f"The {len(late)} with the most; the SQL workspace has all: marts.fct_fee_installment.")
plans = ask(build, plans_by_subject, scope, campus)
if plans.empty:
    st.caption("No fee plan is noted, so nothing counts as due. A fee plan is agreed when somebody enrols.")
else:
    share = plans["paid"].sum() / plans["agreed"].sum() if plans["agreed"].sum() else None
    st.subheader(
        f"Of what was agreed, {percent(share)} has come in",
        anchor=False,
        help="All fee plans, by subject. Agreed is the price less the discount.",
    )
    plan_table(plans)
sources = ask(build, money_by_source, scope, campus, since, until)
if not sources.empty:
    st.subheader(
        "By how students came",
        anchor=False,
        help=f"Those who asked in {period}, and what has come in from them so far: who asked lately has paid little.",
    )
    source_money_table(sources)
st.page_link(
    PAGES_FOLDER / "analyst/dictionary.py",
    label="How money is counted",
    icon=":material/menu_book:",
    query_params={"relation": "marts.fct_payment"},
)

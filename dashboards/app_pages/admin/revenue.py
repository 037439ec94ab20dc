"""Money: collected, due and overdue, by month, by fee plan, and by how students came."""

from datetime import date

import streamlit as st

from dashboards.access import enrollments_in_scope, viewer_of
from dashboards.charts import revenue as charts
from dashboards.components import states
from dashboards.components.campus_filter import campus_filter
from dashboards.components.figure import show
from dashboards.components.labels import money, number, percent
from dashboards.components.metric_words import meaning_of
from dashboards.components.revenue_lists import overdue_table, plan_table, source_money_table
from dashboards.components.shared_filters import take_up
from dashboards.components.snapshot import shown_build
from dashboards.components.tiles import metric_tile, tile_row
from dashboards.components.ways import rows_of
from dashboards.language import _, gettext_noop, ngettext
from dashboards.pages_table import PAGES_FOLDER
from dashboards.queries.revenue import (
    NO_SUBJECT,
    money_by_month,
    money_by_source,
    money_in_all,
    overdue_in_all,
    overdue_students,
    plans_by_subject,
)
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import current_person

PERIODS = {gettext_noop("3 months"): 3, gettext_noop("6 months"): 6, gettext_noop("12 months"): 12}
MOST = 20

person = current_person()
build = shown_build()
scope, viewer = enrollments_in_scope(person), viewer_of(person)
st.title(_("Revenue"), anchor=False)
with st.container(horizontal=True, key="revenue-filter", vertical_alignment="bottom"):
    campus = campus_filter(person, build)
    take_up("period", PERIODS)
    period = st.segmented_control(
        _("Months"), list(PERIODS), format_func=_, default="12 months", required=True, key="period", bind="query-params"
    )
span = _(period or "12 months")
until = build.source_as_of
# The running month and the ones before it.
place = until.year * 12 + until.month - PERIODS[period or "12 months"]
since = date(place // 12, place % 12 + 1, 1)

months = ask(build, money_by_month, viewer, build.source_as_of, campus, since, until)
if months.empty:
    states.empty(_("No money so far."), _("Fee plans and payments appear here once they are noted, or imported."))
    st.stop()
total = ask(build, money_in_all, viewer, build.source_as_of, campus, since, until).iloc[0]
overdue = ask(build, overdue_in_all, viewer, build.source_as_of, campus).iloc[0]
late = ask_with_names(build, overdue_students, scope, campus, MOST)
tile_row(
    [
        metric_tile(
            "collected",
            "collected_fees",
            total["collected_fees"],
            rows_of("collected_fees", campus=campus, first=since, last=until),
            more=_("In {period}, in {currency}.", period=span, currency=person.currency),
        ),
        metric_tile(
            "due",
            "fees_due",
            total["fees_due"],
            rows_of("fees_due", campus=campus, first=since, last=until),
            more=_("In {period}, up to the day of the figures.", period=span),
        ),
        metric_tile(
            "rate",
            "collection_rate",
            total["collection_rate"],
            rows_of("collection_rate", campus=campus, first=since, last=until),
        ),
        metric_tile("overdue", "overdue_fees", overdue["overdue_fees"], rows_of("overdue_fees", campus=campus)),
        metric_tile(
            "overdue-students",
            "overdue_students",
            overdue["overdue_students"],
            rows_of("overdue_students", campus=campus),
            label=_("Students late"),
        ),
    ]
)
show(
    charts.by_month(months, person.currency),
    "revenue-months",
    f"{meaning_of('collected_fees')} {meaning_of('fees_due')} {_('By month; the last one is still running.')}",
)
if not late.empty:
    count = int(overdue["overdue_students"])
    st.subheader(
        ngettext(
            "{shown} student is late with {amount}",
            "{shown} students are late with {amount}",
            count,
            shown=number(count),
            amount=money(overdue["overdue_fees"], person.currency),
        ),
        anchor=False,
        help=meaning_of("overdue_fees"),
    )
    overdue_table(late)
    if count > len(late):
        st.caption(_("The {count} with the most.", count=len(late)))
        st.page_link(
            PAGES_FOLDER / "everybody/rows.py",
            label=_("All overdue instalments"),
            icon=":material/table_rows:",
            query_params=dict(rows_of("overdue_fees", campus=campus).query),
        )
plans = ask(build, plans_by_subject, scope, campus)
if plans.empty:
    st.caption(_("No fee plan is noted, so nothing counts as due. A fee plan is agreed when somebody enrols."))
else:
    share = plans["paid"].sum() / plans["agreed"].sum() if plans["agreed"].sum() else None
    st.subheader(
        _("Of what was agreed, {share} has come in", share=percent(share)),
        anchor=False,
        help=_("All fee plans, by subject. Agreed is the price less the discount."),
    )
    plan_table(
        plans,
        lambda metric, subject: rows_of(
            metric, campus=campus, where={"subject__subject_name": None if subject == NO_SUBJECT else subject}
        ),
    )
sources = ask(build, money_by_source, viewer, build.source_as_of, campus, since, until)
if not sources.empty:
    st.subheader(
        _("By how students came"),
        anchor=False,
        help=_(
            "Those who asked in {period}, and what has come in from them so far: who asked lately has paid little.",
            period=span,
        ),
    )
    source_money_table(
        sources,
        lambda metric, source: rows_of(metric, campus=campus, first=since, last=until, where={"source": source}),
    )
st.page_link(
    PAGES_FOLDER / "analyst/dictionary.py",
    label=_("How money is counted"),
    icon=":material/menu_book:",
    query_params={"relation": "marts.fct_payment"},
)

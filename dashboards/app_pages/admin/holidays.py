"""The days on which a campus is closed: added, removed, and what that does to sessions and forecasts."""

from datetime import date
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.holiday_list import add_holiday, holiday_list
from dashboards.components.labels import or_as_it_is
from dashboards.components.shared_filters import take_up
from dashboards.language import _, gettext_noop
from dashboards.session import api, current_person

MOST = 200
EVERY_CAMPUS = gettext_noop("All campuses")

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Holidays"), anchor=False)
    is_adding = st.button(_("Add a holiday"), type="primary", icon=":material/add:", key="holiday-open")
st.caption(
    _(
        "On a holiday no session can be planned, no faculty hours count as available, and forecasts of completion leave"
        " it out."
    )
)
try:
    campuses: dict[int, dict[str, Any]] = {one["id"]: one for one in api("GET", "/campuses")["items"]}
except ApiError as error:
    states.broken(error)
    st.stop()
if person.campus:
    campuses = {person.campus.id: campuses[person.campus.id]}
with st.container(horizontal=True, key="holiday-filter", vertical_alignment="bottom"):
    years = {str(person.today.year + step): person.today.year + step for step in (-1, 0, 1)}
    year = years[
        st.segmented_control(
            _("Year"), list(years), default=str(person.today.year), required=True, key="year", bind="query-params"
        )
        or str(person.today.year)
    ]
    names = {one["name"]: key for key, one in campuses.items()}
    chosen = None
    if len(campuses) > 1:
        take_up("place", [EVERY_CAMPUS, *names])
        chosen = names.get(
            st.selectbox(
                _("Campus"),
                [EVERY_CAMPUS, *names],
                format_func=or_as_it_is(EVERY_CAMPUS),
                key="place",
                bind="query-params",
                width=280,
            )
            or ""
        )
if is_adding:
    add_holiday(person, campuses, chosen)
query = {"from_date": date(year, 1, 1), "to_date": date(year, 12, 31), "limit": MOST, "campus_id": chosen}
try:
    items = api("GET", "/holidays", query={key: value for key, value in query.items() if value is not None})["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
if not items:
    states.empty(
        _("No holiday in {year}.", year=year),
        _("“Add a holiday” makes the first; an import of holidays.csv brings many."),
    )
    st.stop()
holiday_list(items, campuses, person.today)

"""The days on which a campus is closed: added, removed, and what that does to sessions and forecasts."""

from datetime import date
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.holiday_list import add_holiday, holiday_list
from dashboards.session import api, current_person

MOST = 200

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title("Holidays", anchor=False)
    is_adding = st.button("Add a holiday", type="primary", icon=":material/add:", key="holiday-open")
st.caption(
    "On a holiday no session can be planned, no faculty hours count as available, and forecasts of completion leave it"
    " out."
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
            "Year", list(years), default=str(person.today.year), required=True, key="year", bind="query-params"
        )
        or str(person.today.year)
    ]
    names = {one["name"]: key for key, one in campuses.items()}
    chosen = None
    if len(campuses) > 1:
        chosen = names.get(
            st.selectbox("Campus", ["All campuses", *names], key="place", bind="query-params", width=280) or ""
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
    states.empty(f"No holiday in {year}.", "“Add a holiday” makes the first; an import of holidays.csv brings many.")
    st.stop()
holiday_list(items, campuses, person.today)

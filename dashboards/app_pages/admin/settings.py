"""The rules that an institute chooses for itself, and each campus for itself: what is in force, whence, and by whom."""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import or_as_it_is
from dashboards.components.shared_filters import take_up
from dashboards.components.threshold_form import institute_names, threshold_form
from dashboards.language import _, gettext_noop
from dashboards.session import api, current_person

INSTITUTE = gettext_noop("Whole institute")

person = current_person()
st.title(_("Settings"), anchor=False)
try:
    told = api("GET", "/settings")
except ApiError as error:
    states.broken(error)
    st.stop()
institute: dict[str, Any] = told["institute"]
campuses: dict[str, dict[str, Any]] = {one["name"]: one for one in told["campuses"]}
if person.campus:
    if not campuses:
        states.empty(
            _("There is nothing to set yet."), _("No campus is assigned to you. Ask a super admin to assign one.")
        )
        st.stop()
    place = next(iter(campuses))
    st.caption(
        _(
            "What holds at {place}. What is not chosen here is the institute's, which a super admin chooses.",
            place=place,
        )
    )
else:
    take_up("place", [INSTITUTE, *campuses])
    place = (
        st.selectbox(
            _("For"),
            [INSTITUTE, *campuses],
            format_func=or_as_it_is(INSTITUTE),
            key="place",
            bind="query-params",
            width=320,
        )
        or INSTITUTE
    )
    st.caption(_("A campus that chose for itself keeps its choice, whatever the institute chooses."))

if place in campuses:
    campus = campuses[place]
    threshold_form(f"/settings/campuses/{campus['campus_id']}", campus, institute["in_force"], _("the institute's"))
else:
    institute_names(institute)
    threshold_form("/settings/institute", institute, institute["defaults"], _("the default"))

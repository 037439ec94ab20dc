"""Students who may be about to leave: why, what could come next, and what is under way for them."""

from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.action_items import own_items
from dashboards.components.help_lists import alert_cards, help_under_way
from dashboards.components.paging import first_pages
from dashboards.language import _
from dashboards.session import current_person

AT_ONCE = 20
ALERTS, HELP = "/alerts", "/interventions"


def listed(path: str, query: dict[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """The rows of a list as far as it was grown, and whether there are more."""
    rows, following = first_pages(path, query | {"limit": AT_ONCE}, st.session_state.get(f"pages-{path}", 1))
    return rows, following is not None


def more(path: str) -> None:
    """The button that grows a list by a page."""
    if st.button(_("Show {count} more", count=AT_ONCE), key=f"more-{path}", icon=":material/expand_more:"):
        st.session_state[f"pages-{path}"] = st.session_state.get(f"pages-{path}", 1) + 1
        st.rerun()


person = current_person()
st.title(_("Who needs me"), anchor=False)
try:
    alerts, has_more_alerts = listed(ALERTS, {"status": "open"})
    planned, has_more_planned = listed(HELP, {"status": "planned", "sort": "due_date"})
except ApiError as error:
    states.broken(error)
    st.stop()
st.caption(
    _(
        "An alert comes when a student's chance to end without completion has become high. It is an estimate from"
        " attendance, pace and understanding: you know more. Some alerts come 30 days later, by lot, so that the"
        " institute learns whether alerts help; help whoever you think needs it."
    )
)
if alerts:
    alert_cards(person, alerts)
    if has_more_alerts:
        more(ALERTS)
else:
    states.empty(_("Nobody stands out."), _("Alerts about your students appear here, with the reasons."))
own_items()
st.subheader(_("Under way"), anchor=False)
help_under_way(person, [item for item in planned if not item["is_holdout"]])
if has_more_planned:
    more(HELP)

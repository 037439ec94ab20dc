"""Students who may be about to leave: why, what could come next, and what is under way for them."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.action_items import own_items
from dashboards.components.help_lists import alert_cards, help_under_way
from dashboards.components.paging import grown, more
from dashboards.language import _
from dashboards.session import current_person

AT_ONCE = 20
ALERTS, HELP = "/alerts", "/interventions"
OPEN, PLANNED = {"status": "open"}, {"status": "planned", "sort": "due_date"}

person = current_person()
st.title(_("Who needs me"), anchor=False)
try:
    alerts, has_more_alerts = grown(ALERTS, OPEN, AT_ONCE)
    planned, has_more_planned = grown(HELP, PLANNED, AT_ONCE)
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
        more(ALERTS, OPEN, "more-alerts", AT_ONCE)
else:
    states.empty(_("Nobody stands out."), _("Alerts about your students appear here, with the reasons."))
own_items()
st.subheader(_("Under way"), anchor=False)
help_under_way(person, [item for item in planned if not item["is_holdout"]])
if has_more_planned:
    more(HELP, PLANNED, "more-help", AT_ONCE)

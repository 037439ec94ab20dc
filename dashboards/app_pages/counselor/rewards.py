"""Rewards and penalties of the campus's students, those that one has given oneself, and appeals to be decided.

In the address stands what is listed (`?which=Appealed&kind=penalty`).
"""

from datetime import timedelta
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.give_points import give_points
from dashboards.components.reward_list import TYPE_NAMES, reward_list
from dashboards.components.shared_filters import in_address, take_up
from dashboards.language import _, gettext_noop
from dashboards.session import api, current_person
from warehouse.vocabulary import RewardStatus

MOST = 200
DAYS = 90
ALL, MINE, APPEALED = gettext_noop("All"), gettext_noop("Given by me"), gettext_noop("Appealed")

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(_("Rewards and penalties"), anchor=False)
    if st.button(_("Give points"), type="primary", icon=":material/award_star:", key="give"):
        give_points()
take_up("which", [ALL, MINE, APPEALED])
with st.container(horizontal=True, key="reward-filter"):
    which = st.segmented_control(
        _("Which"), [ALL, MINE, APPEALED], format_func=_, default=ALL, required=True, key="which", bind="query-params"
    )
    with in_address("kind", {kind.value: kind for kind in TYPE_NAMES}):
        kind = st.segmented_control(
            _("Kind"),
            list(TYPE_NAMES),
            format_func=TYPE_NAMES.__getitem__,
            key="kind",
            help=_("Both when none is chosen"),
        )
query: dict[str, Any] = {"limit": MOST, "type": kind, "date_from": person.today - timedelta(days=DAYS)}
if which == APPEALED:
    # However old: an appeal waits for its answer.
    query |= {"status": RewardStatus.APPEALED, "date_from": None}
try:
    told = api("GET", "/rewards", query={name: value for name, value in query.items() if value is not None})
except ApiError as error:
    states.broken(error)
    st.stop()
items = [one for one in told["items"] if which != MINE or one["created_by"] == person.id]
if not items:
    empty = {
        APPEALED: (
            _("No appeal is open."),
            _("When a student appeals against points, it appears here to be decided."),
        ),
        MINE: (_("You gave none in {days} days.", days=DAYS), _("What you give with “Give points” appears here.")),
    }
    none = (_("None was given in {days} days.", days=DAYS), _("“Give points” makes the first."))
    states.empty(*empty.get(which or ALL, none))
    st.stop()
appeals = sum(one["status"] == RewardStatus.APPEALED for one in items)
count = f"{len(items)}{'+' if told.get('next_cursor') else ''}"
if which == APPEALED:
    given = _("{count} open, {appeals} to be decided", count=count, appeals=appeals)
elif appeals:
    given = _("{count} in {days} days, {appeals} to be decided", count=count, days=DAYS, appeals=appeals)
else:
    given = _("{count} in {days} days, none to be decided", count=count, days=DAYS)
st.caption(given)
reward_list(items, person.id)

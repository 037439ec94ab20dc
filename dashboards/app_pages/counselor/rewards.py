"""Rewards and penalties of the campus's students, those that one has given oneself, and appeals to be decided."""

from datetime import timedelta
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.give_points import give_points
from dashboards.components.reward_list import TYPE_NAMES, reward_list
from dashboards.session import api, current_person
from warehouse.vocabulary import RewardStatus

MOST = 200
DAYS = 90
ALL, MINE, APPEALED = "All", "Given by me", "Appealed"

person = current_person()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title("Rewards and penalties", anchor=False)
    if st.button("Give points", type="primary", icon=":material/award_star:", key="give"):
        give_points()
with st.container(horizontal=True, key="reward-filter"):
    which = st.segmented_control(
        "Which", [ALL, MINE, APPEALED], default=ALL, required=True, key="which", bind="query-params"
    )
    kind = st.segmented_control(
        "Kind", list(TYPE_NAMES), format_func=TYPE_NAMES.__getitem__, key="kind", help="Both when none is chosen"
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
        APPEALED: ("No appeal is open.", "When a student appeals against points, it appears here to be decided."),
        MINE: (f"You gave none in {DAYS} days.", "What you give with “Give points” appears here."),
    }
    states.empty(*empty.get(which or ALL, (f"None was given in {DAYS} days.", "“Give points” makes the first.")))
    st.stop()
appeals = sum(one["status"] == RewardStatus.APPEALED for one in items)
given = f"{len(items)}{'+' if told.get('next_cursor') else ''} "
given += "open" if which == APPEALED else f"in {DAYS} days"
st.caption(given + (f", {appeals} to be decided" if appeals else ", none to be decided"))
reward_list(items, person.id)

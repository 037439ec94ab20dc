"""Today's sessions: what is on, and who is still waiting for a mark."""

from datetime import date

import streamlit as st

from dashboards.access import PAGES_FOLDER
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import day
from dashboards.components.session_cards import SessionCard, session_cards
from dashboards.session import api, current_person
from warehouse.vocabulary import Role

person = current_person()
st.title("Today", anchor=False)
try:
    # An institute whose clock was set back by its import lives on that day; every other one has its campus's today.
    told = api("GET", "/sessions/today", query={"date": person.clock_as_of} if person.clock_as_of else None)
except ApiError as error:
    states.broken(error)
    st.stop()

cards = [SessionCard.from_api(item, shows_faculty=person.role is not Role.FACULTY) for item in told["items"]]
waiting = sum(card.state == "waiting" for card in cards)
if not cards:
    states.empty("No sessions today.", "Sessions that are planned for today appear here, earliest first.")
    st.stop()

st.caption(
    f"{day(date.fromisoformat(told['date']))} · "
    + (f"{waiting} of {len(cards)} sessions still need marks" if waiting else "everything is marked, thank you")
)
opened = session_cards(cards, person.id)
if opened is not None:
    st.switch_page(PAGES_FOLDER / "faculty/sheet.py", query_params={"session": str(opened)})

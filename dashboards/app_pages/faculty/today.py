"""Today's sessions: what is on, and who is still waiting for a mark."""

from datetime import date

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.daily_campus import daily_campus
from dashboards.components.labels import day
from dashboards.components.plan_filter import UNMARKED
from dashboards.components.plan_lists import unmarked_query
from dashboards.components.session_cards import SessionCard, session_cards
from dashboards.components.work_list import waiting_count
from dashboards.components.work_words import waiting_words
from dashboards.language import _, ngettext
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api, current_person
from warehouse.vocabulary import Role

MOST = 50

person = current_person()
st.title(_("Today"), anchor=False)
try:
    campuses = {} if person.campus else {one["code"]: one["name"] for one in api("GET", "/campuses")["items"]}
    campus = daily_campus(campuses)
    here = {"campus": campus} if campus else {}
    # An institute whose clock was set back by its import lives on that day; every other one has its campus's today.
    told = api("GET", "/sessions/today", query=here | ({"date": person.clock_as_of} if person.clock_as_of else {}))
    past = api("GET", "/sessions", query=unmarked_query(person.today) | here | {"limit": MOST})
    to_mark = waiting_count(campus)
except ApiError as error:
    states.broken(error)
    st.stop()

if past["items"]:
    shown = f"{len(past['items'])}{'+' if past.get('next_cursor') else ''}"
    st.page_link(
        PAGES_FOLDER / "faculty/plan.py",
        label=ngettext(
            "{shown} past session is not marked",
            "{shown} past sessions are not marked",
            len(past["items"]),
            shown=shown,
        ),
        icon=":material/pending_actions:",
        query_params=here | {"state": UNMARKED},
    )
if to_mark:
    st.page_link(
        PAGES_FOLDER / "faculty/marks.py", label=waiting_words(to_mark), icon=":material/grading:", query_params=here
    )
cards = [SessionCard.from_api(item, shows_faculty=person.role is not Role.FACULTY) for item in told["items"]]
waiting = sum(card.state == "waiting" for card in cards)
if not cards:
    states.empty(_("No sessions today."), _("Sessions that are planned for today appear here, earliest first."))
    st.stop()

still = ngettext(
    "{waiting} of {count} session still needs marks",
    "{waiting} of {count} sessions still need marks",
    len(cards),
    waiting=waiting,
)
st.caption(f"{day(date.fromisoformat(told['date']))} · " + (still if waiting else _("everything is marked, thank you")))
opened = session_cards(cards, person.id)
if opened is not None:
    st.switch_page(PAGES_FOLDER / "faculty/sheet.py", query_params={"session": str(opened)})
if person.role is Role.FACULTY:
    st.page_link(PAGES_FOLDER / "faculty/reports.py", label=_("Session reports"), icon=":material/description:")

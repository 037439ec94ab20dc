"""Work by what was set at once, as a list: what waits for a mark, who is late, what is marked; each opens its rows."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.labels import number
from dashboards.components.lead_words import listed
from dashboards.components.paging import first_answers
from dashboards.components.work_filter import ALL, WantedWork
from dashboards.components.work_words import about_work, counted, waiting_words, work_name
from dashboards.language import _, ngettext
from dashboards.session import api
from warehouse.vocabulary import Role

_AT_ONCE: Final = 20
_PAGES: Final = "work-pages"


def waiting_count(campus: str | None = None) -> int:
    """How much waits for a mark, of everybody whom the person sees, or of those at one campus by its code.

    Raises:
        ApiError: the API does not answer.
    """
    return int(
        api("GET", "/assessments/sets", query={"limit": 1} | ({"campus": campus} if campus else {}))["to_mark_count"]
    )


def work_list(person: Person, wanted: WantedWork) -> int | None:
    """Shows the work, and returns the id of what was opened.

    Raises:
        ApiError: the API does not answer.
    """
    asked = repr(sorted(wanted.query.items()))
    before, pages = st.session_state.get(_PAGES, (asked, 1))
    # What grew by a page is as long as before only while the same is asked for.
    pages = pages if before == asked else 1
    answers = first_answers("/assessments/sets", wanted.query | {"limit": _AT_ONCE}, pages)
    st.subheader(waiting_words(answers[0]["to_mark_count"]), anchor=False)
    if told := counted(answers[0]):
        st.caption(told)
    items = [item for answer in answers for item in answer["items"]]
    if not items:
        _empty(wanted)
        return None
    opened = None
    with st.container(key="work-list", gap="small"):
        for item in items:
            with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"work-set-{item['id']}"):
                st.html(_card(item, shows_faculty=person.role is not Role.FACULTY), width="stretch")
                label = _("Give marks") if item["to_mark_count"] else _("Open work")
                if st.button(label, key=f"open-{item['id']}", icon=":material/grading:"):
                    opened = int(item["id"])
    if answers[-1]["next_cursor"] and st.button(
        _("Show {count} more", count=_AT_ONCE), icon=":material/expand_more:", key="work-more"
    ):
        st.session_state[_PAGES] = (asked, pages + 1)
        st.rerun()
    return opened


def _card(item: Mapping[str, Any], *, shows_faculty: bool) -> str:
    count = item["to_mark_count"]
    done = item["graded_count"] == item["students_count"]
    look = "high" if item["overdue_count"] else "medium" if count else "low" if done else "quiet"
    told = (
        _("● {count} to mark", count=number(count)) if count else _("★ All marked") if done else _("○ Nothing to mark")
    )
    whom = item["student_name"] or ngettext(
        "{shown} student", "{shown} students", item["students_count"], shown=number(item["students_count"])
    )
    return (
        f'<div class="hw-lead hw-user" data-testid="work-{item["id"]}"><strong>{escape(work_name(item))}</strong>'
        f'<span class="hw-lead-band {look}"><span class="hw-band">{told}</span>'
        f"<br>{escape(listed([whom, counted(item)]))}</span>"
        f"<span>{escape(about_work(item, shows_faculty=shows_faculty))}</span></div>"
    )


def _empty(wanted: WantedWork) -> None:
    if wanted.narrowed:
        states.empty(_("No work fits this choice."), _("Choose something else above."))
    elif wanted.state == ALL:
        states.empty(_("No work is set yet."), _("Set work for a batch or for one student: it appears here."))
    else:
        states.empty(
            _("There is nothing here now."), _("Work appears here once it is handed in or due, and once it is marked.")
        )

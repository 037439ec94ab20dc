"""One piece of work: what it is, how much of it waits, and its students with their marks."""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.known_people import student_name
from dashboards.components.labels import number
from dashboards.components.lead_words import listed, plain
from dashboards.components.paging import first_pages
from dashboards.components.work_change import change_work
from dashboards.components.work_new import TOLD
from dashboards.components.work_rows import work_rows
from dashboards.components.work_saving import after_saving, forget_refusals
from dashboards.components.work_words import about_work, counted, points, work_name
from dashboards.language import _, ngettext
from dashboards.session import api
from warehouse.vocabulary import Role

_PAGE: Final = 200
_MOST_PAGES: Final = 5


def work_set(person: Person, work_id: int) -> None:
    """Shows the work that was set at once with this assessment.

    Raises:
        ApiError: the API does not answer.
    """
    st.button(_("All work"), icon=":material/arrow_back:", key="work-back", on_click=_back)
    if told := st.session_state.pop(TOLD, None):
        st.success(told, icon=":material/check_circle:")
    if told := after_saving():
        st.toast(told, icon=":material/check_circle:")
    heads = api("GET", "/assessments/sets", query={"set_id": work_id, "limit": 1})["items"]
    rows, following = first_pages("/assessments", {"set_id": work_id, "limit": _PAGE, "sort": "id"}, _MOST_PAGES)
    if not heads or not rows:
        states.empty(
            _("This work is not here, or not open to you."), _("Go back to all work: it may have been taken back.")
        )
        return
    [work] = heads
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(plain(work_name(work)), anchor=False)
        is_changed = st.button(_("Change it"), icon=":material/edit:", key="work-change")
    st.caption(
        listed([plain(about_work(work, shows_faculty=person.role is not Role.FACULTY)), _out_of(work["total_marks"])])
    )
    if rows[0]["description"]:
        st.markdown(plain(rows[0]["description"]).replace("\n", "  \n"))
    st.subheader(_finding(work, rows), anchor=False)
    if told := counted(work):
        st.caption(told)
    if following is not None:
        st.caption(_("The first {count} students are shown.", count=number(len(rows))))
    by_name = sorted(rows, key=lambda row: (student_name(row).casefold(), row["id"]))
    work_rows(person, by_name, work["id"])
    if is_changed:
        change_work(by_name)


def _out_of(total: float | None) -> str:
    return _("out of {total}", total=points(total)) if total is not None else ""


def _finding(work: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    count, total = work["to_mark_count"], work["students_count"]
    if count:
        return ngettext(
            "{count} of {total} waits for a mark", "{count} of {total} wait for a mark", count, total=number(total)
        )
    shares = [row["percentage"] for row in rows if row["percentage"] is not None]
    if work["graded_count"] == total and shares:
        return ngettext(
            "It is marked: {share}%",
            "All {count} are marked, {share}% on average",
            total,
            share=number(mean(shares)),
        )
    return _("Nothing waits for a mark")


def _back() -> None:
    st.query_params.pop("work", None)
    forget_refusals()

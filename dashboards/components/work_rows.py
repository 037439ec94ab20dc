"""The students of one piece of work: where each stands, and fields for the mark, the day of handing in and feedback."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from dashboards.access import Person
from dashboards.components.address import FIRST_DAY, LAST_DAY
from dashboards.components.known_people import student_name
from dashboards.components.labels import plainly
from dashboards.components.lead_words import listed
from dashboards.components.ways import linked, student_way
from dashboards.components.work_fields import LONGEST_FEEDBACK, MOST_MARKS
from dashboards.components.work_saving import (
    DAY,
    MARK,
    WORDS,
    Row,
    begin,
    hand_in,
    is_sent,
    is_typed,
    refused_of,
    save,
)
from dashboards.components.work_words import points, standing, when_handed_in
from dashboards.language import _, ngettext
from dashboards.region import picker_format
from warehouse.vocabulary import AssessmentStatus

_AT_ONCE: Final = 40
_SHOWN: Final = "work-rows-shown"
_LOOKS: Final = {AssessmentStatus.GRADED: "low", AssessmentStatus.COMPLETED: "medium"}


@st.fragment
def work_rows(person: Person, rows: Sequence[Row], work_id: int) -> None:
    """Shows the rows of one piece of work; typing draws them alone anew, saving the whole page.

    Args:
        person: who looks.
        rows: items of `GET /assessments`, at least one.
        work_id: tells one piece of work from another.
    """
    if is_sent():
        # Drawn by itself it still holds the rows as they were before.
        st.rerun()
    total = None
    if any(row["total_marks"] is None for row in rows):
        total = st.number_input(
            _("Marks out of"), 0.0, MOST_MARKS, None, 1.0, format="%g", key=f"work-total-{work_id}", width=200
        )
    shown = rows[: st.session_state.setdefault(f"{_SHOWN}-{work_id}", _AT_ONCE)]
    with st.container(key="work-rows", gap="small"):
        for row in shown:
            _row(person, row, total)
    if len(rows) > len(shown) and st.button(
        _("Show {count} more", count=len(rows) - len(shown)), icon=":material/expand_more:", key="work-rows-more"
    ):
        st.session_state[f"{_SHOWN}-{work_id}"] = len(rows)
        st.rerun(scope="fragment")
    waits = sum(is_typed(row) for row in shown)
    with st.container(horizontal=True, vertical_alignment="center", key="work-save-bar"):
        st.button(
            _("Save all that was typed"),
            type="primary",
            icon=":material/save:",
            key="work-save-all",
            on_click=save,
            args=(shown, total),
        )
        st.caption(
            ngettext("{count} student is not saved yet", "{count} students are not saved yet", waits)
            if waits
            else _("Everything is saved.")
        )


def _row(person: Person, row: Row, total: float | None) -> None:
    begin(row)
    key, name = row["id"], student_name(dict(row))
    with st.container(border=True, key=f"work-row-{key}", gap="small"):
        st.html(_head(person, row, name))
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"work-fields-{key}", gap="small"):
            out_of = row["total_marks"] if row["total_marks"] is not None else total
            label = _("Mark out of {total}", total=points(out_of)) if out_of else _("Its mark")
            # Whoever hears the fields one after the other hears whose they are.
            st.number_input(
                f"{label}, {plainly(name)}",
                0.0,
                MOST_MARKS,
                None,
                0.5,
                format="%g",
                key=MARK.format(id=key),
                persist_state="session",
            )
            st.date_input(
                _("Handed in on"),
                value=None,
                min_value=FIRST_DAY,
                max_value=LAST_DAY,
                format=picker_format(),
                key=DAY.format(id=key),
                persist_state="session",
            )
            st.text_input(_("Feedback"), key=WORDS.format(id=key), max_chars=LONGEST_FEEDBACK, persist_state="session")
            st.button(_("Save"), key=f"save-{key}", icon=":material/save:", on_click=save, args=([row], total))
            status = AssessmentStatus(row["status"])
            if status is not AssessmentStatus.GRADED:
                is_open = status is AssessmentStatus.PENDING
                st.button(
                    _("Handed in today") if is_open else _("Not handed in"),
                    key=f"hand-in-{key}",
                    icon=":material/inbox:" if is_open else ":material/undo:",
                    on_click=hand_in,
                    args=(row,),
                    kwargs={"is_handed_in": is_open},
                )
        if refused := refused_of(row):
            st.error(refused, icon=":material/error:")


def _head(person: Person, row: Row, name: str) -> str:
    look = "high" if row["is_overdue"] else _LOOKS.get(AssessmentStatus(row["status"]), "quiet")
    about = listed([row["enrollment_no"], when_handed_in(row)])
    return (
        f'<div class="hw-lead hw-user" data-testid="work-of-{row["student_id"]}">'
        f"<strong>{linked(name, student_way(person.role, row['student_id']))}</strong>"
        f'<span class="hw-lead-band {look}"><span class="hw-band">{escape(standing(row))}</span></span>'
        f"<span>{escape(about)}</span></div>"
    )

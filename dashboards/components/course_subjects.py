"""The subjects of the institute as a list, and one subject's head."""

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.course_lists import asked, courses_way, item, searched, shown, status_chosen
from dashboards.components.course_saving import state
from dashboards.components.course_subject_form import change_subject
from dashboards.components.course_words import LEVEL_NAMES
from dashboards.components.labels import money, number, plainly
from dashboards.components.lead_words import listed
from dashboards.components.paging import grown, more
from dashboards.components.way_back import way_back
from dashboards.language import _, ngettext
from dashboards.pages_table import ADMINS
from warehouse.vocabulary import CatalogStatus, SubjectDifficulty


def subject_list(person: Person) -> None:
    """Search, and every subject with the way to its topics, batches and resources.

    Raises:
        ApiError: the API does not answer.
    """
    with st.container(horizontal=True, key="course-filter", vertical_alignment="bottom"):
        wanted = searched("subjects", _("Name or code"))
        status = status_chosen()
    query = asked(q=wanted, status=status)
    items, has_more = grown("/subjects", query)
    if not items and query:
        states.empty(_("No subject fits."), _("Search with a part of the name or of the code."))
        return
    if not items:
        states.empty(
            _("There is no subject yet."),
            _("“Add a subject” makes the first; an import of subjects.csv brings many.")
            if person.role in ADMINS
            else _("An admin adds the first one."),
        )
        return
    without = sum(one["status"] == CatalogStatus.ACTIVE and not one["topics_total"] for one in items)
    told = ngettext("{shown} subject", "{shown} subjects", len(items), shown=shown(items, has_more=has_more))
    st.caption(listed([told, _("{count} without topics", count=without) if without else ""]))
    with st.container(key="course-list", gap="small"):
        for one in items:
            _row(one, person)
    if has_more:
        more("/subjects", query, "subjects-more")


def _row(one: Mapping[str, Any], person: Person) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"course-{one['id']}"):
        note = _("No topics yet") if one["status"] == CatalogStatus.ACTIVE and not one["topics_total"] else ""
        way = courses_way(subject=one["id"])
        st.html(item(one["name"], [facts(one, person)], way=way, note=note), width="stretch")
        if person.role in ADMINS and st.button(_("Change"), key=f"subject-change-{one['id']}", icon=":material/edit:"):
            change_subject(one)


def facts(subject: Mapping[str, Any], person: Person) -> str:
    """Code, fee, hours, topics, level and state of a subject in one line."""
    level = subject["difficulty_level"]
    length = subject["duration_hours"]
    return listed(
        [
            state(subject),
            subject["code"],
            money(subject["fee"], person.currency) if subject["fee"] is not None else _("no fee noted"),
            _("{hours} h", hours=number(length)) if length else "",
            ngettext("{count} topic", "{count} topics", subject["topics_total"]),
            LEVEL_NAMES[SubjectDifficulty(level)] if level else "",
            subject["category"] or "",
        ]
    )


def subject_head(subject: Mapping[str, Any], person: Person) -> None:
    """What is known of one subject, and the way back to all."""
    way_back(_("All subjects"), courses_way())
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(plainly(subject["name"]), anchor=False)
        is_changed = person.role in ADMINS and st.button(
            _("Change the subject"), icon=":material/edit:", key="subject-change"
        )
    parts = [facts(subject, person)]
    if subject["prerequisite_names"]:
        parts.append(_("After {names}", names=", ".join(subject["prerequisite_names"])))
    about = "".join(f"<span>{escape(part)}</span>" for part in parts)
    words = f"<p>{escape(subject['description'])}</p>" if subject["description"] else ""
    st.html(f'<div class="hw-lead" data-testid="subject">{about}{words}</div>')
    if is_changed:
        change_subject(subject)

"""The topics of a subject in their order: how long, how hard, and after which others."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.course_lists import asked, item, searched, shown
from dashboards.components.course_saving import state
from dashboards.components.course_topic_form import add_topic, change_topic
from dashboards.components.course_words import hours
from dashboards.components.labels import number
from dashboards.components.lead_words import listed
from dashboards.components.own_resources import DIFFICULTY_NAMES
from dashboards.components.paging import grown, more
from dashboards.language import _, ngettext
from dashboards.pages_table import ADMINS
from warehouse.vocabulary import CatalogStatus, TopicDifficulty


def topic_list(subject: Mapping[str, Any], person: Person) -> None:
    """Search, and the topics.

    Raises:
        ApiError: the API does not answer.
    """
    with st.container(horizontal=True, key="course-filter", vertical_alignment="bottom"):
        wanted = searched("topics", _("Part of a topic's name"))
        is_adding = person.role in ADMINS and st.button(
            _("Add a topic"), type="primary", icon=":material/add:", key="topic-open"
        )
    if is_adding:
        add_topic(subject)
    query = asked(subject_id=subject["id"], q=wanted)
    items, has_more = grown("/topics", query)
    if not items and wanted:
        states.empty(_("No topic fits."), _("Search with a part of the name."))
        return
    if not items:
        states.empty(
            _("The subject has no topics yet."),
            _("Progress is counted by topics: “Add a topic” makes the first.")
            if person.role in ADMINS
            else _("An admin adds the first one."),
        )
        return
    st.caption(_told(items, subject, is_all=not has_more and not wanted, count=shown(items, has_more=has_more)))
    with st.container(key="course-list", gap="small"):
        for one in items:
            _row(one, subject, person)
    if has_more:
        more("/topics", query, "topics-more")


def _told(items: list[dict[str, Any]], subject: Mapping[str, Any], *, is_all: bool, count: str) -> str:
    minutes = sum(one["estimated_duration_minutes"] or 0 for one in items if one["status"] == CatalogStatus.ACTIVE)
    planned = subject["duration_hours"]
    total = ""
    if is_all and minutes:
        total = _("{hours} in all", hours=hours(minutes))
        if planned and minutes != planned * 60:
            total = _("{hours} in all, the subject is planned with {planned} h", hours=hours(minutes), planned=planned)
    return listed([ngettext("{shown} topic", "{shown} topics", len(items), shown=count), total])


def _row(one: Mapping[str, Any], subject: Mapping[str, Any], person: Person) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"course-{one['id']}"):
        hard = one["difficulty_level"]
        about = listed(
            [
                state(one),
                hours(one["estimated_duration_minutes"]) or _("no length noted"),
                DIFFICULTY_NAMES[TopicDifficulty(hard)] if hard else "",
            ]
        )
        needs = one["prerequisite_names"]
        after = _("after {names}", names=", ".join(needs)) if needs else ""
        st.html(item(f"{number(one['order_index'])}. {one['name']}", [about, after]), width="stretch")
        if person.role in ADMINS and st.button(_("Change"), key=f"topic-change-{one['id']}", icon=":material/edit:"):
            change_topic(one, subject)

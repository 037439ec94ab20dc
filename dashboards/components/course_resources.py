"""What there is to learn a subject or one of its topics from, as a list with links."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboards.components import states
from dashboards.components.address import chosen
from dashboards.components.course_lists import asked, everything, item, searched, shown, status_chosen
from dashboards.components.course_resource_form import add_resource, change_resource
from dashboards.components.course_saving import state
from dashboards.components.guide import KIND_NAMES
from dashboards.components.lead_words import listed
from dashboards.components.own_resources import DIFFICULTY_NAMES
from dashboards.components.paging import grown, more
from dashboards.language import _, ngettext
from warehouse.vocabulary import ResourceKind, TopicDifficulty

_WEB: Final = ("http://", "https://")


def resource_list(subject: Mapping[str, Any]) -> None:
    """Search, and the resources; whoever teaches may add and change them.

    Raises:
        ApiError: the API does not answer.
    """
    topics = everything("/topics", subject_id=subject["id"])
    with st.container(horizontal=True, key="course-filter", vertical_alignment="bottom"):
        wanted = searched("resources", _("Part of a title"))
        names = {str(one["id"]): one["name"] for one in topics}
        topic = chosen("topic", _("Topic"), names, _("The whole subject and its topics"))
        status = status_chosen()
        is_adding = st.button(_("Add a resource"), type="primary", icon=":material/add:", key="resource-open")
    if is_adding:
        add_resource(subject, topics, int(topic) if topic else None)
    narrowed = asked(q=wanted, topic_id=topic, status=status)
    query = narrowed | {"subject_id": subject["id"]}
    items, has_more = grown("/resources", query)
    if not items and narrowed:
        states.empty(_("No resource fits."), _("Search with a part of the title, or choose another topic or status."))
        return
    if not items:
        states.empty(
            _("There is nothing to learn this subject from yet."),
            _("“Add a resource” takes a link to an article, a video or an exercise."),
        )
        return
    told = ngettext("{shown} resource", "{shown} resources", len(items), shown=shown(items, has_more=has_more))
    st.caption(listed([told, "" if narrowed or has_more else _without(topics, items)]))
    with st.container(key="course-list", gap="small"):
        for one in items:
            _row(one)
    if has_more:
        more("/resources", query, "resources-more")


def _without(topics: Sequence[Mapping[str, Any]], resources: Sequence[Mapping[str, Any]]) -> str:
    covered = {one["topic_id"] for one in resources if not state(one)}
    bare = sum(not state(one) and one["id"] not in covered for one in topics)
    return ngettext("{count} topic has none of its own", "{count} topics have none of their own", bare) if bare else ""


def _row(one: Mapping[str, Any]) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"course-{one['id']}"):
        about = listed(
            [
                state(one),
                KIND_NAMES[ResourceKind(one["kind"])],
                _("{count} min", count=one["duration_minutes"]) if one["duration_minutes"] else "",
                DIFFICULTY_NAMES[TopicDifficulty(one["difficulty"])] if one["difficulty"] else "",
                _("a file in storage") if one["storage_key"] else "",
            ]
        )
        # What was imported was not judged by the API.
        url = one["url"] if (one["url"] or "").lower().startswith(_WEB) else None
        lines = [about, one["topic_name"] or _("The whole subject"), one["description"] or ""]
        st.html(item(one["title"], lines, url=url), width="stretch")
        if st.button(_("Change"), key=f"resource-change-{one['id']}", icon=":material/edit:"):
            change_resource(one)

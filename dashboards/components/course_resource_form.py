"""A resource, added or changed: for a topic or the whole subject, at an address or in storage."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboards.components.course_saving import changed, in_or_out_of_use, long_text, one_of, save, text, whole_number
from dashboards.components.guide import KIND_NAMES
from dashboards.components.lead_words import plain
from dashboards.components.own_resources import DIFFICULTY_NAMES
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import CatalogStatus, LearningStyle, ResourceKind, TopicDifficulty

_MOST_MINUTES: Final = 100_000
_MOST_ADDRESS: Final = 2_000
_MOST_KEY: Final = 500
_WHOLE: Final = 0
_URL, _STORED = "url", "storage_key"
_PLACES: Final = Names({_URL: gettext_noop("On the web"), _STORED: gettext_noop("A file in storage")})
STYLE_NAMES: Final = Names(
    {
        LearningStyle.VISUAL: gettext_noop("by seeing"),
        LearningStyle.AUDITORY: gettext_noop("by hearing"),
        LearningStyle.KINESTHETIC: gettext_noop("by doing"),
        LearningStyle.READING: gettext_noop("by reading"),
    }
)
_NEW: Final[Mapping[str, Any]] = {
    "title": None,
    "kind": ResourceKind.ARTICLE,
    _URL: None,
    _STORED: None,
    "difficulty": None,
    "duration_minutes": None,
    "learning_style": None,
    "description": None,
}


def add_resource(subject: Mapping[str, Any], topics: Sequence[Mapping[str, Any]], topic_id: int | None) -> None:
    """Asks for everything, and makes it.

    Args:
        subject: whose.
        topics: its topics.
        topic_id: the one that is looked at.
    """
    st.dialog(_("Add a resource"))(_add_resource)(subject, topics, topic_id)


def _add_resource(subject: Mapping[str, Any], topics: Sequence[Mapping[str, Any]], topic_id: int | None) -> None:
    names = {_WHOLE: _("The whole subject")} | {
        one["id"]: f"{one['order_index']}. {one['name']}" for one in topics if one["status"] == CatalogStatus.ACTIVE
    }
    chosen = st.selectbox(
        _("To learn"),
        list(names),
        index=list(names).index(topic_id) if topic_id in names else 0,
        format_func=names.__getitem__,
        key=f"resource-new-{topic_id or _WHOLE}-for",
    )
    content = {name: value for name, value in _fields(_NEW, "resource-new").items() if value is not None}
    content |= {"topic_id": chosen} if chosen else {"subject_id": subject["id"]}
    is_whole = bool(content["title"] and (content.get(_URL) or content.get(_STORED)))
    if st.button(_("Save"), type="primary", key="resource-save", width="stretch", disabled=not is_whole):
        save("POST", "/resources", content, None, _("The resource is added."))


def change_resource(resource: Mapping[str, Any]) -> None:
    """An item of `GET /resources`, and what can be done with it."""
    st.dialog(_("Change the resource"))(_change_resource)(resource)


def _change_resource(resource: Mapping[str, Any]) -> None:
    # A dialog that was closed leaves its fields behind; those of another one, or of another version, are others.
    key = f"resource-{resource['id']}-{resource['version']}"
    st.caption(_("To learn: {topic}", topic=plain(resource["topic_name"] or _("The whole subject"))))
    content = _fields(resource, key)
    different = changed(resource, content)
    # The API takes one of the two out when the other one comes.
    different = {name: value for name, value in different.items() if name not in (_URL, _STORED) or value}
    is_whole = bool(content["title"] and (content[_URL] or content[_STORED]) and different)
    path = f"/resources/{resource['id']}"
    if st.button(_("Save"), type="primary", key="resource-save", width="stretch", disabled=not is_whole):
        save("PUT", path, different, resource["version"], _("Changed."))
    in_or_out_of_use(path, resource, "resource", _("Students do not see it any more. Nothing is deleted."))


def _fields(known: Mapping[str, Any], key: str) -> dict[str, Any]:
    title = text(_("Title"), known["title"], f"{key}-title")
    kind = st.segmented_control(
        _("Kind"),
        list(ResourceKind),
        default=ResourceKind(known["kind"]),
        required=True,
        format_func=KIND_NAMES.__getitem__,
        key=f"{key}-kind",
    )
    where = st.segmented_control(
        _("Where it is"),
        list(_PLACES),
        default=_STORED if known[_STORED] else _URL,
        required=True,
        format_func=_PLACES.__getitem__,
        key=f"{key}-where",
    )
    address = stored = None
    if where == _STORED:
        told = _("Names with single slashes between them, such as python/loops.pdf.")
        stored = text(_("Path of the file"), known[_STORED], f"{key}-stored", max_chars=_MOST_KEY, help=told) or None
    else:
        address = text(
            _("Address"), known[_URL], f"{key}-url", max_chars=_MOST_ADDRESS, placeholder="https://example.org/loops"
        )
    left, right = st.columns(2)
    with left:
        hard = one_of(
            _("How hard"),
            {level: DIFFICULTY_NAMES[level] for level in TopicDifficulty},
            TopicDifficulty(known["difficulty"]) if known["difficulty"] else None,
            f"{key}-hard",
        )
    with right:
        minutes = whole_number(_("Minutes it takes"), known["duration_minutes"], _MOST_MINUTES, 5, f"{key}-minutes")
    style = one_of(
        _("For whom learns best"),
        {one: STYLE_NAMES[one] for one in LearningStyle},
        LearningStyle(known["learning_style"]) if known["learning_style"] else None,
        f"{key}-style",
    )
    return {
        "title": title,
        "kind": kind or ResourceKind(known["kind"]),
        _URL: address or None,
        _STORED: stored,
        "difficulty": hard,
        "duration_minutes": minutes,
        "learning_style": style,
        "description": long_text(_("Description"), known["description"], f"{key}-description"),
    }

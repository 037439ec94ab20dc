"""A topic, added, changed or moved to another place: how long, how hard, and what must be learned before it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboards.components.course_lists import others_of
from dashboards.components.course_saving import (
    MOST_TEXT,
    changed,
    in_or_out_of_use,
    long_text,
    one_of,
    save,
    text,
    whole_number,
)
from dashboards.components.own_resources import DIFFICULTY_NAMES
from dashboards.language import _
from warehouse.vocabulary import CatalogStatus, TopicDifficulty

_MOST_MINUTES: Final = 100_000
_FIRST: Final = 0
_NEW: Final[Mapping[str, Any]] = {
    "name": None,
    "estimated_duration_minutes": None,
    "difficulty_level": None,
    "prerequisites": [],
    "learning_objectives": [],
    "description": None,
}


def add_topic(subject: Mapping[str, Any]) -> None:
    """Asks for everything, and makes the last topic of a subject."""
    if (others := others_of("/topics", None, subject_id=subject["id"])) is not None:
        st.dialog(_("Add a topic"))(_add_topic)(subject, others)


def _add_topic(subject: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> None:
    content = _fields(_NEW, others, "topic-new")
    st.caption(_("It comes last. “Change” moves it to another place."))
    if st.button(_("Save"), type="primary", key="topic-save", width="stretch", disabled=not content["name"]):
        save("POST", "/topics", content | {"subject_id": subject["id"]}, None, _("The topic is added."))


def change_topic(topic: Mapping[str, Any], subject: Mapping[str, Any]) -> None:
    """An item of `GET /topics`, and what can be done with it."""
    if (others := others_of("/topics", topic["id"], subject_id=subject["id"])) is not None:
        st.dialog(_("Change the topic"))(_change_topic)(topic, others)


def _change_topic(topic: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> None:
    # A dialog that was closed leaves its fields behind; those of another topic, or of another version, are others.
    key = f"topic-{topic['id']}-{topic['version']}"
    content = _fields(topic, others, key)
    different = changed(topic, content)
    names = {one["id"]: one["name"] for one in (*others, topic)}
    path = f"/topics/{topic['id']}"
    is_whole = bool(content["name"] and different)
    if st.button(_("Save"), type="primary", key="topic-save", width="stretch", disabled=not is_whole):
        save("PUT", path, different, topic["version"], _("Changed."), names)
    if others:
        _move(topic, others, key)
    in_or_out_of_use(
        path, topic, "topic", _("It counts in nobody's progress any more. What was learned and marked stays.")
    )


def _move(topic: Mapping[str, Any], others: Sequence[Mapping[str, Any]], key: str) -> None:
    with st.expander(_("Move it to another place")):
        names = {_FIRST: _("At the beginning")} | {one["id"]: _label(one) for one in others}
        now = next((one["id"] for one in reversed(others) if one["order_index"] < topic["order_index"]), _FIRST)
        after = st.selectbox(
            _("Comes after"),
            list(names),
            index=list(names).index(now),
            format_func=names.__getitem__,
            key=f"{key}-after",
        )
        if st.button(_("Move"), key="topic-move", icon=":material/swap_vert:", width="stretch", disabled=after == now):
            content = {"after_id": after or None}
            save("POST", f"/topics/{topic['id']}/move", content, topic["version"], _("Moved."))


def _label(topic: Mapping[str, Any]) -> str:
    """Two topics may have one name, but not one place."""
    return f"{topic['order_index']}. {topic['name']}"


def _fields(known: Mapping[str, Any], others: Sequence[Mapping[str, Any]], key: str) -> dict[str, Any]:
    name = text(_("Name"), known["name"], f"{key}-name")
    left, right = st.columns(2)
    with left:
        minutes = whole_number(
            _("Minutes it takes"), known["estimated_duration_minutes"], _MOST_MINUTES, 15, f"{key}-minutes"
        )
    with right:
        hard = one_of(
            _("How hard"),
            {level: DIFFICULTY_NAMES[level] for level in TopicDifficulty},
            TopicDifficulty(known["difficulty_level"]) if known["difficulty_level"] else None,
            f"{key}-hard",
        )
    # What is out of use is not chosen anew, but stays where it was chosen.
    names = {
        one["id"]: _label(one)
        for one in others
        if one["status"] == CatalogStatus.ACTIVE or one["id"] in known["prerequisites"]
    }
    before = st.multiselect(
        _("To be learned before"),
        list(names),
        default=[one for one in known["prerequisites"] if one in names],
        format_func=names.__getitem__,
        key=f"{key}-before",
        placeholder=_("Nothing"),
    )
    aims = st.text_area(
        _("What one can do afterwards, a line each"),
        "\n".join(known["learning_objectives"]),
        key=f"{key}-aims",
        max_chars=MOST_TEXT,
        height=80,
    )
    return {
        "name": name,
        "estimated_duration_minutes": minutes,
        "difficulty_level": hard,
        "prerequisites": before,
        "learning_objectives": [line.strip() for line in (aims or "").splitlines() if line.strip()],
        "description": long_text(_("Description"), known["description"], f"{key}-description"),
    }

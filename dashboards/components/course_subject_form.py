"""A subject, added or changed: code, name, fee, hours, level, and what is to be learned before it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from dashboards.components.course_lists import others_of
from dashboards.components.course_saving import (
    begun,
    changed,
    in_or_out_of_use,
    long_text,
    one_of,
    save,
    text,
    whole_number,
)
from dashboards.components.course_words import LEVEL_NAMES
from dashboards.language import _
from warehouse.vocabulary import CatalogStatus, SubjectDifficulty

_MOST_HOURS: Final = 10_000
_MOST_FEE: Final = 1_000_000_000.0
_FEE_STEP: Final = 500.0
_NEW: Final[Mapping[str, Any]] = {
    "code": None,
    "name": None,
    "category": None,
    "difficulty_level": None,
    "duration_hours": None,
    "fee": None,
    "description": None,
    "prerequisites": [],
}


def add_subject() -> None:
    """Asks for everything, and makes it."""
    if (others := others_of("/subjects", None)) is not None:
        st.dialog(_("Add a subject"))(_add_subject)(others)


def _add_subject(others: Sequence[Mapping[str, Any]]) -> None:
    content = _fields(_NEW, others, "subject-new")
    is_whole = bool(content["code"] and content["name"])
    if st.button(_("Save"), type="primary", key="subject-save", width="stretch", disabled=not is_whole):
        save("POST", "/subjects", content, None, _("The subject is added. Its topics come next."))


def change_subject(subject: Mapping[str, Any]) -> None:
    """An item of `GET /subjects`, and what can be done with it."""
    if (others := others_of("/subjects", subject["id"])) is not None:
        st.dialog(_("Change the subject"))(_change_subject)(subject, others)


def _change_subject(subject: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> None:
    # A dialog that was closed leaves its fields behind; those of another subject, or of another version, are others.
    key = f"subject-{subject['id']}-{subject['version']}"
    content = _fields(subject, others, key)
    different = changed(subject, content)
    names = {one["id"]: one["name"] for one in (*others, subject)}
    path = f"/subjects/{subject['id']}"
    is_whole = bool(content["code"] and content["name"] and different)
    if st.button(_("Save"), type="primary", key="subject-save", width="stretch", disabled=not is_whole):
        save("PUT", path, different, subject["version"], _("Changed."), names)
    in_or_out_of_use(
        path, subject, "subject", _("Nobody new is enrolled and no batch is opened. Who learns it now goes on.")
    )


def _fields(known: Mapping[str, Any], others: Sequence[Mapping[str, Any]], key: str) -> dict[str, Any]:
    name = text(_("Name"), known["name"], f"{key}-name")
    left, right = st.columns(2)
    with left:
        code = text(_("Code"), known["code"], f"{key}-code", help=_("Short, such as PY101; every subject has its own."))
        fee = st.number_input(
            _("Fee"), 0.0, max(_MOST_FEE, known["fee"] or 0), None, _FEE_STEP, key=begun(f"{key}-fee", known["fee"])
        )
        level = one_of(
            _("Level"),
            {level: LEVEL_NAMES[level] for level in SubjectDifficulty},
            SubjectDifficulty(known["difficulty_level"]) if known["difficulty_level"] else None,
            f"{key}-level",
        )
    with right:
        category = text(_("Category"), known["category"], f"{key}-category")
        length = whole_number(_("Hours in all"), known["duration_hours"], _MOST_HOURS, 5, f"{key}-hours")
    # What is out of use is not chosen anew, but stays where it was chosen.
    names = {
        one["id"]: f"{one['name']} ({one['code']})"
        for one in others
        if one["status"] == CatalogStatus.ACTIVE or one["id"] in known["prerequisites"]
    }
    before = st.multiselect(
        _("To be completed before"),
        list(names),
        default=[one for one in known["prerequisites"] if one in names],
        format_func=names.__getitem__,
        key=f"{key}-before",
        placeholder=_("Nothing"),
    )
    return {
        "code": code,
        "name": name,
        "category": category or None,
        "difficulty_level": level,
        "duration_hours": length,
        "fee": fee,
        "description": long_text(_("Description"), known["description"], f"{key}-description"),
        "prerequisites": before,
    }

"""A piece of work changed for all who got it, or taken back from those who have done nothing for it yet."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.known_people import student_name
from dashboards.components.lead_words import plain
from dashboards.components.sending import refusal, send
from dashboards.components.work_fields import work_fields
from dashboards.components.work_new import TOLD
from dashboards.components.work_words import work_name, work_refusal
from dashboards.language import _, ngettext
from warehouse.vocabulary import AssessmentStatus

EVERYBODY = 0
Row = Mapping[str, Any]


def change_work(rows: Sequence[Row]) -> None:
    """Items of `GET /assessments` that were set at once, at least one, and what can be changed of them."""
    st.dialog(_("Change work"))(_change_work)(rows)


def _change_work(rows: Sequence[Row]) -> None:
    first = rows[0]
    st.markdown(f"**{plain(work_name(first))}**")
    st.caption(
        ngettext(
            "A change counts for the {count} student who got it.",
            "A change counts for all {count} students who got it.",
            len(rows),
        )
    )
    # A dialog that was closed leaves its fields behind; those of other work, or of another version, are others.
    key = f"work-{first['id']}-{first['version']}"
    try:
        wanted = work_fields(first, first["subject_id"], key)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    different = {name: value for name, value in wanted.items() if value != first[name]}
    if st.button(_("Save"), type="primary", key="work-change-save", width="stretch", disabled=not different):
        _for_each(rows, rows, _Change(different))
    _take_back(rows)


def _take_back(rows: Sequence[Row]) -> None:
    pending = [row for row in rows if row["status"] == AssessmentStatus.PENDING]
    with st.expander(_("Take it back")):
        st.caption(
            _("What was handed in or marked stays: that it was done is part of what a student has learnt.")
            if len(pending) < len(rows)
            else _("Nobody has handed it in yet, so it can be taken back as if it had never been set.")
        )
        if not pending:
            return
        names = {row["id"]: student_name(dict(row)) for row in pending}
        everybody = _("All of them ({count})", count=len(pending))
        whom = st.selectbox(
            _("From whom"),
            [EVERYBODY, *names],
            format_func=lambda one: names.get(one, everybody),
            key=f"work-back-{rows[0]['id']}",
        )
        if st.button(_("Take it back"), key="work-back-save", icon=":material/undo:", width="stretch"):
            _for_each(rows, [row for row in pending if whom in (EVERYBODY, row["id"])], _TakeBack())


class _Change:
    """What is sent for one row."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = dict(content)

    def __call__(self, row: Row) -> None:
        send("PUT", f"/assessments/{row['id']}", self._content, row["version"])

    def told(self, count: int) -> str:
        """What is told when it is done."""
        return ngettext("Changed for {count} student.", "Changed for {count} students.", count)


class _TakeBack:
    """What is sent for one row that nobody has done anything for."""

    def __call__(self, row: Row) -> None:
        send("DELETE", f"/assessments/{row['id']}", {}, row["version"])

    def told(self, count: int) -> str:
        """What is told when it is done."""
        return ngettext("Taken back from {count} student.", "Taken back from {count} students.", count)


def _for_each(everybody: Sequence[Row], rows: Sequence[Row], act: _Change | _TakeBack) -> None:
    """Sends it for these rows; those that are refused are told by name, and the dialog stays."""
    done, refused = [], []
    for row in rows:
        try:
            act(row)
        except ApiError as error:
            refused.append(f"- {plain(student_name(dict(row)))}: {work_refusal(error)}")
            if error.status >= 500:
                break
        else:
            done.append(row)
    left = [row for row in everybody if row not in done] if isinstance(act, _TakeBack) else everybody
    if left:
        # The one that the address named may be gone.
        st.query_params["work"] = str(left[0]["id"])
    else:
        st.query_params.pop("work", None)
    if refused:
        refused += [f"\n{act.told(len(done))}"] if done else []
        st.error("\n".join(refused), icon=":material/error:")
        return
    st.session_state[TOLD] = act.told(len(done))
    st.rerun()

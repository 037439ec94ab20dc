"""Where an inquiry can go from its stage: one button each, and none for what is not possible."""

from datetime import date, timedelta
from typing import Any, Final

import streamlit as st

from dashboards.components import lead_writes
from dashboards.components.lead_words import LOST_REASONS, plain
from dashboards.language import _, gettext_noop
from dashboards.pages_table import PAGES_FOLDER
from warehouse.vocabulary import InquiryStatus

ENROL_PAGE: Final = PAGES_FOLDER / "counselor/enrol.py"
_OPEN: Final = (InquiryStatus.NEW, InquiryStatus.CONTACTED, InquiryStatus.FOLLOW_UP_SCHEDULED)
_OTHER: Final = gettext_noop("Another reason")


def moves(inquiry: dict[str, Any], today: date) -> None:
    """The buttons of one inquiry; a lost one is reopened, an enrolled or merged one stays."""
    status, key = InquiryStatus(inquiry["status"]), inquiry["id"]
    who = inquiry["student_name"]
    if status is InquiryStatus.LOST and inquiry.get("merged_into_id") is None:
        st.button(
            _("Reopen"),
            key=f"reopen-{key}",
            icon=":material/undo:",
            on_click=lead_writes.contacted,
            args=(inquiry,),
            help=_("{who} asks again", who=who),
        )
    if status not in _OPEN:
        return
    with st.container(horizontal=True, gap="small", key=f"moves-{key}"):
        if status is not InquiryStatus.CONTACTED:
            st.button(
                _("Contacted"),
                key=f"contacted-{key}",
                on_click=lead_writes.contacted,
                args=(inquiry,),
                help=_("You spoke with {who}", who=who),
            )
        if status is not InquiryStatus.FOLLOW_UP_SCHEDULED:
            st.button(
                _("Plan call"),
                key=f"plan-{key}",
                on_click=lead_writes.planned,
                args=(inquiry, today + timedelta(days=1)),
                help=_("A call tomorrow; another day on the inquiry's page"),
            )
        if st.button(_("Enrol"), key=f"enrol-{key}", help=_("Make {who} a student", who=who)):
            st.switch_page(ENROL_PAGE, query_params={"inquiry": str(key)})
        if st.button(_("Lost"), key=f"lost-{key}", type="tertiary", help=_("Close it, with the reason")):
            ask_why(inquiry)


def ask_why(inquiry: dict[str, Any]) -> None:
    """Closes an inquiry as lost, with the reason."""
    st.dialog(_("Why is it lost?"))(_ask_why)(inquiry)


def _ask_why(inquiry: dict[str, Any]) -> None:
    name = plain(inquiry["student_name"])
    st.markdown(_("**{name}** will be closed. It can be reopened at any time.", name=name))
    chosen = st.radio(_("Reason"), [*LOST_REASONS, _OTHER], format_func=_, key="lost-reason")
    words = st.text_input(_("In a few words"), key="lost-words", max_chars=300) if chosen == _OTHER else chosen
    reason = (words or "").strip()
    if st.button(_("Close as lost"), type="primary", key="lost-save", disabled=not reason, width="stretch"):
        lead_writes.lost(inquiry, reason)
        st.rerun()

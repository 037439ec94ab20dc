"""Rewards and penalties as a list, and deciding what somebody has appealed against."""

from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import RewardCategory, RewardStatus, RewardType

TYPE_NAMES: Final = Names({RewardType.REWARD: gettext_noop("★ Reward"), RewardType.PENALTY: gettext_noop("▼ Penalty")})
CATEGORY_NAMES: Final = Names(
    {
        RewardCategory.ATTENDANCE: gettext_noop("Attendance"),
        RewardCategory.PERFORMANCE: gettext_noop("Performance"),
        RewardCategory.BEHAVIOR: gettext_noop("Behaviour"),
        RewardCategory.ASSIGNMENT: gettext_noop("Assignment"),
        RewardCategory.OTHER: gettext_noop("Something else"),
    }
)
STATUS_NAMES: Final = Names(
    {
        RewardStatus.ACTIVE: "",
        RewardStatus.APPEALED: gettext_noop("! Appealed: to be decided"),
        RewardStatus.RESOLVED: gettext_noop("Appeal decided"),
    }
)
_MOST_POINTS: Final = 1000


def reward_list(items: list[dict[str, Any]], person_id: int) -> None:
    """Shows the items of `GET /rewards`."""
    for one in items:
        with st.container(border=True, key=f"reward-{one['id']}"):
            st.html(_item(one, person_id))
            if one["status"] == RewardStatus.APPEALED and st.button(
                _("Decide the appeal"), key=f"decide-{one['id']}", icon=":material/gavel:"
            ):
                decide_appeal(one)


def _item(one: dict[str, Any], person_id: int) -> str:
    kind = RewardType(one["type"])
    sign = "+" if kind is RewardType.REWARD else "−"
    about = listed(
        [
            one["enrollment_no"],
            CATEGORY_NAMES[RewardCategory(one["category"])],
            day(date.fromisoformat(one["date"])),
            _("given by you") if one["created_by"] == person_id else "",
            STATUS_NAMES[RewardStatus(one["status"])],
        ]
    )
    look = "low" if kind is RewardType.REWARD else "medium"
    return (
        f'<div class="hw-lead"><strong>{escape(one["student_name"])}</strong>'
        f'<span class="hw-lead-band {look}"><span class="hw-band">{TYPE_NAMES[kind]}</span>'
        f" {escape(_('{points} points', points=sign + str(one['points'])))}</span><span>{escape(about)}</span>"
        f"<p>{escape(one['reason'] or '')}</p></div>"
    )


def decide_appeal(one: dict[str, Any]) -> None:
    """How an appeal ends: the points from now on, and why."""
    st.dialog(_("Decide the appeal"))(_decide_appeal)(one)


def _decide_appeal(one: dict[str, Any]) -> None:
    st.markdown(f"**{plain(one['student_name'])}**, {_('{points} points', points=one['points'])}")
    st.markdown(plain(one["reason"] or ""))
    points = st.number_input(
        _("Points from now on"),
        0,
        _MOST_POINTS,
        min(one["points"], _MOST_POINTS),
        key="decide-points",
        help=_("0: taken back"),
    )
    note = st.text_area(_("Why"), key="decide-note", max_chars=2000, height=90)
    words = (note or "").strip()
    if not st.button(_("Decide"), type="primary", key="decide-save", disabled=not words, width="stretch"):
        return
    try:
        send("POST", f"/rewards/{one['id']}/resolve", {"points": points, "note": words}, one["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Decided; the student is told."), icon=":material/check_circle:")
    st.rerun()

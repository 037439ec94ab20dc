"""A student's own points: what each was given or taken for, and an appeal where the student thinks otherwise."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, plain
from dashboards.components.reward_list import CATEGORY_NAMES
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import RewardCategory, RewardStatus, RewardType

_MOST_LETTERS: Final = 2_000
STATUS_NAMES: Final = Names(
    {
        RewardStatus.ACTIVE: "",
        RewardStatus.APPEALED: gettext_noop("◔ You have appealed; the office decides"),
        RewardStatus.RESOLVED: gettext_noop("✓ Your appeal was decided"),
    }
)


def points_of(one: dict[str, Any]) -> int:
    """Points with their sign: a penalty takes them."""
    return int(one["points"]) if one["type"] == RewardType.REWARD else -int(one["points"])


def points_total(items: Sequence[dict[str, Any]]) -> int:
    """All that was given without all that was taken."""
    return sum(points_of(one) for one in items)


def signed(points: int) -> str:
    """`+5`, `−3`, `0`."""
    return f"{'+' if points > 0 else '−' if points < 0 else ''}{abs(points)}"


def own_points(items: Sequence[dict[str, Any]]) -> None:
    """Shows items of `GET /rewards`, each with the way to appeal while that can be done."""
    for one in items:
        with st.container(border=True, key=f"points-{one['id']}"):
            st.html(_item(one))
            if one["status"] == RewardStatus.ACTIVE and st.button(
                _("I see it otherwise"), key=f"appeal-{one['id']}", icon=":material/gavel:"
            ):
                appeal(one)


def _item(one: dict[str, Any]) -> str:
    told = _("{points} points", points=signed(points_of(one)))
    about = listed([CATEGORY_NAMES[RewardCategory(one["category"])], day(date.fromisoformat(one["date"]))])
    status = STATUS_NAMES[RewardStatus(one["status"])]
    css = "hw-ready" if one["status"] == RewardStatus.RESOLVED else "hw-missing"
    state = f'<p class="{css}">{escape(status)}</p>' if status else ""
    # Appeal and decision stand below the reason, each in a paragraph of its own.
    reasons = "".join(f"<p>{escape(part)}</p>" for part in (one["reason"] or "").split("\n\n") if part)
    return (
        f'<div class="hw-own" data-testid="points"><strong>{escape(told)}</strong><span>{escape(about)}</span>'
        f"{reasons}{state}</div>"
    )


def appeal(one: dict[str, Any]) -> None:
    """Why the student thinks otherwise; once, and the office is told."""
    st.dialog(_("Appeal"))(_appeal)(one)


def _appeal(one: dict[str, Any]) -> None:
    st.markdown(f"**{_('{points} points', points=signed(points_of(one)))}**  \n{plain(one['reason'] or '')}")
    reason = st.text_area(
        _("Why do you see it otherwise?"), key=f"appeal-reason-{one['id']}", max_chars=_MOST_LETTERS, height=120
    )
    st.caption(_("The office reads it, decides, and you are told. You can appeal once."))
    words = (reason or "").strip()
    if not st.button(_("Appeal"), type="primary", key="appeal-save", width="stretch", disabled=not words):
        return
    try:
        send("POST", f"/rewards/{one['id']}/appeal", {"reason": words}, one["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("The office is told."), icon=":material/check_circle:")
    st.rerun()

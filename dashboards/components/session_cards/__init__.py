"""Today's sessions as cards to tap: a component, so that a card is one large button on a phone."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import streamlit as st

from dashboards.components.assets import joined_text
from dashboards.language import _, words_of

_SCRIPT: Final = joined_text("words.js", "session_cards/cards.js")
_cards = st.components.v2.component(
    "headway_session_cards",
    html=joined_text("session_cards/cards.html"),
    css=joined_text("session_cards/cards.css"),
    js=_SCRIPT,
)


@dataclass(frozen=True)
class SessionCard:
    """What a card shows; `state` is waiting, done or off."""

    id: int
    time: str
    title: str
    about: str
    badge: str
    state: str

    @classmethod
    def from_api(cls, told: dict[str, Any], *, shows_faculty: bool) -> "SessionCard":
        """Reads one item of `GET /sessions/today`."""
        total, marked = told["students_total"], told["marked_total"]
        if told["status"] == "cancelled":
            state, badge = "off", _("Cancelled")
        elif total == 0:
            state, badge = "off", _("Nobody enrolled")
        elif marked >= total:
            state, badge = "done", _("All marked") if total > 1 else _("Marked")
        else:
            told_of = _("{marked} of {total} marked", marked=marked, total=total)
            state, badge = "waiting", told_of if total > 1 else _("Not marked")
        who = told.get("student_name") or told.get("batch_name") or ""
        faculty = told.get("faculty_name") if shows_faculty else None
        about = " · ".join(part for part in (who, faculty, told.get("location")) if part)
        start = (told.get("start_time") or "")[:5]
        return cls(told["id"], start or _("Any time"), told["subject_name"], about, badge, state)


def session_cards(cards: list[SessionCard], user_id: int) -> int | None:
    """Shows the cards.

    Returns:
        The id of the session that was tapped in this run, else None.
    """
    result = _cards(
        key="session-cards",
        data={"sessions": [asdict(card) for card in cards], "user_id": user_id, "words": words_of(_SCRIPT)},
        on_opened_change=lambda: None,
    )
    opened: int | None = result.opened
    return opened

"""The attendance sheet: a component that lives in the browser, so that a tap needs no round trip.

Belongs here: mounting it. It reads and writes through the routes of `routes/attendance.py` and hears through
`routes/live.py`. The scripts are one module in the browser: the reader's words, the outbox, the ear, the steps, what is
set for the whole class, the marks, the views, then the sheet that uses all.
"""

from typing import Final

import streamlit as st

from dashboards.components.assets import joined_text
from dashboards.language import words_of

_SCRIPTS: Final = ("outbox", "live", "undo", "class_wide", "marks", "view", "class_panel", "frame", "sheet")
_SCRIPT: Final = joined_text(
    "words.js",
    *(f"attendance_sheet/{name}.js" for name in _SCRIPTS),
)
_sheet = st.components.v2.component(
    "headway_attendance_sheet",
    html=joined_text("attendance_sheet/sheet.html"),
    css=joined_text("attendance_sheet/sheet.css"),
    js=_SCRIPT,
)


def attendance_sheet(session_id: int, user_id: int) -> None:
    """Shows the sheet of one session.

    Args:
        session_id: the session to mark.
        user_id: who marks; what is not sent yet is kept on the device under this id.
    """
    data = {"session_id": session_id, "user_id": user_id, "words": words_of(_SCRIPT)}
    _sheet(key=f"sheet-{session_id}", data=data)

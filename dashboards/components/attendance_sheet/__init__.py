"""The attendance sheet: a component that lives in the browser, so that a tap needs no round trip.

Belongs here: mounting it. It reads and writes through the routes of `routes/attendance.py`. The three scripts are one
module in the browser: the outbox, the view, then the sheet that uses both.
"""

import streamlit as st

from dashboards.components.assets import joined_text

_sheet = st.components.v2.component(
    "headway_attendance_sheet",
    html=joined_text("attendance_sheet/sheet.html"),
    css=joined_text("attendance_sheet/sheet.css"),
    js=joined_text("attendance_sheet/outbox.js", "attendance_sheet/view.js", "attendance_sheet/sheet.js"),
)


def attendance_sheet(session_id: int, user_id: int) -> None:
    """Shows the sheet of one session.

    Args:
        session_id: the session to mark.
        user_id: who marks; what is not sent yet is kept on the device under this id.
    """
    _sheet(key=f"sheet-{session_id}", data={"session_id": session_id, "user_id": user_id})

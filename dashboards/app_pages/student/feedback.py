"""Feedback on recent sessions in two taps, and what came of earlier feedback."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.own import enrolled_student
from dashboards.components.own_feedback import earlier, given_here, rate
from dashboards.language import _, ngettext
from dashboards.session import api
from warehouse.vocabulary import AttendanceStatus

RECENT_DAYS = 21
MOST = 5

person, student_id = enrolled_student()
zone = person.time_zone
now = datetime.now(ZoneInfo(zone) if zone else UTC)
st.title(_("Give feedback"), anchor=False)
try:
    query = {"date_from": person.today - timedelta(days=RECENT_DAYS), "date_to": person.today, "sort": "-date"}
    marks = api("GET", f"/attendance/student/{student_id}", query={**query, "limit": 50})["items"]
    sessions = api("GET", "/sessions", query={**query, "limit": 50})["items"]
    before = api("GET", "/feedback", query={"limit": 30})["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
# Who was not there has nothing to say about it.
was_in = {mark["session_id"] for mark in marks if mark["attendance_status"] != AttendanceStatus.ABSENT}
done = given_here() | {one["session_id"] for one in before}
waiting = [one for one in sessions if one["id"] in was_in and one["id"] not in done]
to_rate, told = st.columns(2, gap="medium")
with to_rate:
    st.subheader(_("How were your last sessions?"), anchor=False)
    if given_here():
        st.success(_("Thank you: it is sent."), icon=":material/check_circle:")
    for session in waiting[:MOST]:
        rate(session, now)
    if not waiting:
        states.empty(
            _("There is nothing to rate now."),
            ngettext(
                "Sessions of the last week in which you were present appear here.",
                "Sessions of the last {count} weeks in which you were present appear here.",
                RECENT_DAYS // 7,
            ),
        )
with told:
    st.subheader(_("What came of earlier feedback"), anchor=False)
    if before:
        earlier(before, zone)
    else:
        states.empty(
            _("You have not given any under your name."), _("What you say, and how it is answered, stands here.")
        )
    st.caption(_("Anonymous feedback is not listed: nobody, not even this page, knows that it is yours."))

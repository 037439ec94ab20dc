"""A student's own schedule: what is next, the days ahead, what was with the own mark, and the calendar address."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.calendar_link import calendar_link
from dashboards.components.own import enrolled_student
from dashboards.components.schedule import Appointment, days, next_card, past
from dashboards.language import _
from dashboards.session import api

DAYS_AHEAD = 28
SHOWN_AT_ONCE = 14
MOST_PAST = 15
# A session without a mark is shown so long: the mark may still come.
WAITING_DAYS = 7

person, student_id = enrolled_student()
zone = person.time_zone
now = datetime.now(ZoneInfo(zone) if zone else UTC)
if person.today != now.date():
    # The institute's clock stands on another day, of which everything is still to come.
    now = datetime(person.today.year, person.today.month, person.today.day, tzinfo=now.tzinfo)
today = now.date()
st.title(_("My schedule"), anchor=False)
try:
    until = today + timedelta(days=DAYS_AHEAD)
    coming = api("GET", "/sessions", query={"date_from": today, "date_to": until, "sort": "date", "limit": 200})
    gone = api("GET", "/sessions", query={"date_to": today, "sort": "-date", "limit": 50})["items"]
    marks = api("GET", f"/attendance/student/{student_id}", query={"sort": "-date", "limit": 50})["items"]
    exams = api("GET", f"/exams/student/{student_id}")["items"]
    link = api("GET", "/calendar/link")
except ApiError as error:
    states.broken(error)
    st.stop()
ahead = [Appointment.of_session(one, now) for one in coming["items"]]
ahead += [Appointment.of_exam(one, zone) for one in exams if one["booking_id"] is not None]
open_ones = sorted(
    (one for one in ahead if not one.is_over and not one.is_cancelled),
    key=lambda one: (one.day, one.start is None, one.start),
)
schedule, side = st.columns([3, 2], gap="medium")
with schedule:
    if open_ones:
        st.html(next_card(open_ones[0], now))
    else:
        states.empty(
            _("No session is planned for the next {count} days.", count=DAYS_AHEAD),
            _("When your teacher plans one, it appears here and in your calendar."),
        )
    soon = [one for one in ahead if (one.day - today).days < SHOWN_AT_ONCE]
    later = [one for one in ahead if (one.day - today).days >= SHOWN_AT_ONCE]
    if soon:
        st.subheader(_("The next {count} weeks", count=SHOWN_AT_ONCE // 7), anchor=False)
        st.html(days(soon, today))
    if later:
        with st.expander(_("After that ({count})", count=len(later))):
            st.html(days(later, today))
with side:
    calendar_link(link["made_at"], zone)
    st.subheader(_("What was"), anchor=False)
    by_session = {mark["session_id"]: mark for mark in marks}
    was = [
        one
        for one in gone
        if one["id"] in by_session
        or (
            Appointment.of_session(one, now).is_over
            and one["status"] != "cancelled"
            and one["session_date"] >= (today - timedelta(days=WAITING_DAYS)).isoformat()
        )
    ]
    if was:
        st.html(past(was[:MOST_PAST], by_session, now))
    else:
        states.empty(_("No session yet."), _("After each one your mark appears here."))

"""What to learn from now and why, then everything else by subject (`?subject=Python`)."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.own import enrolled_student, subject_filter
from dashboards.components.own_resources import for_now, shelf
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import api

MOST = 200

person, student_id = enrolled_student()
st.title(_("Learn from"), anchor=False)
try:
    subjects = api("GET", f"/students/{student_id}/next-topics")["subjects"]
    enrollments = api("GET", f"/students/{student_id}/progress")["enrollments"]
    found = api("GET", "/resources", query={"limit": MOST})
except ApiError as error:
    states.broken(error)
    st.stop()
names = {one["subject_code"]: one["subject_name"] for one in enrollments}
chosen = subject_filter(names)
shown = [code for code in names if chosen in (None, code)]
now = {one["subject_code"]: html for one in subjects if one["subject_code"] in shown and (html := for_now(one))}
st.subheader(_("For what is next"), anchor=False)
for code, html in now.items():
    st.caption(names[code])
    st.html(html)
if not now:
    states.empty(
        _("Nothing is picked for your next topics yet."),
        _("When your teachers add an article, a video or exercises for them, it stands here with the reason."),
    )
    label = _("What is next for you, and why")
    st.page_link(PAGES_FOLDER / "student/progress.py", label=label, icon=":material/trending_up:")
suggested = {one["id"] for subject in subjects for topic in subject["topics"] for one in topic["resources"]}
topics = {topic["topic_id"]: topic["name"] for one in enrollments for topic in one["topics"]}
others = [one for one in found["items"] if one["subject_code"] in shown and one["id"] not in suggested]
if others:
    st.subheader(_("Everything else"), anchor=False)
for code in shown:
    if of_subject := [one for one in others if one["subject_code"] == code]:
        with st.expander(f"{names[code]} ({len(of_subject)})", expanded=chosen == code):
            st.html(shelf(of_subject, topics))
if found.get("next_cursor"):
    st.caption(_("The first {count} are shown.", count=MOST))

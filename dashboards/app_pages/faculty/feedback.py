"""What students say about the faculty member who looks."""

import streamlit as st

from dashboards.components.feedback_page import said, summary
from dashboards.components.snapshot import shown_build
from dashboards.language import _
from dashboards.session import current_person

person = current_person()
build = shown_build()
st.title(_("Feedback about you"), anchor=False)
theme = summary(person, build, None)
said(person, build, None, theme)

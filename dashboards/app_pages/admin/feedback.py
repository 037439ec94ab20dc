"""What students say, what is done about it, and staff's word on what the model is unsure of."""

import streamlit as st

from dashboards.components.action_items import action_items
from dashboards.components.campus_filter import campus_filter
from dashboards.components.feedback_open import waiting_for_an_answer
from dashboards.components.feedback_page import COMMENTS, said, summary
from dashboards.components.shown_part import shown_part
from dashboards.components.snapshot import shown_build
from dashboards.language import _
from dashboards.queries.institute import campus_ids
from dashboards.queries.snapshot import ask
from dashboards.session import current_person

person = current_person()
build = shown_build()
st.title(_("Feedback"), anchor=False)
campus = campus_filter(person, build)
theme = summary(person, build, campus)
if not shown_part((COMMENTS,)):
    ids = dict(ask(build, campus_ids).itertuples(index=False, name=None))
    campus_id = ids.get(campus) if campus else None
    waiting_for_an_answer(person, campus_id)
    action_items(theme, campus_id)
said(person, build, campus, theme)

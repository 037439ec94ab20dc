"""Which topics slow students down, and with whom they go well (`?subject=PY101`)."""

from datetime import timedelta

import streamlit as st

from dashboards.access import campus_in_scope
from dashboards.charts.topics import hours_to_mastery
from dashboards.components import states
from dashboards.components.figure import show
from dashboards.components.snapshot import shown_build
from dashboards.components.topic_table import teaching_list, topic_table
from dashboards.components.ways import rows_of
from dashboards.language import _
from dashboards.queries.learning import subjects_with_topics, teaching_of_topics, topic_difficulty
from dashboards.queries.snapshot import ask, ask_with_names
from dashboards.session import current_person

_YEARS_BACK = 5

person = current_person()
build = shown_build()
st.title(_("Topics"), anchor=False)
subjects = ask(build, subjects_with_topics)
if subjects.empty:
    states.empty(
        _("No topic is told of yet."), _("Estimates appear after the first build with topics covered in sessions.")
    )
    st.stop()
names = dict(subjects.itertuples(index=False, name=None))
wanted = st.query_params.get("subject")
subject = st.selectbox(
    _("Subject"),
    list(names),
    index=list(names).index(wanted) if wanted in names else 0,
    format_func=lambda code: names[code],
    width=420,
)
st.query_params["subject"] = subject

topics = ask(build, topic_difficulty, subject)
timed = topics[topics["hours_to_mastery"].notna()]
if timed.empty:
    states.empty(_("No hours are known yet."), _("They come from the sessions in which a topic was covered."))
else:
    definition = _(
        "Hours of attended sessions until the topic is done, for a typical student: adjusted for who takes it, "
        "students who are not there yet counted with their hours, and drawn towards the other topics where few "
        "have had it."
    )
    show(hours_to_mastery(timed), "topic-hours", definition)
# As far back as the estimates' students go: what was understood is noted session by session.
since = build.source_as_of - timedelta(days=_YEARS_BACK * 365)
topic_table(
    topics, lambda topic_id: rows_of("judgements", first=since, last=build.source_as_of, where={"topic": topic_id})
)

better = ask_with_names(build, teaching_of_topics, subject, campus_in_scope(person))
if not better.empty:
    st.subheader(_("With whom a topic goes well"), anchor=False)
    st.caption(
        _(
            "Understood clearly better than was to be expected of the same students: worth asking how. What else"
            " differs between classes is still in it."
        )
    )
    teaching_list(better)

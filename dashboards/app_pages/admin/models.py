"""The model card: how well the models have predicted, beside the simple rule they must beat."""

import streamlit as st

from dashboards.components import states
from dashboards.components.model_table import model_tables
from dashboards.components.snapshot import shown_build
from dashboards.queries.models import model_card
from dashboards.queries.snapshot import ask
from dashboards.session import current_person

build = shown_build()
st.title("Model card", anchor=False)
st.caption(
    "Every figure was measured on enrolments that the model had not seen. The range holds the true value in 95 of 100 "
    "cases; compared is with what one would use without the model."
)
if current_person().is_demo:
    st.warning(
        "This institute is simulated. The figures show how a model is judged here; they are no evidence that it works.",
        icon=":material/science:",
    )
card = ask(build, model_card)
if card.empty:
    states.empty(
        "No model is evaluated yet.", "The first training writes the card; it needs enrolments that have ended."
    )
else:
    model_tables(card)

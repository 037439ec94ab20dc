"""The model page: what every model does, how well it predicts, for whom, whether it still fits (`?model=at_risk`)."""

import streamlit as st

from dashboards.components import states
from dashboards.components.lead_facts import lead_facts
from dashboards.components.model_report import Report, model_report, needs_a_look
from dashboards.components.model_words import words_of
from dashboards.components.shared_filters import in_address
from dashboards.components.snapshot import shown_build
from dashboards.language import _
from dashboards.queries import models
from dashboards.queries.snapshot import ask
from dashboards.session import current_person

build = shown_build()
st.title(_("Model card"), anchor=False)
st.caption(
    _(
        "How good a model is was measured on outcomes that it had not learned from: those of other people, or of later"
        " dates; each model says which. The range holds the true value in 95 of 100 cases; compared is with what one"
        " would use without the model."
    )
)
if current_person().is_demo:
    st.warning(
        _(
            "This institute is simulated. The figures show how a model is judged here; they are no evidence that it"
            " works."
        ),
        icon=":material/science:",
    )
report = Report(
    ask(build, models.model_card),
    ask(build, models.reliability),
    ask(build, models.backtest),
    ask(build, models.fairness),
    ask(build, models.drift),
    ask(build, models.versions),
)
if report.card.empty:
    states.empty(
        _("No model is evaluated yet."), _("The first training writes the card; it needs enrolments that have ended.")
    )
else:
    for sentence in needs_a_look(report.drift):
        st.error(sentence, icon=":material/warning:")
    names = sorted(set(report.card["model"]), key=lambda model: words_of(model).name)
    with in_address("model", {name: name for name in names}, names[0], is_always_said=True):
        chosen = st.pills(_("Model"), names, format_func=lambda model: words_of(model).name, required=True, key="model")
    chosen = chosen or names[0]
    model_report(str(chosen), report.of(str(chosen)))
    facts = ask(build, models.lead_facts)
    if chosen == "lead_scoring" and not facts.empty:
        lead_facts(facts)

"""A view of a metric in words: which days, of whom, and what the metric means."""

from datetime import date
from html import escape

import streamlit as st

from dashboards.access import Person
from dashboards.charts.explorer import NONE
from dashboards.components.explorer import dimension_name
from dashboards.components.labels import day, moment
from dashboards.components.metric_words import meaning_of, metric_label, metric_meaning
from dashboards.components.ways import Way, linked
from dashboards.language import _, ngettext
from dashboards.queries.explorer import View
from warehouse.metrics import get_registry
from warehouse.metrics.definitions import MetricKind
from warehouse.published import Build


def period_words(view: View, as_of: date) -> str:
    """Which days count."""
    registry = get_registry()
    if registry.metric(view.metric).is_state:
        return _("On {day}", day=day(as_of))
    period = view.period(as_of)
    first, last = (period.first or as_of, period.last or as_of) if period else (as_of, as_of)
    windows = {part.window_days for part in registry.parts(view.metric) if part.kind is MetricKind.CUMULATIVE}
    if None in windows:
        return _("Up to {day}", day=day(last))
    if windows:
        return ngettext("On {day}", "{count} days up to {day}", max(filter(None, windows)), day=day(last))
    return _("{first} to {last}", first=day(first), last=day(last))


def condition_words(view: View, person: Person) -> list[str]:
    """Of whom and of what, one after the other; somebody's own key is told by the name."""
    known = get_registry().dimensions(view.metric)
    own = {"faculty": person.faculty_id, "student": person.student_id, "counselor": person.id}
    return [
        _(
            "{dimension}: {values}",
            dimension=dimension_name(known, name),
            values=", ".join(person.name if value == str(own.get(name)) else value or _(NONE) for value in values),
        )
        for name, values in view.filters
    ]


def in_words(view: View, build: Build, time_zone: str | None, *, leads_on: bool = True) -> None:
    """The metric's definition, what it is made of, and how fresh it is.

    Args:
        view: of the metric.
        build: that its values are of.
        time_zone: of whoever looks.
        leads_on: whether the data dictionary can be opened.
    """
    registry = get_registry()
    metric = registry.metric(view.metric)
    relations = list(dict.fromkeys(model.relation for model in registry.models_of(view.metric)))
    links = ", ".join(linked(name, Way("dictionary", {"relation": name}) if leads_on else None) for name in relations)
    made_of = "".join(
        f"<li>{escape(metric_label(registry.metric(part)))}: {escape(meaning_of(part))}</li>"
        for part in dict.fromkeys(metric.inputs.values())
    )
    threshold = (
        f"<dt>{escape(_('Depends on'))}</dt><dd>{escape(metric.threshold.name)}</dd>" if metric.threshold else ""
    )
    st.html(
        f'<section class="hw-definition" aria-label="{escape(_("Definition"))}" data-testid="definition">'
        f"<h3>{escape(metric_label(metric))}</h3><p>{escape(metric_meaning(metric))}</p>"
        + (f"<ul>{made_of}</ul>" if made_of else "")
        + f"<dl><dt>{escape(_('Formula'))}</dt><dd><code>{escape(registry.formula(view.metric))}</code></dd>"
        f"<dt>{escape(_('Read from'))}</dt><dd>{links}</dd>{threshold}"
        f"<dt>{escape(_('As of'))}</dt><dd>{day(build.source_as_of)}</dd>"
        f"<dt>{escape(_('Built'))}</dt><dd>{moment(build.built_at, time_zone)}</dd></dl>"
        "</section>"
    )

"""The data dictionary's metrics: finding one, and one in full, as the registry defines it.

Belongs here: how they are listed and told. What they are stands in `dbt/metrics/`; relations are `dictionary.py`'s.
"""

from collections.abc import Iterable
from html import escape
from typing import Final
from urllib.parse import quote

import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.dictionary import marked
from dashboards.components.explorer import dimension_name
from dashboards.components.metric_use import screens_of
from dashboards.components.metric_words import group_name, metric_label, metric_meaning
from dashboards.language import Names, _, gettext_noop
from dashboards.queries.explorer import dimensions_of
from warehouse.metrics import Metric, get_registry

UNIT_NAMES: Final = Names(
    {
        "count": gettext_noop("a count"),
        "share": gettext_noop("a share, 0 to 100%"),
        "percent": gettext_noop("percent, 0 to 100"),
        "hours": gettext_noop("hours"),
        "minutes": gettext_noop("minutes"),
        "days": gettext_noop("days"),
        "levels": gettext_noop("levels of understanding"),
        "levels_per_hour": gettext_noop("levels of understanding an hour"),
        "rating": gettext_noop("a rating, 1 to 5"),
        "money": gettext_noop("the institute's currency"),
    }
)
DIRECTION_NAMES: Final = Names(
    {
        "up": gettext_noop("▲ more is better"),
        "down": gettext_noop("▼ less is better"),
        "neutral": gettext_noop("neither more nor less is better"),
    }
)
GRAIN_NAMES: Final = Names(
    {
        "day": gettext_noop("day"),
        "week": gettext_noop("week"),
        "month": gettext_noop("month"),
        "quarter": gettext_noop("quarter"),
        "year": gettext_noop("year"),
    }
)


def found_metrics(typed: str) -> list[Metric]:
    """The metrics in whose name, label (in English and the reader's language), words or formula all of it stands."""
    words = typed.lower().split()
    registry = get_registry()
    return [
        metric
        for metric in registry.metrics.values()
        if all(word in _text(metric, registry.formula(metric.name)) for word in words)
    ]


def metric_results(found: Iterable[Metric], typed: str) -> None:
    """Shows metrics by the field they belong to; what was typed is marked."""
    words = typed.lower().split()
    by_group: dict[str, list[Metric]] = {}
    for metric in found:
        by_group.setdefault(metric.group, []).append(metric)
    if not by_group:
        states.empty(_("No metric is called or told like this."), _("Try fewer or other words."))
    for group, metrics in sorted(by_group.items(), key=lambda one: group_name(one[0])):
        st.subheader(group_name(group), anchor=False)
        cards = "".join(_card(metric, words) for metric in metrics)
        st.html(f'<div class="hw-found" data-testid="metrics">{cards}</div>')


def metric_in_full(name: str, person: Person) -> None:
    """One metric: what it says, how it is computed, what it can be told by, and who shows it."""
    registry = get_registry()
    metric = registry.metric(name)
    st.header(metric_label(metric), anchor=False)
    st.html(f"<p><code>{escape(name)}</code></p><p>{escape(metric_meaning(metric))}</p>")
    parts = [registry.metric(part) for part in dict.fromkeys(metric.inputs.values())]
    parents = [one for one in registry.metrics.values() if name in one.inputs.values()]
    relations = dict.fromkeys(model.relation for model in registry.models_of(name))
    by = [dimension_name(dimensions_of(name), dimension) for dimension in dimensions_of(name)]
    grains = [GRAIN_NAMES[grain.value] for grain in registry.grains(name)]
    screens = [_screen(page.title, page.url_path, person.role in page.roles) for page in screens_of(name)]
    told = {
        _("Formula"): f"<code>{escape(registry.formula(name))}</code>",
        _("Made of"): _links(parts),
        _("Part of"): _links(parents),
        _("Unit"): escape(UNIT_NAMES[metric.unit.value]),
        _("Good is"): escape(DIRECTION_NAMES[metric.direction.value]),
        _("Depends on"): _threshold(metric),
        _("Can be told by"): escape(", ".join(by)),
        _("Along time"): escape(", ".join(grains) if grains else _("not: it tells of the day of the figures")),
        _("Read from"): ", ".join(
            f'<a href="/dictionary?relation={quote(relation)}" target="_self">{escape(relation)}</a>'
            for relation in relations
        ),
        _("Shown on"): ", ".join(screens) or escape(_("no screen of its own: the metric explorer shows it")),
    }
    rows = "".join(f"<dt>{escape(title)}</dt><dd>{text}</dd>" for title, text in told.items() if text)
    st.html(
        f'<section class="hw-definition" aria-label="{escape(_("Definition"))}" data-testid="metric">'
        f"<dl>{rows}</dl></section>"
    )
    explorer = escape(_("Open in the metric explorer →"))
    st.html(f'<p><a href="/explore?metric={quote(name)}" target="_self">{explorer}</a></p>')


def _text(metric: Metric, formula: str) -> str:
    named = (metric.name, metric.label, metric_label(metric), group_name(metric.group))
    told = (*named, metric.description, metric_meaning(metric), formula)
    return " ".join(told).lower()


def _card(metric: Metric, words: list[str]) -> str:
    unit = escape(UNIT_NAMES[metric.unit.value])
    return (
        f'<a href="/dictionary?metric={quote(metric.name)}" target="_self">'
        f"<strong>{marked(metric_label(metric), words)}</strong>"
        f"<span>{marked(metric_meaning(metric), words)} · {unit}</span>"
        f"<span><code>{marked(metric.name, words)}</code></span></a>"
    )


def _links(metrics: Iterable[Metric]) -> str:
    return ", ".join(
        f'<a href="/dictionary?metric={quote(one.name)}" target="_self">{escape(metric_label(one))}</a>'
        for one in metrics
    )


def _threshold(metric: Metric) -> str:
    """The number it depends on: one that admins choose, or one of the dbt project."""
    if metric.threshold is None:
        return ""
    name = f"<code>{escape(metric.threshold.name)}</code>"
    if metric.threshold.kind == "setting":
        return f'{name}, <a href="/settings" target="_self">{escape(_("a setting"))}</a>'
    return f"{name}, {escape(_('a variable of the dbt project'))}"


def _screen(title: str, url_path: str, is_open: bool) -> str:
    shown = escape(_(title))
    return f'<a href="/{quote(url_path)}" target="_self">{shown}</a>' if is_open else shown

"""Tiles: one figure each, which opens what lies behind it; its definition and freshness one hover away."""

from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from dashboards.access import Person
from dashboards.components.labels import clock_time, day, metric_value, on_clock
from dashboards.components.metric_words import metric_label, metric_meaning
from dashboards.components.ways import Way
from dashboards.language import _
from dashboards.pages_table import PAGES_FOLDER
from dashboards.session import current_person
from warehouse.metrics import Direction, get_registry
from warehouse.published import current_build
from warehouse.settings import get_settings


@dataclass(frozen=True)
class Tile:
    """One figure: label, value, its definition, what it opens, and under it a change or what it is a part of.

    `good` says which direction of change is the good one; `note` is not a change and has neither arrow nor colour.
    `metric` is the name in the registry of what it shows, where it is one.
    """

    key: str
    label: str
    value: str
    definition: str
    behind: Way
    delta: str | None = None
    good: Literal["up", "down", "note"] = "note"
    metric: str | None = None


_GOOD: dict[Direction, Literal["up", "down", "note"]] = {
    Direction.UP: "up",
    Direction.DOWN: "down",
    Direction.NEUTRAL: "note",
}
_COLOURS: dict[str, Literal["normal", "inverse", "off"]] = {"up": "normal", "down": "inverse", "note": "off"}


def metric_tile(
    key: str,
    metric: str,
    value: float,
    behind: Way,
    *,
    label: str | None = None,
    more: str = "",
    change: str | None = None,
) -> Tile:
    """A tile in the words of the metric registry.

    Args:
        key: unique on the page.
        metric: the metric's name.
        value: its value.
        behind: what it opens.
        label: instead of the metric's own, where the tile shows a part of it.
        more: a sentence after its definition.
        change: how it has changed; the registry says which way is good.
    """
    told = get_registry().metric(metric)
    return Tile(
        key,
        label or metric_label(told),
        metric_value(value, told.unit),
        f"{metric_meaning(told)} {more}".strip(),
        behind,
        delta=change,
        good=_GOOD[told.direction],
        metric=metric,
    )


def noted(tile: Tile, note: str) -> Tile:
    """The tile with what it is a part of beneath it, which is no change."""
    return replace(tile, delta=note, good="note")


def tile_row(tiles: list[Tile], *, is_live: bool = False) -> None:
    """Shows tiles side by side, wrapping to two a row on a phone; the whole of a tile opens what lies behind it.

    Args:
        tiles: the tiles.
        is_live: whether they were read just now, and not from the published build.
    """
    person = current_person()
    fresh = _("Read just now.") if is_live else _freshness(person)
    with st.container(horizontal=True, key="tiles", gap="small"):
        for tile in tiles:
            with st.container(key=f"tile-{tile.key}", width="stretch"):
                st.metric(
                    tile.label,
                    tile.value,
                    delta=tile.delta,
                    delta_color=_COLOURS[tile.good],
                    delta_arrow="off" if tile.good == "note" else "auto",
                    help="\n\n".join(part for part in (tile.definition, fresh, _known_elsewhere(tile, person)) if part),
                    border=True,
                )
                if tile.behind.is_open_to(person.role):
                    st.page_link(
                        PAGES_FOLDER / tile.behind.rule.file,
                        label=_("{name}: open what lies behind", name=tile.label),
                        query_params=dict(tile.behind.query),
                    )


def _freshness(person: Person) -> str:
    build = current_build(get_settings())
    if build is None:
        return ""
    return _(
        "As of {day}; built {built}, {time}.",
        day=day(build.source_as_of),
        built=day(on_clock(build.built_at, person.time_zone)),
        time=clock_time(build.built_at, person.time_zone),
    )


def _known_elsewhere(tile: Tile, person: Person) -> str:
    """Links to the metric in the explorer and in the dictionary, for whoever has these pages."""
    if tile.metric is None:
        return ""
    relation = get_registry().models_of(tile.metric)[0].relation
    ways = (
        (_("In the metric explorer"), Way("explore", {"metric": tile.metric})),
        (_("In the data dictionary"), Way("dictionary", {"relation": relation})),
    )
    return " · ".join(f"[{name}]({way.href})" for name, way in ways if way.is_open_to(person.role))

"""Tiles: one figure each, with its change and its definition one tap away."""

from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from dashboards.components.labels import metric_value
from dashboards.components.metric_words import metric_label
from warehouse.metrics import Direction, get_registry


@dataclass(frozen=True)
class Tile:
    """One figure: label, value, its definition, and under it a change or what it is a part of.

    `good` says which direction of change is the good one; `note` is not a change and has neither arrow nor colour.
    """

    key: str
    label: str
    value: str
    definition: str
    delta: str | None = None
    good: Literal["up", "down", "note"] = "note"


_GOOD: dict[Direction, Literal["up", "down", "note"]] = {
    Direction.UP: "up",
    Direction.DOWN: "down",
    Direction.NEUTRAL: "note",
}
_COLOURS: dict[str, Literal["normal", "inverse", "off"]] = {"up": "normal", "down": "inverse", "note": "off"}


def metric_tile(
    key: str, metric: str, value: float, *, label: str | None = None, more: str = "", change: str | None = None
) -> Tile:
    """A tile in the words of the metric registry.

    Args:
        key: unique on the page.
        metric: the metric's name.
        value: its value.
        label: instead of the metric's own, where the tile shows a part of it.
        more: a sentence after its definition.
        change: how it has changed; the registry says which way is good.
    """
    told = get_registry().metric(metric)
    return Tile(
        key,
        label or metric_label(told),
        metric_value(value, told.unit),
        f"{told.description} {more}".strip(),
        delta=change,
        good=_GOOD[told.direction],
    )


def noted(tile: Tile, note: str) -> Tile:
    """The tile with what it is a part of beneath it, which is no change."""
    return replace(tile, delta=note, good="note")


def tile_row(tiles: list[Tile]) -> None:
    """Shows tiles side by side, wrapping to two a row on a phone."""
    with st.container(horizontal=True, key="tiles", gap="small"):
        for tile in tiles:
            with st.container(key=f"tile-{tile.key}", width="stretch"):
                st.metric(
                    tile.label,
                    tile.value,
                    delta=tile.delta,
                    delta_color=_COLOURS[tile.good],
                    delta_arrow="off" if tile.good == "note" else "auto",
                    help=tile.definition,
                    border=True,
                )

"""Tiles: one figure each, with its change and its definition one tap away."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st


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


_COLOURS: dict[str, Literal["normal", "inverse", "off"]] = {"up": "normal", "down": "inverse", "note": "off"}


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

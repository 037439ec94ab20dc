"""Two snapshots side by side: which they are, which relations differ, what moved a number, and the rows."""

from datetime import UTC, timedelta
from html import escape

import streamlit as st

from dashboards.charts.attribution import brief, signed, steps
from dashboards.components.figure import show
from dashboards.components.labels import number
from dashboards.components.tiles import Tile, tile_row
from warehouse.attribution import Attribution
from warehouse.compare import Line, RelationChange
from warehouse.published import Build

SHOWN_PARTS = 12


def chosen_builds(builds: list[Build]) -> tuple[Build, Build]:
    """Asks which two snapshots are compared: at first the newest with the last one of an earlier day, if there is one.

    Args:
        builds: at least two, the newest first.
    """
    newest = builds[0]
    day = newest.built_at.astimezone(UTC).date() - timedelta(days=1)
    earlier = [build for build in builds[1:] if build.built_at.astimezone(UTC).date() <= day]
    first = earlier[0] if earlier else builds[-1]
    with st.container(horizontal=True, key="analyst-builds"):
        before = st.selectbox("From", builds, index=builds.index(first), format_func=_name, width=330)
        after = st.selectbox("To", builds, index=0, format_func=_name, width=330)
    return before, after


def relation_table(changes: list[RelationChange]) -> None:
    """Which relations hold other rows, and how many."""
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(change.relation)}</code></th>"
        f"<td data-label='Rows' class='hw-number'>{number(change.rows_before)} → {number(change.rows_after)}</td>"
        f"<td data-label='Added' class='hw-number'>{number(change.added)}</td>"
        f"<td data-label='Removed' class='hw-number'>{number(change.removed)}</td>"
        f"<td data-label='Changed' class='hw-number'>{number(change.changed)}</td></tr>"
        for change in changes
    )
    st.html(_table("relations-changed", ("Relation", "Rows", "Added", "Removed", "Changed"), rows))


def number_explained(told: Attribution, by: str, before: Build, after: Build) -> None:
    """The number before and after, what each kind of difference did to it, and whose rows those were."""
    unit = told.measure.unit
    moved = None if told.before is None or told.after is None else told.after - told.before
    tile_row(
        [
            Tile(
                "before", told.measure.label, brief(told.before, unit), "In the older snapshot.", delta=_moment(before)
            ),
            Tile("after", "Now", brief(told.after, unit), "In the newer snapshot.", delta=_moment(after)),
            Tile("moved", "Change", signed(moved, unit), "The newer less the older.", delta="in all"),
        ]
    )
    if moved is None:
        return
    show(
        steps(told, _finding(told, moved)),
        "attribution",
        "What rows that came, went or were corrected did to the number; the steps add up to the change. The axis does"
        " not begin at zero.",
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(part.label)}</th>"
        f"<td data-label='Number' class='hw-number'>{brief(part.before, unit)} → {brief(part.after, unit)}</td>"
        f"<td data-label='Rows' class='hw-number'>{_rows_of(part.added, part.removed, part.changed)}</td>"
        f"<td data-label='Share' class='hw-number'>{signed(part.share_in_change, unit)}</td></tr>"
        for part in told.parts[:SHOWN_PARTS]
    )
    st.html(_table("parts", (by.capitalize(), "Number", "Rows", "Share in the change"), rows))


def rows_table(lines: list[Line]) -> None:
    """The values that differ, row by row."""
    rows = "".join(
        f"<tr><th scope='row'><span class='hw-kind'>{line.kind.capitalize()}</span> {escape(line.row)}</th>"
        f"<td data-label='Column'>{escape(line.column)}</td>"
        f"<td data-label='Before' class='was'>{escape(line.before) or '–'}</td>"
        f"<td data-label='Now' class='is'>{escape(line.after) or '–'}</td></tr>"
        for line in lines
    )
    st.html(_table("lines", ("Row", "Column", "Before", "Now"), rows, "hw-lines"))


def _name(build: Build) -> str:
    return f"{build.built_at.astimezone(UTC):%-d %b %Y, %H:%M:%S} UTC · as of {build.source_as_of:%-d %b}"


def _moment(build: Build) -> str:
    return f"{build.built_at.astimezone(UTC):%-d %b, %H:%M} UTC"


def _finding(told: Attribution, moved: float) -> str:
    if not moved:
        return f"{told.measure.label} has not moved"
    kind, share = max(told.by_kind.items(), key=lambda one: abs(one[1] or 0))
    verb = "rose" if moved > 0 else "fell"
    unit = told.measure.unit
    by = signed(abs(moved), unit).removeprefix("+")
    return f"{told.measure.label} {verb} by {by}; {kind} rows did most ({signed(share, unit)})"


def _rows_of(added: int, removed: int, changed: int) -> str:
    said = [
        f"{count:,} {word}" for count, word in ((added, "added"), (removed, "removed"), (changed, "changed")) if count
    ]
    return ", ".join(said) or "–"


def _table(test_id: str, titles: tuple[str, ...], rows: str, kind: str = "") -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    return (
        f'<div class="hw-scroll" tabindex="0"><table class="hw-table {kind}" data-testid="{test_id}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )

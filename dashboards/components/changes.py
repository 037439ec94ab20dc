"""Two snapshots side by side: which they are, which relations differ, what moved a number, and the rows."""

from functools import partial
from html import escape

import streamlit as st

from dashboards.charts.attribution import KIND_NAMES, brief, signed, steps
from dashboards.components.figure import show
from dashboards.components.labels import clock_time, number, on_clock
from dashboards.components.metric_words import metric_name
from dashboards.components.shared_filters import in_address
from dashboards.components.shown_part import SHOW, part
from dashboards.components.tiles import Tile, tile_row
from dashboards.language import _
from dashboards.region import date_text
from warehouse.attribution import Attribution
from warehouse.compare import Line, RelationChange
from warehouse.published import Build

SHOWN_PARTS = 12
# What a tile opens: the kinds of rows that one snapshot holds otherwise than the other.
KINDS_OF = {
    "before": ("removed", "changed"),
    "after": ("added", "changed"),
    "rows": ("added", "removed", "changed"),
}


def chosen_builds(builds: list[Build], time_zone: str | None) -> tuple[Build, Build]:
    """Asks which two snapshots are compared: at first the newest with the last one of an earlier day, if there is one.

    Args:
        builds: at least two, the newest first.
        time_zone: of the reader's clock, or None for UTC.
    """
    newest = builds[0]
    today = on_clock(newest.built_at, time_zone).date()
    earlier = [build for build in builds[1:] if on_clock(build.built_at, time_zone).date() < today]
    first = earlier[0] if earlier else builds[-1]
    by_id = {build.build_id: build for build in builds}
    name = partial(_name, time_zone=time_zone)
    with st.container(horizontal=True, key="analyst-builds"):
        with in_address("before", by_id, first.build_id, is_always_said=True):
            before = st.selectbox(_("From"), builds, format_func=name, width=330, key="before")
        with in_address("after", by_id, newest.build_id, is_always_said=True):
            after = st.selectbox(_("To"), builds, format_func=name, width=330, key="after")
    return before, after


def relation_table(changes: list[RelationChange]) -> None:
    """Which relations hold other rows, and how many."""
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(change.relation)}</code></th>"
        + _number(_("Rows"), f"{number(change.rows_before)} → {number(change.rows_after)}")
        + _number(_("Added"), number(change.added))
        + _number(_("Removed"), number(change.removed))
        + _number(_("Changed"), number(change.changed))
        + "</tr>"
        for change in changes
    )
    st.html(_table("relations-changed", (_("Relation"), _("Rows"), _("Added"), _("Removed"), _("Changed")), rows))


def change_tiles(told: Attribution, before: Build, after: Build, time_zone: str | None) -> None:
    """The number before and after, and its change; each opens the rows that differ."""
    unit, moved = told.measure.unit, _moved(told)
    kept = {name: value for name, value in st.query_params.to_dict().items() if name != SHOW}
    tile_row(
        [
            Tile(
                "before",
                metric_name(told.measure.label),
                brief(told.before, unit),
                _("In the older snapshot."),
                part("changes", "before", **kept),
                delta=_moment(before, time_zone),
            ),
            Tile(
                "after",
                _("Now"),
                brief(told.after, unit),
                _("In the newer snapshot."),
                part("changes", "after", **kept),
                delta=_moment(after, time_zone),
            ),
            Tile(
                "moved",
                _("Change"),
                signed(moved, unit),
                _("The newer less the older."),
                part("changes", "rows", **kept),
                delta=_("in all"),
            ),
        ]
    )


def number_explained(told: Attribution, by: str) -> None:
    """What each kind of difference did to the number, and whose rows those were."""
    unit, moved = told.measure.unit, _moved(told)
    if moved is None:
        return
    show(
        steps(told, _finding(told, moved)),
        "attribution",
        _(
            "What rows that came, went or were corrected did to the number; the steps add up to the change. The axis"
            " does not begin at zero."
        ),
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(group.label)}</th>"
        + _number(_("Number"), f"{brief(group.before, unit)} → {brief(group.after, unit)}")
        + _number(_("Rows"), _rows_of(group.added, group.removed, group.changed))
        + _number(_("Share"), signed(group.share_in_change, unit))
        + "</tr>"
        for group in told.parts[:SHOWN_PARTS]
    )
    st.html(_table("parts", (by.capitalize(), _("Number"), _("Rows"), _("Share in the change")), rows))


def rows_table(lines: list[Line]) -> None:
    """The values that differ, row by row: as the warehouse keeps them, sentences of the models in English."""
    rows = "".join(
        f"<tr><th scope='row'><span class='hw-kind'>{escape(KIND_NAMES[line.kind])}</span> {escape(line.row)}</th>"
        f"<td data-label='{escape(_('Column'))}'>{escape(line.column)}</td>"
        f"<td data-label='{escape(_('Before'))}' class='was' lang='en'>{escape(line.before) or '–'}</td>"
        f"<td data-label='{escape(_('Now'))}' class='is' lang='en'>{escape(line.after) or '–'}</td></tr>"
        for line in lines
    )
    st.html(_table("lines", (_("Row"), _("Column"), _("Before"), _("Now")), rows, "hw-lines"))


def _moved(told: Attribution) -> float | None:
    return None if told.before is None or told.after is None else told.after - told.before


def _name(build: Build, time_zone: str | None) -> str:
    at = on_clock(build.built_at, time_zone)
    # Two snapshots of a minute are told apart by their second.
    moment = f"{date_text(at, 'yMMMd')}, {at:%H:%M:%S}{'' if time_zone else ' UTC'}"
    return _("{moment} · as of {day}", moment=moment, day=date_text(build.source_as_of, "MMMd"))


def _moment(build: Build, time_zone: str | None) -> str:
    return f"{date_text(on_clock(build.built_at, time_zone), 'MMMd')}, {clock_time(build.built_at, time_zone)}"


def _finding(told: Attribution, moved: float) -> str:
    if not moved:
        return _("{number} has not moved", number=metric_name(told.measure.label))
    kind, share = max(told.by_kind.items(), key=lambda one: abs(one[1] or 0))
    unit = told.measure.unit
    said = {
        "number": metric_name(told.measure.label),
        "by": signed(abs(moved), unit).removeprefix("+"),
        "kind": KIND_NAMES[kind].lower(),
        "share": signed(share, unit),
    }
    if moved > 0:
        return _("{number} rose by {by}; {kind} rows did most ({share})", **said)
    return _("{number} fell by {by}; {kind} rows did most ({share})", **said)


def _number(name: str, value: str) -> str:
    return f"<td data-label='{escape(name)}' class='hw-number'>{value}</td>"


def _rows_of(added: int, removed: int, changed: int) -> str:
    said = [
        f"{number(count)} {KIND_NAMES[kind].lower()}"
        for kind, count in (("added", added), ("removed", removed), ("changed", changed))
        if count
    ]
    return ", ".join(said) or "–"


def _table(test_id: str, titles: tuple[str, ...], rows: str, kind: str = "") -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    return (
        f'<div class="hw-scroll" tabindex="0"><table class="hw-table {kind}" data-testid="{test_id}">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )

"""Two snapshots side by side: which they are, which relations differ, what moved a number, and the rows."""

from datetime import UTC, timedelta
from html import escape

import streamlit as st

from dashboards.charts.attribution import KIND_NAMES, brief, signed, steps
from dashboards.components.figure import show
from dashboards.components.labels import number
from dashboards.components.metric_words import metric_name
from dashboards.components.tiles import Tile, tile_row
from dashboards.language import _, date_text
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
        before = st.selectbox(_("From"), builds, index=builds.index(first), format_func=_name, width=330)
        after = st.selectbox(_("To"), builds, index=0, format_func=_name, width=330)
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


def number_explained(told: Attribution, by: str, before: Build, after: Build) -> None:
    """The number before and after, what each kind of difference did to it, and whose rows those were."""
    unit = told.measure.unit
    moved = None if told.before is None or told.after is None else told.after - told.before
    tile_row(
        [
            Tile(
                "before",
                metric_name(told.measure.label),
                brief(told.before, unit),
                _("In the older snapshot."),
                delta=_moment(before),
            ),
            Tile("after", _("Now"), brief(told.after, unit), _("In the newer snapshot."), delta=_moment(after)),
            Tile("moved", _("Change"), signed(moved, unit), _("The newer less the older."), delta=_("in all")),
        ]
    )
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
        f"<tr><th scope='row'>{escape(part.label)}</th>"
        + _number(_("Number"), f"{brief(part.before, unit)} → {brief(part.after, unit)}")
        + _number(_("Rows"), _rows_of(part.added, part.removed, part.changed))
        + _number(_("Share"), signed(part.share_in_change, unit))
        + "</tr>"
        for part in told.parts[:SHOWN_PARTS]
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


def _name(build: Build) -> str:
    at = build.built_at.astimezone(UTC)
    return _(
        "{moment} UTC · as of {day}",
        moment=f"{date_text(at, 'd MMM y')}, {at:%H:%M:%S}",
        day=date_text(build.source_as_of, "d MMM"),
    )


def _moment(build: Build) -> str:
    at = build.built_at.astimezone(UTC)
    return f"{date_text(at, 'd MMM')}, {at:%H:%M} UTC"


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

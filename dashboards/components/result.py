"""The result of somebody's SQL: rows, a picture of them, files."""

from datetime import date
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from dashboards.charts.result import Picture, result
from dashboards.components import states
from dashboards.components.figure import show
from dashboards.components.labels import number
from dashboards.components.lead_words import listed
from dashboards.language import Names, _, gettext_noop
from dashboards.queries.analyst import file_of
from warehouse.exports import Format
from warehouse.published import Build
from warehouse.queries import Answer
from warehouse.settings import get_settings

_FORMATS = {
    Format.CSV: ("CSV", "text/csv"),
    Format.XLSX: ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format.PARQUET: ("Parquet", "application/vnd.apache.parquet"),
}

PICTURE_NAMES: Final = Names(
    {Picture.BARS: gettext_noop("Bars"), Picture.LINE: gettext_noop("Line"), Picture.POINTS: gettext_noop("Points")}
)


def answered(sql: str, build: Build, answer: Answer, campus_id: int | None) -> None:
    """Shows an answer.

    Args:
        sql: what was asked.
        build: the snapshot that answered.
        answer: its rows.
        campus_id: whose rows were asked, None for all.
    """
    rows = frame_of(answer)
    count = number(len(rows))
    said = _("{count} rows", count=count) if not answer.is_cut else _("The first {count} rows of more", count=count)
    seconds = _("{count} s", count=number(answer.seconds, 2))
    st.caption(listed([said, seconds, _("build {name}", name=build.build_id)]))
    if rows.empty:
        states.empty(_("No row meets this."), _("The question is understood; loosen its conditions."))
        return
    table, picture = st.tabs([_("Rows"), _("Chart")])
    with table:
        st.dataframe(rows, hide_index=True, height=min(38 * (len(rows) + 1), 430), key="analyst-rows")
        _files(sql, build, campus_id)
    with picture:
        _picture(rows)


def frame_of(answer: Answer) -> pd.DataFrame:
    """The rows as a DataFrame whose column names differ: SQL allows the same name twice."""
    names: list[str] = []
    for name in answer.rows.column_names:
        times = sum(known == name or known.startswith(f"{name} (") for known in names)
        names.append(f"{name} ({times + 1})" if times else name)
    frame: pd.DataFrame = answer.rows.rename_columns(names).to_pandas()
    return frame


def _files(sql: str, build: Build, campus_id: int | None) -> None:
    limit = get_settings().analyst_export_row_limit
    with st.container(horizontal=True, key="analyst-files"):
        for kind, (name, mime) in _FORMATS.items():
            st.download_button(
                name,
                partial(file_of, build, campus_id, sql, kind),
                file_name=f"answer.{kind.value}",
                mime=mime,
                key=f"analyst-{kind.value}",
                icon=":material/download:",
                on_click="ignore",
            )
    st.caption(
        _(
            "Files hold all rows, up to {count}; `headway warehouse export` writes whole relations.",
            count=number(limit),
        )
    )


def is_day(values: "pd.Series") -> bool:
    """Whether a column holds days or instants."""
    known = values.dropna()
    return not known.empty and isinstance(known.iloc[0], date)


def _picture(rows: pd.DataFrame) -> None:
    numbers = list(rows.select_dtypes("number").columns)
    if not numbers:
        states.empty(_("Nothing to draw."), _("A chart needs a column of numbers: count or sum something."))
        return
    columns = list(rows.columns)
    labels = [name for name in columns if name not in numbers] or columns
    days = [name for name in labels if is_day(rows[name])]
    others = [name for name in labels if name not in days]
    with st.container(horizontal=True, key="analyst-chart-choice"):
        picture = st.selectbox(
            _("Chart"), list(Picture), index=1 if days else 0, format_func=PICTURE_NAMES.__getitem__, width=140
        )
        x = st.selectbox(_("Along"), columns, index=columns.index((days or labels)[0]), width=200)
        y = st.selectbox(_("Value"), numbers, index=len(numbers) - 1 if days else 0, width=200)
        colours = [None, *labels]
        first = colours.index(others[0]) if days and others else 0
        colour = st.selectbox(_("Colour"), colours, index=first, format_func=lambda one: one or "–", width=200)
    show(
        result(rows, picture, x, y, colour),
        "analyst",
        _("A picture of the rows above; bars add up what shares a place."),
    )

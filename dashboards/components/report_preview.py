"""A report of the API on screen, before it is taken along: its rows as a table."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.labels import BAND_NAMES, ENROLLMENT_STATUS_NAMES, number
from dashboards.components.lead_words import SOURCE_NAMES
from dashboards.language import _, gettext_noop
from dashboards.region import picker_format

# Titles as the API names columns; files keep them in English.
_TITLES: Final = (
    gettext_noop("Enrolment no."),
    gettext_noop("Student"),
    gettext_noop("Campus"),
    gettext_noop("Subject"),
    gettext_noop("Status"),
    gettext_noop("Completed"),
    gettext_noop("Attendance"),
    gettext_noop("Hours"),
    gettext_noop("Velocity"),
    gettext_noop("Expected"),
    gettext_noop("Forecast"),
    gettext_noop("Risk"),
    gettext_noop("Employee no."),
    gettext_noop("Name"),
    gettext_noop("Sessions"),
    gettext_noop("Delivered"),
    gettext_noop("Lost"),
    gettext_noop("Available"),
    gettext_noop("Utilisation"),
    gettext_noop("Students"),
    gettext_noop("Rating"),
    gettext_noop("Dropped"),
    gettext_noop("Marks"),
    gettext_noop("Attended"),
    gettext_noop("Late"),
    gettext_noop("Absent"),
    gettext_noop("Last attended"),
    gettext_noop("Counselor no."),
    gettext_noop("Counselor"),
    gettext_noop("Source"),
    gettext_noop("Inquiries"),
    gettext_noop("Contacted"),
    gettext_noop("Enrolled"),
    gettext_noop("Conversion"),
    gettext_noop("To contact"),
    gettext_noop("Collected"),
)
# Of our own vocabulary, said as everywhere on screen; files keep it as it is stored.
_WORDS: Final[Mapping[str, Mapping[Any, str]]] = {
    "source": SOURCE_NAMES,
    "status": ENROLLMENT_STATUS_NAMES,
    "risk_band": BAND_NAMES,
}
_FORMATS: Final = {
    "count": "localized",
    "share": "percent",
    "percent": "%.0f %%",
    "hours": "%.1f",
    "days": "%.1f",
    "number": "%.2f",
    "amount": "localized",
}
_ROW_HEIGHT, _TALLEST = 35, 460
# Rows that somebody reads on a screen; the files hold more.
PREVIEWED: Final = 200


def report_preview(report: Mapping[str, Any]) -> None:
    """The first rows of what `GET /reports/…` answers as JSON, and how many there are."""
    rows, total = report["rows"], report["rows_total"]
    if not rows:
        states.empty(_("Nothing in these days."), _("Choose a longer time, or another campus."))
        return
    shown = min(len(rows), PREVIEWED)
    if shown < total:
        st.caption(_("The first {shown} of {total} rows; the files hold more.", shown=shown, total=number(total)))
    else:
        st.caption(_("{count} rows", count=number(total)))
    columns = {one["name"]: one for one in report["columns"]}
    frame = pd.DataFrame(rows[:shown], columns=list(columns))
    for name, one in columns.items():
        # JSON tells amounts and decimals as text.
        if one["unit"] in _FORMATS:
            frame[name] = pd.to_numeric(frame[name])
        elif words := _WORDS.get(name):
            frame[name] = frame[name].replace({str(value): words[value] for value in words})
    st.dataframe(
        frame,
        hide_index=True,
        height=min(_ROW_HEIGHT * (shown + 1) + 2, _TALLEST),
        column_config={name: _column(one) for name, one in columns.items()},
        key="report-rows",
    )


def _column(told: Mapping[str, Any]) -> Any:
    title, kind = _(told["title"]), told["unit"]
    if kind == "date":
        return st.column_config.DateColumn(title, format=picker_format())
    if kind in _FORMATS:
        return st.column_config.NumberColumn(title, format=_FORMATS[kind])
    return st.column_config.TextColumn(title)

"""What all reports share: their style sheet, and the files that the API makes of the published figures."""

from datetime import date, timedelta
from typing import Final
from urllib.parse import quote

import streamlit as st

from dashboards.components.assets import COMPONENTS_FOLDER
from dashboards.language import _
from dashboards.session import download

FORMATS: Final = {"csv": "text/csv", "pdf": "application/pdf"}


def report_style() -> None:
    """The style sheet of reports, on screen and on paper."""
    st.html(COMPONENTS_FOLDER.parent / "assets" / "report.css")


def report_files(name: str, title: str, about: str, until: date, days: int, campus: str | None = None) -> None:
    """One report of the API's `/reports/…`, as files of the days up to `until`.

    Args:
        name: of the report, such as `student-progress`.
        title: for people.
        about: what its rows are.
        until: the last day.
        days: how many.
        campus: the code of the campus that it is about; None for all that the person may see.
    """
    since = until - timedelta(days=days - 1)
    about_campus = f"&campus={quote(campus)}" if campus else ""
    with st.container(border=True, key=f"report-{name}"):
        st.markdown(f"**{title}**")
        st.caption(about)
        with st.container(horizontal=True):
            for kind, mime in FORMATS.items():
                st.download_button(
                    kind.upper(),
                    download(f"/reports/{name}?format={kind}&from={since}&to={until}{about_campus}"),
                    file_name=f"{name}-{until}.{kind}",
                    mime=mime,
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"{name}-{kind}",
                    help=_("{title} as {kind}", title=title, kind=kind.upper()),
                )

"""The institute's spreadsheets: checked first, row by row, then written all at once or not at all."""

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.import_run import import_run, past_imports, start_import
from dashboards.language import _
from dashboards.session import api
from warehouse.settings import get_settings

SUFFIXES = ["zip", "csv", "xlsx"]
SHOWN = 10

st.title(_("Imports"), anchor=False)
st.caption(
    _(
        "Students, sessions, attendance, payments and more from CSV files or workbooks, or a zip of them. Everything is"
        " checked first. An import writes all or nothing, changes only what differs, and deletes nothing."
    )
)
largest = get_settings().max_upload_bytes // 2**20
files = st.file_uploader(
    _("Files, {count} MB together at most", count=largest),
    SUFFIXES,
    accept_multiple_files=True,
    max_upload_size=largest,
    key="import-files",
)
chosen = tuple(file.file_id for file in files or [])
checked = st.session_state.get("import-checked")
with st.container(horizontal=True, key="import-steps"):
    is_checking = st.button(
        _("Check, write nothing"),
        type="secondary" if chosen and checked == chosen else "primary",
        key="import-check",
        icon=":material/fact_check:",
        disabled=not chosen,
    )
    is_importing = st.button(
        _("Import"),
        type="primary" if chosen and checked == chosen else "secondary",
        key="import-write",
        icon=":material/upload:",
        disabled=not chosen or checked != chosen,
        help=_("After a check without errors."),
    )
if is_checking or is_importing:
    start_import([(file.name, file.getvalue()) for file in files or []], chosen, is_dry_run=is_checking)
import_run()

try:
    past = api("GET", "/imports", query={"limit": SHOWN})["items"]
except ApiError as error:
    states.broken(error)
    st.stop()
st.subheader(_("Imported before"), anchor=False)
past_imports(past)

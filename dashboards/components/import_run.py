"""An import of files: begun, followed while it runs, and told as tables of files and of errors."""

from datetime import datetime
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.labels import moment, number
from dashboards.components.sending import refusal
from dashboards.components.words_table import words_table
from dashboards.language import Names, _, gettext_noop, ngettext
from dashboards.session import api

_RUN, _CHECKED, _FILES = "import-run", "import-checked", "import-chosen"
_EVERY_SECONDS: Final = 1.0
_MOST_ERRORS: Final = 50
_STEPS: Final = Names(
    {
        "reading": gettext_noop("Reading"),
        "checking": gettext_noop("Checking every row"),
        "writing": gettext_noop("Writing"),
    }
)


def start_import(files: list[tuple[str, bytes]], chosen: tuple[str, ...], *, is_dry_run: bool) -> None:
    """Sends the files; what comes of it shows `import_run`.

    Args:
        files: names and contents.
        chosen: which files they are, so that an import writes what was checked.
        is_dry_run: check everything, write nothing.
    """
    for name in (_RUN, _CHECKED):
        st.session_state.pop(name, None)
    parts = [("files", file) for file in files]
    try:
        run = api("POST", "/imports", files=parts, query={"dry_run": is_dry_run})
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.session_state[_RUN], st.session_state[_FILES] = run["id"], chosen


def import_run() -> None:
    """The import that was begun last: its progress, then its outcome."""
    if _RUN not in st.session_state:
        return
    try:
        run = api("GET", f"/imports/{st.session_state[_RUN]}")
    except ApiError as error:
        states.broken(error)
        return
    if run["state"] == "running":
        _running()
    elif run["state"] == "interrupted":
        st.error(_("The import was interrupted; {problem}.", problem=run["problem"]), icon=":material/error:")
    else:
        _ended(run)


@st.fragment(run_every=_EVERY_SECONDS)
def _running() -> None:
    try:
        run = api("GET", f"/imports/{st.session_state[_RUN]}")
    except ApiError as error:
        states.broken(error)
        return
    if run["state"] != "running":
        st.rerun()
    share = min(1.0, run["done"] / run["total"]) if run["total"] else 0.0
    step = run["step"]
    told = _STEPS[step] if step in _STEPS else _("Reading {file}", file=step)
    st.progress(share, f"{told} … {_('Nothing is written.') if run['is_dry_run'] else ''}")


def _ended(run: dict[str, Any]) -> None:
    outcome = run["outcome"]
    if outcome["has_succeeded"] and run["is_dry_run"] and st.session_state.get(_CHECKED) is None:
        # The button that writes is drawn above: once more, now that the check is known.
        st.session_state[_CHECKED] = st.session_state[_FILES]
        st.rerun()
    with st.container(border=True, key="import-outcome"):
        _headline(run, outcome)
        if outcome["files"]:
            _file_table(outcome)
        for remark in _remarks(outcome):
            st.caption(remark)
        if outcome["error_count"]:
            _error_table(run["id"], outcome)


def _headline(run: dict[str, Any], outcome: dict[str, Any]) -> None:
    count = outcome["error_count"]
    if count:
        told = ngettext(
            "**{shown} error found: nothing was written.** Mend the files and check them again.",
            "**{shown} errors found: nothing was written.** Mend the files and check them again.",
            count,
            shown=number(count),
        )
        st.error(told, icon=":material/error:")
    elif run["is_dry_run"]:
        st.success(_("**Without fault.** This is what an import would do."), icon=":material/fact_check:")
    elif outcome["is_changed"]:
        st.success(_("**Imported.** The figures follow with the next build."), icon=":material/check_circle:")
    else:
        st.info(_("**Nothing to do:** the database holds all of this already."), icon=":material/check:")


def _file_table(outcome: dict[str, Any]) -> None:
    has_counts = outcome["has_succeeded"]
    rows = [
        (
            escape(file["file"]),
            number(file["rows_read"]),
            number(file["rows_inserted"]) if has_counts else "",
            number(file["rows_updated"]) if has_counts else "",
            _("{count} unchanged", count=number(file["rows_unchanged"])) if has_counts else _("checked"),
        )
        for file in outcome["files"]
    ]
    words_table("import-files", (_("File"), _("Rows"), _("New"), _("Changed"), _("As before")), rows)


def _remarks(outcome: dict[str, Any]) -> list[str]:
    remarks = [
        _("Left out: {file}, {reason}.", file=one["file"], reason=one["reason"]) for one in outcome["ignored_files"]
    ]
    for file in outcome["files"]:
        if file["ignored_columns"]:
            columns = ", ".join(file["ignored_columns"])
            remarks.append(_("Columns of {file} that went nowhere: {columns}.", file=file["file"], columns=columns))
        if file["kept_columns"]:
            columns = ", ".join(file["kept_columns"])
            remarks.append(_("Columns of {file} kept as they are: {columns}.", file=file["file"], columns=columns))
    remarks += outcome["warnings"]
    if outcome["has_succeeded"] and outcome["people_to_invite"]:
        remarks.append(_("{count} people can be invited: see Users.", count=number(outcome["people_to_invite"])))
    return remarks


def _error_table(import_id: str, outcome: dict[str, Any]) -> None:
    shown = outcome["errors"][:_MOST_ERRORS]
    words_table(
        "import-errors",
        (_("File"), _("Row"), _("Column"), _("Found"), _("Expected")),
        [
            (
                escape(one["file"]),
                number(one["line"]) if one["line"] else "",
                escape(one["column"]),
                escape(one["value"]) or _("nothing"),
                escape(one["expected"]),
            )
            for one in shown
        ],
    )
    if len(shown) < outcome["error_count"]:
        st.caption(
            _(
                "The first {count} of {total}; the file has all.",
                count=len(shown),
                total=number(outcome["error_count"]),
            )
        )
    st.download_button(
        _("All errors as a file"),
        lambda: api("GET", f"/imports/{import_id}/errors"),
        file_name="import-errors.csv",
        mime="text/csv",
        icon=":material/download:",
        key="import-download",
    )


def past_imports(items: list[dict[str, Any]]) -> None:
    """Shows items of `GET /imports`."""
    if not items:
        states.empty(_("Nothing was imported so far."), _("Choose files above, check them, and import."))
        return
    rows = []
    for item in items:
        at = datetime.fromisoformat(item["completed_at"])
        new = sum(file["rows_inserted"] for file in item["files"])
        changed = sum(file["rows_updated"] for file in item["files"])
        files = ", ".join(sorted(file["file"].replace("_", " ") for file in item["files"]))
        rows.append(
            (
                moment(at, None),
                escape(item["actor_name"] or _("Command line")),
                number(new),
                number(changed),
                escape(files),
            )
        )
    words_table("import-past", (_("When"), _("By"), _("New rows"), _("Changed"), _("Files")), rows)

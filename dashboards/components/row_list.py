"""The rows behind a number: a table that reads well on a phone, each row with the way on; and the same as files."""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards.access import Person, viewer_of
from dashboards.components.explorer import file_of
from dashboards.components.labels import BAND_NAMES, ENROLLMENT_STATUS_NAMES, NOTHING, day, metric_value, number
from dashboards.components.lead_words import TYPE_NAMES, source_name, stage_name
from dashboards.components.metric_words import dimension_label, metric_label
from dashboards.components.schedule import MARK_NAMES
from dashboards.components.ways import Way, linked, student_way
from dashboards.language import _, ngettext
from dashboards.queries.explorer import View
from dashboards.queries.rows import FACULTY, INQUIRER, STUDENT, rows_of
from dashboards.queries.snapshot import ask_with_names
from dashboards.region import date_text
from warehouse.exports import Format
from warehouse.metrics import Behind
from warehouse.metrics.question import TIME
from warehouse.published import Build
from warehouse.settings import get_settings
from warehouse.vocabulary import AttendanceStatus, EnrollmentStatus, FollowUpType, RiskBand, Role

_FORMATS: Final = {
    Format.CSV: ("CSV", "text/csv"),
    Format.XLSX: ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_TOLD_BY_THE_DAY: Final = ("day_of_week",)
# What people call the values of a relation's dimension; others are told as the warehouse keeps them.
_WORDS: Final[dict[tuple[str, str], Callable[[str], str]]] = {
    ("attendance", "attendance_status"): lambda value: MARK_NAMES[AttendanceStatus(value)],
    ("enrollments", "status"): lambda value: ENROLLMENT_STATUS_NAMES[EnrollmentStatus(value)],
    ("risks", "band"): lambda value: BAND_NAMES[RiskBand(value)],
    **{(model, "source"): source_name for model in ("leads", "lead_outcomes")},
    **{(model, "status"): stage_name for model in ("leads", "lead_outcomes")},
    ("follow_ups", "follow_up_type"): lambda value: TYPE_NAMES[FollowUpType(value)],
}
# What a name says better.
_NUMBERS: Final = {"student__enrollment_no": STUDENT, "enrollment_no": STUDENT, "faculty__employee_id": FACULTY}


def row_table(part: Behind, rows: pd.DataFrame, person: Person) -> None:
    """Shows rows of `queries.rows.rows_of`: the day, who, what, and what the metric counts of each.

    Args:
        part: the relation that they are of.
        rows: at least one.
        person: who is looking; a name leads to the page that the role has.
    """
    columns = _headings(part, rows, person)
    head = "".join(f"<th scope='col'>{escape(heading)}</th>" for heading in columns.values())
    body = "".join(_row(row, columns, part, person) for row in rows.to_dict("records"))
    st.html(
        f'<div class="hw-scroll" tabindex="0"><table class="hw-table" data-testid="rows-of-{part.model.name}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def row_files(part: Behind, place: int, view: View, person: Person, build: Build) -> None:
    """All rows as CSV and Excel, made when somebody wants them; as many as are handed out at most."""
    for kind, (name, mime) in _FORMATS.items():
        st.download_button(
            name,
            partial(_file, part, place, view, person, build, kind),
            file_name=f"{view.metric}-{part.model.name}.{kind.value}",
            mime=mime,
            key=f"rows-{part.model.name}-{kind.value}",
            icon=":material/download:",
            on_click="ignore",
        )


def count_words(count: int) -> str:
    """How many rows there are."""
    return ngettext("{shown} row", "{shown} rows", count, shown=number(count))


def _file(part: Behind, place: int, view: View, person: Person, build: Build, kind: Format) -> bytes:
    most = get_settings().analyst_export_row_limit
    rows = ask_with_names(build, rows_of, viewer_of(person), build.source_as_of, view, place, most)
    columns = _headings(part, rows, person)
    return file_of(rows[list(columns)].rename(columns=columns), kind)


def _headings(part: Behind, rows: pd.DataFrame, person: Person) -> dict[str, str]:
    """The columns that are shown, with what people call them."""
    named = {name for name in (STUDENT, FACULTY, INQUIRER) if name in rows and rows[name].notna().any()}
    found = {TIME: _("Day")}
    for name, heading in ((STUDENT, _("Student")), (INQUIRER, _("Inquirer")), (FACULTY, _("Faculty"))):
        if name in named and not (name == FACULTY and person.role is Role.FACULTY):
            found[name] = heading
    for name, column in part.dimensions.items():
        is_said = _NUMBERS.get(name) in named or rows[name].isna().all()
        # Of somebody who sees one campus only, every row is of it.
        is_plain = name == "campus__campus_code" and person.role is not Role.SUPER_ADMIN
        if not is_said and not is_plain and name not in _TOLD_BY_THE_DAY:
            found[name] = dimension_label(column.dimension)
    counted = {name: metric_label(metric) for name, metric in part.measures.items()}
    # That each row is one goes without saying.
    return found | {name: label for name, label in counted.items() if set(rows[name]) - {1}}


def _row(row: dict[Any, Any], columns: dict[str, str], part: Behind, person: Person) -> str:
    first, *others = columns
    cells = "".join(
        f"<td data-label='{escape(columns[name], quote=True)}'>{_cell(name, row, part, person)}</td>" for name in others
    )
    return f"<tr><th scope='row'>{_cell(first, row, part, person)}</th>{cells}</tr>"


def _cell(name: str, row: dict[Any, Any], part: Behind, person: Person) -> str:
    value = row[name]
    if value is None or pd.isna(value):
        return escape(_("no day set")) if name == TIME else NOTHING
    if name == TIME:
        when = pd.Timestamp(value)
        return linked(date_text(when, "yMMMM") if part.model.fewest_for_faculty else day(when), _row_way(row, person))
    if name == STUDENT:
        return linked(str(value), student_way(person.role, int(row["key_student"])))
    if name == INQUIRER:
        return linked(str(value), _inquiry_way(row, person.role))
    if name in part.measures:
        return escape(metric_value(float(value), part.measures[name].unit))
    in_words = _WORDS.get((part.model.name, name))
    return escape(in_words(str(value)) if in_words else str(value))


def _row_way(row: dict[Any, Any], person: Person) -> Way | None:
    """The way from a row to the thing that it is of; to a faculty member, only of her own sessions."""
    session = row.get("key_session_id")
    if session is not None and not pd.isna(session):
        way = Way("session-report", {"session": str(int(session))})
        is_others = person.role is Role.FACULTY and row.get("key_faculty") != person.faculty_id
        return way if way.is_open_to(person.role) and not is_others else None
    return _inquiry_way(row, person.role)


def _inquiry_way(row: dict[Any, Any], role: Role) -> Way | None:
    inquiry = row.get("key_inquiry_id")
    if inquiry is None or pd.isna(inquiry):
        return None
    way = Way("inquiry", {"inquiry": str(int(inquiry))})
    return way if way.is_open_to(role) else None

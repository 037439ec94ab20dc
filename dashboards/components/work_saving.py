"""What is typed of students' work, and sending it: each row against the version on screen, refusals by the row.

Belongs here: what the fields hold, and in which order it is written. How they look stands in `work_rows.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.sending import send
from dashboards.components.work_words import work_refusal
from dashboards.language import _, ngettext
from warehouse.vocabulary import AssessmentStatus

MARK, DAY, WORDS = "mark-{id}", "day-{id}", "words-{id}"
_FIELDS: Final = (MARK, DAY, WORDS)
_BEGAN: Final = "work-began-{id}"
_REFUSED: Final = "work-refused"
_SAVED: Final = "work-saved"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Typed:
    """What the fields of one student's work hold."""

    mark: float | None
    handed_in: date | None
    words: str

    @classmethod
    def of(cls, row: Row) -> "Typed":
        """What the API tells of it."""
        day = row["assessment_date"]
        return cls(row["marks_obtained"], date.fromisoformat(day) if day else None, row["feedback"] or "")

    @classmethod
    def now(cls, row: Row) -> "Typed":
        """What stands in the fields; what the API tells where none was drawn yet."""
        told = cls.of(row)
        known = [
            st.session_state.get(key.format(id=row["id"]), value)
            for key, value in zip(_FIELDS, told.fields, strict=True)
        ]
        return cls(known[0], known[1], (known[2] or "").strip())

    @property
    def fields(self) -> tuple[float | None, date | None, str]:
        """In the order of the fields."""
        return self.mark, self.handed_in, self.words


def begin(row: Row) -> None:
    """Fills the fields of a row before they are drawn; what was typed stays, also when the row is newer than it was."""
    told = Typed.of(row).fields
    before = st.session_state.get(_BEGAN.format(id=row["id"]), told)
    for field, value, old in zip(_FIELDS, told, before, strict=True):
        key = field.format(id=row["id"])
        # Set again without need, it would take away what is being typed in the browser meanwhile.
        if key not in st.session_state or (st.session_state[key] == old and old != value):
            st.session_state[key] = value
    st.session_state[_BEGAN.format(id=row["id"])] = told


def is_typed(row: Row) -> bool:
    """Whether the fields hold something that is not saved."""
    return Typed.now(row) != Typed.of(row)


def save(rows: Iterable[Row], total: float | None) -> None:
    """For a button: saves what was typed of these rows, each by itself.

    Args:
        rows: items of `GET /assessments`.
        total: what marks are out of, where the work does not say it.
    """
    saved, server_is_away = 0, False
    refused: dict[int, str] = st.session_state.setdefault(_REFUSED, {})
    typed = [row for row in rows if is_typed(row)]
    for row in typed:
        if server_is_away:
            refused[row["id"]] = _("Not sent, because the server does not answer: try again.")
            continue
        try:
            _save(row, total)
        except ApiError as error:
            refused[row["id"]] = work_refusal(error)
            server_is_away = error.status >= 500
        except ValueError as error:
            refused[row["id"]] = str(error)
        else:
            _done(row)
            saved += 1
    told = ngettext("{count} student's work is saved.", "The work of {count} students is saved.", saved)
    _tell(told if saved else "" if typed else _("Nothing new was typed."))


def hand_in(row: Row, *, is_handed_in: bool) -> None:
    """For a button: says that it was handed in, today; or that it was not."""
    status = AssessmentStatus.COMPLETED if is_handed_in else AssessmentStatus.PENDING
    try:
        send("PUT", f"/assessments/{row['id']}", {"status": status.value}, row["version"])
    except ApiError as error:
        st.session_state.setdefault(_REFUSED, {})[row["id"]] = work_refusal(error)
        _tell("")
    else:
        st.session_state.get(_REFUSED, {}).pop(row["id"], None)
        _tell(_("Kept as handed in.") if is_handed_in else _("Kept as not handed in."))


def refused_of(row: Row) -> str | None:
    """Why the row was refused when it was last sent."""
    told: str | None = st.session_state.get(_REFUSED, {}).get(row["id"])
    return told


def is_sent() -> bool:
    """Whether something was sent since the page was drawn: what the API tells of it is to be read anew."""
    return _SAVED in st.session_state


def after_saving() -> str:
    """What was saved since the page was drawn, told once."""
    return str(st.session_state.pop(_SAVED, ""))


def forget_refusals() -> None:
    """Another piece of work is looked at: what was refused of this one is told no more."""
    st.session_state.pop(_REFUSED, None)


def _save(row: Row, total: float | None) -> None:
    """Gives the mark first, because it is what may be refused; then says what else was typed."""
    typed, told = Typed.now(row), Typed.of(row)
    path, version = f"/assessments/{row['id']}", row["version"]
    if typed.mark is None and told.mark is not None:
        raise ValueError(_("A mark can be corrected, not removed."))
    if typed.handed_in is None and row["status"] == AssessmentStatus.GRADED and told.handed_in is not None:
        raise ValueError(_("What is marked was handed in: the day can be corrected, not removed."))
    if typed.mark != told.mark:
        mark = {"marks_obtained": typed.mark} | ({"feedback": typed.words} if typed.words != told.words else {})
        if row["total_marks"] is None and total is not None:
            mark["total_marks"] = total
        row = send("POST", f"{path}/grade", mark, version)
        told, version = Typed.of(row), row["version"]
    content: dict[str, Any] = {} if typed.words == told.words else {"feedback": typed.words}
    if typed.handed_in is not None and typed.handed_in != told.handed_in:
        content["assessment_date"] = typed.handed_in.isoformat()
        if row["status"] == AssessmentStatus.PENDING:
            content["status"] = AssessmentStatus.COMPLETED.value
    elif typed.handed_in is None and row["status"] == AssessmentStatus.COMPLETED:
        content["status"] = AssessmentStatus.PENDING.value
    if content:
        send("PUT", path, content, version)


def _done(row: Row) -> None:
    """The fields begin anew with what the API tells next."""
    for key in (*_FIELDS, _BEGAN):
        st.session_state.pop(key.format(id=row["id"]), None)
    st.session_state.get(_REFUSED, {}).pop(row["id"], None)


def _tell(words: str) -> None:
    st.session_state[_SAVED] = words

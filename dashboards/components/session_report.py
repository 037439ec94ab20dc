"""What one session did: who was there, what was covered and how well it was understood, notes, what comes next.

Belongs here: words and tables of `GET /sessions/{id}`, and the same rows as a file. Marking is the attendance sheet's.
"""

import csv
import io
from collections.abc import Mapping
from html import escape
from statistics import mean
from typing import Any, Final

import streamlit as st

from dashboards.components.labels import NOTHING, number
from dashboards.components.schedule import mark_words
from dashboards.components.shown_part import part
from dashboards.components.tiles import Tile, tile_row
from dashboards.components.ways import Way
from dashboards.components.words_table import words_table
from dashboards.language import _, ngettext
from warehouse.vocabulary import AttendanceStatus

# In the address: those whose understanding was noted.
JUDGED: Final = "judged"
PARTS: Final = (*AttendanceStatus, JUDGED)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def finding(session: Mapping[str, Any]) -> str:
    """The report in a sentence."""
    marks, total = _marks(session), len(session["roster"])
    if not marks:
        return _("Nobody is marked yet")
    came = sum(mark["attendance_status"] != AttendanceStatus.ABSENT for mark in marks)
    told = ngettext("{came} of {count} student was there", "{came} of {count} students were there", total, came=came)
    levels = _levels(session)
    if not levels:
        return told
    return _("{attendance}; understanding was {level} of 5 on average", attendance=told, level=number(mean(levels), 1))


def tiles(session: Mapping[str, Any]) -> None:
    """Present, late and absent, and the understanding; each opens its students."""

    def of(mark: str) -> Way:
        return part("session-report", mark, session=str(session["id"]))

    statuses = [mark["attendance_status"] for mark in _marks(session)]
    levels = _levels(session)
    late = [mark["minutes_late"] for mark in _marks(session) if mark["minutes_late"]]
    minutes = _("{count} min on average", count=round(mean(late))) if late else None
    tile_row(
        [
            Tile(
                "present",
                _("Present"),
                number(statuses.count(AttendanceStatus.PRESENT)),
                _("Marked as present, on time."),
                of(AttendanceStatus.PRESENT),
                delta=_("of {count}", count=len(session["roster"])),
            ),
            Tile(
                "late",
                _("Late"),
                number(statuses.count(AttendanceStatus.LATE)),
                _("Came, but late."),
                of(AttendanceStatus.LATE),
                delta=minutes,
            ),
            Tile(
                "absent",
                _("Absent"),
                number(statuses.count(AttendanceStatus.ABSENT)),
                _("Marked as absent."),
                of(AttendanceStatus.ABSENT),
            ),
            Tile(
                "understanding",
                _("Understanding"),
                number(mean(levels), 1) if levels else NOTHING,
                _("The mean of all levels that were given, 1 (not yet) to 5 (could teach it)."),
                of(JUDGED),
                delta=ngettext("{count} level given", "{count} levels given", len(levels)),
            ),
        ],
        is_live=True,
    )


def roster_of(session: Mapping[str, Any], mark: str) -> list[Mapping[str, Any]]:
    """The students with a mark, or (`JUDGED`) those whose understanding was noted; everybody for any other word."""
    if mark == JUDGED:
        return [one for one in session["roster"] if _levels({"roster": [one]})]
    if mark not in set(AttendanceStatus):
        return list(session["roster"])
    return [one for one in session["roster"] if (one["attendance"] or {}).get("attendance_status") == mark]


def topics_table(session: Mapping[str, Any]) -> None:
    """The topics that were covered: with how many, and how well they were understood."""
    names = {topic["id"]: topic["name"] for topic in session["topics"]}
    covered: dict[int, list[int | None]] = {}
    for mark in _marks(session):
        for topic in mark["topics"]:
            covered.setdefault(topic["topic_id"], []).append(topic["understanding"])
    rows = []
    for topic_id, name in names.items():
        if topic_id not in covered:
            continue
        known = [level for level in covered[topic_id] if level is not None]
        level = _("{level} of 5", level=number(mean(known), 1)) if known else NOTHING
        weak = sum(one <= 2 for one in known)
        words = (
            ngettext("▲ {count} student needs it again", "▲ {count} students need it again", weak)
            if weak
            else _("● Understood")
            if known
            else _("Not judged")
        )
        with_whom = ngettext("{count} student", "{count} students", len(covered[topic_id]))
        rows.append((escape(name), with_whom, level, words))
    if rows:
        words_table("report-topics", (_("Topic"), _("Covered with"), _("Understanding"), _("In words")), rows)
    else:
        st.caption(_("No topic was noted."))


def students_table(session: Mapping[str, Any], mark: str = "") -> None:
    """The students of `roster_of`: the mark, topics with their levels, what was prepared, what was noted."""
    names = {topic["id"]: topic["name"] for topic in session["topics"]}
    rows = []
    for student in roster_of(session, mark):
        given = student["attendance"]
        name = (
            f'<a href="/progress-report?student={student["student_id"]}" target="_self">{escape(student["name"])}</a>'
        )
        topics = "<br>".join(_topic(topic, names) for topic in (given or {"topics": ()})["topics"])
        rows.append(
            (
                name,
                mark_words(given),
                topics,
                escape(_prepared(given)),
                escape((given or {}).get("faculty_notes") or ""),
            )
        )
    words_table(
        "report-students",
        (_("Student"), _("Attendance"), _("Topics and understanding"), _("Next time"), _("Note")),
        rows,
    )


def as_csv(session: Mapping[str, Any]) -> bytes:
    """One row per student; topics as `name: level`. The mark at the beginning tells Excel that this is UTF-8."""
    names = {topic["id"]: topic["name"] for topic in session["topics"]}
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(
        ["session_date", "subject", "enrollment_no", "student", "status", "minutes_late", "topics", "note", "next_time"]
    )
    for student in session["roster"]:
        mark = student["attendance"] or {}
        levels = [
            f"{names.get(topic['topic_id'], topic['topic_id'])}: {topic['understanding'] or NOTHING}"
            for topic in mark.get("topics", ())
        ]
        cells = [
            session["session_date"],
            session["subject_code"],
            student["enrollment_no"],
            student["name"],
            mark.get("attendance_status", ""),
            mark.get("minutes_late") or "",
            "; ".join(levels),
            mark.get("faculty_notes") or "",
            _prepared(mark),
        ]
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return f"\ufeff{target.getvalue()}".encode()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets an apostrophe."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _topic(topic: Mapping[str, Any], names: Mapping[int, str]) -> str:
    level = topic["understanding"]
    told = f' <span class="hw-level">{_("{level} of 5", level=level)}</span>' if level else ""
    return f"{escape(names.get(topic['topic_id'], NOTHING))}{told}"


def _prepared(mark: Mapping[str, Any] | None) -> str:
    return str(((mark or {}).get("next_session_prep") or {}).get("note") or "")


def _marks(session: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [student["attendance"] for student in session["roster"] if student["attendance"]]


def _levels(session: Mapping[str, Any]) -> list[int]:
    return [topic["understanding"] for mark in _marks(session) for topic in mark["topics"] if topic["understanding"]]

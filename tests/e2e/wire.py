"""What a browser was sent, and the words in it that belong to somebody whom its user may not see."""

from contextlib import suppress

import psycopg
from playwright.sync_api import Error, Page, Response, WebSocket

from warehouse.scope import Resource, Viewer, row_predicate

# What names one person alone: of students, of inquiries.
_STUDENTS = """
select student.id, student.enrollment_no, person.email, person.phone,
    person.first_name || ' ' || person.last_name as name
from operational.students as student
join operational.users as person on person.id = student.user_id
where {condition}
"""
_INQUIRIES = """
select lead.id, lead.email, lead.phone, lead.student_name as name
from operational.crm_inquiries as lead
where {condition}
"""


class Wire:
    """Everything that reaches a page: answers of the server and frames of its sockets."""

    def __init__(self, page: Page) -> None:
        self._parts: list[bytes] = []
        page.on("response", self._answered)
        page.on("websocket", self._opened)

    def _answered(self, response: Response) -> None:
        kind = response.headers.get("content-type", "")
        if any(word in kind for word in ("json", "html", "csv", "text/plain")):
            # Of a redirect, and of a page that is left at once, there is no body.
            with suppress(Error):
                self._parts.append(response.body())

    def _opened(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._heard)

    def _heard(self, frame: bytes | str) -> None:
        self._parts.append(frame if isinstance(frame, bytes) else frame.encode())

    def taken(self) -> bytes:
        """All that has come since this was asked last."""
        parts, self._parts = self._parts, []
        return b"\n".join(parts)


def _words(connection: psycopg.Connection, query: str, viewer: Viewer, resource: Resource) -> tuple[set[str], set[str]]:
    """Words that name rows within the viewer's scope, and words that name rows outside of it alone."""
    predicate = row_predicate(viewer, resource, "student" if resource is Resource.STUDENTS else "lead")
    seen = connection.execute(query.format(condition=predicate.psycopg), predicate.parameters).fetchall()
    every = connection.execute(query.format(condition="true")).fetchall()
    ids = {row[0] for row in seen}
    inside = {word for row in seen for word in row[1:] if word}
    return inside, {word for row in every if row[0] not in ids for word in row[1:] if word} - inside


def words_by_scope(connection: psycopg.Connection, viewer: Viewer) -> tuple[set[str], set[str]]:
    """Enrolment numbers, addresses, numbers and names of students and inquiries.

    Returns:
        Those that the viewer may see, and those that he may not. A name that somebody within the scope, or anybody who
        works here, has as well gives nobody away.
    """
    students, other_students = _words(connection, _STUDENTS, viewer, Resource.STUDENTS)
    leads, other_leads = _words(connection, _INQUIRIES, viewer, Resource.INQUIRIES)
    staff = connection.execute(
        "select first_name || ' ' || last_name from operational.users where role <> 'student'"
    ).fetchall()
    inside = students | leads
    return inside, (other_students | other_leads) - inside - {name for (name,) in staff if name}

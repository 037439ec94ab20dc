"""Pages of one session, student, batch or inquiry: of one's own they are as they should, of another's they are mute."""

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.judged import announced, faults, open_address, outside, viewer_of
from tests.e2e.screen import DESKTOP, PHONE, log_in, open_page
from tests.e2e.wire import Wire
from warehouse.scope import Resource, Viewer, row_predicate
from warehouse.vocabulary import Role

pytestmark = pytest.mark.e2e

_STUDENT_PAGES = ("students?student={student}", "progress-report?student={student}")
_WORK_PAGES = ("marks?student={student}&state=all",)
_SESSION_PAGES = ("attendance?session={session}", "session-report?session={session}")
_INQUIRY_PAGES = ("inquiry?inquiry={inquiry}", "enrol?inquiry={inquiry}")
_DATA_PAGES = (
    "explore?metric=attendance_rate&by=subject__subject_name&days=365",
    "workspace?relation=marts.fct_enrollment",
    "dictionary?relation=marts.fct_attendance",
    "changes?metric=attendance_rate",
)
# What each role opens from its lists, with the id of a row.
DETAILS = {
    Role.SUPER_ADMIN: (*_STUDENT_PAGES, *_WORK_PAGES, *_SESSION_PAGES, *_INQUIRY_PAGES, *_DATA_PAGES),
    Role.ADMIN: (*_STUDENT_PAGES, *_WORK_PAGES, *_SESSION_PAGES, *_INQUIRY_PAGES, *_DATA_PAGES),
    Role.COUNSELOR: (*_STUDENT_PAGES, *_INQUIRY_PAGES),
    Role.FACULTY: (
        "my-students?student={student}",
        "progress-report?student={student}",
        "progress-report?batch={batch}",
        *_WORK_PAGES,
        *_SESSION_PAGES,
    ),
    Role.STUDENT: (),
}
WITH_AN_ID = tuple(dict.fromkeys(path for paths in DETAILS.values() for path in paths if "{" in path))
# Somebody with something to look at: marked sessions, open inquiries, the newest first.
_ROWS = {
    "student": (
        Resource.STUDENTS,
        "select id from operational.students as row where {condition} and status = 'active'",
    ),
    "session": (
        Resource.SESSIONS,
        "select id from operational.learning_sessions as row where {condition} and status = 'completed'"
        " and batch_id is not null order by session_date desc, id",
    ),
    "batch": (Resource.BATCHES, "select id from operational.flexible_batches as row where {condition} order by id"),
    "inquiry": (
        Resource.INQUIRIES,
        "select id from operational.crm_inquiries as row where {condition} and status = 'contacted' order by id desc",
    ),
}


def ids(running: Installation, viewer: Viewer, *, are_own: bool) -> dict[str, int]:
    """One row of each kind that the viewer may see, or that he may not; kinds without such a row are left out."""
    found = {}
    with psycopg.connect(running.database_url()) as connection:
        for kind, (resource, query) in _ROWS.items():
            predicate = row_predicate(viewer, resource, "row")
            condition = predicate.psycopg if are_own else f"not coalesce(({predicate.psycopg}), false)"
            row = connection.execute(f"{query.format(condition=condition)} limit 1", predicate.parameters).fetchone()
            if row is not None:
                found[kind] = row[0]
    return found


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", [role for role in Role if DETAILS[role]])
def test_what_a_role_opens_from_its_lists_fits_and_can_be_used_by_everybody(
    browser: Browser, looked_at: Installation, role: Role, size: dict[str, int]
) -> None:
    own = ids(looked_at, viewer_of(looked_at, role), are_own=True)
    context, watched = open_page(browser, looked_at, size, is_dark=size is PHONE)
    log_in(watched.page, looked_at, announced(role))
    wrong: dict[str, list[str]] = {}
    for path in DETAILS[role]:
        watched.errors.clear()
        open_address(watched.page, looked_at, path.format(**own))
        if found := faults(watched):
            wrong[path] = found
    context.close()
    assert wrong == {}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPER_ADMIN])
def test_an_address_with_the_id_of_somebody_else_s_row_brings_nothing_of_it(
    browser: Browser, looked_at: Installation, role: Role
) -> None:
    viewer = viewer_of(looked_at, role)
    others_ids = ids(looked_at, viewer, are_own=False)
    assert others_ids.keys() == _ROWS.keys()
    _own, others = outside(looked_at, viewer)
    assert len(others) > 100, "too few people outside the scope to prove anything"
    context, watched = open_page(browser, looked_at, DESKTOP)
    wire = Wire(watched.page)
    log_in(watched.page, looked_at, announced(role))
    wrong: dict[str, list[str]] = {}
    for path in WITH_AN_ID:
        wire.taken()
        open_address(watched.page, looked_at, path.format(**others_ids))
        content = wire.taken()
        assert content, path
        found = sorted(f"leaked: {word}" for word in others if word.encode() in content)[:5]
        if watched.page.get_by_test_id("stException").count():
            found.append(watched.page.get_by_test_id("stException").first.inner_text())
        if found:
            wrong[path] = found
    context.close()
    assert wrong == {}

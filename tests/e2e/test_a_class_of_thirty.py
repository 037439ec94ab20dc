"""Marking a class of thirty on a phone: how many taps, how soon each is seen and saved, and no tap is ever lost."""

from typing import Any, LiteralString

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import PHONE, log_in, open_page
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

MOST_TAPS = 15
# Seen and saved, milliseconds.
SEEN_WITHIN, SAVED_WITHIN = 100, 500

# A batch of thirty whom this faculty member teaches the subject of most topics, and their session of today.
_CLASS: LiteralString = """
with chosen as (
    select member.id as faculty_id, member.campus_id, topic.subject_id
    from operational.faculties as member
    join operational.users as person on person.id = member.user_id
    join operational.student_subject_enrollments as enrollment on enrollment.faculty_id = member.id
    join operational.topics as topic on topic.subject_id = enrollment.subject_id and topic.status = 'active'
    where person.email = %(email)s
    group by member.id, member.campus_id, topic.subject_id
    order by count(distinct topic.id) desc, topic.subject_id
    limit 1
),
pupil as (
    select student.id, chosen.*
    from chosen
    join operational.students as student on student.campus_id = chosen.campus_id
    order by student.id
    limit 30
),
enrolled as (
    insert into operational.student_subject_enrollments (student_id, subject_id, faculty_id, enrollment_date)
    select id, subject_id, faculty_id, current_date - 30 from pupil
    on conflict (student_id, subject_id) do update
        set faculty_id = excluded.faculty_id, status = 'active', ended_on = null,
            enrollment_date = least(student_subject_enrollments.enrollment_date, excluded.enrollment_date)
),
batch as (
    insert into operational.flexible_batches (name, campus_id, subject_id, faculty_id)
    select 'Thirty', campus_id, subject_id, faculty_id from chosen returning id
),
member as (
    insert into operational.flexible_batch_members (batch_id, student_id) select batch.id, pupil.id from batch, pupil
),
session as (
    insert into operational.learning_sessions
        (campus_id, batch_id, faculty_id, subject_id, session_date, duration_minutes, session_type, status)
    select campus_id, batch.id, faculty_id, subject_id,
        (now() at time zone (select time_zone from operational.campuses where id = chosen.campus_id))::date,
        60, 'group', 'scheduled'
    from chosen, batch
    returning id
)
select (select id from session), (select array_agg(id order by id) from pupil)
"""

# When each tap was made, when the pressed button was on screen, and when the server had the student's mark.
_WATCH = """
() => {
  window.taps = [];
  const fetched = window.fetch.bind(window);
  window.fetch = async (address, options) => {
    const answer = await fetched(address, options);
    if (options?.method === "POST" && String(address).endsWith("/attendance") && answer.ok) {
      const students = new Set(JSON.parse(options.body).marks.map((mark) => String(mark.student_id)));
      for (const tap of window.taps) {
        const isIn = students.has(tap.student) && tap.at < options.sentAt;
        if (tap.saved === null && isIn) tap.saved = performance.now() - tap.at;
      }
    }
    return answer;
  };
  const wrapped = window.fetch;
  window.fetch = (address, options) => wrapped(address, { ...options, sentAt: performance.now() });
  document.addEventListener("click", (event) => {
    const button = event.composedPath().find((part) => part.dataset?.testid);
    if (!button) return;
    const id = button.dataset.testid, root = button.getRootNode();
    const student = (id.match(/^(?:mark|late|level)-(\\d+)/) || [])[1] || null;
    const tap = { id, student, at: event.timeStamp, seen: null, saved: null };
    window.taps.push(tap);
    const before = button.getAttribute("aria-pressed");
    const look = () => {
      const now = root.querySelector(`[data-testid="${id}"]`);
      const isGone = !now || now.hidden;
      if (isGone || now.getAttribute("aria-pressed") !== before) tap.seen = performance.now() - tap.at;
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}
"""


def open_sheet(page: Page, installation: Installation, session_id: int) -> None:
    """Opens the sheet by its address."""
    page.goto(f"{installation.dashboards}/attendance?session={session_id}")
    expect(page.get_by_test_id("attendance-sheet")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-testid^=class-topic-]").first).to_be_visible(timeout=30_000)


def percentile_95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1) + 0.999)]


def marks_of(installation: Installation, session_id: int) -> dict[int, tuple[Any, ...]]:
    """By student: status, minutes late, number of topics, understanding."""
    with psycopg.connect(installation.database_url()) as connection:
        rows = connection.execute(
            """
            select mark.student_id, mark.attendance_status, mark.minutes_late, count(covered.id),
                max(covered.understanding)
            from operational.session_attendance as mark
            left join operational.session_attendance_topics as covered on covered.attendance_id = mark.id
            where mark.session_id = %s
            group by mark.id
            """,
            (session_id,),
        ).fetchall()
    return {student: tuple(rest) for student, *rest in rows}


def make_class(installation: Installation) -> tuple[int, list[int]]:
    """The session of today, and its thirty students."""
    with psycopg.connect(installation.database_url(), autocommit=True) as connection:
        row = connection.execute(_CLASS, {"email": installation.login("faculty")[0]}).fetchone()
    assert row is not None
    session_id, students = row
    assert len(students) == 30
    return session_id, students


def taps_of_the_class(page: Page, students: list[int]) -> list[Locator]:
    """What is tapped: 27 present, 2 absent, 1 ten minutes late, two topics, individual understanding for five."""
    taps = [page.locator("[data-testid^=class-topic-]").nth(place) for place in (0, 1)]
    taps += [page.get_by_test_id(f"mark-{student}-absent") for student in students[:2]]
    taps += [page.get_by_test_id(f"mark-{students[2]}-late"), page.get_by_test_id(f"late-{students[2]}-10")]
    taps += [page.get_by_test_id("save-all-present")]
    taps += [page.get_by_test_id(f"level-{student}-{1 + place}") for place, student in enumerate(students[3:8])]
    return taps


def mark_the_class(page: Page, students: list[int]) -> int:
    """Makes the taps of the class; returns how many."""
    taps = taps_of_the_class(page, students)
    for one in taps:
        one.tap()
    return len(taps)


EXPECTED_LEVELS = {3: 1, 4: 2, 5: 3, 6: 4, 7: 5}


def is_as_marked(installation: Installation, session_id: int, students: list[int]) -> bool:
    """Whether exactly what was tapped is stored."""
    wanted: dict[int, tuple[Any, ...]] = {
        student: ("present", None, 2, EXPECTED_LEVELS.get(place)) for place, student in enumerate(students)
    }
    wanted |= dict.fromkeys(students[:2], ("absent", None, 0, None))
    wanted[students[2]] = ("late", 10, 2, None)
    return marks_of(installation, session_id) == wanted


@pytest.mark.alone
def test_a_class_of_thirty_takes_few_taps_and_each_is_seen_and_saved_at_once(
    browser: Browser, running: Installation
) -> None:
    session_id, students = make_class(running)
    context, watched = open_page(browser, running, PHONE)
    log_in(watched.page, running, "faculty")
    open_sheet(watched.page, running, session_id)
    watched.page.evaluate(_WATCH)
    assert mark_the_class(watched.page, students) <= MOST_TAPS
    wait_until(
        lambda: is_as_marked(running, session_id, students), within_seconds=10, what="every mark as it was tapped"
    )
    expect(watched.page.get_by_test_id("save-status")).to_contain_text("Saved", timeout=10_000)
    taps = watched.page.evaluate("window.taps")
    seen = [tap["seen"] for tap in taps]
    saved = [tap["saved"] for tap in taps if tap["student"]]
    assert None not in seen, taps
    assert None not in saved, taps
    assert percentile_95(seen) <= SEEN_WITHIN, seen
    assert percentile_95(saved) <= SAVED_WITHIN, saved
    assert watched.errors == []
    context.close()


class Cut:
    """A network that breaks between two taps: what is under way arrives, but its answer never does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.arrived = 0
        self.is_gone = False

    def answers_are_lost(self) -> None:
        """From the next save on: the server gets that one, and after it nothing gets through."""
        self.page.route("**/data/sessions/**", self._lose)

    def is_mended(self) -> None:
        self.page.unroute("**/data/sessions/**")

    def _lose(self, route: Route) -> None:
        if not self.is_gone and route.request.method == "POST":
            self.is_gone = True
            route.fetch()
            self.arrived += 1
        route.abort()


@pytest.mark.parametrize("made_before", [3, 6, 8])
def test_a_network_that_breaks_between_two_taps_and_a_reload_lose_no_tap(
    browser: Browser, running: Installation, made_before: int
) -> None:
    """Some taps are saved, one is saved without the sheet hearing of it, some are made offline, some after a reload."""
    session_id, students = make_class(running)
    context, watched = open_page(browser, running, PHONE)
    page = watched.page
    log_in(page, running, "faculty")
    open_sheet(page, running, session_id)
    taps = taps_of_the_class(page, students)
    for one in taps[:made_before]:
        one.tap()
    expect(page.get_by_test_id("save-status")).to_contain_text("Saved", timeout=10_000)
    saved = marks_of(running, session_id)
    assert saved

    cut = Cut(page)
    cut.answers_are_lost()
    taps[made_before].tap()
    expect(page.get_by_test_id("save-status")).to_contain_text("Offline", timeout=10_000)
    assert cut.arrived == 1
    arrived = marks_of(running, session_id)
    assert arrived != saved
    # And now for good, with the socket that tells of changes.
    context.set_offline(True)
    for one in taps[made_before + 1 : made_before + 3]:
        one.tap()
    context.set_offline(False)
    assert marks_of(running, session_id) == arrived

    # The page comes, what the sheet asks for does not; then it opens by itself.
    page.reload()
    expect(page.get_by_text("There is no connection.")).to_be_visible(timeout=60_000)
    assert marks_of(running, session_id) == arrived
    cut.is_mended()
    expect(page.locator("[data-testid^=class-topic-]").first).to_be_visible(timeout=30_000)
    for one in taps[made_before + 3 :]:
        one.tap()
    wait_until(
        lambda: is_as_marked(running, session_id, students), within_seconds=20, what="every mark as it was tapped"
    )
    expect(page.get_by_test_id("save-status")).to_contain_text("Saved", timeout=10_000)
    # Nothing waits on the device any more, and what was sent twice was saved once.
    open_sheet(page, running, session_id)
    expect(page.get_by_test_id("marked-count")).to_have_text("30 of 30 marked")
    expect(page.get_by_text("Not saved yet")).to_have_count(0)
    assert is_as_marked(running, session_id, students)
    context.close()

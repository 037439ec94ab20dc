"""A week is planned: what does not fit is told, what fits is there and cancelled; hours are entered, words answered."""

import re
from datetime import date, timedelta
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import (
    DESKTOP,
    PATIENCE,
    PHONE,
    keyed,
    log_in,
    no_sideways_scroll,
    open_page,
    opened,
    settled,
    typed,
)

pytestmark = pytest.mark.e2e

# A batch without a teacher, at the campus of whoever has this e-mail; its room is taken on the day that is planned.
_BATCH: LiteralString = """
with campus as (select campus_id from operational.users where email = %(email)s),
subject as (select min(id) as subject_id from operational.subjects),
batch as (
    insert into operational.flexible_batches (name, campus_id, subject_id)
    select %(name)s, campus_id, subject_id from campus, subject returning id
)
insert into operational.learning_sessions
    (campus_id, batch_id, subject_id, session_date, start_time, end_time, duration_minutes, session_type, location)
select campus_id, batch.id, subject_id, %(day)s, '10:00', '11:00', 60, 'group', %(room)s from campus, subject, batch
"""

# A session of two days ago, of somebody at that campus, that nobody has marked.
_FORGOTTEN: LiteralString = """
insert into operational.learning_sessions
    (campus_id, student_id, subject_id, session_date, start_time, end_time, duration_minutes, session_type)
select student.campus_id, student.id, enrollment.subject_id, current_date - 2, '07:00', '08:00', 60, 'individual'
from operational.student_subject_enrollments as enrollment
join operational.students as student on student.id = enrollment.student_id
where enrollment.status = 'active' and enrollment.enrollment_date < current_date - 2
    and student.campus_id = (select campus_id from operational.users where email = %(email)s)
order by enrollment.id limit 1
"""


def name_the_start(page: Page, text: str) -> None:
    """Types hours and minutes, each of which is a part of its own, and leaves the field."""
    keyed(page, "new-start").get_by_role("spinbutton").first.click()
    page.keyboard.type(text.replace(":", ""), delay=50)
    keyed(page, "new-room").locator("input").first.click()
    settled(page)


def plan_what_fits(page: Page, batch: str, room: str) -> None:
    """The room is taken at ten; at noon it is free."""
    keyed(page, "plan-open").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible(timeout=PATIENCE)
    settled(page)
    choice = keyed(page, "new-batch").locator("input").first
    choice.fill(batch)
    choice.press("Enter")
    settled(page)
    typed(page, "new-room", room.upper())
    settled(page)
    name_the_start(page, "10:30")
    assert no_sideways_scroll(page)
    keyed(page, "new-save").get_by_role("button").click()
    refusal = dialog.get_by_test_id("stAlert")
    expect(refusal).to_contain_text(re.compile("is taken: .*10:00–11:00"), timeout=PATIENCE)
    # Also where the dialog is higher than the screen.
    expect(refusal).to_be_in_viewport(ratio=1)
    name_the_start(page, "12:00")
    keyed(page, "new-save").get_by_role("button").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_week_is_planned(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    one = uuid4().int % 10**6
    # A Monday of its own, far ahead: a new session begins with the first day of the week that is looked at.
    batch, room, day = f"Evenings {one}", f"Room {one}", date(2040, 1, 2) + timedelta(weeks=one % 5000)
    with psycopg.connect(running.database_url()) as connection:
        connection.execute(_BATCH, {"email": running.login("admin")[0], "name": batch, "room": room, "day": day})
        connection.execute(_FORGOTTEN, {"email": running.login("admin")[0]})
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "admin")
    opened(page, running, f"plan?week={day}", "Plan")
    expect(page.locator("[data-testid^=planned-]")).to_have_count(1, timeout=PATIENCE)
    plan_what_fits(page, batch, room)
    planned = page.locator("[data-testid^=planned-]")
    expect(planned).to_have_count(2, timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    noon = planned.filter(has_text="12:00–13:00")
    expect(noon).to_contain_text("No teacher yet")
    noon.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(batch, timeout=PATIENCE)
    dialog.get_by_text("Cancel it").click()
    reason = dialog.get_by_label("Why it is cancelled")
    reason.fill("Power cut")
    reason.press("Tab")
    settled(page)
    keyed(page, "off-save").get_by_role("button").click()
    expect(dialog).to_have_count(0, timeout=PATIENCE)
    expect(noon).to_contain_text("✕ Cancelled", timeout=PATIENCE)
    opened(page, running, "plan?state=unmarked", "Plan")
    page.locator("[data-testid^=session-]:not([data-testid=session-cards])").first.click()
    expect(page.get_by_test_id("attendance-sheet")).to_be_visible(timeout=PATIENCE)
    settled(page)
    page.get_by_role("link", name="Sessions that are not marked").click()
    expect(page).to_have_url(re.compile(r"/plan\?state=unmarked"), timeout=PATIENCE)
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_a_student_says_is_answered(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    one = uuid4().int % 10**6
    with running.client("student") as api:
        content = {"feedback_type": "institute", "rating": 1, "comments": f"Too warm {one}"}
        said = api.post("/feedback", json=content).raise_for_status().json()
    with psycopg.connect(running.database_url()) as connection:
        # The oldest come first.
        connection.execute("update operational.feedback set submitted_at = '2020-01-01' where id = %s", (said["id"],))
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "admin")
    opened(page, running, "feedback", "Feedback")
    expect(page.get_by_text(f"Too warm {one}")).to_be_visible(timeout=PATIENCE)
    keyed(page, f"answer-open-{said['id']}").get_by_role("button").click()
    typed(page, f"answer-{said['id']}", f"Fans are ordered {one}")
    settled(page)
    assert no_sideways_scroll(page)
    keyed(page, f"answer-{said['id']}-save").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_text(f"Too warm {one}")).to_have_count(0, timeout=PATIENCE)
    assert watched.errors == []
    context.close()
    context, watched = open_page(browser, running, viewport)
    log_in(watched.page, running, "student")
    opened(watched.page, running, "give-feedback", "Give feedback")
    with running.client("student") as api:
        assert api.get(f"/feedback/{said['id']}").json()["resolution"] == f"Fans are ordered {one}"
    opened(watched.page, running, "notifications", "Notifications")
    expect(watched.page.get_by_text("Your feedback was answered").first).to_be_visible(timeout=PATIENCE)
    assert watched.errors == []
    context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_faculty_member_enters_her_hours(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    with psycopg.connect(running.database_url()) as connection:
        connection.execute(
            "delete from operational.faculty_availability where faculty_id = (select member.id from"
            " operational.faculties as member join operational.users as person on person.id = member.user_id"
            " where person.email = %s)",
            (running.login("faculty")[0],),
        )
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "faculty")
    opened(page, running, "weekly-hours", "Weekly hours")
    for told in (None, "Overlaps 09:00–17:00"):
        keyed(page, "hours-open").get_by_role("button").click()
        expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE)
        settled(page)
        assert no_sideways_scroll(page)
        keyed(page, "hours-save").get_by_role("button").click()
        if told:
            expect(page.get_by_role("dialog")).to_contain_text(told, timeout=PATIENCE)
        else:
            expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
            expect(page.get_by_text("40.0 h a week")).to_be_visible(timeout=PATIENCE)
            settled(page)
    # What is refused is a message in the dialog, and no error of the page.
    assert watched.left_the_origin == []
    context.close()

"""Dialogs, light and dark: what is drawn beside the app can be read by everybody as well."""

from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.judged import serious
from tests.e2e.screen import DESKTOP, PATIENCE, PHONE, log_in, no_sideways_scroll, open_page, settled

pytestmark = pytest.mark.e2e


# Nothing moves any more; what turns for ever does not count.
_STILL = """
() => document
  .getAnimations()
  .every((one) => one.playState !== "running" || one.effect.getTiming().iterations === Infinity)
"""


def button(key: str) -> Callable[[Page], Locator]:
    """The button that Streamlit drew under the first key that begins so."""
    return lambda page: page.locator(f"[class*='st-key-{key}']").get_by_role("button").first


# Of the first campus. Whether the demo's own students are at risk depends on the day.
_ALERT = """
insert into operational.risk_alerts (
    enrollment_id, student_id, campus_id, raised_on, scored_as_of, p_drop, band, reasons, model_version,
    is_randomised, is_holdout, holdout_share, shown_from, outcome_on
)
select
    enrollment.id, student.id, student.campus_id, current_date - 1, current_date - 1, 0.7, 'high',
    array['No session for 12 days; usually 3 a week.'], 'rule', false, false, 0, current_date - 1, current_date + 29
from operational.student_subject_enrollments as enrollment
join operational.students as student on student.id = enrollment.student_id
where enrollment.status = 'active' and student.campus_id = (select min(id) from operational.campuses)
order by enrollment.id limit 1
on conflict do nothing
"""

DIALOGS = [
    ("counselor", "alerts", button("answer-")),
    ("counselor", "alerts", button("dismiss-")),
    ("admin", "at-risk", button("help-")),
    ("admin", "plan", button("plan-open")),
    ("admin", "plan?state=week", lambda page: page.locator("[data-testid^=planned-]").first),
    ("admin", "exams", button("exam-open")),
    ("admin", "feedback", button("answer-open-")),
    ("admin", "users", button("invite-open")),
    ("admin", "users", lambda page: page.get_by_role("button", name="Manage").first),
    ("admin", "holidays", button("holiday-open")),
    ("admin", "courses", button("subject-open")),
    ("admin", "courses", button("subject-change-")),
    ("super admin", "campuses", button("campus-open")),
    ("counselor", "rewards", button("give")),
]


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("role", ["admin", "super admin", "counselor"])
def test_an_open_dialog_has_no_serious_violation(
    browser: Browser, looked_at: Installation, role: str, viewport: dict[str, int], is_dark: bool
) -> None:
    with psycopg.connect(looked_at.database_url()) as connection:
        connection.execute(_ALERT)
    context, watched = open_page(browser, looked_at, viewport, is_dark=is_dark)
    page = watched.page
    log_in(page, looked_at, role)
    wrong = {}
    for place, (_role, path, opener) in enumerate(DIALOGS):
        if _role != role:
            continue
        page.goto(f"{looked_at.dashboards}/{path}")
        expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=PATIENCE)
        settled(page)
        opener(page).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible(timeout=PATIENCE)
        settled(page)
        # It fades in; half-way its contrast is another one.
        page.wait_for_function(_STILL)
        if found := serious(page):
            wrong[f"{place} {path}"] = found
        assert no_sideways_scroll(page)
        scheme = dialog.evaluate("element => getComputedStyle(element).colorScheme")
        assert scheme == ("dark" if is_dark else "light"), path
    assert wrong == {}
    assert watched.errors == []
    context.close()

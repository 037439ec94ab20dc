"""`make screenshots`: pictures of every screen at both widths, from a freshly started demo institute.

usage: python -m tests.e2e.screenshots FOLDER
"""

import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import home_of_a_server
from tests.e2e.conftest import CHROMIUM_ARGUMENTS, KEPT_FOLDER, home_with_the_demo
from tests.e2e.installation import Installation
from tests.e2e.screen import DESKTOP, PHONE, log_in, open_page, settled

# Role, name of the picture, path, in which `{name}` stands for an id; the attendance sheet is opened by a tap instead.
SCREENS = [
    ("admin", "admin-overview", "/overview"),
    ("admin", "admin-at-risk", "/at-risk"),
    ("admin", "admin-topics", "/topics"),
    ("admin", "admin-capacity", "/capacity"),
    ("admin", "admin-model-card", "/model-card"),
    ("admin", "admin-faculty-load", "/faculty-load"),
    ("admin", "admin-revenue", "/revenue"),
    ("admin", "admin-data-quality", "/data-quality"),
    ("admin", "admin-users", "/users"),
    ("admin", "admin-settings", "/settings"),
    ("admin", "admin-feedback", "/feedback"),
    ("admin", "admin-changes", "/changes"),
    ("admin", "admin-holidays", "/holidays"),
    ("admin", "admin-report-schedules", "/report-schedules"),
    ("admin", "notifications", "/notifications"),
    ("super admin", "admin-imports", "/imports"),
    ("super admin", "admin-campuses", "/campuses"),
    ("super admin", "admin-audit", "/audit"),
    ("super admin", "admin-system-health", "/system-health"),
    ("admin", "analyst-explorer", "/explore?metric=attendance_rate&by=subject__subject_name&days=365"),
    ("admin", "analyst-workspace", "/workspace"),
    ("admin", "analyst-dictionary", "/dictionary?relation=marts.fct_attendance"),
    ("admin", "analyst-metric", "/dictionary?metric=attendance_rate"),
    ("admin", "rows-behind-a-figure", "/rows?metric=absences&days=30"),
    ("faculty", "faculty-today", "/today"),
    ("super admin", "admin-today", "/today"),
    ("admin", "admin-plan", "/plan"),
    ("admin", "admin-unmarked", "/plan?state=unmarked"),
    ("faculty", "faculty-plan", "/plan"),
    ("faculty", "faculty-marks", "/marks"),
    ("faculty", "faculty-exams", "/exams?when=all"),
    ("faculty", "faculty-weekly-hours", "/weekly-hours"),
    ("admin", "admin-courses", "/courses"),
    ("admin", "admin-course-topics", "/courses?subject={subject}"),
    ("admin", "admin-course-batches", "/courses?subject={subject}&show=batches"),
    ("admin", "admin-course-members", "/courses?subject={subject}&show=batches&batch={batch}"),
    ("faculty", "faculty-course-resources", "/courses?subject={subject}&show=resources"),
    ("faculty", "faculty-students", "/my-students"),
    ("faculty", "faculty-alerts", "/alerts"),
    ("faculty", "faculty-hours", "/my-hours"),
    ("faculty", "faculty-reports", "/my-reports"),
    ("faculty", "faculty-feedback", "/my-feedback"),
    ("faculty", "faculty-session-report", "/session-report?session={session}"),
    ("faculty", "faculty-progress-report", "/progress-report?batch={batch}"),
    ("counselor", "counselor-calls", "/calls"),
    ("counselor", "counselor-pipeline", "/pipeline"),
    ("counselor", "counselor-inquiry", "/inquiry?inquiry={inquiry}"),
    ("counselor", "counselor-enrol", "/enrol?inquiry={inquiry}"),
    ("counselor", "counselor-new-inquiry", "/new-inquiry"),
    ("counselor", "counselor-conversion", "/conversion"),
    ("counselor", "counselor-rewards", "/rewards"),
    ("counselor", "counselor-students", "/students"),
    ("counselor", "counselor-student-courses", "/students?student={student}&show=courses"),
    ("counselor", "counselor-student-fees", "/students?student={student}&show=fees"),
    ("counselor", "counselor-student-contact", "/students?student={student}&show=contact"),
    ("counselor", "counselor-reports", "/reports?report=Leads+and+conversion"),
    ("student", "student-progress", "/my-progress"),
    ("student", "student-schedule", "/my-schedule"),
    ("student", "student-attendance", "/my-attendance"),
    ("student", "student-resources", "/my-resources"),
    ("student", "student-exams", "/my-exams"),
    ("student", "student-points", "/my-points"),
    ("student", "student-feedback", "/give-feedback"),
]


def settle(page: Page) -> None:
    """Waits until Streamlit has drawn everything."""
    expect(page.get_by_role("heading").first).to_be_visible(timeout=30_000)
    page.wait_for_load_state("networkidle")
    settled(page)
    for turning in ("stSpinner", "stSkeleton"):
        expect(page.get_by_test_id(turning)).to_have_count(0, timeout=60_000)
    page.wait_for_timeout(1500)


def picture(page: Page, folder: Path, name: str, width: int) -> None:
    """Saves what is on screen."""
    page.screenshot(path=folder / f"{name}-{width}.png")


def known_ids(installation: Installation) -> dict[str, int]:
    """A held session, a batch and its subject, a student who paid, an open inquiry: of whoever looks at them."""
    with installation.client("faculty") as faculty, installation.client("counselor") as counselor:
        asked = {
            "session": (faculty, "/sessions", {"status": "completed", "sort": "-date"}, "id"),
            "batch": (faculty, "/batches", {}, "id"),
            "subject": (faculty, "/batches", {}, "subject_id"),
            "student": (counselor, "/payments", {}, "student_id"),
            "inquiry": (counselor, "/crm/inquiries", {"status": "contacted"}, "id"),
        }
        return {
            name: client.get(path, params={**query, "limit": 1}).raise_for_status().json()["items"][0][key]
            for name, (client, path, query, key) in asked.items()
        }


def take(installation: Installation, folder: Path) -> None:
    """Pictures of the pages before the log-in, of every screen, and of the attendance sheet."""
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("needs Chromium: apt-get install chromium")
    ids = known_ids(installation)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        for viewport in (DESKTOP, PHONE):
            width = viewport["width"]
            context, watched = open_page(browser, installation, viewport)
            picture(watched.page, folder, "login", width)
            for name in ("welcome", "forgot", "verify"):
                watched.page.goto(f"{installation.dashboards}/{name}")
                picture(watched.page, folder, name, width)
            context.close()
            for role, name, address in SCREENS:
                context, watched = open_page(browser, installation, viewport)
                log_in(watched.page, installation, role)
                watched.page.goto(installation.dashboards + address.format(**ids))
                settle(watched.page)
                picture(watched.page, folder, name, width)
                if name == "faculty-today":
                    watched.page.get_by_text(re.compile(r"\d+ of \d+ marked")).first.click()
                    expect(watched.page.get_by_test_id("attendance-sheet")).to_be_visible(timeout=30_000)
                    if width == PHONE["width"]:
                        watched.page.locator("[data-testid^=class-topic-]").first.click()
                        watched.page.locator("[data-testid^=mark-][data-testid$=-present]").first.click()
                    settle(watched.page)
                    picture(watched.page, folder, "faculty-session", width)
                context.close()
        browser.close()


def main(folder: Path) -> None:
    """Starts a demo institute, or the one that is kept for whoever works on a screen; takes the pictures; stops it."""
    folder.mkdir(parents=True, exist_ok=True)
    with home_with_the_demo() if KEPT_FOLDER in os.environ else home_of_a_server() as home:
        installation = Installation(home)
        installation.start()
        try:
            take(installation, folder)
        finally:
            installation.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

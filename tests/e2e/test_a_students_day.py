"""The student's flow: in with a one-time code; schedule, progress, attendance, resources, an exam, feedback."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import icalendar
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
    saved,
    settled,
)

pytestmark = pytest.mark.e2e

BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])


def newcomer(running: Installation) -> tuple[str, str]:
    """Somebody whom the office has just made a student: the first name and the code that was handed over."""
    name = f"Newcomer{uuid4().int % 10**8}"
    with running.client("admin") as api:
        made = api.post("/students", json={"first_name": name, "email": f"{name.lower()}@example.org"})
        assert made.status_code == 201, made.text
        code = api.post(f"/users/{made.json()['user_id']}/invite")
        assert code.is_success, code.text
    return name, str(code.json()["token"])


def events(address: str) -> dict[str, Any]:
    """What a calendar program finds at the address."""
    answer = httpx.get(address, timeout=30)
    assert answer.status_code == 200, answer.text
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def plan_exam(running: Installation, title: str) -> int:
    """An exam on a topic that the student has done."""
    with running.client("student") as own, running.client("admin") as api:
        student = own.get("/auth/me").json()["student_id"]
        [enrollment, *_] = own.get(f"/students/{student}/progress").json()["enrollments"]
        done = next(one for one in enrollment["topics"] if one["status"] in ("completed", "mastered"))
        content = {
            "subject_id": enrollment["subject_id"],
            "topic_id": done["topic_id"],
            "title": title,
            "starts_at": (datetime.now(UTC) + timedelta(days=5)).isoformat(),
            "duration_minutes": 45,
            "capacity": 3,
        }
        made = api.post("/exams/slots", json=content)
        assert made.status_code == 201, made.text
        return int(made.json()["id"])


def completed(running: Installation, student: int) -> int:
    """A subject that the student completes: its id of the enrolment."""
    name = f"Certified {uuid4().int % 10**8}"
    with running.client("admin") as api:

        def sent(method: str, path: str, content: dict[str, Any]) -> dict[str, Any]:
            answer = api.request(method, path, json=content)
            assert answer.is_success, answer.text
            told: dict[str, Any] = answer.json()
            return told

        subject = sent("POST", "/subjects", {"code": name.replace(" ", ""), "name": name})["id"]
        topic = sent("POST", "/topics", {"subject_id": subject, "name": "All of it", "order_index": 1})["id"]
        today = api.get("/sessions/today").json()["date"]
        content = {"student_id": student, "subject_id": subject, "enrollment_date": today}
        enrolment = int(sent("POST", "/enrollments", content)["id"])
        sent("POST", "/progress/update", {"student_id": student, "topic_id": topic, "competency_level": 5})
        found = api.get(f"/enrollments/{enrolment}").json()
        if found["status"] != "completed":
            sent("PUT", f"/enrollments/{enrolment}", {"status": "completed"})
    return enrolment


def anonymous(running: Installation) -> int:
    """How many ratings of 2 are kept of which nobody knows whose they are."""
    with psycopg.connect(running.database_url()) as connection:
        [(count,)] = connection.execute(
            "select count(*) from operational.feedback where is_anonymous and student_id is null and rating = 2"
        ).fetchall()
    return int(count)


def said_without_a_name(page: Page, running: Installation) -> None:
    """Another session is rated anonymously: it is taken, and the student's own list does not tell of it."""
    opened(page, running, "give-feedback", "Give feedback")
    with running.client("student") as own:
        before = own.get("/feedback").json()["items"]
    without_a_name = anonymous(running)
    stars = page.locator("[class*=st-key-stars-]").first
    key = re.search(r"st-key-stars-(\d+)", stars.get_attribute("class") or "")
    assert key is not None
    stars.get_by_text("2 ★").click()
    keyed(page, f"anonymous-{key[1]}").locator("label").first.click()
    expect(page.get_by_text(re.compile("^Your name is not kept anywhere"))).to_be_visible(timeout=PATIENCE)
    settled(page)
    assert no_sideways_scroll(page)
    keyed(page, f"send-{key[1]}").get_by_role("button").click()
    expect(page.get_by_text("Thank you: it is sent.").first).to_be_visible(timeout=PATIENCE)
    with running.client("student") as own:
        assert own.get("/feedback").json()["items"] == before
    assert anonymous(running) == without_a_name + 1


@BOTH
def test_a_certificate_is_made_taken_along_and_verified_by_anybody(
    browser: Browser, running: Installation, viewport: dict[str, int]
) -> None:
    """The student of these tests completes a subject: its topics are all done."""
    with running.client("student") as own:
        student = own.get("/auth/me").json()["student_id"]
    done = completed(running, student)
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "student")
    opened(page, running, "my-exams", "My exams")
    keyed(page, f"certify-{done}").get_by_role("button").click()
    paper = keyed(page, f"paper-{done}").get_by_role("button")
    expect(paper).to_be_visible(timeout=PATIENCE)
    assert no_sideways_scroll(page)
    assert Path(saved(paper).path()).read_bytes().startswith(b"%PDF")
    with running.client("student") as own:
        items = own.get(f"/certificates/student/{student}").json()["items"]
    number = next(one["number"] for one in items if one["enrollment_id"] == done)
    # Anybody may ask, who is not logged in.
    told = httpx.get(f"{running.dashboards}/verify", params={"number": number}, timeout=30)
    assert told.status_code == 200
    assert number in told.text
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()


@BOTH
def test_a_code_and_a_password_lead_into_the_portal(
    browser: Browser, running: Installation, viewport: dict[str, int]
) -> None:
    name, code = newcomer(running)
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    page.get_by_test_id("first-time").click()
    page.get_by_test_id("code").fill(f"{code[:-1]}")
    page.get_by_test_id("code-submit").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not known")
    page.get_by_test_id("code").fill(code)
    page.get_by_test_id("code-submit").click()
    expect(page.get_by_role("heading", name=f"Hello {name}")).to_be_visible()
    assert no_sideways_scroll(page)
    for password, again in (("three small boats", "three small boots"), ("three small boats",) * 2):
        page.get_by_test_id("new-password").fill(password)
        page.get_by_test_id("new-password-again").fill(again)
        page.get_by_test_id("password-submit").click()
    expect(page.get_by_test_id("person-name").first).to_be_attached(timeout=PATIENCE)
    expect(page.get_by_role("heading", name=f"Hello {name}")).to_be_visible(timeout=PATIENCE)
    # A form that is refused comes with its status, which the console tells.
    assert [error for error in watched.errors if "422" not in error] == []
    assert watched.left_the_origin == []
    context.close()


@BOTH
def test_what_would_help_is_told_without_the_risk(
    browser: Browser, running: Installation, viewport: dict[str, int]
) -> None:
    """From the published figures over the API to the screen: what to do now, and no risk on the way."""
    with running.client("student") as own:
        student = own.get("/auth/me").json()["student_id"]
        told = own.get(f"/students/{student}/analytics").json()
    assert told["enrollments"]
    assert {one["risk"] for one in told["enrollments"]} == {None}
    steps = told["next_steps"]
    context, watched = open_page(browser, running, viewport)
    page = watched.page
    log_in(page, running, "student")
    opened(page, running, "my-progress", re.compile("^Hello"))
    shown = page.get_by_test_id("next-step")
    # Days stand in the sentences as the campus writes them.
    days = re.compile(r"\d{4}-\d\d-\d\d")
    sentences = [r"\d+ \w+ \d{4}".join(re.escape(part) for part in days.split(step)) for step in steps]
    expect(shown).to_have_text([re.compile(f"^{sentence}$") for sentence in sentences])
    if steps:
        keyed(page, "next-step-0").get_by_role("link").click()
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile("^(My attendance and marks|Learn from|My schedule)$")
        )
    assert not re.search("likely to end|High risk|p_drop", page.content())
    assert watched.errors == []
    context.close()


@BOTH
def test_a_day_from_the_schedule_to_feedback(browser: Browser, running: Installation, viewport: dict[str, int]) -> None:
    title = f"Exam {uuid4().hex[:8]}"
    slot = plan_exam(running, title)
    context, watched = open_page(browser, running, viewport)
    log_in(watched.page, running, "student")

    page = watched.page
    opened(page, running, "my-progress", re.compile("^Hello"))
    expect(page.get_by_test_id("topic-map").first).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("next-topics").first).to_be_visible()
    # When it will be done: as a range, in words and as a picture.
    expect(page.get_by_test_id("forecast-bar").first).to_be_visible()

    opened(page, running, "my-schedule", "My schedule")
    expect(page.get_by_test_id("next-session")).to_be_visible()
    keyed(page, "calendar-new").get_by_role("button").click()
    address = page.get_by_test_id("stCode")
    expect(address).to_be_visible(timeout=PATIENCE)
    settled(page)
    calendar = re.search(r"http\S+\.ics", address.inner_text())
    assert calendar is not None
    assert calendar[0].startswith(running.dashboards)
    with running.client("student") as own:
        today = own.get("/sessions/today").json()["date"]
        [session, *_] = own.get("/sessions", params={"date_from": today, "limit": 1}).json()["items"]
    assert f"session-{session['id']}@headway" in events(calendar[0])
    assert no_sideways_scroll(page)

    opened(page, running, "my-exams", "My exams")
    card = keyed(page, f"exam-{slot}")
    expect(card).to_contain_text("You are ready. 3 places left.")
    keyed(page, f"book-{slot}").get_by_role("button").click()
    expect(card).to_contain_text("You have a place.", timeout=PATIENCE)
    assert [str(one["status"]) for one in events(calendar[0]).values() if str(one["summary"]).endswith(title)] == [
        "CONFIRMED"
    ]
    keyed(page, f"cancel-{slot}").get_by_role("button").click()
    expect(card).to_contain_text("You are ready.", timeout=PATIENCE)
    assert [str(one["status"]) for one in events(calendar[0]).values() if str(one["summary"]).endswith(title)] == [
        "CANCELLED"
    ]

    opened(page, running, "my-attendance", "My attendance and marks")
    expect(page.get_by_test_id("attendance-dots")).to_be_visible()
    opened(page, running, "my-resources", "Learn from")

    opened(page, running, "give-feedback", "Give feedback")
    stars = page.locator("[class*=st-key-stars-]").first
    key = re.search(r"st-key-stars-(\d+)", stars.get_attribute("class") or "")
    assert key is not None
    stars.get_by_text("4 ★").click()
    keyed(page, f"send-{key[1]}").get_by_role("button").click()
    expect(page.get_by_text("Thank you: it is sent.").first).to_be_visible(timeout=PATIENCE)
    with running.client("student") as own:
        given = own.get("/feedback", params={"session_id": int(key[1])}).json()["items"]
        assert [(one["rating"], one["status"]) for one in given] == [(4, "pending")]

    said_without_a_name(page, running)

    # The old address ends when it is stopped.
    opened(page, running, "my-schedule", "My schedule")
    keyed(page, "calendar-end").get_by_role("button").click()
    expect(keyed(page, "calendar-end")).to_have_count(0, timeout=PATIENCE)
    assert httpx.get(calendar[0], timeout=30).status_code == 404
    assert watched.errors == []
    assert watched.left_the_origin == []
    context.close()

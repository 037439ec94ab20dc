"""The attendance sheet on a phone: every step can be undone, and one setting serves the whole class."""

import re
import time
from collections.abc import Mapping

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.installation import Installation
from tests.e2e.screen import PHONE, Watched, log_in, no_sideways_scroll, open_page, settled
from tests.e2e.test_a_class_of_thirty import make_class, marks_of, open_sheet
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

AGREE_WITHIN_SECONDS = 2.0
LONG = 15_000  # milliseconds


def opened_sheet(browser: Browser, running: Installation) -> tuple[BrowserContext, Watched, int, list[int]]:
    """A class of today on a phone, nobody marked."""
    session_id, students = make_class(running)
    context, watched = open_page(browser, running, PHONE)
    log_in(watched.page, running, "faculty")
    open_sheet(watched.page, running, session_id)
    settled(watched.page)
    return context, watched, session_id, students


def is_saved(page: Page) -> None:
    expect(page.get_by_test_id("save-status")).to_contain_text("Saved", timeout=LONG)


def is_pressed(page: Page, testid: str, wanted: bool = True) -> None:
    expect(page.get_by_test_id(testid)).to_have_attribute("aria-pressed", str(wanted).lower(), timeout=LONG)


def status_of(running: Installation, session_id: int) -> str:
    with psycopg.connect(running.database_url()) as connection:
        row = connection.execute(
            "select status from operational.learning_sessions where id = %s", (session_id,)
        ).fetchone()
    assert row is not None
    return str(row[0])


Understood = Mapping[str, int | None]
"""Understanding by topic."""


def levels_of(running: Installation, session_id: int) -> dict[int, Understood]:
    """By student, the understanding of each covered topic."""
    with psycopg.connect(running.database_url()) as connection:
        return dict(
            connection.execute(
                """
                select mark.student_id, jsonb_object_agg(covered.topic_id, covered.understanding)
                from operational.session_attendance as mark
                join operational.session_attendance_topics as covered on covered.attendance_id = mark.id
                where mark.session_id = %s
                group by mark.student_id
                """,
                (session_id,),
            ).fetchall()
        )


def become(running: Installation, session_id: int, wanted: dict[int, tuple[object, ...]], what: str) -> None:
    wait_until(lambda: marks_of(running, session_id) == wanted, within_seconds=15, what=what)


def test_steps_are_undone_one_by_one_after_they_were_saved(browser: Browser, running: Installation) -> None:
    context, watched, session_id, students = opened_sheet(browser, running)
    page = watched.page
    one, two = students[:2]
    undo = page.get_by_test_id("undo")
    expect(undo).to_be_hidden()
    page.get_by_test_id(f"mark-{one}-late").tap()
    page.get_by_test_id(f"late-{one}-10").tap()
    page.get_by_test_id(f"mark-{two}-absent").tap()
    is_saved(page)
    page.get_by_test_id("save-all-present").tap()
    wait_until(lambda: len(marks_of(running, session_id)) == 30, within_seconds=15, what="the whole class")
    is_saved(page)
    assert status_of(running, session_id) == "completed"

    # The whole rest of the class at once, and the session is as it was.
    expect(undo).to_have_accessible_name("Undo: 28 as present")
    assert no_sideways_scroll(page)
    page.wait_for_timeout(500)  # the second tap of a double tap on the button that has just gone is none
    undo.tap()
    expect(page.get_by_test_id("undone")).to_have_text("Undone: 28 as present")
    expect(page.get_by_test_id("marked-count")).to_have_text("2 of 30 marked")
    become(running, session_id, {one: ("late", 10, 0, None), two: ("absent", None, 0, None)}, "the rest taken back")
    assert status_of(running, session_id) == "scheduled"

    expect(undo).to_have_accessible_name(re.compile(r"^Undo: .+ absent$"))
    undo.tap()
    expect(undo).to_have_accessible_name(re.compile(r"^Undo: .+ late 10 min$"))
    undo.tap()
    become(running, session_id, {one: ("late", None, 0, None)}, "late without minutes")
    undo.tap()
    become(running, session_id, {}, "nobody marked")
    expect(undo).to_be_hidden()
    is_saved(page)

    # The mark is gone for everybody, and can be made anew.
    open_sheet(page, running, session_id)
    expect(page.get_by_test_id("marked-count")).to_have_text("0 of 30 marked")
    is_pressed(page, f"mark-{one}-late", wanted=False)
    page.get_by_test_id(f"mark-{one}-present").tap()
    become(running, session_id, {one: ("present", None, 0, None)}, "a new mark")
    assert watched.errors == []
    context.close()


def test_what_was_written_is_undone_as_one_step_and_by_the_keys(browser: Browser, running: Installation) -> None:
    context, watched, session_id, students = opened_sheet(browser, running)
    page = watched.page
    one = students[0]
    page.get_by_test_id(f"mark-{one}-present").tap()
    page.get_by_test_id(f"details-{one}").tap()
    note = page.get_by_test_id(f"note-{one}")
    note.press_sequentially("Needs loops again")
    is_saved(page)
    expect(page.get_by_test_id("undo")).to_have_accessible_name(re.compile("^Undo: note about "))
    page.get_by_test_id("undo").tap()
    expect(note).to_have_value("")
    become(running, session_id, {one: ("present", None, 0, None)}, "the mark without its note")
    page.get_by_test_id(f"mark-{one}-present").focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_test_id("marked-count")).to_have_text("0 of 30 marked")
    become(running, session_id, {}, "nobody marked")
    assert watched.errors == []
    context.close()


def test_undone_offline_and_after_a_reload_nothing_is_lost(browser: Browser, running: Installation) -> None:
    context, watched, session_id, students = opened_sheet(browser, running)
    page = watched.page
    one, two, three = students[:3]
    page.get_by_test_id(f"mark-{one}-present").tap()
    page.get_by_test_id(f"mark-{two}-absent").tap()
    is_saved(page)
    wait_until(lambda: len(marks_of(running, session_id)) == 2, within_seconds=15, what="both marks")
    context.set_offline(True)
    page.get_by_test_id(f"mark-{three}-late").tap()
    expect(page.get_by_test_id("save-status")).to_contain_text("Offline", timeout=LONG)
    for _step in range(2):
        page.get_by_test_id("undo").tap()
    expect(page.get_by_test_id("marked-count")).to_have_text("1 of 30 marked")
    expect(page.get_by_test_id(f"student-{two}")).to_contain_text("Not saved yet")
    before = marks_of(running, session_id)
    assert before == {one: ("present", None, 0, None), two: ("absent", None, 0, None)}
    # The page is loaded anew before anything could be sent.
    page.route("**/data/sessions/**", lambda route: route.abort())
    context.set_offline(False)
    page.reload()
    expect(page.get_by_text("There is no connection.")).to_be_visible(timeout=60_000)
    assert marks_of(running, session_id) == before
    page.unroute("**/data/sessions/**")
    become(running, session_id, {one: ("present", None, 0, None)}, "what was undone offline")
    expect(page.get_by_test_id("marked-count")).to_have_text("1 of 30 marked")
    context.close()


def test_what_somebody_else_has_changed_is_not_undone(browser: Browser, running: Installation) -> None:
    context, watched, session_id, students = opened_sheet(browser, running)
    page = watched.page
    one, two = students[:2]
    other_context, other = open_page(browser, running, PHONE)
    log_in(other.page, running, "faculty")
    open_sheet(other.page, running, session_id)
    settled(other.page)
    page.get_by_test_id("save-all-present").tap()
    is_pressed(other.page, f"mark-{one}-present")
    other.page.get_by_test_id(f"mark-{one}-absent").tap()
    is_pressed(page, f"mark-{one}-absent")
    page.get_by_test_id("undo").tap()
    expect(page.get_by_test_id("undone")).to_contain_text("What somebody else has changed since stays.")
    become(running, session_id, {one: ("absent", None, 0, None)}, "all but the other's mark taken back")
    is_pressed(other.page, f"mark-{two}-present", wanted=False)

    # Offline, where the other's change is not known: nobody is overwritten unasked.
    page.get_by_test_id(f"mark-{two}-present").tap()
    is_saved(page)
    context.set_offline(True)
    page.get_by_test_id("undo").tap()
    expect(page.get_by_test_id("save-status")).to_contain_text("Offline", timeout=LONG)
    other.page.get_by_test_id(f"mark-{two}-late").tap()
    is_saved(other.page)
    context.set_offline(False)
    expect(page.get_by_text("Somebody else changed a mark")).to_be_visible(timeout=40_000)
    page.get_by_role("button", name="Show theirs").tap()
    is_pressed(page, f"mark-{two}-late")
    assert marks_of(running, session_id)[two] == ("late", None, 0, None)
    for one_context in (context, other_context):
        one_context.close()


@pytest.mark.alone
def test_two_open_tabs_agree_on_what_was_undone_and_set_for_all(browser: Browser, running: Installation) -> None:
    context, watched, session_id, students = opened_sheet(browser, running)
    here = watched.page
    there = context.new_page()
    open_sheet(there, running, session_id)
    settled(there)
    here.bring_to_front()
    took = []

    def agrees(testid: str, wanted: bool) -> None:
        begun = time.monotonic()
        is_pressed(there, testid, wanted)
        took.append(time.monotonic() - begun)

    topic = here.locator("[data-testid^=class-topic-]").first.get_attribute("data-testid")
    assert topic is not None
    here.get_by_test_id(topic).tap()
    agrees(topic, wanted=True)
    here.get_by_test_id("class-level-3").tap()
    agrees("class-level-3", wanted=True)
    here.get_by_test_id(f"mark-{students[0]}-late").tap()
    agrees(f"mark-{students[0]}-late", wanted=True)
    agrees(f"level-{students[0]}-3", wanted=True)
    here.get_by_test_id("undo").tap()
    agrees(f"mark-{students[0]}-late", wanted=False)
    assert max(took) <= AGREE_WITHIN_SECONDS, took
    become(running, session_id, {}, "the mark taken back")
    assert watched.errors == []
    context.close()


def test_one_understanding_for_all_and_own_ones_stay(browser: Browser, running: Installation) -> None:
    context, watched, session_id, students = opened_sheet(browser, running)
    page = watched.page
    absent, own, late = students[:3]
    chips = page.locator("[data-testid^=class-topic-]")
    names = [chips.nth(place).get_attribute("data-testid") or "" for place in (0, 1)]
    one, two = (name.rsplit("-", 1)[1] for name in names)

    def become_levels(what: str, of_all: Understood, **of_some: Understood) -> None:
        """As tapped: everybody who is there, but for `own` and `late`."""
        wanted: dict[int, Understood] = dict.fromkeys(students[2:], of_all) | {
            own: of_some["own"],
            late: of_some.get("late", of_all),
        }
        wait_until(lambda: levels_of(running, session_id) == wanted, within_seconds=15, what=what)

    expect(page.get_by_test_id("class-level-4")).to_be_hidden()
    page.get_by_test_id(names[0]).tap()
    page.get_by_test_id(f"mark-{absent}-absent").tap()
    page.get_by_test_id(f"mark-{own}-present").tap()
    page.get_by_test_id(f"level-{own}-2").tap()

    # Before the class is marked: it goes to whoever is marked as present later, and not over what somebody has.
    page.get_by_test_id("class-level-4").tap()
    expect(page.get_by_text("1 student keeps another level.")).to_be_visible()
    page.get_by_test_id(f"mark-{late}-late").tap()
    page.get_by_test_id("save-all-present").tap()
    become_levels("four for all but one", {one: 4}, own={one: 2})

    # One more topic comes with it; another level moves what came with the former.
    page.get_by_test_id(names[1]).tap()
    become_levels("the second topic with the level of the class", {one: 4, two: 4}, own={one: 2, two: None})
    page.get_by_test_id(f"level-{late}-1").tap()
    page.get_by_test_id("class-level-5").tap()
    followed = {one: 5, two: 5}
    kept: dict[str, Understood] = {"own": {one: 2, two: 5}, "late": {one: 1, two: 1}}
    become_levels("five for whoever followed", followed, **kept)
    expect(page.get_by_text("2 students keep another level.")).to_be_visible()
    assert no_sideways_scroll(page)

    # Asked for, own ones go too; and come back.
    page.get_by_test_id("class-level-own").tap()
    become_levels("five for everybody", followed, own=followed)
    expect(page.get_by_test_id("undo")).to_have_accessible_name("Undo: understanding 5 for everybody")
    page.get_by_test_id("undo").tap()
    become_levels("own ones again", followed, **kept)

    # A topic is taken from everybody but those who have an own understanding of it, until it is asked for.
    page.get_by_test_id(names[0]).tap()
    become_levels("the first topic only with those who have their own", {two: 5}, **kept)
    page.get_by_test_id("class-topic-own").tap()
    become_levels("no first topic", {two: 5}, own={two: 5}, late={two: 1})
    page.get_by_test_id("undo").tap()
    page.get_by_test_id("undo").tap()
    become_levels("the topic again", followed, **kept)

    # What was set for the class is remembered on this device.
    is_saved(page)
    open_sheet(page, running, session_id)
    is_pressed(page, "class-level-5")
    page.get_by_test_id("class-level-5").tap()
    become_levels("only own ones left", {one: None, two: None}, own={one: 2, two: None}, late=kept["late"])
    assert watched.errors == []
    context.close()

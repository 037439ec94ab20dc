"""Every page, opened by somebody who may, runs without an error and shows what it is for."""

import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.conftest import Institute
from tests.dashboards.snapshots import make_snapshot
from warehouse.expectations import Breach, Edge, Verdict, write_breach
from warehouse.published import POINTER
from warehouse.settings import Settings, get_settings
from warehouse.vocabulary import Role


def words(page: AppTest) -> str:
    """All text of a page."""
    shown = [*page.title, *page.subheader, *page.caption, *page.markdown, *page.error]
    html = [element.proto.body for element in page.get("html")]
    return " ".join([*(element.value for element in shown), *(body for body in html if not body.startswith("<style>"))])


@pytest.mark.parametrize(
    ("role", "title"),
    [
        (Role.SUPER_ADMIN, "Overview"),
        (Role.ADMIN, "Overview"),
        (Role.FACULTY, "Today"),
        (Role.COUNSELOR, "Calls"),
    ],
)
def test_every_role_lands_on_a_page_of_its_own(open_as: Open, role: Role, title: str) -> None:
    page = open_as(role)
    assert not page.exception
    assert page.title[0].value == title


def test_a_student_lands_on_the_own_progress_without_a_risk_score(open_as: Open) -> None:
    page = open_as(Role.STUDENT)
    assert not page.exception
    assert page.title[0].value.startswith("Hello")
    assert "risk" not in words(page).lower()


@pytest.mark.parametrize("role", list(Role))
def test_demo_data_and_freshness_are_told_on_every_screen(open_as: Open, role: Role) -> None:
    shown = words(open_as(role))
    assert "Demo data" in shown
    assert "Figures as of 1 July 2024" in shown
    assert "Sunrise &lt;Institute&gt;" in shown


def test_a_server_that_does_not_answer_is_asked_again_without_losing_the_page(
    open_as: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_as(Role.FACULTY)
    with monkeypatch.context() as away:
        away.setattr("dashboards.session.PERSON_TTL_SECONDS", 0)
        away.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
        get_settings.cache_clear()
        page.run()
        assert "does not answer" in page.error[0].value
        assert not page.exception
    get_settings.cache_clear()
    page.button[0].click().run()
    assert page.title[0].value == "Today"


def unused_port() -> int:
    """One at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_nobody_sees_a_way_back_and_nothing_else(open_as: Open) -> None:
    page = open_as(None)
    assert not page.exception
    assert not page.title
    assert "/login" in words(page)


def test_an_admin_sees_what_is_said_and_settles_it_in_one_tap(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "app_pages/admin/feedback.py")
    assert not page.exception
    told = words(page)
    assert "Labs and machines" in told
    assert "The lab PC &lt;b&gt;hangs&lt;/b&gt; 1" in told
    assert "Anonymous · June 2024" in told
    assert "Fees are expensive" not in told
    assert "1 anonymous comment is not shown" in told
    assert any(group.key == "meant-1" for group in page.button_group)


def test_a_faculty_member_without_five_answers_sees_none(open_as: Open) -> None:
    page = open_as(Role.FACULTY, "app_pages/faculty/feedback.py")
    assert not page.exception
    assert "too little feedback" in words(page)
    assert not page.button_group


def test_the_super_admin_sees_the_whole_institute(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN)
    assert {tile.label: tile.value for tile in page.metric}["Marks today"] == "4"
    assert "Zoya" in words(page)
    # A name is text, whatever it looks like.
    assert "<b>Nair" not in words(page)
    assert "&lt;b&gt;Nair" in words(page)


def test_the_campus_is_chosen_in_the_address(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, "app_pages/admin/overview.py", campus="GOA")
    assert {tile.label: tile.value for tile in page.metric}["Marks today"] == "1"


def test_an_admin_gets_no_other_campus_by_address(open_as: Open) -> None:
    # The school's campus has the key 1, as PUNE has in the snapshot.
    page = open_as(Role.ADMIN, "app_pages/admin/at_risk.py", campus="GOA")
    assert not page.exception
    assert "Asha Rao" in words(page)
    assert "Zoya" not in words(page)


def test_the_model_card_is_told_in_words(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "app_pages/admin/models.py")
    assert not page.exception
    assert "Clearly better than that" in words(page)
    # What it does, for whom, whether it still fits, and what has served.
    assert "students never see it" in words(page)
    assert "gender: &lt;M&gt;" in words(page)
    assert "sessions, 7 days" in words(page)
    assert "Known limits" in {heading.value for heading in page.subheader}
    assert "· serves" in words(page)
    assert "ends without completion, the newest outcomes until 29 June 2024" in words(page)


def test_past_dates_are_shown_by_the_metric_that_one_chooses(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "app_pages/admin/models.py")
    [chosen] = [box for box in page.selectbox if box.label == "Past dates, measured by"]
    assert chosen.options == ["Ranking (AUC)", "Ranking (AUC), within 30 days"]
    assert not chosen.set_value("auc_30d").run().exception


def test_a_model_that_nobody_has_described_has_its_figures(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "app_pages/admin/models.py")
    page.button_group[0].set_value("echo").run()
    assert not page.exception
    assert page.header[0].value == "Echo"
    assert "Too little is known yet to compare" in words(page)


def test_admins_are_told_when_predictions_stop_coming_true(open_as: Open) -> None:
    for name in ("models", "overview"):
        page = open_as(Role.ADMIN, f"app_pages/admin/{name}.py")
        assert [error.value for error in page.error] == [
            "At risk: “ends without completion within 30 days” came true for 30% where 15% was predicted on "
            "29 June 2024."
        ]


def test_a_sheet_without_a_session_says_what_to_do(open_as: Open) -> None:
    page = open_as(Role.FACULTY, "app_pages/faculty/sheet.py")
    assert not page.exception
    assert "No session is chosen." in words(page)


def test_a_sheet_names_its_subject(open_as: Open, institute: Institute) -> None:
    page = open_as(Role.FACULTY, "app_pages/faculty/sheet.py", session=str(institute.school.session))
    assert not page.exception
    assert page.title


def test_a_sheet_of_somebody_else_is_not_there(open_as: Open, institute: Institute) -> None:
    page = open_as(Role.FACULTY, "app_pages/faculty/sheet.py", session=str(institute.school.other_session))
    assert page.error
    assert not page.title


def test_a_student_is_told_what_is_next_and_never_a_risk(open_as: Open) -> None:
    page = open_as(Role.STUDENT)
    shown = words(page)
    assert 'data-testid="topic-map"' in shown
    assert 'data-testid="next-topics"' in shown
    assert "likely" not in shown.lower()


def test_a_faculty_member_sees_her_students_with_pace_reasons_and_next_step(open_as: Open) -> None:
    page = open_as(Role.FACULTY, "app_pages/faculty/students.py")
    assert not page.exception
    shown = words(page)
    assert "Asha Rao" in shown
    assert "Faster than 7 in 10 at the same stage" in shown
    assert "Missed 3 of the last 5 sessions" in shown
    assert "Unlocked by Variables." in shown
    assert "Zoya" not in shown
    # A chance in percent is for those who plan; she is told why and what to do.
    assert "70%" not in shown


def test_a_faculty_member_opens_one_of_her_students_and_nobody_elses(open_as: Open, institute: Institute) -> None:
    hers = open_as(Role.FACULTY, "app_pages/faculty/students.py", student=str(institute.school.students[0]))
    assert not hers.exception
    assert 'data-testid="topic-map"' in words(hers)
    page = open_as(Role.FACULTY, "app_pages/faculty/students.py", student=str(institute.school.other_student))
    assert page.error
    assert 'data-testid="topic-map"' not in words(page)


def test_topics_that_slow_students_down_are_named(open_as: Open) -> None:
    page = open_as(Role.ADMIN, "app_pages/admin/topics.py")
    assert not page.exception
    shown = words(page)
    assert "slows students down most" in shown
    assert "Recursion &amp; &lt;i&gt;friends" in shown
    assert "Too few students yet" in shown


@pytest.mark.parametrize("page", ["overview", "at_risk", "capacity", "models", "topics"])
def test_before_the_first_rows_a_page_says_what_is_missing(open_as: Open, home: Path, page: str) -> None:
    make_snapshot(home, "empty", is_empty=True)
    shown = open_as(Role.SUPER_ADMIN, f"app_pages/admin/{page}.py")
    assert not shown.exception
    assert 'data-testid="empty-state"' in words(shown)


def test_before_the_first_build_the_overview_says_that_it_is_coming(open_as: Open, home: Path) -> None:
    (home / "snapshots" / POINTER).unlink()
    shutil.rmtree(home / "snapshots" / "build-1")
    page = open_as(Role.ADMIN)
    assert not page.exception
    assert "No figures yet." in words(page)


def test_staff_hear_on_every_page_why_figures_stand_still_and_students_do_not(open_as: Open, home: Path) -> None:
    breach = Breach(Edge.PUBLISHED, "marts.dim_topic", "missing", "expect", "gone", "Says.", "A relation is not there")
    write_breach(Settings(home=home), Verdict(Edge.PUBLISHED, False, (breach,), datetime.now(UTC), 0.1))
    for role in (Role.ADMIN, Role.FACULTY, Role.COUNSELOR):
        page = open_as(role)
        assert not page.exception
        assert "A relation is not there." in words(page)
    page = open_as(Role.STUDENT)
    assert "stood still" not in words(page)
    assert "Figures as of" in words(page)

"""Capacity, and the way from somebody at risk to help and its outcome, as people walk it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_pages import words
from tests.dashboards.conftest import Institute
from tests.dashboards.snapshots import make_snapshot
from tests.factories import make_alert
from warehouse.vocabulary import Role

AT_RISK, ALERTS, CAPACITY = "app_pages/admin/at_risk.py", "app_pages/faculty/alerts.py", "app_pages/admin/capacity.py"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def enrollment(institute: Institute) -> int:
    """The first student's enrolment, for which nothing is planned and no alert is open."""
    row = institute.connection.execute(
        "select id from operational.student_subject_enrollments where student_id = %s", (institute.school.students[0],)
    ).fetchone()
    assert row is not None
    institute.connection.execute(
        "update operational.interventions set status = 'cancelled', closed_at = now() where status = 'planned'"
    )
    institute.connection.execute(
        "update operational.risk_alerts set status = 'ended', closed_at = now() where status = 'open'"
    )
    return int(row[0])


def test_capacity_says_when_hours_will_be_short_and_where(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, CAPACITY)
    assert not page.exception
    shown = words(page)
    assert "Hours will be short from the week of 22 Jul: 60 needed, 50 available" in shown
    assert "▲ 10 h too few, from the week of 22 Jul" in shown
    assert "No forecast, or nobody entered hours" in shown
    assert "Short from the week of 8 Jul, even if they teach nothing else" in shown
    assert "◆ Hangs on one person" in shown
    assert "About 22 sessions a week to come, 20 lately" in shown
    assert "nothing clearly beat it" in shown


def test_a_series_that_is_too_young_says_how_young(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, CAPACITY)
    page.segmented_control(key="measure").set_value("inquiries").run()
    assert not page.exception
    assert "5 of 12 whole weeks are known." in words(page)


def test_the_board_says_whether_it_helps(open_as: Open) -> None:
    page = open_as(Role.SUPER_ADMIN, AT_RISK)
    assert not page.exception
    shown = words(page)
    assert "**Not enough data yet.** 12 students whose alert was shown at once and 3" in shown
    assert "**Yes, by +10 points** (between +2 and +18 points)" in shown
    assert "Attendance 50% before, 80% after" in shown
    assert "Too early to tell" in shown


def _begin(person: object, enrollment: int) -> None:
    from dashboards.components.help_dialogs import begin_help

    begin_help(person, enrollment, "Asha Rao · Python", ["Missed 3 of the last 5 sessions"], 0.7)


def _end(intervention: dict[str, object]) -> None:
    from dashboards.components.help_dialogs import tell_outcome

    tell_outcome(intervention)


def _dismiss(alert: dict[str, object]) -> None:
    from dashboards.components.help_dialogs import dismiss_alert

    dismiss_alert(alert)


def dialog(script: Callable[..., None], *arguments: Any) -> AppTest:
    """A dialog, open; a test of a whole page would close it with every run, as a browser does not."""
    return AppTest.from_function(script, args=arguments, default_timeout=30).run()


def test_from_risk_to_help_to_its_outcome(open_as: Open, institute: Institute, home: Path, enrollment: int) -> None:
    # The snapshot's first enrolment is the school's. Answers are cached by build, so this is one of its own.
    make_snapshot(home, f"build-of-{enrollment}")
    with duckdb.connect(home / "snapshots" / f"build-of-{enrollment}" / "warehouse.duckdb") as snapshot:
        for table in ("marts.fct_enrollment", "reporting.rpt_institute_at_risk"):
            snapshot.execute(f"update {table} set enrollment_id = ? where enrollment_id = 11", [enrollment])
    page = open_as(Role.SUPER_ADMIN, AT_RISK)
    assert page.button(key=f"help-{enrollment}").label == "Begin to help"
    begun = dialog(_begin, page.session_state["_person"][1], enrollment)
    begun.segmented_control(key="help-action").set_value("meeting")
    begun.button(key="help-save").click().run()
    assert not begun.exception
    assert not begun.error
    [planned] = institute.connection.execute(
        "select id, action, p_drop_at_start, due_date from operational.interventions"
        " where enrollment_id = %s and status = 'planned'",
        (enrollment,),
    ).fetchall()
    assert planned[1:] == ("meeting", 0.7, TODAY + timedelta(days=3))
    page.run()
    assert "Is being helped" in words(page)
    assert page.button(key=f"outcome-{planned[0]}")
    told = {"id": planned[0], "student_name": "Asha", "action": "meeting", "notes": None, "version": 1}
    ended = dialog(_end, told)
    assert ended.button(key="outcome-save").disabled
    ended.segmented_control(key="outcome").set_value("returned").run()
    ended.button(key="outcome-save").click().run()
    assert not ended.error
    done = institute.connection.execute(
        "select status, outcome from operational.interventions where id = %s", (planned[0],)
    ).fetchone()
    assert done == ("done", "returned")


def test_a_faculty_member_sees_why_and_closes_an_alert(open_as: Open, institute: Institute, enrollment: int) -> None:
    school = institute.school
    alert = make_alert(institute.connection, enrollment, school.students[0], school.campus, reasons=["<b>Away</b>"])
    page = open_as(Role.FACULTY, ALERTS)
    assert not page.exception
    assert "&lt;b&gt;Away&lt;/b&gt;" in words(page)
    assert "Next step: " in words(page)
    assert page.button(key=f"dismiss-{alert}")
    closing = dialog(_dismiss, {"id": alert, "student_name": "Asha", "subject_name": "Python", "version": 1})
    assert closing.button(key="dismiss-save").disabled
    closing.text_area(key="dismiss-because").set_value("on leave, as agreed").run()
    closing.button(key="dismiss-save").click().run()
    assert not closing.exception
    closed = institute.connection.execute(
        "select status, dismissed_because from operational.risk_alerts where id = %s", (alert,)
    ).fetchone()
    assert closed == ("dismissed", "on leave, as agreed")
    page.run()
    assert "Nobody stands out." in words(page)

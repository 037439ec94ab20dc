"""The admin's settings, holidays and figures, and the super admin's campuses, trail and health."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path

import duckdb
import pytest

from dashboards.components.shell import SHOWS_FIGURES
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_counselor import value
from tests.dashboards.app_pages.test_pages import unused_port, words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.dashboards.snapshots import make_snapshot
from tests.factories.insert import number
from warehouse.expectations import Breach, Edge, Verdict, write_breach
from warehouse.published import WAREHOUSE_FILE
from warehouse.settings import Settings, get_settings
from warehouse.vocabulary import Role

SETTINGS, HOLIDAYS, LOAD, REVENUE, QUALITY, CAMPUSES, AUDIT, HEALTH, OVERVIEW = (
    f"app_pages/admin/{name}.py"
    for name in (
        "settings",
        "holidays",
        "faculty_load",
        "revenue",
        "data_quality",
        "campuses",
        "audit",
        "system_health",
        "overview",
    )
)


def _add_holiday(person: object, campuses: dict[int, dict[str, object]]) -> None:
    from dashboards.components.holiday_list import add_holiday

    add_holiday(person, campuses, None)


def _remove_holiday(one: dict[str, object], campuses: dict[int, dict[str, object]]) -> None:
    from dashboards.components.holiday_list import remove_holiday

    remove_holiday(one, campuses)


def _open_campus() -> None:
    from dashboards.components.campus_list import open_campus

    open_campus()


def _change_campus(one: dict[str, object]) -> None:
    from dashboards.components.campus_list import change_campus

    change_campus(one)


@pytest.mark.parametrize("page", [SETTINGS, HOLIDAYS, CAMPUSES, AUDIT, HEALTH])
def test_a_server_that_does_not_answer_is_told(
    open_as: Open, monkeypatch: pytest.MonkeyPatch, page: str, institute: Institute
) -> None:
    shown = open_as(Role.SUPER_ADMIN, page)
    assert not shown.exception
    monkeypatch.setenv("HEADWAY_API_URL", f"http://127.0.0.1:{unused_port()}")
    get_settings.cache_clear()
    shown.run()
    assert not shown.exception
    assert "does not answer" in shown.error[0].value


class TestSettings:
    def test_an_admin_chooses_for_the_campus_and_takes_it_back(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.ADMIN, SETTINGS)
        assert not page.exception
        assert not page.selectbox
        [late] = [box for box in page.number_input if box.label.startswith("Late after")]
        assert late.value is None
        assert "Holds: 5, the institute's" in words(page)
        late.set_value(12).run()
        page.button(key="thresholds-save").click().run()
        query = "select value from operational.settings where campus_id = %s and key = 'late_after_minutes'"
        assert value(institute, query, institute.school.campus) == 12
        assert "chosen by" in words(page)
        page.button(key="back-late_after_minutes").click().run()
        assert value(institute, query, institute.school.campus) is None
        assert "taken back by" in words(page)

    def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.SUPER_ADMIN, SETTINGS)
        medium, high = (
            next(box for box in page.number_input if box.label.startswith(label))
            for label in ("Medium risk", "High risk")
        )
        medium.set_value(80.0).run()
        next(box for box in page.number_input if box.label.startswith("High risk")).set_value(20.0).run()
        page.button(key="thresholds-save").click().run()
        assert "must not lie below" in page.error[0].value
        assert high.label.startswith("High risk")
        assert next(box for box in page.number_input if box.label.startswith("Medium risk")).value == 80.0


class TestHolidays:
    def test_added_with_what_is_planned_told_and_removed(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.ADMIN, HOLIDAYS)
        assert not page.exception
        person, name = page.session_state["_person"][1], f"Day <b>{number()}"
        campus = {"id": institute.school.campus, "code": person.campus.code, "name": "Here"}
        planned = value(
            institute, "select session_date from operational.learning_sessions where id = %s", institute.school.session
        )
        asked = dialog(_add_holiday, person, {campus["id"]: campus})
        assert asked.button(key="holiday-save").disabled
        asked.date_input(key="holiday-on").set_value(planned).run()
        told = " ".join(element.value for element in (*asked.warning, *asked.caption))
        assert "planned on this day" in told
        assert f"/plan?campus={person.campus.code}&week={planned}" in words(asked).replace("&amp;", "&")
        day = date(person.today.year, 12, 1 + number() % 28)
        asked.date_input(key="holiday-on").set_value(day).run()
        asked.text_input(key="holiday-name").set_value(name).run()
        asked.button(key="holiday-save").click().run()
        assert not asked.error
        query = "select id, version from operational.holidays where name = %s"
        row = institute.connection.execute(query, (name,)).fetchone()
        assert row is not None
        shown = open_as(Role.ADMIN, HOLIDAYS, year=str(day.year))
        assert escape(name) in words(shown)
        one = {"id": row[0], "version": row[1], "name": name, "holiday_date": str(day), "campus_id": campus["id"]}
        gone = dialog(_remove_holiday, one, {campus["id"]: campus})
        gone.session_state["idempotency-keys"] = asked.session_state["idempotency-keys"]
        gone.button(key="holiday-remove").click().run()
        assert not gone.error
        assert value(institute, query, name) is None
        # Entered again from the same browser, at once: not taken for a second tap.
        again = dialog(_add_holiday, person, {campus["id"]: campus})
        again.session_state["idempotency-keys"] = gone.session_state["idempotency-keys"]
        again.date_input(key="holiday-on").set_value(day).run()
        again.text_input(key="holiday-name").set_value(name).run()
        again.button(key="holiday-save").click().run()
        assert not again.error
        assert value(institute, query, name) is not None

    def test_the_same_day_twice_is_refused(self, open_as: Open, institute: Institute) -> None:
        person = open_as(Role.ADMIN).session_state["_person"][1]
        campus = {"id": institute.school.campus, "code": person.campus.code, "name": "Here"}
        day = datetime.now(UTC).date() + timedelta(days=300)
        for name in ("First", "Second"):
            asked = dialog(_add_holiday, person, {campus["id"]: campus})
            asked.date_input(key="holiday-on").set_value(day).run()
            asked.text_input(key="holiday-name").set_value(name).run()
            asked.button(key="holiday-save").click().run()
        assert "holiday of the campus already" in asked.error[0].value
        assert asked.text_input(key="holiday-name").value == "Second"


class TestFigures:
    def test_the_load_says_where_the_hours_go(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN, LOAD, campus="PUNE")
        assert not page.exception
        shown = words(page)
        assert "38% of the available hours were taught; most of the rest was lost to idle time: 55%" in shown
        assert "Meera Iyer" in shown
        assert "◆ Idle 55%" in shown
        assert "/attendance?session=901" in shown
        assert "✕ Cancelled" in shown

    def test_of_many_the_first_are_shown_and_more_when_asked_for(self, open_as: Open, home: Path) -> None:
        build = f"many-{number()}"
        make_snapshot(home, build)
        with duckdb.connect(home / "snapshots" / build / WAREHOUSE_FILE) as snapshot:
            snapshot.execute(
                """
                insert into marts.dim_faculty select 100 + g, 1, 'G' || g from generate_series(1, 60) as more (g);
                insert into reporting.rpt_faculty_week
                select 100 + g, week.* exclude (faculty_id)
                from reporting.rpt_faculty_week as week cross join generate_series(1, 60) as more (g)
                where week.faculty_id = 1 and week.week_start = '2024-06-24'
                """
            )
        page = open_as(Role.SUPER_ADMIN, LOAD)
        assert words(page).count('href="/faculty-load?') == 50
        page.button(key="load-more").click().run()
        assert words(page).count('href="/faculty-load?') == 62
        assert "load-more" not in {button.key for button in page.button}

    def test_a_name_leads_to_the_sessions_behind(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN, LOAD, faculty="8")
        shown = words(page)
        assert "▲ Teaches more than entered" in shown
        assert "/attendance?session=904" in shown
        assert "/attendance?session=901" not in shown
        page.pills(key="became").set_value("No-show").run()
        assert "No such session." in words(page)

    @pytest.mark.parametrize("wanted", ["x", "-1", "99999999999999999999"])
    def test_a_faculty_member_that_is_none_is_everybody(self, open_as: Open, wanted: str) -> None:
        page = open_as(Role.SUPER_ADMIN, LOAD, faculty=wanted)
        assert not page.exception
        assert "of everybody" in words(page)

    def test_money_says_what_came_in_and_who_is_late(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN, REVENUE, campus="PUNE")
        assert not page.exception
        shown = words(page)
        assert "₹10,000 collected in 2 months; 77% of what was due is paid" in shown
        assert "1 student is late with ₹3,000" in shown
        assert "&lt;b&gt;Nair" in shown
        assert "▲ 3,000 overdue" in shown
        assert "Of what was agreed, 50% has come in" in shown

    @pytest.mark.parametrize("page", [LOAD, REVENUE, OVERVIEW])
    def test_an_empty_institute_has_a_next_step(self, open_as: Open, home: Path, page: str) -> None:
        make_snapshot(home, f"empty-{number()}", is_empty=True)
        shown = open_as(Role.SUPER_ADMIN, page)
        assert not shown.exception
        assert 'data-testid="empty-state"' in words(shown)

    def test_the_overview_says_what_changed_and_what_waits(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN)
        assert not page.exception
        shown = words(page)
        assert "**1** enrolment begun (1 before)" in shown
        assert "2 students at high risk are not being helped" in shown
        assert "Hours will be short from the week of 22 Jul" in shown
        assert "1 follow-up is overdue" in shown
        assert "2 action items are not begun" in shown
        assert "1 student is late with fees" in shown

    def test_the_overview_of_a_campus_is_its_own(self, open_as: Open) -> None:
        shown = words(open_as(Role.SUPER_ADMIN, OVERVIEW, campus="GOA"))
        assert "1 student at high risk is not being helped" in shown
        assert "/at-risk?campus=GOA" in shown
        assert "follow-up is overdue" not in shown


class TestQuality:
    def test_checks_and_the_last_build_are_told(self, open_as: Open, home: Path) -> None:
        results = home / "quality" / "results"
        results.mkdir(parents=True)
        at = datetime.now(UTC).isoformat()
        for name, broken in (("payments", 0), ("<b>students", 2)):
            counts = {"evaluated_expectations": 7, "unsuccessful_expectations": broken}
            told = {"edge": "incoming", "relation": f"raw.{name}", "checked_at": at, "result": {"statistics": counts}}
            (results / f"{name.strip('<b>')}.json").write_text(json.dumps(told))
        (results / "half.json").write_text("{")
        kept = home / "dbt" / "results"
        kept.mkdir(parents=True)
        run = {
            "metadata": {"generated_at": "2026-06-15T19:40:00Z"},
            "elapsed_time": 50.2,
            "results": [
                {"unique_id": "model.headway.fct_mark", "execution_time": 2.5, "status": "success", "failures": None},
                {"unique_id": "test.headway.unique_mark.1", "execution_time": 1, "status": "fail", "failures": 3},
            ],
        }
        later = {"unique_id": "model.headway.rpt_told", "execution_time": 4.5, "status": "success", "failures": None}
        (kept / "transform.json").write_text(json.dumps(run))
        (kept / "report.json").write_text(json.dumps(run | {"elapsed_time": 4.8, "results": [later]}))
        page = open_as(Role.ADMIN, QUALITY)
        assert not page.exception
        shown = words(page)
        assert "raw.&lt;b&gt;students" in shown
        assert "▲ 2 broken" in shown
        assert shown.index("rpt_told") < shown.index("fct_mark")
        # The day, too, is that of the campus's clock.
        assert "2 models in 55 s, 0 of 1 data tests passed; 16 June 2026, 01:10." in shown
        assert "1 of 1 data tests failed" in page.error[0].value

    def test_what_keeps_figures_back_is_told_with_what_to_do(
        self, open_as: Open, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        breach = Breach(
            Edge.INCOMING, "raw.students", "age", "between", "-3", "Ages are negative. Correct them.", "Ages"
        )
        verdict = Verdict(
            edge=Edge.INCOMING,
            passed=False,
            breaches=(breach,),
            checked_at=datetime.now(UTC),
            duration_seconds=1,
            extract_id=1,
        )
        write_breach(Settings(home=home), verdict)
        page = open_as(Role.ADMIN, QUALITY)
        assert not page.exception
        assert "Figures have stood still" in page.error[0].value
        assert "Ages are negative. Correct them." in words(page)


class TestSuperAdmin:
    def test_a_campus_is_opened_and_renamed(self, open_as: Open, institute: Institute) -> None:
        code = f"N{number()}"
        open_as(Role.SUPER_ADMIN)
        asked = dialog(_open_campus)
        assert asked.button(key="campus-save").disabled
        asked.text_input(key="campus-code").set_value(code.lower()).run()
        asked.text_input(key="campus-name").set_value("New <b>place").run()
        asked.button(key="campus-save").click().run()
        assert not asked.error
        query = "select id, version, name from operational.campuses where code = %s"
        row = institute.connection.execute(query, (code,)).fetchone()
        assert row is not None
        again = dialog(_open_campus)
        again.text_input(key="campus-code").set_value(code).run()
        again.text_input(key="campus-name").set_value("Other").run()
        again.button(key="campus-save").click().run()
        assert "already has this code" in again.error[0].value
        one = {"id": row[0], "version": row[1], "code": code, "name": row[2], "time_zone": "Asia/Kolkata"}
        changed = dialog(_change_campus, one)
        changed.text_input(key="campus-name").set_value("Renamed").run()
        changed.button(key="campus-save").click().run()
        assert not changed.error
        assert "Renamed" in words(open_as(Role.SUPER_ADMIN, CAMPUSES))

    def test_the_trail_says_who_did_what(self, open_as: Open, institute: Institute) -> None:
        page = open_as(Role.SUPER_ADMIN, AUDIT, what="campus.created")
        assert not page.exception
        shown = words(page)
        assert "Campus created" in shown or "Nothing fits." in shown
        nothing = open_as(Role.SUPER_ADMIN, AUDIT, what="no.such.thing")
        assert "Nothing fits." in words(nothing)
        assert "Nobody of this name" in words(open_as(Role.SUPER_ADMIN, AUDIT, who="no such person at all"))

    def test_health_is_told_in_words(self, open_as: Open) -> None:
        page = open_as(Role.SUPER_ADMIN, HEALTH)
        assert not page.exception
        shown = words(page)
        assert "● Nobody waits" in shown
        assert "Every change is published" in shown
        assert "GET" in shown
        assert {tile.label: tile.value for tile in page.metric}["State"] == "Ready"


@pytest.mark.parametrize("page", [CAMPUSES, AUDIT, HEALTH])
def test_an_admin_has_no_page_of_the_whole_institute(open_as: Callable[..., object], page: str) -> None:
    with pytest.raises(ValueError, match="Could not find"):
        open_as(Role.ADMIN, page)


class TestANewBuild:
    @pytest.mark.parametrize(("page", "is_anew"), [(OVERVIEW, True), (SETTINGS, False)])
    def test_only_a_page_of_figures_is_shown_anew(self, open_as: Open, page: str, is_anew: bool) -> None:
        shown = open_as(Role.SUPER_ADMIN, page)
        assert shown.session_state[SHOWS_FIGURES] is is_anew

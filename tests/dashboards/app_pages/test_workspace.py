"""The SQL workspace: running, cancelling, the history, and queries that are saved, shared, opened and removed."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import workspace_run
from dashboards.queries.asking import Asking
from tests.dashboards.app_pages.conftest import Open
from tests.dashboards.app_pages.test_analyst import asked, beside, typed, words
from tests.dashboards.app_pages.test_planning import dialog
from tests.dashboards.conftest import Institute
from tests.factories.insert import insert
from warehouse.settings import get_settings
from warehouse.vocabulary import Role

WORKSPACE = "app_pages/analyst/workspace.py"
SQL = "select campus_code from marts.dim_campus order by 1"


@pytest.fixture(autouse=True)
def nothing_kept(institute: Institute) -> None:
    """Each test begins with empty lists."""
    institute.connection.execute("delete from operational.query_runs")
    institute.connection.execute("delete from operational.saved_queries")


@pytest.fixture
def workspace(open_as: Open) -> Open:
    return lambda role=Role.ADMIN, **query: open_as(role, WORKSPACE, **query)


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


def runs(institute: Institute) -> list[tuple[Any, ...]]:
    return institute.connection.execute(
        "select user_id, sql, outcome, rows_count, build_id, problem from operational.query_runs order by id"
    ).fetchall()


def saved(institute: Institute, role: Role, name: str = "Campuses", **values: Any) -> int:
    return insert(
        institute.connection,
        "saved_queries",
        user_id=institute.school.users[role],
        name=name,
        **{"sql": SQL, "description": "Which there are"} | values,
    )


def test_what_was_run_stands_in_the_history_and_is_opened_from_there(workspace: Open, institute: Institute) -> None:
    page = asked(workspace(), SQL)
    page = asked(page, "select nonsense")
    admin = institute.school.users[Role.ADMIN]
    answered, failed = runs(institute)
    assert answered[:4] == (admin, SQL, "answered", 1)
    assert failed[:4] == (admin, "select nonsense", "failed", None)
    assert "nonsense" in failed[5]
    shown = words(beside(page, "history"))
    assert "1 rows" in shown
    assert "■ failed" in shown
    [opener] = [button for button in page.button if button.label == "select nonsense"]
    opener.click().run()
    assert typed(page) == "select nonsense"
    assert "From your history" in words(page)
    page.button(key="workspace-forget").click().run()
    assert [run[2] for run in runs(institute)] == ["answered"]
    assert typed(page) == "select nonsense"
    page.button(key="workspace-clear").click().run()
    assert runs(institute) == []
    assert "Nothing yet." in words(page)
    asked(page, SQL).button(key="workspace-clear").click().run()
    assert runs(institute) == []


def test_the_history_is_searched(workspace: Open) -> None:
    page = asked(asked(workspace(), SQL), "select 1 as one")
    beside(page, "history").text_input(key="workspace-find-run").set_value("dim_campus").run()
    assert [button.label for button in page.button if str(button.key).startswith("open-run-")] == [
        SQL.replace("_", r"\_")
    ]


def test_the_history_of_somebody_else_is_not_there(workspace: Open) -> None:
    asked(workspace(Role.SUPER_ADMIN), SQL)
    assert "Nothing yet." in words(beside(workspace(Role.ADMIN), "history"))


def test_a_history_that_cannot_be_written_does_not_keep_the_answer_back(
    workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = workspace()
    monkeypatch.setattr(workspace_run, "run_of", lambda one: {"sql": one.sql})
    page = asked(page, SQL)
    assert page.dataframe[0].value["campus_code"].tolist() == ["PUNE"]
    assert "not in your history" in words(page)


# Nobody waits for its end.
ENDLESS = "select count(*) as count from range(1000000000) as a, range(1000000000) as b where a.range * 7 = b.range + 1"


def test_a_long_one_is_watched_and_cancelled(
    workspace: Open, institute: Institute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace_run, "_AT_ONCE_SECONDS", 0.05)
    page = asked(workspace(), ENDLESS)
    assert not page.dataframe
    assert any("after 60 s it is ended" in str(bar.proto) for bar in page.get("progress"))
    page.button(key="workspace-cancel").click().run()
    under_way: Asking = page.session_state["workspace_asking"]
    assert under_way.wait_until_settled(10)
    page.run()
    assert "Cancelled after" in page.info[0].value
    assert [run[2] for run in runs(institute)] == ["cancelled"]


def test_what_takes_too_long_is_told_with_the_limit(
    workspace: Open, institute: Institute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEADWAY_ANALYST_TIMEOUT_SECONDS", "1")
    get_settings.cache_clear()
    page = asked(workspace(), ENDLESS)
    under_way: Asking = page.session_state["workspace_asking"]
    assert under_way.wait_until_settled(20)
    page.run()
    assert "the longest that a query may take" in page.error[0].value
    assert [run[2] for run in runs(institute)] == ["timed_out"]


def test_another_run_ends_the_one_before(
    workspace: Open, institute: Institute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace_run, "_AT_ONCE_SECONDS", 0.05)
    page = asked(workspace(), ENDLESS)
    first: Asking = page.session_state["workspace_asking"]
    monkeypatch.setattr(workspace_run, "_AT_ONCE_SECONDS", 10)
    page = asked(page, SQL)
    assert first.wait_until_settled(10)
    assert page.dataframe[0].value["campus_code"].tolist() == ["PUNE"]


def _save_as(sql: str, copied: dict[str, object] | None) -> None:
    from dashboards.components.workspace_dialogs import save_as
    from dashboards.components.workspace_state import Opened

    save_as(sql, Opened(sql, saved=copied))


def _describe(query: dict[str, object]) -> None:
    from dashboards.components.workspace_dialogs import describe

    describe(query)


def test_a_query_is_saved_and_opened_by_its_link(workspace: Open, institute: Institute) -> None:
    workspace()
    made = dialog(_save_as, SQL, None)
    made.text_input(key="query-name").set_value("My *campuses*")
    made.button(key="query-save").click().run()
    assert not made.exception
    assert not made.error
    row = institute.connection.execute("select id, sql, is_shared, user_id from operational.saved_queries").fetchone()
    assert row is not None
    assert row[1:] == (SQL, False, institute.school.users[Role.ADMIN])
    page = workspace(query=str(row[0]))
    assert typed(page) == SQL
    assert "yours alone" in words(page)
    again = dialog(_save_as, SQL, None)
    again.text_input(key="query-name").set_value("My *campuses*")
    again.button(key="query-save").click().run()
    assert "already" in again.error[0].value


def test_nothing_is_saved_without_a_name_or_without_sql(workspace: Open, institute: Institute) -> None:
    workspace()
    unnamed = dialog(_save_as, SQL, None)
    unnamed.button(key="query-save").click().run()
    assert "Name" in unnamed.error[0].value
    assert "nothing to save" in dialog(_save_as, "  ", None).info[0].value


def test_the_text_is_saved_anew_and_not_over_another_window(workspace: Open, institute: Institute) -> None:
    query = saved(institute, Role.ADMIN)
    page = workspace(query=str(query))
    page.text_area(key="analyst_sql").set_value("select 2").run()
    assert "changed, not saved yet" in words(page)
    page.button(key="workspace-save").click().run()
    assert not page.error
    assert "changed, not saved yet" not in words(page)
    assert institute.connection.execute("select sql from operational.saved_queries").fetchall() == [("select 2",)]
    institute.connection.execute("update operational.saved_queries set sql = 'select 3'")
    page.text_area(key="analyst_sql").set_value("select 4")
    page.button(key="workspace-save").click().run()
    assert "elsewhere meanwhile" in page.error[0].value
    assert typed(page) == "select 4"
    page.button(key="workspace-save").click().run()
    assert not page.error
    assert institute.connection.execute("select sql from operational.saved_queries").fetchall() == [("select 4",)]


def test_it_is_renamed_shared_and_removed(workspace: Open, institute: Institute) -> None:
    query = saved(institute, Role.ADMIN)
    told = workspace(query=str(query)).session_state["workspace_opened"].saved
    changed = dialog(_describe, told)
    assert f"/workspace?query={query}" in changed.code[0].value
    changed.text_input(key="query-name").set_value("All campuses")
    changed.toggle(key="query-shared").set_value(True)
    changed.button(key="query-save").click().run()
    assert not changed.error
    page = workspace(Role.SUPER_ADMIN, query=str(query))
    shown = words(page)
    assert "All campuses" in shown
    assert "shared by" in shown
    assert "workspace-describe" not in keys(page)
    beside(page, "queries")
    assert f"open-query-{query}" in keys(page)
    told = workspace(query=str(query)).session_state["workspace_opened"].saved
    gone = dialog(_describe, told)
    gone.button(key="query-remove").click().run()
    assert not gone.error
    page = workspace(query=str(query))
    assert "is not here" in words(page)
    assert typed(page)


@pytest.mark.parametrize("number", ["999999", "0", "one", "9" * 40])
def test_a_link_that_leads_to_nothing_says_so(workspace: Open, number: str) -> None:
    page = workspace(query=number)
    assert not page.exception
    assert "This saved query is not here" in words(page)
    assert "percentile_cont" in typed(page)


def test_a_private_one_is_not_opened_by_others_and_a_shared_one_is_copied(
    workspace: Open, institute: Institute
) -> None:
    query = saved(institute, Role.SUPER_ADMIN)
    assert "is not here" in words(workspace(query=str(query)))
    institute.connection.execute("update operational.saved_queries set is_shared = true")
    page = workspace(query=str(query))
    assert {"workspace-save", "workspace-describe", "workspace-oversee"}.isdisjoint(keys(page))
    copy = dialog(_save_as, "select 5", page.session_state["workspace_opened"].saved)
    assert copy.text_input(key="query-name").value == "Campuses"
    copy.button(key="query-save").click().run()
    assert not copy.error
    assert institute.connection.execute(
        "select user_id, sql, is_shared from operational.saved_queries order by id"
    ).fetchall() == [
        (institute.school.users[Role.SUPER_ADMIN], SQL, True),
        (institute.school.users[Role.ADMIN], "select 5", False),
    ]


def test_a_super_admin_removes_what_somebody_shared(workspace: Open, institute: Institute) -> None:
    query = saved(institute, Role.ADMIN, is_shared=True)
    page = workspace(Role.SUPER_ADMIN, query=str(query))
    page.button(key="workspace-oversee").click().run()
    assert not page.error
    assert institute.connection.execute("select from operational.saved_queries").fetchall() == []
    assert typed(page) == SQL


def test_what_was_neither_run_nor_saved_is_put_back(workspace: Open) -> None:
    page = workspace()
    page.text_area(key="analyst_sql").set_value("select precious").run()
    beside(page, "queries").button(key="open-question-attendance_by_month").click().run()
    assert "fct_attendance" in typed(page)
    page.button(key="workspace-put-back").click().run()
    assert typed(page) == "select precious"
    assert "workspace-put-back" not in keys(page)


def test_what_was_run_gives_way_without_a_word(workspace: Open) -> None:
    page = beside(asked(workspace(), SQL), "queries")
    page.button(key="open-question-attendance_by_month").click().run()
    assert "workspace-put-back" not in keys(page)


def test_the_text_survives_a_walk_to_another_page(workspace: Open) -> None:
    page = workspace()
    page.text_area(key="analyst_sql").set_value("select precious").run()
    page.switch_page("app_pages/analyst/dictionary.py").run()
    page.switch_page(WORKSPACE).run()
    assert typed(page) == "select precious"


def test_queries_are_searched_in_all_three_lists(workspace: Open, institute: Institute) -> None:
    mine, theirs = (
        saved(institute, Role.ADMIN, "Zebra"),
        saved(institute, Role.SUPER_ADMIN, "Zebra too", is_shared=True),
    )
    page = beside(workspace(), "queries")
    page.text_input(key="workspace-find-query").set_value("zebra").run()
    assert {key for key in keys(page) if key.startswith("open-")} == {f"open-query-{mine}", f"open-query-{theirs}"}

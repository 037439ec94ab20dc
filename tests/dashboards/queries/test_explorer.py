"""A metric as somebody chose it: from the address and back, the rows of the viewer alone, SQL that says the same."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboards.pages_table import ANALYSTS
from dashboards.queries.explorer import View, dimensions_of, metric_rows, sql_of, values_of
from ingest_api.auth.permissions import PERMISSIONS
from tests.dashboards.snapshots import AS_OF, make_snapshot
from warehouse.metrics import Grain, get_registry
from warehouse.published import open_snapshot
from warehouse.scope import Viewer
from warehouse.settings import Settings
from warehouse.vocabulary import Role

EVERYTHING = Viewer(user_id=1, role=Role.SUPER_ADMIN)
PUNE = Viewer(user_id=2, role=Role.ADMIN, campus_id=1)
BY_SOURCE = View("inquiries", ("source",), days=365)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path)) as connection:
        yield connection


@pytest.mark.parametrize(
    "view",
    [
        View("attendance_rate"),
        View("attendance_rate", ("campus__campus_code", "subject__subject_code"), Grain.WEEK, 365),
        View("inquiries", ("source",), first=date(2024, 1, 1), last=date(2024, 6, 30)),
        View("inquiries", filters=(("source", ("website", "")), ("campus__campus_code", ("PUNE",)))),
    ],
)
def test_an_address_says_what_is_chosen(view: View) -> None:
    told = {name: [value] if isinstance(value, str) else value for name, value in view.address.items()}
    assert View.from_address(told) == view


def test_what_the_registry_does_not_know_is_passed_over() -> None:
    told = {
        "metric": ["nonsense"],
        "by": ["nonsense", "campus__campus_code"],
        "grain": ["second"],
        "days": ["-1"],
        "from": ["yesterday"],
        "to": ["2024-01-01"],
        "filter": ["nonsense:1", "no colon"],
    }
    assert View.from_address(told) == View("attendance_rate", ("campus__campus_code",))
    backwards = {"metric": ["inquiries"], "from": ["2024-02-01"], "to": ["2024-01-01"]}
    assert View.from_address(backwards) == View("inquiries")


def test_a_key_is_offered_only_where_nothing_names_what_it_is_the_key_of() -> None:
    known = dimensions_of("inquiries")
    assert "campus__campus_code" in known
    assert "campus" not in known
    assert "counselor" in known


def test_the_largest_come_first_and_another_campus_s_rows_not_at_all(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = metric_rows(snapshot, EVERYTHING, AS_OF, BY_SOURCE)
    assert rows.values.tolist() == [["walk_in", 20], ["website", 1]]
    assert metric_rows(snapshot, PUNE, AS_OF, BY_SOURCE).values.tolist() == [["walk_in", 20]]


def test_filters_and_days_narrow_down(snapshot: duckdb.DuckDBPyConnection) -> None:
    only = View("inquiries", ("source",), days=365, filters=(("source", ("website",)),))
    assert metric_rows(snapshot, EVERYTHING, AS_OF, only)["source"].tolist() == ["website"]
    before = View("inquiries", first=date(2024, 1, 1), last=date(2024, 5, 31))
    assert metric_rows(snapshot, EVERYTHING, AS_OF, before)["inquiries"].tolist() == [0]


def test_along_time_every_row_says_when(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = metric_rows(snapshot, EVERYTHING, AS_OF, View("inquiries", grain=Grain.MONTH, days=365))
    assert [(str(when)[:10], count) for when, count in rows.values.tolist()] == [("2024-06-01", 21)]


def test_a_filter_offers_what_there_is_within_the_scope(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert values_of(snapshot, EVERYTHING, AS_OF, BY_SOURCE, "source")["value"].tolist() == ["walk_in", "website"]
    assert values_of(snapshot, PUNE, AS_OF, BY_SOURCE, "campus__campus_code")["value"].tolist() == ["PUNE"]


def test_the_sql_says_the_same(snapshot: duckdb.DuckDBPyConnection) -> None:
    view = View("inquiries", ("source",), days=365, filters=(("source", ("walk_in", "o'clock")),))
    sql = sql_of(view, PUNE, AS_OF)
    assert "'o''clock'" in sql
    assert snapshot.execute(sql).fetchall() == [("walk_in", 20)]


@pytest.mark.parametrize("role", ANALYSTS)
def test_analysts_may_ask_for_every_metric(role: Role) -> None:
    registry = get_registry()
    asked = {name: registry.permissions(name) - PERMISSIONS[role] for name in registry.metrics}
    assert not any(asked.values()), asked

"""Money as the snapshot answers: by the metric registry, for whoever may see the rows."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboards.queries import needs, revenue
from tests.dashboards.snapshots import AS_OF, make_snapshot
from warehouse.published import open_snapshot
from warehouse.scope import Viewer
from warehouse.settings import Settings
from warehouse.vocabulary import Role

EVERYTHING = Viewer(user_id=1, role=Role.SUPER_ADMIN)
PUNE = Viewer(user_id=2, role=Role.ADMIN, campus_id=1)
MAY = date(2024, 5, 1)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path)) as connection:
        yield connection


def test_months_hold_what_came_in_and_what_was_due(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = revenue.money_by_month(snapshot, EVERYTHING, AS_OF, None, MAY, AS_OF)
    assert [(str(month)[:7], *told) for month, *told in rows.values.tolist()] == [
        ("2024-05", 6000, 6000, 6000),
        ("2024-06", 13000, 7000, 4000),
    ]
    goa = revenue.money_by_month(snapshot, EVERYTHING, AS_OF, "GOA", MAY, AS_OF)
    assert goa["collected_fees"].tolist() == [9000]
    assert revenue.money_by_month(snapshot, PUNE, AS_OF, "GOA", MAY, AS_OF).empty
    total = revenue.money_in_all(snapshot, PUNE, AS_OF, None, MAY, AS_OF)
    assert total.values.tolist() == [[10000, 13000, pytest.approx(10 / 13)]]
    assert revenue.overdue_in_all(snapshot, PUNE, AS_OF, None).values.tolist() == [[3000, 1]]


def test_who_enrolled_is_told_by_the_stage_of_the_inquiry(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = revenue.money_by_source(snapshot, PUNE, AS_OF, None, MAY, AS_OF)
    [walked_in] = rows[rows["source"] == "walk_in"].to_dict("records")
    assert (walked_in["inquiries"], walked_in["enrolled_inquiries"], walked_in["conversion_rate"]) == (20, 5, 0.25)
    assert "website" not in set(rows["source"])


def test_what_waits_and_what_happened(snapshot: duckdb.DuckDBPyConnection) -> None:
    [waiting] = needs.waiting(snapshot, "PUNE", AS_OF).to_dict("records")
    assert (waiting["overdue_follow_ups"], waiting["overdue_fees"], waiting["overdue_students"]) == (1, 3000, 1)
    assert (waiting["items_open"], waiting["items_overdue"], waiting["short_hours"]) == (1, 1, 10)
    [happened] = needs.changes(snapshot, None, AS_OF).to_dict("records")
    assert (happened["enrollments_started"], happened["enrollments_started_before"]) == (1, 1)
    assert (happened["completions"], happened["dropouts"]) == (1, 0)


def test_an_empty_snapshot_gives_empty_answers(tmp_path: Path) -> None:
    make_snapshot(tmp_path, is_empty=True)
    with open_snapshot(Settings(home=tmp_path)) as connection:
        assert revenue.money_by_month(connection, EVERYTHING, AS_OF, None, MAY, AS_OF).empty
        assert revenue.money_by_source(connection, EVERYTHING, AS_OF, None, MAY, AS_OF).empty
        assert revenue.overdue_in_all(connection, EVERYTHING, AS_OF, None).values.tolist() == [[0, 0]]
        assert needs.waiting(connection, None, AS_OF)["overdue_fees"].tolist() == [0]

"""Whom to call, as the snapshot answers, to whom."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards.queries import calls, models
from tests.dashboards.snapshots import make_snapshot
from warehouse.published import open_snapshot
from warehouse.scope import Place, Predicate, Resource, Viewer, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def scope(role: Role, **keys: int) -> Predicate:
    return row_predicate(Viewer(user_id=1, role=role, **keys), Resource.INQUIRIES, "lead", Place.MARTS)


EVERYTHING = scope(Role.SUPER_ADMIN)
PUNE = scope(Role.COUNSELOR, campus_id=1)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path), personal=True) as connection:
        yield connection


def test_the_likeliest_come_first_with_names_and_the_unscored_last(snapshot: duckdb.DuckDBPyConnection) -> None:
    rows = calls.call_list(snapshot, PUNE, None, None)
    assert rows["student_name"].tolist() == ["Omar", "Ira <i>Sen</i>", "Tara"]
    assert rows["p_enrol"].tolist()[:2] == [0.8, 0.3]
    assert rows["p_enrol"].isna().tolist() == [False, False, True]


def test_nobody_gets_a_row_of_another_campus(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert "Goa only" not in set(calls.call_list(snapshot, PUNE, None, None)["student_name"])
    assert calls.call_list(snapshot, PUNE, "GOA", None).empty
    assert calls.call_list(snapshot, EVERYTHING, "GOA", None)["student_name"].tolist() == ["Goa only"]
    assert calls.call_list(snapshot, scope(Role.STUDENT, student_id=1), None, None).empty
    assert calls.call_list(snapshot, scope(Role.FACULTY, faculty_id=7), None, None).empty


def test_a_counselors_own_list_has_what_is_hers_and_what_is_nobodys(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert calls.call_list(snapshot, PUNE, None, 7001)["inquiry_id"].tolist() == [2, 1, 3]
    assert calls.call_list(snapshot, PUNE, None, 5)["inquiry_id"].tolist() == [1, 3]


def test_the_lift_is_that_of_the_model_card(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert calls.lift(snapshot).values.tolist() == [[2.4, 1.3, 2.1, 2.7]]


def test_rejected_facts_come_first(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert models.lead_facts(snapshot)["attribute"].tolist() == ["Last <remark>", "Source"]


def test_an_empty_snapshot_gives_empty_answers(tmp_path: Path) -> None:
    make_snapshot(tmp_path, is_empty=True)
    with open_snapshot(Settings(home=tmp_path), personal=True) as connection:
        assert calls.call_list(connection, EVERYTHING, None, None).empty
        assert calls.lift(connection).empty
        assert models.lead_facts(connection).empty

"""What the snapshot answers, to whom."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboards.queries import enrollments, institute, models
from dashboards.queries.faculty_load import HOURS, load_by_faculty, load_by_week
from tests.dashboards.snapshots import AS_OF, make_snapshot
from warehouse.published import open_snapshot
from warehouse.scope import Place, Predicate, Resource, Viewer, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import RiskBand, Role

BANDS = (RiskBand.HIGH, RiskBand.MEDIUM)


def scope(role: Role, **keys: int) -> Predicate:
    return row_predicate(Viewer(user_id=1, role=role, **keys), Resource.ENROLLMENTS, "enrollment", Place.MARTS)


EVERYTHING = scope(Role.SUPER_ADMIN)
PUNE = scope(Role.ADMIN, campus_id=1)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path), personal=True) as connection:
        yield connection


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path, is_empty=True)
    with open_snapshot(Settings(home=tmp_path), personal=True) as connection:
        yield connection


class TestInstitute:
    def test_campuses_are_those_in_scope(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        assert list(institute.campuses(snapshot, EVERYTHING)["campus_code"]) == ["GOA", "PUNE"]
        assert list(institute.campuses(snapshot, PUNE)["campus_code"]) == ["PUNE"]

    def test_tiles_are_of_the_campus_or_of_all(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        assert institute.overview(snapshot, None)["marks_today"].item() == 4
        assert institute.overview(snapshot, "PUNE")["marks_today"].item() == 3

    def test_weeks_are_the_running_one_and_twelve_before_in_order(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        weeks = institute.weeks(snapshot, None, AS_OF)
        assert len(weeks) == 13
        assert weeks["week_start"].is_monotonic_increasing
        assert weeks["week_start"].iloc[-1].date() == AS_OF

    def test_months_start_with_the_running_one(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        months = institute.completions_by_month(snapshot, None, AS_OF)
        assert [month.date() for month in months["month_start"]] == [date(2024, 7, 1), date(2024, 9, 1)]

    def test_an_empty_snapshot_gives_empty_answers(self, empty: duckdb.DuckDBPyConnection) -> None:
        assert institute.overview(empty, None).empty
        assert institute.weeks(empty, None, AS_OF).empty
        assert enrollments.at_risk(empty, EVERYTHING, None, BANDS, 5).empty
        assert models.model_card(empty).empty
        assert models.drift(empty).empty
        assert models.versions(empty).empty


class TestEnrollments:
    def test_the_most_at_risk_come_first_with_names_and_reasons(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        rows = enrollments.at_risk(snapshot, EVERYTHING, None, BANDS, 10)
        assert list(rows["p_drop_30d"].fillna(-1)) == [0.6, 0.24, -1]
        assert list(rows["student_name"]) == ["Zoya", "Asha Rao", "Dev <b>Nair</b>"]
        assert list(rows["reasons"].iloc[1]) == ["Missed 3 of the last 5 sessions"]

    def test_an_admin_gets_no_row_of_another_campus(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        assert set(enrollments.at_risk(snapshot, PUNE, None, BANDS, 10)["enrollment_no"]) == {"S1", "S2"}
        assert enrollments.at_risk(snapshot, PUNE, "GOA", BANDS, 10).empty

    def test_bands_and_the_limit_are_kept(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        assert len(enrollments.at_risk(snapshot, EVERYTHING, None, BANDS, 2)) == 2
        only_medium = enrollments.at_risk(snapshot, EVERYTHING, None, (RiskBand.MEDIUM,), 10)
        assert list(only_medium["enrollment_no"]) == ["S2"]

    def test_bands_are_counted_in_scope(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        counts = enrollments.band_counts(snapshot, PUNE, None).set_index("band")["enrollments"]
        assert counts.to_dict() == {"high": 1, "medium": 1}

    def test_a_student_gets_the_own_forecast_and_nobody_elses(self, snapshot: duckdb.DuckDBPyConnection) -> None:
        own = scope(Role.STUDENT, student_id=1)
        assert len(enrollments.forecasts_of_student(snapshot, own, 1)) == 1
        assert enrollments.forecasts_of_student(snapshot, own, 3).empty


def test_a_faculty_member_s_own_hours_are_hers_alone_and_add_up(snapshot: duckdb.DuckDBPyConnection) -> None:
    hers = Viewer(user_id=1, role=Role.FACULTY, faculty_id=1)
    weeks = load_by_week(snapshot, hers, AS_OF, None, date(2024, 6, 17), date(2024, 7, 1))
    assert weeks["taught_hours"].tolist() == [5, 10]
    last = weeks.iloc[-1]
    assert (last["cancelled_hours"], last["no_show_hours"], last["idle_hours"], last["utilization"]) == (1, 2, 7, 0.5)
    parts = [column for column in HOURS.values() if column not in ("available_hours", "overtime_hours")]
    assert weeks[parts].sum(axis=1).tolist() == weeks["available_hours"].tolist() == [20, 20]
    nobody = Viewer(user_id=1, role=Role.FACULTY)
    assert load_by_week(snapshot, nobody, AS_OF, None, date(2024, 6, 17), date(2024, 7, 1)).empty


def test_overtime_of_one_hides_no_idle_hour_of_another(snapshot: duckdb.DuckDBPyConnection) -> None:
    everybody = Viewer(user_id=1, role=Role.SUPER_ADMIN)
    asked = (everybody, AS_OF, None, date(2024, 6, 24), date(2024, 7, 1))
    [week] = load_by_week(snapshot, *asked).to_dict("records")
    by_faculty = load_by_faculty(snapshot, *asked)
    assert by_faculty["faculty_id"].tolist() == [1, 8]
    assert by_faculty["overtime_hours"].tolist() == [0, 1]
    for column in HOURS.values():
        assert week[column] == by_faculty[column].sum(), column
    assert load_by_week(snapshot, everybody, AS_OF, "GOA", *asked[3:])["available_hours"].tolist() == [2]

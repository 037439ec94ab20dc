"""What the snapshot answers about learning, to whom."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards.queries import learning
from tests.dashboards.snapshots import make_snapshot
from warehouse.published import open_snapshot
from warehouse.scope import Place, Predicate, Resource, Viewer, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def scope(role: Role, **keys: int) -> Predicate:
    return row_predicate(Viewer(user_id=1, role=role, **keys), Resource.ENROLLMENTS, "enrollment", Place.MARTS)


MEERA = scope(Role.FACULTY, faculty_id=1)
ASHA = scope(Role.STUDENT, student_id=1)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path), personal=True) as connection:
        yield connection


def test_a_faculty_member_sees_her_active_students_who_needs_attention_first(
    snapshot: duckdb.DuckDBPyConnection,
) -> None:
    rows = learning.students_taught(snapshot, MEERA)
    assert rows["student_name"].tolist() == ["Asha Rao", "Dev <b>Nair</b>"]
    assert rows["next_topic"].tolist()[0] == "Loops"
    assert list(rows["reasons"].iloc[0]) == ["Missed 3 of the last 5 sessions"]


def test_nobody_else_is_seen(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert learning.students_taught(snapshot, scope(Role.FACULTY, faculty_id=99)).empty
    assert learning.pace_of_student(snapshot, ASHA, 3).empty
    assert learning.sessions_of_student(snapshot, ASHA, 3).empty


def test_a_student_sees_the_own_pace_and_how_long_topics_take(snapshot: duckdb.DuckDBPyConnection) -> None:
    [pace] = learning.pace_of_student(snapshot, ASHA, 1).to_dict("records")
    assert (pace["subject_name"], pace["peers_slower_share"]) == ("Python", 0.72)
    assert learning.sessions_of_student(snapshot, ASHA, 1).to_dict("records") == [
        {"topic_id": 21, "expected_sessions": 2.2}
    ]


def test_topics_stand_in_teaching_order(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert learning.subjects_with_topics(snapshot)["subject_code"].tolist() == ["PY"]
    assert learning.topic_difficulty(snapshot, "PY")["difficulty"].tolist() == ["easier", "harder", "too_few"]


@pytest.mark.parametrize(("campus_id", "names"), [(None, ["Meera Iyer"]), (1, ["Meera Iyer"]), (2, [])])
def test_only_what_goes_well_is_told_of_a_faculty_member_and_only_on_the_own_campus(
    snapshot: duckdb.DuckDBPyConnection, campus_id: int | None, names: list[str]
) -> None:
    assert learning.teaching_of_topics(snapshot, "PY", campus_id)["faculty_name"].tolist() == names

"""What the snapshot tells of feedback, to whom, and what it holds back."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboards.queries import feedback
from tests.dashboards.snapshots import AS_OF, make_snapshot
from warehouse.published import open_snapshot
from warehouse.scope import Place, Predicate, Resource, Viewer, row_predicate
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def scope(role: Role, **keys: int) -> Predicate:
    return row_predicate(Viewer(user_id=1, role=role, **keys), Resource.FEEDBACK, "said", Place.MARTS)


EVERYTHING = scope(Role.SUPER_ADMIN)
PUNE = scope(Role.ADMIN, campus_id=1)
GOA = scope(Role.ADMIN, campus_id=2)
HER = scope(Role.FACULTY, faculty_id=7)


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    make_snapshot(tmp_path)
    with open_snapshot(Settings(home=tmp_path), personal=True) as connection:
        yield connection


def ids(
    snapshot: duckdb.DuckDBPyConnection, viewer: Predicate, theme: str | None = None, which: str = "all"
) -> list[int]:
    rows = feedback.comments(snapshot, viewer, None, AS_OF, 90, theme, which, 50)
    return sorted(rows["feedback_id"].tolist())


def test_totals_are_of_the_viewers_scope(snapshot: duckdb.DuckDBPyConnection) -> None:
    everything = feedback.totals(snapshot, EVERYTHING, None, AS_OF, 90).iloc[0]
    assert (everything["answers"], everything["negative"], everything["contradicted"], everything["unsure"]) == (
        9,
        8,
        1,
        1,
    )
    assert feedback.totals(snapshot, HER, None, AS_OF, 90).iloc[0]["answers"] == 9


def test_what_is_not_shown_is_in_no_total(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert feedback.totals(snapshot, EVERYTHING, "GOA", AS_OF, 90).iloc[0]["answers"] == 0
    assert feedback.themes(snapshot, GOA, None, AS_OF, 90, 1).empty


def test_themes_come_with_their_trend_and_the_words_that_show_them(snapshot: duckdb.DuckDBPyConnection) -> None:
    found = feedback.themes(snapshot, PUNE, None, AS_OF, 20, 1)
    rows = found.set_index("theme")
    assert (rows.loc["labs", "negative"], rows.loc["labs", "negative_before"]) == (5, 3)
    assert list(rows.loc["labs", "words"]) == ["slow"]


def test_nobody_sees_a_theme_that_fewer_than_five_mention_anonymously(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert feedback.themes(snapshot, PUNE, None, AS_OF, 10, 1)["theme"].tolist() == ["teaching"]


def test_a_word_of_one_comment_is_not_told(snapshot: duckdb.DuckDBPyConnection) -> None:
    found = feedback.themes(snapshot, PUNE, None, AS_OF, 90, 1).set_index("theme")
    assert list(found.loc["teaching", "words"]) == []


def test_a_faculty_member_sees_no_theme_of_fewer_than_five(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert feedback.themes(snapshot, HER, None, AS_OF, 90, 5)["theme"].tolist() == ["labs"]


def test_weeks_without_a_mention_are_there(snapshot: duckdb.DuckDBPyConnection) -> None:
    weeks = feedback.theme_weeks(snapshot, PUNE, None, AS_OF, "labs")
    assert len(weeks) in (26, 27)
    assert weeks["negative"].sum() == 8
    assert weeks["week_start"].is_monotonic_increasing


@pytest.mark.parametrize("viewer", [EVERYTHING, PUNE, HER])
def test_five_anonymous_comments_are_shown_with_their_month_only(
    snapshot: duckdb.DuckDBPyConnection, viewer: Predicate
) -> None:
    rows = feedback.comments(snapshot, viewer, None, AS_OF, 90, "labs", "all", 50)
    assert len(rows) == 8
    assert {str(said_on)[:10] for said_on in rows["said_on"]} == {"2024-06-01"}
    assert rows["student_name"].isna().all()


def test_an_anonymous_comment_alone_is_held_back(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert ids(snapshot, GOA) == []
    rows = feedback.comments(snapshot, EVERYTHING, None, AS_OF, 90, None, "all", 50)
    assert 7 not in rows["feedback_id"].tolist()
    assert rows["held_back"].iloc[0] == 1


def test_a_narrower_list_holds_back_what_it_leaves_alone(snapshot: duckdb.DuckDBPyConnection) -> None:
    assert ids(snapshot, PUNE, which="unsure") == []
    assert ids(snapshot, PUNE, which="contradicted") == [6]
    assert ids(snapshot, PUNE, which="negative") == [1, 2, 3, 4, 5, 8, 9, 10]

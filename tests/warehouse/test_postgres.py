"""Relations travel to DataFrames and predictions travel back."""

import pandas as pd
import pytest

from warehouse.postgres import connect, read_relation, write_predictions

COLUMNS = {"enrollment_id": "bigint", "p_drop": "double precision", "scored_as_of": "date", "reasons": "text[]"}


def test_predictions_come_back_as_they_were_written(database_url: str) -> None:
    frame = pd.DataFrame(
        {
            "enrollment_id": [1, 2],
            "p_drop": [0.25, None],
            "scored_as_of": pd.to_datetime(["2026-01-01", "2026-01-01"]),
            "reasons": [["No session for 12 days", 'a "quoted", one'], []],
        }
    )
    assert write_predictions(database_url, "at_risk", frame, COLUMNS) == 2
    back = read_relation(database_url, "predictions.at_risk", "enrollment_id >= 1")
    assert back["p_drop"].tolist()[0] == 0.25
    assert back["p_drop"].isna().tolist() == [False, True]
    assert [list(reasons) for reasons in back["reasons"]] == [["No session for 12 days", 'a "quoted", one'], []]
    assert back["scored_as_of"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-01"] * 2


def test_writing_again_replaces_and_an_empty_frame_empties(database_url: str) -> None:
    frame = pd.DataFrame({"enrollment_id": [1], "p_drop": [0.5], "scored_as_of": [pd.NaT], "reasons": [[]]})
    write_predictions(database_url, "at_risk", frame, COLUMNS)
    write_predictions(database_url, "at_risk", frame.head(0), COLUMNS)
    assert read_relation(database_url, "predictions.at_risk").empty


def test_a_frame_that_lacks_a_column_is_refused_and_changes_nothing(database_url: str) -> None:
    frame = pd.DataFrame({"enrollment_id": [1], "p_drop": [0.5], "scored_as_of": [pd.NaT], "reasons": [[]]})
    write_predictions(database_url, "at_risk", frame, COLUMNS)
    with pytest.raises(KeyError, match="p_drop"):
        write_predictions(database_url, "at_risk", frame.drop(columns="p_drop"), COLUMNS)
    with connect(database_url) as connection:
        assert connection.execute("select count(*) from predictions.at_risk").fetchone() == (1,)

"""Raw rows leave as Parquet: whole, typed, for nobody else's eyes, and never into something that is there."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.dbt.institute import Institute
from warehouse.extract import extract
from warehouse.postgres import write_predictions
from warehouse.raw_export import RawExportError, export_raw
from warehouse.relations import EXTRACTED_TABLES


@pytest.fixture
def built(database_url: str) -> str:
    """A database with a small institute, extracted and scored."""
    Institute.found(database_url)
    extract(database_url)
    scores = pd.DataFrame({"enrollment_id": [1], "p_drop": [0.25], "reasons": [["Away", "Late"]]})
    kinds = {"enrollment_id": "bigint", "p_drop": "double precision", "reasons": "text[]"}
    write_predictions(database_url, "at_risk", scores, kinds)
    return database_url


def test_every_extracted_table_is_exported_with_its_types(built: str, tmp_path: Path) -> None:
    export = export_raw(built, tmp_path / "raw")
    assert {f"raw.{table}" for table in EXTRACTED_TABLES} <= export.rows.keys()
    assert (export.rows["raw.campuses"], export.rows["raw.topics"], export.rows["raw.students"]) == (2, 6, 0)
    kinds = dict(
        row[:2] for row in duckdb.execute(f"describe select * from '{export.folder}/raw/faculties.parquet'").fetchall()
    )
    assert (kinds["hourly_rate"], kinds["created_at"]) == ("DECIMAL(10,2)", "TIMESTAMP WITH TIME ZONE")
    assert duckdb.execute(f"select p_drop, reasons from '{export.folder}/predictions/at_risk.parquet'").fetchall() == [
        (0.25, ["Away", "Late"])
    ]


def test_nobody_else_may_read_an_export(built: str, tmp_path: Path) -> None:
    assert export_raw(built, tmp_path / "raw").folder.stat().st_mode & 0o077 == 0


def test_an_export_never_mixes_with_what_is_there(built: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(RawExportError, match="not an empty folder"):
        export_raw(built, tmp_path)


def test_an_export_wants_something_built(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(RawExportError, match="headway build"):
        export_raw(database_url, tmp_path / "raw")
    assert not (tmp_path / "raw").exists()

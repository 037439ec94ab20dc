"""A warehouse as dbt leaves it, before there is anything in it."""

from pathlib import Path

import pytest

from warehouse.postgres import connect
from warehouse.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a home of this test alone."""
    return Settings(home=tmp_path)


@pytest.fixture
def empty_warehouse(database_url: str) -> str:
    """A database with the schemas, one extract, the log of rows that left, and a relation without rows."""
    with connect(database_url) as connection:
        connection.execute(
            """
            create schema raw; create schema marts; create schema reporting; create schema restricted;
            create schema changes;
            create table raw.extract_log (extract_id bigint, as_of_date date);
            create table changes.removed_row (relation text, extract_id bigint, happened_on date);
            create table reporting.rpt_empty (id bigint);
            insert into raw.extract_log values (1, '2026-03-31');
            """
        )
    return database_url

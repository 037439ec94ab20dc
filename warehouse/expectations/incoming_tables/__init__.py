"""Which incoming table gets which looks: what every extracted row must be before dbt may build on it.

Belongs here: tables and their looks, one file a field, and what is not looked at and why. A *breach* is what no form of
Headway lets in, so that somebody's slip does not stop everybody's figures; what a person may have meant is a *warning*.
The kinds of looks stand in `looks.py`, reading the rows in `incoming.py`.
"""

from datetime import date
from typing import Final

from warehouse.expectations.incoming_tables.catalogue import catalogue, paths
from warehouse.expectations.incoming_tables.office import office
from warehouse.expectations.incoming_tables.people import people, places
from warehouse.expectations.incoming_tables.table import Table
from warehouse.expectations.incoming_tables.teaching import teaching
from warehouse.settings import Settings

__all__ = ["NOT_LOOKED_AT", "Table", "tables"]

# What is extracted and not looked at, and why. Every extracted table is here or among `tables`; a test holds both.
NOT_LOOKED_AT: Final[dict[str, str]] = {
    "institute": "one row: a name, a currency, and the clock by which every other row is measured",
}


def tables(clock: date, settings: Settings) -> tuple[Table, ...]:
    """Every table that is looked at."""
    return (
        *places(clock, settings),
        *people(clock, settings),
        *catalogue(),
        *teaching(clock, settings),
        *paths(),
        *office(clock, settings),
    )

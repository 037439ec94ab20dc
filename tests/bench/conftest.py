"""The small institute and the parsed project of the tests of dbt."""

from tests.dbt.conftest import built_template, dbt, institute, open_institute

__all__ = ["built_template", "dbt", "institute", "open_institute"]

"""dbt's cross-database macros as sqlfluff sees them: any SQL of the right shape, so that linting needs no dbt.

Belongs here: what models call as `dbt.<name>()`. Only sqlfluff loads this file (`library_path` in pyproject.toml).
"""


def type_string() -> str:
    """A type name."""
    return "text"


def type_numeric() -> str:
    """A type name."""
    return "numeric"


def dateadd(datepart: str, interval: object, moment: str) -> str:
    """An instant moved by `interval` parts."""
    return f"({moment} + ({interval}) * interval '1 {datepart}')"


def datediff(earlier: str, later: str, datepart: str) -> str:
    """A whole number."""
    return f"({later} - {earlier})"


def date_trunc(datepart: str, moment: str) -> str:
    """An instant cut to its part."""
    return f"date_trunc('{datepart}', {moment})"


def generate_series(upper_bound: int) -> str:
    """Rows `generated_number` from 1 to `upper_bound`."""
    return f"select generated_number from generate_series(1, {upper_bound}) as numbers (generated_number)"


def split_part(text: str, delimiter: str, part: int) -> str:
    """One part of a text, counted from 1."""
    return f"split_part({text}, {delimiter}, {part})"


def listagg(measure: str, delimiter: str, order_by: str) -> str:
    """Texts of a group as one."""
    return f"string_agg({measure}, {delimiter} {order_by})"

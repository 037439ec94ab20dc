"""The one check of columns and kinds that every model uses, for what goes in and for what comes out.

Not here: any model's columns; they stand in the module of the model beside this one.
"""

from collections.abc import Mapping
from typing import Literal

import pandas as pd

Kind = Literal["key", "number", "count", "date", "instant", "text", "flag", "list"]


class ContractError(ValueError):
    """A frame does not have the columns or the kinds of values that a model was promised."""


def checked(frame: pd.DataFrame, contract: Mapping[str, Kind], name: str) -> pd.DataFrame:
    """Returns exactly the contract's columns, in its order and with plain types; other columns never reach a model.

    Dates become `datetime64[s]` (instants UTC), numbers `float64`, counts `Int64`, keys `int64`, flags `boolean`;
    text and lists stay as they are.

    Raises:
        ContractError: A column is missing, a key is empty, or a value is not of its column's kind.
    """
    missing = [column for column in contract if column not in frame.columns]
    if missing:
        raise ContractError(f"{name}: missing columns {', '.join(missing)}")
    columns: dict[str, pd.Series] = {}
    for column, kind in contract.items():
        values = frame[column]
        try:
            if kind == "date":
                columns[column] = pd.to_datetime(values, format="ISO8601").astype("datetime64[s]")
            elif kind == "instant":
                columns[column] = pd.to_datetime(values, format="ISO8601", utc=True)
            elif kind == "flag":
                columns[column] = values.astype("boolean")
            elif kind == "number":
                columns[column] = pd.to_numeric(values).astype("float64")
            elif kind == "count":
                columns[column] = pd.to_numeric(values).astype("Int64")
            elif kind == "key":
                columns[column] = pd.to_numeric(values).astype("int64")
            else:
                columns[column] = values.astype("object")
        except (TypeError, ValueError) as error:
            raise ContractError(f"{name}.{column}: expected a {kind} in every row ({error})") from error
    return pd.DataFrame(columns, index=frame.index).reset_index(drop=True)

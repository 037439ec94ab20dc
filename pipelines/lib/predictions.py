"""The relations in schema `predictions`: the models' output contracts with PostgreSQL's types."""

from collections.abc import Mapping

from ml.contracts import AT_RISK, COMPLETION_FORECAST, MODEL_CARD, Kind

_TYPES: Mapping[Kind, str] = {
    "key": "bigint",
    "number": "double precision",
    "date": "date",
    "text": "text",
    "list": "text[]",
}


def _columns(contract: Mapping[str, Kind], **exceptions: str) -> dict[str, str]:
    return {name: exceptions.get(name, _TYPES[kind]) for name, kind in contract.items()}


# Relation name to its columns and their types, as `warehouse.postgres.write_predictions` wants them.
RELATIONS: Mapping[str, Mapping[str, str]] = {
    "at_risk": _columns(AT_RISK),
    "completion_forecast": _columns(COMPLETION_FORECAST),
    "model_card": _columns(MODEL_CARD, trained_on_rows="bigint"),
}

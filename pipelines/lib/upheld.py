"""Which data tests PostgreSQL upholds itself, at every write: constraints of an enforced contract, unique indexes.

A row against one of these ends the model that writes it, so looking for such rows after it finds none. A whole build
asks all the same (an index or a contract may have been changed); a refresh, which pays for every node, does not.
"""

from typing import Any

from dbt.contracts.graph.nodes import GenericTestNode, ModelNode
from dbt_common.contracts.constraints import ConstraintType


def is_upheld(test: GenericTestNode, model: ModelNode) -> bool:
    """Whether the relation of the model cannot hold a row that this test of it would find."""
    asked = test.test_metadata.name
    if asked == "not_null":
        return _never_null(model, str(test.column_name))
    if asked == "unique":
        return {str(test.column_name)} in _unique(model)
    if asked == "unique_combination":
        columns = set(test.test_metadata.kwargs["columns"])
        # To PostgreSQL two nulls are two values, to the test they are one.
        return any(key <= columns and all(_never_null(model, one) for one in key) for key in _unique(model))
    return False


def _never_null(model: ModelNode, column: str) -> bool:
    return bool(_constraints(model, column) & {ConstraintType.not_null, ConstraintType.primary_key})


def _unique(model: ModelNode) -> list[set[str]]:
    indexes: list[dict[str, Any]] = model.config.get("indexes") or []
    keys = [set(index["columns"]) for index in indexes if index.get("unique")]
    by_contract = {ConstraintType.primary_key, ConstraintType.unique}
    return keys + [{column} for column in model.columns if _constraints(model, column) & by_contract]


def _constraints(model: ModelNode, column: str) -> set[ConstraintType]:
    if not model.config.contract.enforced or column not in model.columns:
        return set()
    return {constraint.type for constraint in model.columns[column].constraints}

"""A data test that a refresh leaves out: the built relation cannot hold what it looks for."""

from dbt.contracts.graph.nodes import GenericTestNode, ModelNode

from pipelines.lib.upheld import is_upheld
from tests.dbt.conftest import Dbt
from tests.dbt.institute import Institute

# Of a relation: columns that are never null, and the columns of each unique index.
_UPHELD = """
    select
        array(
            select attname::text from pg_attribute where attrelid = oid and attnotnull and not attisdropped
        ) as never_null,
        (
            select coalesce(jsonb_agg(columns), '[]') from (
                select jsonb_agg(attname) as columns
                from pg_index inner join pg_attribute on attrelid = indrelid and attnum = any(indkey)
                where indrelid = pg_class.oid and indisunique and indpred is null and indexprs is null
                group by indexrelid
            ) as indexes
        ) as keys
    from pg_class where oid = to_regclass(%s)
"""


def _columns(test: GenericTestNode) -> set[str]:
    return set(test.test_metadata.kwargs.get("columns", [])) or {str(test.column_name)}


def test_what_a_refresh_does_not_ask_is_upheld_by_the_database(institute: Institute, dbt: Dbt) -> None:
    left_out = 0
    for test in dbt.manifest.nodes.values():
        if not isinstance(test, GenericTestNode) or not test.attached_node:
            continue
        model = dbt.manifest.nodes[test.attached_node]
        assert isinstance(model, ModelNode)
        if not is_upheld(test, model):
            continue
        left_out += 1
        [(never_null, keys)] = institute.run(_UPHELD, model.relation_name)
        if test.test_metadata.name == "not_null":
            assert _columns(test) <= set(never_null), test.name
        else:
            assert any(set(key) <= _columns(test) for key in keys), test.name
        if test.test_metadata.name == "unique_combination":
            assert _columns(test) <= set(never_null), test.name
    assert left_out > 100


def test_a_relation_without_a_contract_or_a_key_is_asked(dbt: Dbt) -> None:
    asked = {
        test.name
        for test in dbt.manifest.nodes.values()
        if isinstance(test, GenericTestNode)
        and isinstance(model := dbt.manifest.nodes.get(test.attached_node or ""), ModelNode)
        and not is_upheld(test, model)
    }
    assert "not_null_int_institute__day_day_key" in asked
    assert "unique_combination_rpt_learning_velocity_enrollment_no__subject__week_start" in asked
    assert any(name.startswith("relationships_fct_attendance_") for name in asked)

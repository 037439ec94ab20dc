"""After dbt has made every table anew, analysts still read all that is published and nothing that names somebody."""

from pathlib import Path

import psycopg

from tests.dbt.conftest import Dbt
from tests.dbt.institute import Institute
from warehouse.analysts import READABLE_SCHEMAS, ensure_analyst
from warehouse.settings import Settings

_RELATIONS = """
select n.nspname, c.relname, has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
from pg_class as c
inner join pg_namespace as n on c.relnamespace = n.oid
where c.relkind in ('r', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
"""


def test_a_rebuild_leaves_published_relations_readable_and_all_others_closed(
    institute: Institute, dbt: Dbt, tmp_path: Path
) -> None:
    url = ensure_analyst(institute.database_url, Settings(home=tmp_path))
    dbt("run", "--full-refresh")
    with psycopg.connect(url, autocommit=True) as analyst:
        rows = analyst.execute(_RELATIONS).fetchall()
    readable = {(schema, relation) for schema, relation, may_read in rows if may_read}
    assert readable == {(schema, relation) for schema, relation, _ in rows if schema in READABLE_SCHEMAS}
    assert {"marts", "features", "reporting", "predictions"} == {schema for schema, _ in readable}
    assert {"operational", "raw", "staging", "restricted"} <= {schema for schema, _, may_read in rows if not may_read}

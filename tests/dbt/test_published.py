"""What is built reaches the snapshot, and what people wrote or are called does not reach its open file."""

from pathlib import Path

import duckdb

from tests.dbt.conftest import Dbt
from tests.dbt.happenings import ask_pay_and_tell, follow_up_on
from tests.dbt.institute import Institute
from warehouse.extract import extract
from warehouse.publish import publish
from warehouse.relations import is_published
from warehouse.settings import Settings

# Everybody here is called Asha, and everything that is written names her.
WRITTEN = ("Asha", "She asked", "Her mother", "Away again", "Good")


def test_every_model_is_published_and_no_name_or_written_word(institute: Institute, dbt: Dbt, tmp_path: Path) -> None:
    ask_pay_and_tell(institute)
    student = institute.add_student("E1")
    follow_up_on(institute, student, institute.enroll(student))
    extract(institute.database_url)
    dbt("run")
    build = publish(institute.database_url, Settings(home=tmp_path))
    with duckdb.connect(build.warehouse_path, read_only=True) as snapshot:
        counts = dict(snapshot.execute("select relation, row_count from reporting.rpt_build").fetchall())
        models = [node for node in dbt.manifest.nodes.values() if node.resource_type == "model"]
        assert set(counts) == {f"{node.schema}.{node.name}" for node in models if is_published(node.schema, node.name)}
        supported = ("fct_action_item", "fct_fee_plan", "fct_fee_installment", "dim_learning_path", "fct_intervention")
        assert [name for name in supported if not counts[f"marts.{name}"]] == []
        for relation in counts:
            text = snapshot.execute(f"select string_agg(cast(t as varchar), ' ') from {relation} as t").fetchall()[0][0]
            assert [word for word in WRITTEN if word in (text or "")] == [], relation

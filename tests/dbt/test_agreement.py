"""The warehouse and the operational schema give one answer: topics done and completion, each by its own way."""

import yaml

from tests.dbt.conftest import MARTS, PROJECT, Dbt
from tests.dbt.happenings import live_through_a_term
from tests.dbt.institute import Institute
from warehouse.extract import extract
from warehouse.settings import Settings


def test_topics_done_and_completion_are_those_of_the_operational_schema(institute: Institute, dbt: Dbt) -> None:
    live_through_a_term(institute, seed=7)
    extract(institute.database_url)
    dbt("run", *MARTS)
    operational = institute.run(
        "select student_id, topic_id from operational.student_topic_progress "
        "where status in ('completed', 'mastered', 'needs_review') order by 1, 2"
    )
    assert len(operational) > 30
    assert operational == institute.run(
        "select student_id, topic_id from intermediate.int_progress__topic_state where is_done order by 1, 2"
    )
    assert institute.run(
        "select student_id, topic_id, competency_level from operational.student_topic_progress order by 1, 2"
    ) == institute.run(
        "select student_id, topic_id, competency_level from intermediate.int_progress__topic_state order by 1, 2"
    )
    dbt("run", "--select", "int_progress__enrollment")
    completion = institute.run(
        "select id, completion_percentage from operational.student_subject_enrollments order by id"
    )
    assert (
        institute.run(
            "select enrollment_id, round(100.0 * topics_done / topics_total, 2) "
            "from intermediate.int_progress__enrollment order by 1"
        )
        == completion
    )
    assert completion == institute.run(
        "select enrollment_id, cast(completion_percentage as numeric(5, 2)) from marts.fct_enrollment order by 1"
    )
    # Corrections of both kinds are among them: some stand, some are outdated.
    assert institute.run(
        "select is_corrected from intermediate.int_progress__topic_state as state "
        "inner join operational.topic_corrections using (student_id, topic_id) group by 1 order by 1"
    ) == [(False,), (True,)]


def test_dbt_and_the_settings_draw_the_same_line_for_mastery() -> None:
    variables = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    assert variables["mastery_level"] == Settings().mastery_level

"""The warehouse and the operational schema give one answer: topics done and completion, each by its own way."""

import random
from datetime import timedelta

import yaml

from ingest_api.progress.statements import recompute_statement
from tests.dbt.conftest import MARTS, PROJECT, Dbt
from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract
from warehouse.settings import Settings

EVERY_PAIR = "select student_id, subject_id from operational.student_subject_enrollments"


def live_through_a_term(institute: Institute, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a made-up history, not a secret
    institute.run("update operational.topics set status = 'inactive' where order_index = 3 and subject_id = 2")
    for number in range(12):
        student = institute.add_student(f"E{number}")
        for subject in institute.subjects:
            institute.enroll(student, subject)
        for _ in range(chance.randrange(12)):
            subject = chance.choice(institute.subjects)
            day = CLOCK - timedelta(days=chance.randrange(6))
            start = chance.choice([None, "09:00", "09:30", "17:00"])
            session = institute.hold_session(student, day, subject, start_time=start)
            topics = chance.sample(institute.topics[subject], chance.randint(0, 3))
            understanding = {topic: chance.choice([None, 1, 2, 3, 4, 5]) for topic in topics}
            institute.mark(session, student, chance.choice(["present", "late", "absent"]), understanding, day=day)
        for _ in range(chance.randrange(3)):
            subject = chance.choice(institute.subjects)
            status = chance.choice(["pending", "completed", "graded"])
            marks = chance.randrange(50) if status == "graded" else None
            topic = chance.choice([None, *institute.topics[subject]])
            institute.assess(student, topic, subject, status=status, marks_obtained=marks, assessment_date=CLOCK)
    institute.connection.execute(
        recompute_statement(EVERY_PAIR),  # type: ignore[arg-type]
        {"mastery_level": Settings().mastery_level, "actor_user_id": None},
    )


def test_topics_done_and_completion_are_those_of_the_operational_schema(institute: Institute, dbt: Dbt) -> None:
    live_through_a_term(institute, seed=7)
    extract(institute.database_url)
    dbt("run", *MARTS)
    operational = institute.run(
        "select student_id, topic_id from operational.student_topic_progress "
        "where status in ('completed', 'mastered') order by 1, 2"
    )
    assert len(operational) > 30
    assert operational == institute.run(
        "select student_id, topic_id from intermediate.int_progress__topic_state where is_done order by 1, 2"
    )
    dbt("run", "--select", "int_progress__enrollment")
    assert institute.run(
        "select enrollment_id, round(100.0 * topics_done / topics_total, 2) "
        "from intermediate.int_progress__enrollment order by 1"
    ) == institute.run("select id, completion_percentage from operational.student_subject_enrollments order by id")


def test_dbt_and_the_settings_draw_the_same_line_for_mastery() -> None:
    variables = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())["vars"]
    assert variables["mastery_level"] == Settings().mastery_level

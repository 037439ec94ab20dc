"""The warehouse and the operational schema give one answer: topics done and completion, each by its own way."""

import random
from datetime import timedelta

import yaml

from ingest_api.progress.statements import recompute_statement
from tests.dbt.conftest import MARTS, PROJECT, Dbt
from tests.dbt.institute import CLOCK, Institute
from warehouse.extract import extract
from warehouse.settings import Settings
from warehouse.vocabulary import TopicProgressStatus

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
            day = CLOCK - timedelta(days=chance.randrange(6))
            graded = day + timedelta(days=chance.randrange(3)) if status == "graded" else None
            institute.assess(
                student, topic, subject, status=status, marks_obtained=marks, assessment_date=day, graded_on=graded
            )
        correct_some_topics(institute, chance, student)
    institute.connection.execute(
        recompute_statement(EVERY_PAIR),  # type: ignore[arg-type]
        {"mastery_level": Settings().mastery_level, "actor_user_id": None},
    )


def correct_some_topics(institute: Institute, chance: random.Random, student: int) -> None:
    teacher = institute.add_user("faculty")
    for topic in chance.sample(sum(institute.topics.values(), []), chance.randrange(4)):
        institute.insert(
            "topic_corrections",
            student_id=student,
            topic_id=topic,
            competency_level=chance.randrange(6),
            status=chance.choice(list(TopicProgressStatus)).value,
            corrected_on=CLOCK - timedelta(days=chance.randrange(6)),
            corrected_by=teacher,
        )


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

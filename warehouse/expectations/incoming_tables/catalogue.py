"""Looks at what is taught, and at the way to learn it."""

from warehouse import vocabulary as words
from warehouse.expectations.incoming_tables.table import Table
from warehouse.expectations.looks import (
    amount,
    another_than,
    refers_to,
    vocabulary,
)


def catalogue() -> tuple[Table, ...]:
    """Subjects, topics, and what comes before what."""
    return (
        Table(
            "subjects",
            (vocabulary("difficulty_level", words.SubjectDifficulty), vocabulary("status", words.CatalogStatus)),
        ),
        Table(
            "topics",
            (
                vocabulary("difficulty_level", words.TopicDifficulty),
                refers_to("subject_id", "subjects"),
                amount("estimated_duration_minutes", 1, None),
            ),
        ),
        Table(
            "subject_prerequisites",
            (
                refers_to("subject_id", "subjects"),
                refers_to("prerequisite_id", "subjects"),
                another_than("prerequisite_id", "subject_id"),
            ),
        ),
        Table(
            "topic_prerequisites",
            (
                refers_to("topic_id", "topics"),
                refers_to("prerequisite_id", "topics"),
                another_than("prerequisite_id", "topic_id"),
            ),
        ),
    )


def paths() -> tuple[Table, ...]:
    """Learning paths and what there is to learn from."""
    return (
        Table("learning_paths", (vocabulary("status", words.LearningPathStatus), refers_to("student_id", "students"))),
        Table(
            "learning_path_steps",
            (
                vocabulary("status", words.LearningPathStepStatus),
                refers_to("path_id", "learning_paths"),
                refers_to("topic_id", "topics"),
                refers_to("subject_id", "subjects"),
                amount("position", 1, None),
            ),
        ),
        Table(
            "resources",
            (
                vocabulary("kind", words.ResourceKind),
                vocabulary("difficulty", words.TopicDifficulty),
                vocabulary("learning_style", words.LearningStyle),
                vocabulary("status", words.CatalogStatus),
                refers_to("topic_id", "topics"),
                refers_to("subject_id", "subjects"),
                amount("duration_minutes", 1, None),
            ),
        ),
    )

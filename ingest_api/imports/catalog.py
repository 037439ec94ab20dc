# ruff: noqa: S608 - only SQL of this module is put together
"""Writing what is taught: subjects, topics, and what must be learned before what."""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import replace_links, upsert


def write_subjects(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Subjects by code, then their prerequisites."""
    upsert(
        connection,
        "subjects",
        "subjects",
        ("code",),
        ("name", "description", "category", "difficulty_level", "duration_hours", "fee", "status"),
        """select line, code, name, description, category, difficulty_level, duration_hours, fee, status
        from import_subjects""",
    )
    if "prerequisites" not in staged.present:
        return
    replace_links(
        connection,
        "subjects",
        "subject_prerequisites",
        "subject_id",
        "prerequisite_id",
        """select subject.id as subject_id
        from import_subjects as staged join operational.subjects as subject using (code)""",
        """select distinct subject.id as subject_id, needed.id as prerequisite_id
        from import_subjects as staged
        join operational.subjects as subject using (code)
        cross join lateral string_to_table(staged.prerequisites, ';') as item (value)
        join operational.subjects as needed on needed.code = item.value""",
    )


def write_topics(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Topics by subject and order index, then their prerequisites within the subject."""
    objectives = (
        "coalesce(string_to_array(staged.learning_objectives, ';'), '{}')"
        if "learning_objectives" in staged.present
        else "coalesce(known.learning_objectives, '{}')"
    )
    rows = """
        from import_topics as staged
        join operational.subjects as subject on subject.code = staged.subject"""
    known = "operational.topics as known on known.subject_id = subject.id and known.order_index = staged.order_index"
    upsert(
        connection,
        "topics",
        "topics",
        ("subject_id", "order_index"),
        ("name", "description", "difficulty_level", "estimated_duration_minutes", "learning_objectives", "status"),
        f"""select staged.line, subject.id as subject_id, staged.order_index, staged.name, staged.description,
            staged.difficulty_level, staged.estimated_duration_minutes, {objectives} as learning_objectives,
            staged.status
        {rows} left join {known}""",
    )
    if "prerequisites" not in staged.present:
        return
    replace_links(
        connection,
        "topics",
        "topic_prerequisites",
        "topic_id",
        "prerequisite_id",
        f"select known.id as topic_id {rows} join {known}",
        f"""select distinct known.id as topic_id, needed.id as prerequisite_id {rows} join {known}
        cross join lateral string_to_table(staged.prerequisites, ';') as item (value)
        join operational.topics as needed
            on needed.subject_id = subject.id and needed.order_index = item.value::integer""",
    )

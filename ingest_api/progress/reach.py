"""How far a recomputation looks: the parts of `statements.RECOMPUTE` that differ.

Every topic of a student's subject, or those that a change names; with assessments and corrections, or marks alone.
Belongs here: SQL that narrows. Does not belong here: the rule of a topic, which is the same for all.
"""

_DONE = "('completed', 'mastered', 'needs_review')"
_NAMED = "= any(%(topic_ids)s::bigint[])"
_ATTENDED = """
    select
        covered.attendance_id, covered.student_id, affected.subject_id, covered.topic_id, covered.understanding,
        mark.session_id, coalesce(mark.minutes_late, 0) as minutes_late
    from affected
"""
_TOPIC = (
    "join operational.topics as topic on topic.id = {row}.topic_id + 0 and topic.subject_id + 0 = {pair}.subject_id"
)
_EVERY_TOPIC = {
    "known": """known as (
    select progress.*
    from affected
    join operational.student_topic_progress as progress on progress.student_id = affected.student_id
    join operational.topics as topic on topic.id = progress.topic_id + 0 and topic.subject_id + 0 = affected.subject_id
)""",
    "counted": """taught as materialized (
    select subject_id, count(*) as topics_total
    from operational.topics
    where status = 'active' and subject_id in (select subject_id from affected)
    group by subject_id
),
done as (
    select derived.student_id, derived.subject_id, count(*) as topics_done
    from derived
    join operational.topics as topic on topic.id = derived.topic_id and topic.status = 'active'
    where derived.is_done
    group by derived.student_id, derived.subject_id
)""",
    "attended_topic": _TOPIC.format(row="attended", pair="attended"),
    "assessments": """join operational.assessments as work
        on work.student_id = affected.student_id and work.subject_id = affected.subject_id
    """
    + _TOPIC.format(row="work", pair="affected"),
    "corrections": """join operational.topic_corrections as correction on correction.student_id = affected.student_id
    """
    + _TOPIC.format(row="correction", pair="affected"),
    "attended": _ATTENDED
    + """
    join operational.session_attendance as mark
        on mark.student_id = affected.student_id and mark.attendance_status in ('present', 'late')
    join operational.session_attendance_topics as covered on covered.attendance_id = mark.id""",
    "topics_of_mark": "count(*) over (partition by attended.attendance_id)",
    "completing": "affected",
    "among": "is not null",
    "done": _DONE,
}
# Of a few students, which the planner does not know: `offset 0` has it look up each by his keys, where it would read
# the rows of all. A connection keeps the plan that it made first, and with it what the planner knew of young tables.
_OWN = "\n    cross join lateral (select own.* from operational.{table} as own where {condition} offset 0) as {name}"
_THESE_TOPICS = {
    "attended": _ATTENDED
    + _OWN.format(
        table="session_attendance_topics",
        condition=f"own.student_id = affected.student_id and own.topic_id {_NAMED}",
        name="covered",
    )
    + _OWN.format(
        table="session_attendance",
        condition="own.id = covered.attendance_id and own.attendance_status in ('present', 'late')",
        name="mark",
    ),
    "assessments": _OWN.format(
        table="assessments",
        condition="own.student_id = affected.student_id and own.subject_id + 0 = affected.subject_id"
        f" and own.topic_id + 0 {_NAMED}",
        name="work",
    ),
    "corrections": _OWN.format(
        table="topic_corrections",
        condition=f"own.student_id = affected.student_id and own.topic_id {_NAMED}",
        name="correction",
    ),
    # A mark spreads its minutes over all topics that it covers, named or not.
    "topics_of_mark": """(
            select count(*)
            from operational.session_attendance_topics as beside
            where beside.attendance_id = attended.attendance_id
        )""",
    "known": "known as (\n    select progress.*\n    from affected"  # noqa: S608 - constants
    + _OWN.format(
        table="student_topic_progress",
        condition=f"own.student_id = affected.student_id and own.topic_id {_NAMED}",
        name="progress",
    )
    + ")",
    # Completion is what it was where no topic's being done moved.
    "completing": "moved",
    "counted": f"""moved as materialized (
    select distinct affected.student_id, affected.subject_id
    from wanted
    join affected using (student_id)
    where wanted.is_done_moved
),
taught as materialized (
    select subject_id, count(*) as topics_total, array_agg(topic.id) as topic_ids
    from (select distinct subject_id from moved) as subject
    cross join lateral (
        select own.id from operational.topics as own
        where own.subject_id = subject.subject_id and own.status = 'active' offset 0
    ) as topic
    group by subject_id
),
done as (
    select student_id, subject_id, sum(topics_done) as topics_done
    from (
        select derived.student_id, derived.subject_id, 1 as topics_done
        from derived
        join moved using (student_id, subject_id)
        join taught on taught.subject_id = derived.subject_id and derived.topic_id = any(taught.topic_ids)
        where derived.is_done
        union all
        select moved.student_id, moved.subject_id, (
            select count(*)
            from operational.student_topic_progress as own
            where own.student_id = moved.student_id
                and own.topic_id + 0 = any(taught.topic_ids)
                and own.status in {_DONE}
                and not (own.topic_id {_NAMED})
        )
        from moved
        join taught using (subject_id)
    ) as topic
    group by student_id, subject_id
)""",  # noqa: S608 - constants
    # Who names topics has seen that they are the subject's.
    "attended_topic": "",
    "among": _NAMED,
    "done": _DONE,
}
# What else than marks says how well a topic is known: assessments, and corrections by staff.
_OTHERWISE = """assessed as (
    select
        work.student_id,
        work.subject_id,
        work.topic_id,
        min(coalesce(work.assessment_date, work.graded_on)) as first_date,
        max(work.graded_on) filter (where work.status = 'graded') as judged_date,
        (array_agg(work.percentage order by work.graded_on desc nulls last, work.id desc)
            filter (where work.status = 'graded'))[1] as percentage,
        jsonb_agg(
            jsonb_build_object('assessment_id', work.id, 'percentage', work.percentage, 'graded_on', work.graded_on)
            order by work.id
        ) filter (where work.status = 'graded') as scores
    from affected
    {assessments}
    where work.status in ('completed', 'graded') and work.topic_id {among}
    group by work.student_id, work.subject_id, work.topic_id
),
corrected as (
    select correction.student_id, affected.subject_id, correction.topic_id, correction.competency_level,
        correction.status, correction.corrected_on
    from affected
    {corrections}
    where correction.topic_id {among}
),
"""
_BESIDE_MARKS = """full join assessed using (student_id, subject_id, topic_id)
        full join corrected using (student_id, subject_id, topic_id)"""
# Where there is nothing else, the same rule of marks alone.
_NOTHING_BESIDE = """cross join (
            select null::bigint as topic_id, null::date as first_date, null::date as judged_date,
                null::numeric as percentage, null::jsonb as scores
        ) as assessed
        cross join (
            select null::text as status, null::integer as competency_level, null::date as corrected_on
        ) as corrected"""
# Whether there is something else, of `moved_ids` and `topic_ids`.
IS_JUDGED_OTHERWISE = """
exists (
    select from operational.assessments as work
    where work.student_id = any(%(moved_ids)s::bigint[]) and work.topic_id + 0 = any(%(topic_ids)s::bigint[])
) or exists (
    select from operational.topic_corrections as correction
    where correction.student_id = any(%(moved_ids)s::bigint[]) and correction.topic_id = any(%(topic_ids)s::bigint[])
)
"""


def parts(*, of_topics: bool, of_marks_alone: bool) -> dict[str, str]:
    """What stands in the places of `statements.RECOMPUTE`; see `recompute_statement`."""
    narrowed = _THESE_TOPICS if of_topics else _EVERY_TOPIC
    if of_marks_alone:
        keys = "covered.student_id, covered.subject_id, covered.topic_id"
        return {**narrowed, "keys": keys, "judged_otherwise": "", "beside_marks": _NOTHING_BESIDE}
    otherwise = _OTHERWISE.format(**narrowed)
    keys = "student_id, subject_id, topic_id"
    return {**narrowed, "keys": keys, "judged_otherwise": otherwise, "beside_marks": _BESIDE_MARKS}

"""The rule of a topic, as ONE set-based statement that the attendance route and the importer share.

Belongs here: SQL that derives `student_topic_progress` and `completion_percentage` from what was observed. Does not
belong here: who calls it and when (the services), reading progress (`repository.py`).

The rule. A topic is *done* when it was covered in an attended session (present or late) and its latest understanding
is empty or at least the mastery level, or when an assessment of it was handed in. The latest understanding is the last
one that was entered; a session that covers the topic without an understanding leaves it as it was.

A correction (`topic_corrections`) stands above what was observed until an understanding of a later day, or a mark of a
later day, is known. A topic that decayed to `needs_review` stays so until something new is known of it.
"""

# Callers hold these locks before they recompute, or two transactions would each derive from the half they can see.
# Always by id, so that two callers never wait for each other. `{affected}`: a query giving student_id, subject_id.
LOCK = """
select enrollment.id
from operational.student_subject_enrollments as enrollment
join ({affected}) as affected using (student_id, subject_id)
order by enrollment.id
for update of enrollment
"""

# `{affected}`: a query giving student_id, subject_id (repetitions welcome). Bind: mastery_level, actor_user_id.
#
# `{attended}`: the topics that were covered in attended sessions, all of them or those that a change can have moved
# (see `recompute_statement`); `{known}`, their progress as it stands, and `{among}` narrow the rest likewise. All other
# topics keep what they say, and `{counted}` counts them towards completion as they stand: a topic is done when its
# status is one of `{done}`.
#
# The planner's guesses of CTEs are wrong by a factor of 1,000, and in a young database it has no figures at all. Two
# habits keep it from nested loops over whole tables:
# - `subject_id + 0` and `topic_id + 0` are no index conditions, so sessions and topics are only ever reached by their
#   own keys, and progress by its student (by a popular topic it is that of the whole institute);
# - a full join is never a nested loop, and where one side holds the other's keys it says the same as a left join.
RECOMPUTE = """
with affected as materialized (
    select distinct student_id, subject_id from ({affected}) as pair
),
attended as materialized ({attended}
),
observed as (
    select
        attended.student_id,
        attended.subject_id,
        attended.topic_id,
        attended.understanding,
        session.session_date,
        greatest(session.duration_minutes - attended.minutes_late, 0)::numeric / {topics_of_mark} as minutes,
        row_number() over (
            partition by attended.student_id, attended.topic_id
            order by session.session_date, session.start_time nulls first, attended.attendance_id
        ) as place
    from attended
    join operational.learning_sessions as session
        on session.id = attended.session_id and session.subject_id + 0 = attended.subject_id
    {attended_topic}
),
judged as (
    select
        *,
        max(place) filter (where understanding < %(mastery_level)s)
            over (partition by student_id, topic_id) as last_low_place
    from observed
),
covered as (
    select
        student_id,
        subject_id,
        topic_id,
        min(session_date) as first_date,
        count(*)::integer as session_count,
        round(sum(minutes))::integer as minutes,
        -- the understanding of the highest place: cheaper than sorting an array for every topic
        (max(place * 10 + understanding) filter (where understanding is not null) %% 10)::integer as understanding,
        max(session_date) filter (where understanding is not null) as judged_date,
        -- since when it has been done without a break; empty when it is not done
        min(session_date) filter (
            where last_low_place is null or (place > last_low_place and understanding is not null)
        ) as done_date
    from judged
    group by student_id, subject_id, topic_id
),
assessed as (
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
derived as materialized (
    select
        student_id, subject_id, topic_id, is_done, competency_level, first_introduced_date, completion_date,
        time_spent_minutes, session_count, assessment_scores,
        case
            when corrected_status is not null then corrected_status
            when not is_done then 'in_progress'
            when competency_level = 5 then 'mastered'
            else 'completed'
        end as status
    from (
        select
            student_id,
            subject_id,
            topic_id,
            case
                when newest.is_corrected then corrected.status in {done}
                else covered.done_date is not null or assessed.topic_id is not null
            end as is_done,
            case
                when newest.is_corrected then corrected.competency_level
                else coalesce(covered.understanding, round(assessed.percentage / 20)::integer, %(mastery_level)s)
            end as competency_level,
            case when newest.is_corrected then corrected.status end as corrected_status,
            least(
                covered.first_date, assessed.first_date,
                case when corrected.status <> 'not_started' then corrected.corrected_on end
            ) as first_introduced_date,
            case
                when not newest.is_corrected then least(covered.done_date, assessed.first_date)
                when corrected.status in {done}
                    then least(covered.done_date, assessed.first_date, corrected.corrected_on)
            end as completion_date,
            coalesce(covered.minutes, 0) as time_spent_minutes,
            coalesce(covered.session_count, 0) as session_count,
            coalesce(assessed.scores, '[]'::jsonb) as assessment_scores
        from covered
        full join assessed using (student_id, subject_id, topic_id)
        full join corrected using (student_id, subject_id, topic_id)
        cross join lateral (
            select coalesce(
                corrected.corrected_on
                    >= coalesce(greatest(covered.judged_date, assessed.judged_date), corrected.corrected_on), false
            ) as is_corrected
        ) as newest
        -- of an outdated correction alone nothing follows
        where newest.is_corrected or covered.topic_id is not null or assessed.topic_id is not null
    ) as fact
),
{known},
-- what a correction took away is known but not derived any more, and starts anew
wanted as (
    select
        student_id,
        topic_id,
        coalesce(derived.competency_level, 0) as competency_level,
        case
            when known.status = 'needs_review' and derived.status in ('completed', 'mastered')
                and (known.competency_level, known.session_count, known.assessment_scores)
                    is not distinct from (derived.competency_level, derived.session_count, derived.assessment_scores)
                then known.status
            else coalesce(derived.status, 'not_started')
        end as status,
        derived.first_introduced_date,
        derived.completion_date,
        coalesce(derived.time_spent_minutes, 0) as time_spent_minutes,
        coalesce(derived.session_count, 0) as session_count,
        coalesce(derived.assessment_scores, '[]'::jsonb) as assessment_scores,
        (
            known.competency_level, known.status, known.first_introduced_date, known.completion_date,
            known.time_spent_minutes, known.session_count, known.assessment_scores
        ) as known_values,
        coalesce(known.status in {done}, false) <> coalesce(derived.is_done, false) as is_done_moved
    from derived
    full join known using (student_id, topic_id)
),
written as (
    insert into operational.student_topic_progress as progress (
        student_id, topic_id, competency_level, status, first_introduced_date, completion_date, time_spent_minutes,
        session_count, assessment_scores, last_updated_by
    )
    select
        student_id, topic_id, competency_level, status, first_introduced_date, completion_date, time_spent_minutes,
        session_count, assessment_scores, %(actor_user_id)s::bigint
    from wanted
    where known_values is distinct from (
        competency_level, status, first_introduced_date, completion_date, time_spent_minutes, session_count,
        assessment_scores
    )
    on conflict (student_id, topic_id) do update set
        competency_level = excluded.competency_level,
        status = excluded.status,
        first_introduced_date = excluded.first_introduced_date,
        completion_date = excluded.completion_date,
        time_spent_minutes = excluded.time_spent_minutes,
        session_count = excluded.session_count,
        assessment_scores = excluded.assessment_scores,
        last_updated_by = excluded.last_updated_by
    returning progress.id
),
{counted},
completion as materialized (
    select
        student_id,
        subject_id,
        coalesce(round(100.0 * done.topics_done / taught.topics_total, 2), 0) as percentage
    from {completing}
    full join done using (student_id, subject_id)
    left join taught using (subject_id)
),
updated as (
    update operational.student_subject_enrollments as enrollment
    set completion_percentage = completion.percentage
    from completion
    where enrollment.student_id = completion.student_id
        and enrollment.subject_id = completion.subject_id
        and enrollment.completion_percentage is distinct from completion.percentage
    returning enrollment.id
)
select
    (select count(*) from written) as progress_count,
    (select count(*) from updated) as enrollment_count
"""


def lock_statement(affected: str) -> str:
    """`LOCK` for the pairs that the query `affected` gives (columns student_id, subject_id)."""
    return LOCK.format(affected=affected)


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


def recompute_statement(affected: str, *, of_topics: bool = False) -> str:
    """`RECOMPUTE` for the pairs that the query `affected` gives (columns student_id, subject_id).

    Binds (psycopg names): `mastery_level` int, `actor_user_id` int or None, and whatever `affected` binds itself.
    With `of_topics` also `topic_ids`, a list: every topic of the subject that a changed mark or assessment named before
    or names now. Then only these are derived anew, which costs what changed and not how long the student has been here.
    Answers one row: how many progress rows and how many enrolments changed; what was right already is not touched.
    """
    return RECOMPUTE.format(affected=affected, **(_THESE_TOPICS if of_topics else _EVERY_TOPIC))

"""The rule of a topic, as ONE set-based statement that the attendance route and the importer share.

Belongs here: SQL that derives `student_topic_progress` and `completion_percentage` from what was observed. Does not
belong here: who calls it and when (the services), reading progress (`repository.py`).

The rule. A topic is *done* when it was covered in an attended session (present or late) and its latest understanding
is empty or at least the mastery level, or when an assessment of it was handed in. The latest understanding is the last
one that was entered; a session that covers the topic without an understanding leaves it as it was.

A correction (`topic_corrections`) stands above what was observed until an understanding of a later day, or a mark of a
later day, is known. A topic that decayed to `needs_review` stays so until something new is known of it.
"""

from ingest_api.progress import reach
from ingest_api.rows import stamped

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
        row_number() over from_the_newest as age,
        bool_or(attended.understanding < %(mastery_level)s) over from_the_newest as is_low_since
    from attended
    join operational.learning_sessions as session
        on session.id = attended.session_id and session.subject_id + 0 = attended.subject_id
    {attended_topic}
    window from_the_newest as (
        partition by attended.student_id, attended.topic_id
        order by session.session_date desc, session.start_time desc nulls last, attended.attendance_id desc
        rows unbounded preceding
    )
),
covered as (
    select
        student_id,
        subject_id,
        topic_id,
        min(session_date) as first_date,
        count(*)::integer as session_count,
        round(sum(minutes))::integer as minutes,
        -- the newest understanding: cheaper than sorting an array for every topic
        (min(age * 10 + understanding) %% 10)::integer as understanding,
        max(session_date) filter (where understanding is not null) as judged_date,
        -- since when it has been done without a break; empty when it is not done
        case
            when bool_or(is_low_since) then
                min(session_date) filter (where is_low_since is not true and understanding is not null)
            else min(session_date)
        end as done_date
    from observed
    group by student_id, subject_id, topic_id
),
{judged_otherwise}derived as materialized (
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
            {keys},
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
        {beside_marks}
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
        last_updated_by = excluded.last_updated_by,
        {stamped}
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
    set completion_percentage = completion.percentage, {stamped_enrollment}
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


def recompute_statement(affected: str, *, of_topics: bool = False, of_marks_alone: bool = False) -> str:
    """`RECOMPUTE` for the pairs that the query `affected` gives (columns student_id, subject_id).

    Binds (psycopg names): `mastery_level` int, `actor_user_id` int or None, and whatever `affected` binds itself.
    With `of_topics` also `topic_ids`, a list: every topic of the subject that a changed mark or assessment named before
    or names now. Then only these are derived anew, which costs what changed and not how long the student has been here.
    With `of_marks_alone` the caller knows that `reach.IS_JUDGED_OTHERWISE` is false: nothing else is looked for.
    Answers one row: how many progress rows and how many enrolments changed; what was right already is not touched.
    """
    stamps = {"stamped": stamped("progress"), "stamped_enrollment": stamped("enrollment")}
    narrowed = reach.parts(of_topics=of_topics, of_marks_alone=of_marks_alone)
    return RECOMPUTE.format(affected=affected, **stamps, **narrowed)

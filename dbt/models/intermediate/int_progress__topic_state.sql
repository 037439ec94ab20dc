-- The rule of a topic, over all observations of it: done when an assessment was handed in, or when it was covered and
-- the latest understanding is empty or at least the mastery level. The API applies the same rule when a mark is saved.
with observed as (

    select
        student_id,
        enrollment_id,
        topic_id,
        source,
        understanding,
        row_number() over (
            partition by student_id, topic_id
            order by
                case when understanding is null then 1 else 0 end,
                observed_on desc,
                order_in_day desc
        ) as recency
    from {{ ref('fct_topic_observation') }}

),

by_topic as (

    select
        student_id,
        enrollment_id,
        topic_id,
        max(case when recency = 1 then understanding end) as latest_understanding,
        max(case when source = 'attendance' then 1 else 0 end) as is_covered,
        max(case when source = 'assessment' then 1 else 0 end) as is_handed_in
    from observed
    group by student_id, enrollment_id, topic_id

)

select
    student_id,
    enrollment_id,
    topic_id,
    latest_understanding,
    is_handed_in = 1
    or (is_covered = 1 and coalesce(latest_understanding >= {{ var('mastery_level') }}, true)) as is_done
from by_topic

{{ config(
    materialized='incremental',
    unique_key=['student_id', 'topic_id'],
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['extract_id']}, {'columns': ['student_id', 'topic_id'], 'unique': True}, {'columns': ['enrollment_id']}],
    pre_hook="{{ take_out_changed('student_id, topic_id', changed_in('fct_topic_observation', 'student_id, topic_id')) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

-- The rule of a topic, over all observations of it: done when an assessment was handed in, or when it was covered and
-- the latest understanding is empty or at least the mastery level. A correction stands above that until something of a
-- later day is judged. The API applies the same rule when a mark is saved.
with observed as (

    select
        student_id,
        enrollment_id,
        topic_id,
        source,
        understanding,
        competency_level,
        judged_on,
        is_done,
        observed_on,
        row_number() over (
            partition by student_id, topic_id
            order by
                case when understanding is null then 1 else 0 end,
                observed_on desc,
                order_in_day desc
        ) as recency,
        row_number() over (
            partition by student_id, topic_id
            order by
                case when source = 'assessment' and competency_level is not null then 0 else 1 end,
                case when judged_on is null then 1 else 0 end,
                judged_on desc,
                order_in_day desc
        ) as mark_recency
    from {{ ref('fct_topic_observation') }}
    {% if is_incremental() %}
    where (student_id, topic_id) in ({{ changed_keys('student_id, topic_id') }})
    {% endif %}

),

by_topic as (

    select
        student_id,
        enrollment_id,
        topic_id,
        max(case when recency = 1 then understanding end) as latest_understanding,
        max(case when mark_recency = 1 and source = 'assessment' then competency_level end) as latest_mark_level,
        min(case when is_done then observed_on end) as first_done_on,
        max(case when source = 'attendance' then 1 else 0 end) as is_covered,
        max(case when source = 'assessment' then 1 else 0 end) as is_handed_in,
        max(case when source <> 'correction' then judged_on end) as judged_on,
        max(case when source = 'correction' then judged_on end) as corrected_on,
        max(case when source = 'correction' then competency_level end) as corrected_level,
        max(case when source = 'correction' and is_done then 1 else 0 end) as is_corrected_to_done
    from observed
    group by student_id, enrollment_id, topic_id

),

judged as (

    select
        by_topic.*,
        coalesce(by_topic.corrected_on >= coalesce(by_topic.judged_on, by_topic.corrected_on), false) as is_corrected
    from by_topic

)

select
    judged.student_id,
    judged.enrollment_id,
    judged.topic_id,
    judged.latest_understanding,
    judged.is_corrected,
    cast(
        case
            when judged.is_corrected then judged.corrected_level
            else coalesce(judged.latest_understanding, judged.latest_mark_level, {{ var('mastery_level') }})
        end as integer
    ) as competency_level,
    case
        when judged.is_corrected then judged.is_corrected_to_done = 1
        else
            judged.is_handed_in = 1
            or (judged.is_covered = 1 and coalesce(judged.latest_understanding >= {{ var('mastery_level') }}, true))
    end as is_done,
    judged.first_done_on,
    clock.extract_id
from judged
cross join {{ ref('stg_operational__clock') }} as clock

{{ config(tags=['scoring']) }}

select
    topic.topic_id,
    topic.subject_id,
    subject.subject_code as subject,
    topic.order_index,
    topic.topic_name,
    topic.estimated_duration_minutes / cast(60 as double precision) as planned_hours,
    estimate.scored_as_of,
    cast(estimate.student_count as integer) as student_count,
    cast(estimate.mastered_count as integer) as mastered_count,
    estimate.hours_to_mastery,
    estimate.hours_low,
    estimate.hours_high,
    estimate.sessions_to_mastery,
    estimate.sessions_low,
    estimate.sessions_high,
    estimate.relative_hours,
    estimate.relative_low,
    estimate.relative_high,
    estimate.review_share,
    estimate.review_low,
    estimate.review_high,
    estimate.mark_percent,
    estimate.mark_low,
    estimate.mark_high,
    estimate.difficulty,
    estimate.model_version
from {{ ref('stg_predictions__topic_difficulty') }} as estimate
inner join {{ ref('dim_topic') }} as topic on estimate.topic_id = topic.topic_id
inner join {{ ref('dim_subject') }} as subject on topic.subject_id = subject.subject_id

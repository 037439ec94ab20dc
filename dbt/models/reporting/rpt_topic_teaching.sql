{{ config(tags=['scoring']) }}

select
    estimate.topic_teaching_key,
    estimate.topic_id,
    estimate.faculty_id,
    topic.subject_id,
    estimate.scored_as_of,
    cast(estimate.student_count as integer) as student_count,
    cast(estimate.judgement_count as integer) as judgement_count,
    estimate.effect,
    estimate.effect_low,
    estimate.effect_high,
    estimate.verdict,
    estimate.model_version
from {{ ref('stg_predictions__topic_teaching') }} as estimate
inner join {{ ref('dim_topic') }} as topic on estimate.topic_id = topic.topic_id
inner join {{ ref('dim_faculty') }} as faculty on estimate.faculty_id = faculty.faculty_id

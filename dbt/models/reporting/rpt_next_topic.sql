{{ config(tags=['scoring']) }}

select
    suggestion.next_topic_key,
    enrollment.enrollment_id,
    enrollment.enrollment_no,
    enrollment.subject_code as subject,
    cast(suggestion.place as integer) as place,
    suggestion.scored_as_of,
    suggestion.topic_id,
    topic.topic_name,
    suggestion.step,
    suggestion.reason,
    suggestion.expected_sessions,
    suggestion.expected_hours,
    suggestion.suited_level,
    suggestion.model_version
from {{ ref('stg_predictions__next_topic') }} as suggestion
inner join {{ ref('fct_enrollment') }} as enrollment on suggestion.enrollment_id = enrollment.enrollment_id
inner join {{ ref('dim_topic') }} as topic on suggestion.topic_id = topic.topic_id
where enrollment.status = 'active'

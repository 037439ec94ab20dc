select
    step.learning_path_step_id,
    step.learning_path_id,
    step.position,
    coalesce(step.subject_id, topic.subject_id) as subject_id,
    step.topic_id,
    step.topic_id is null as is_whole_subject,
    step.status
from {{ ref('stg_operational__learning_path_step') }} as step
left join {{ ref('stg_operational__topic') }} as topic on step.topic_id = topic.topic_id

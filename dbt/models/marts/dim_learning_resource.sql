select
    resource.resource_id as learning_resource_id,
    coalesce(resource.subject_id, topic.subject_id) as subject_id,
    resource.topic_id,
    resource.title,
    resource.kind,
    resource.difficulty as difficulty_level,
    resource.duration_minutes,
    resource.learning_style,
    resource.status,
    resource.url is null as is_file
from {{ ref('stg_operational__resource') }} as resource
left join {{ ref('stg_operational__topic') }} as topic on resource.topic_id = topic.topic_id

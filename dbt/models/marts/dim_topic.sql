select
    topic_id,
    subject_id,
    order_index,
    name as topic_name,
    difficulty_level,
    estimated_duration_minutes,
    status
from {{ ref('stg_operational__topic') }}

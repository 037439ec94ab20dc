select
    id as attendance_topic_id,
    attendance_id,
    topic_id,
    understanding,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'session_attendance_topics') }}
where not is_deleted

select
    id as reward_id,
    reference,
    student_id,
    faculty_id,
    type as reward_type,
    category,
    reason,
    points,
    date as reward_date,
    created_by,
    status,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'rewards_penalties') }}
where not is_deleted

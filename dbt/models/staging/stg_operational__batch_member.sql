select
    id as batch_member_id,
    batch_id,
    student_id,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'flexible_batch_members') }}
where not is_deleted

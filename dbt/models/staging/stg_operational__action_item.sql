select
    id as action_item_id,
    campus_id,
    feedback_id,
    title,
    description,
    assigned_to,
    due_date,
    status,
    completed_at,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'action_items') }}
where not is_deleted

select
    id as follow_up_id,
    inquiry_id,
    counselor_id,
    follow_up_date,
    follow_up_type,
    notes,
    next_follow_up_date,
    status,
    outcome,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'follow_ups') }}
where not is_deleted

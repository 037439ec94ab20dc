select
    id as campus_id,
    code,
    name,
    time_zone,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'campuses') }}
where not is_deleted

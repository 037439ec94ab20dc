select
    id as holiday_id,
    campus_id,
    holiday_date,
    name,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'holidays') }}
where not is_deleted

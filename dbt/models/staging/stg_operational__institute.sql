select
    id as institute_id,
    name,
    is_demo,
    clock_as_of,
    currency,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'institute') }}
where not is_deleted

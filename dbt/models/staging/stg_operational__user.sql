select
    id as user_id,
    uuid,
    email,
    first_name,
    last_name,
    phone,
    avatar_url,
    role,
    status,
    campus_id,
    email_verified_at,
    last_login_at,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'users') }}
where not is_deleted

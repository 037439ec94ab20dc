select
    id as session_id,
    session_date,
    start_time,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'learning_sessions_version') }}
-- written with the rows of {{ source('raw', 'learning_sessions') }}, so that a change there is one here

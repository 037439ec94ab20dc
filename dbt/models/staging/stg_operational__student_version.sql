select
    id as student_id,
    campus_id,
    counselor_id,
    status,
    is_deleted,
    extract_id,
    known_on
from {{ source('raw', 'students_version') }}
-- written with the rows of {{ source('raw', 'students') }}, so that a change there is one here

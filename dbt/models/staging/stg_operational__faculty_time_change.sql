-- apart from the other changes, or every fact would be looked through when somebody enters a meeting
select
    id as row_id,
    extract_id,
    is_deleted
from {{ source('raw', 'faculty_time_entries') }}

select
    entry.faculty_time_entry_id as time_entry_id,
    entry.faculty_id,
    faculty.campus_id,
    entry.work_date,
    entry.kind,
    entry.minutes,
    entry.session_id
from {{ ref('stg_operational__faculty_time_entry') }} as entry
inner join {{ ref('stg_operational__faculty') }} as faculty on entry.faculty_id = faculty.faculty_id

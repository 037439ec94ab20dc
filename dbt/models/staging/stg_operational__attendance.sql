select
    id as attendance_id,
    session_id,
    student_id,
    attendance_status,
    minutes_late,
    check_in_time,
    check_out_time,
    faculty_notes,
    student_feedback,
    next_session_prep,
    recorded_at,
    marked_by,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'session_attendance') }}
where not is_deleted

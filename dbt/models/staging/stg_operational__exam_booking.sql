select
    id as exam_booking_id,
    slot_id as exam_slot_id,
    student_id,
    status,
    booked_at,
    created_at,
    updated_at,
    extract_id
from {{ source('raw', 'exam_bookings') }}
where not is_deleted

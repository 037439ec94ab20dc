with bookings as (

    select
        booking.*,
        slot.campus_id,
        slot.subject_id,
        slot.topic_id,
        slot.exam_date,
        {{ local_date('booking.booked_at', 'campus.time_zone') }} as booked_on
    from {{ ref('stg_operational__exam_booking') }} as booking
    inner join {{ ref('dim_exam_slot') }} as slot on booking.exam_slot_id = slot.exam_slot_id
    inner join {{ ref('stg_operational__campus') }} as campus on slot.campus_id = campus.campus_id

)

select
    bookings.exam_booking_id,
    bookings.exam_slot_id,
    bookings.student_id,
    link.enrollment_id,
    bookings.campus_id,
    bookings.subject_id,
    bookings.topic_id,
    bookings.exam_date,
    bookings.booked_on,
    cast({{ dbt.datediff('bookings.booked_on', 'bookings.exam_date', 'day') }} as integer) as days_ahead,
    bookings.status
from bookings
left join {{ ref('int_enrollment__link') }} as link
    on bookings.student_id = link.student_id and bookings.subject_id = link.subject_id

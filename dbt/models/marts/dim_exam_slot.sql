with places as (

    select
        exam_slot_id,
        sum(case when status <> 'cancelled' then 1 else 0 end) as places_taken,
        sum(case when status = 'attended' then 1 else 0 end) as places_attended
    from {{ ref('stg_operational__exam_booking') }}
    group by exam_slot_id

)

select
    slot.exam_slot_id,
    slot.campus_id,
    slot.subject_id,
    slot.topic_id,
    slot.faculty_id,
    {{ local_date('slot.starts_at', 'campus.time_zone') }} as exam_date,
    slot.starts_at,
    slot.duration_minutes,
    slot.status,
    slot.capacity,
    cast(coalesce(places.places_taken, 0) as integer) as places_taken,
    cast(coalesce(places.places_attended, 0) as integer) as places_attended
from {{ ref('stg_operational__exam_slot') }} as slot
inner join {{ ref('stg_operational__campus') }} as campus on slot.campus_id = campus.campus_id
left join places on slot.exam_slot_id = places.exam_slot_id

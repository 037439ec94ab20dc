select
    cast(availability.faculty_id as {{ dbt.type_string() }})
    || '@' || cast(availability.weekday as {{ dbt.type_string() }}) as availability_key,
    availability.faculty_id,
    faculty.campus_id,
    cast(availability.weekday as integer) as day_of_week,
    cast(sum(
        ({{ seconds_of_day('availability.end_time') }}) - ({{ seconds_of_day('availability.start_time') }})
    ) / 60 as double precision) as available_minutes
from {{ ref('stg_operational__faculty_availability') }} as availability
inner join {{ ref('stg_operational__faculty') }} as faculty on availability.faculty_id = faculty.faculty_id
group by availability.faculty_id, faculty.campus_id, availability.weekday

select
    cast(availability.faculty_id as {{ dbt.type_string() }})
    || '@' || cast(calendar.date_day as {{ dbt.type_string() }}) as available_day_key,
    availability.faculty_id,
    availability.campus_id,
    calendar.date_day as available_on,
    availability.available_minutes
from {{ ref('dim_faculty_availability') }} as availability
inner join {{ ref('dim_date') }} as calendar on availability.day_of_week = calendar.day_of_week
left join {{ ref('dim_holiday') }} as holiday
    on availability.campus_id = holiday.campus_id and calendar.date_day = holiday.holiday_date
cross join {{ ref('stg_operational__clock') }} as clock
where holiday.holiday_id is null and calendar.date_day <= clock.as_of_date

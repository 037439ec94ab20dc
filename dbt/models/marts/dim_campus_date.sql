select
    cast(campus.campus_id as {{ dbt.type_string() }})
    || '@' || cast(dates.date_day as {{ dbt.type_string() }}) as campus_date_key,
    campus.campus_id,
    dates.date_day,
    dates.is_weekend,
    holiday.holiday_date is not null as is_holiday,
    holiday.holiday_name
from {{ ref('dim_campus') }} as campus
cross join {{ ref('dim_date') }} as dates
left join {{ ref('dim_holiday') }} as holiday
    on campus.campus_id = holiday.campus_id and dates.date_day = holiday.holiday_date

{{ config(materialized='table', tags=['scoring']) }}

with clock as (

    select
        cast({{ dbt.dateadd('week', '-' ~ var('capacity_weeks_back'), dbt.date_trunc('week', 'as_of_date')) }} as date)
            as first_week
    from {{ ref('stg_operational__clock') }}

)

select
    hours.faculty_id,
    hours.campus_id,
    dates.week_start,
    cast(sum(hours.weekly_minutes) / 60.0 as double precision) as weekly_hours,
    cast(sum(hours.holiday_minutes) / 60.0 as double precision) as holiday_hours,
    cast(sum(hours.leave_minutes) / 60.0 as double precision) as leave_hours,
    cast(sum(hours.available_minutes) / 60.0 as double precision) as available_hours
from {{ ref('int_faculty__day_hours') }} as hours
inner join {{ ref('dim_date') }} as dates on hours.date_day = dates.date_day
cross join clock
where hours.date_day >= clock.first_week
group by hours.faculty_id, hours.campus_id, dates.week_start

{{ config(materialized='table', tags=['scoring']) }}

with clock as (

    select
        cast({{ dbt.dateadd('week', '-' ~ var('capacity_weeks_back'), dbt.date_trunc('week', 'as_of_date')) }} as date)
            as first_week,
        cast({{ dbt.dateadd('week', var('demand_horizon_weeks'), dbt.date_trunc('week', 'as_of_date')) }} as date)
            as end_week
    from {{ ref('stg_operational__clock') }}

),

leave as (

    select
        faculty_id,
        work_date,
        sum(minutes) as minutes
    from {{ ref('fct_faculty_time') }}
    where kind = 'leave'
    group by faculty_id, work_date

),

days as (

    select
        availability.faculty_id,
        availability.campus_id,
        dates.week_start,
        calendar.is_holiday,
        least(availability.available_minutes, faculty.max_hours_per_day * 60) as minutes,
        coalesce(leave.minutes, 0) as leave_minutes
    from {{ ref('dim_faculty_availability') }} as availability
    inner join {{ ref('dim_faculty') }} as faculty on availability.faculty_id = faculty.faculty_id
    inner join {{ ref('dim_date') }} as dates on availability.day_of_week = dates.day_of_week
    inner join {{ ref('dim_campus_date') }} as calendar
        on availability.campus_id = calendar.campus_id and dates.date_day = calendar.date_day
    cross join clock
    left join leave on availability.faculty_id = leave.faculty_id and dates.date_day = leave.work_date
    where
        faculty.faculty_status = 'active'
        and dates.week_start >= clock.first_week
        and dates.week_start < clock.end_week

)

select
    faculty_id,
    campus_id,
    week_start,
    cast(sum(minutes) / 60.0 as double precision) as weekly_hours,
    cast(sum(case when is_holiday then minutes else 0 end) / 60.0 as double precision) as holiday_hours,
    cast(sum(case when is_holiday then 0 else least(minutes, leave_minutes) end) / 60.0 as double precision)
        as leave_hours,
    cast(sum(case when is_holiday then 0 else minutes - least(minutes, leave_minutes) end) / 60.0 as double precision)
        as available_hours
from days
group by faculty_id, campus_id, week_start

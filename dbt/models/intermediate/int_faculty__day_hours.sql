-- What a faculty member could teach, day by day: the one place that says so, for days that are over and those to come.
with clock as (

    select
        cast({{ dbt.dateadd('week', var('demand_horizon_weeks'), dbt.date_trunc('week', 'as_of_date')) }} as date)
            as end_day
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

weekly as (

    select
        part.faculty_id,
        dates.date_day,
        sum(part.available_minutes) as minutes
    from {{ ref('dim_faculty_availability_history') }} as part
    inner join {{ ref('dim_date') }} as dates
        on
            part.day_of_week = dates.day_of_week
            and dates.date_day >= part.valid_from
            and dates.date_day < part.valid_to
    cross join clock
    where dates.date_day < clock.end_day
    group by part.faculty_id, dates.date_day

),

days as (

    select
        weekly.faculty_id,
        faculty.campus_id,
        weekly.date_day,
        holiday.holiday_id is not null as is_holiday,
        cast(least(weekly.minutes, faculty.max_hours_per_day * 60) as integer) as minutes,
        cast(coalesce(leave.minutes, 0) as integer) as leave_minutes
    from weekly
    inner join {{ ref('dim_faculty_history') }} as faculty
        on
            weekly.faculty_id = faculty.faculty_id
            and weekly.date_day >= faculty.valid_from
            and weekly.date_day < faculty.valid_to
    left join {{ ref('dim_holiday') }} as holiday
        on faculty.campus_id = holiday.campus_id and weekly.date_day = holiday.holiday_date
    left join leave on weekly.faculty_id = leave.faculty_id and weekly.date_day = leave.work_date
    where faculty.faculty_status = 'active'

)

select
    faculty_id,
    campus_id,
    date_day,
    minutes as weekly_minutes,
    case when is_holiday then minutes else 0 end as holiday_minutes,
    case when is_holiday then 0 else least(minutes, leave_minutes) end as leave_minutes,
    case when is_holiday then 0 else minutes - least(minutes, leave_minutes) end as available_minutes
from days

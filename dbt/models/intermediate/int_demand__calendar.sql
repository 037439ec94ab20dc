{{ config(materialized='table', tags=['scoring']) }}

-- How much of a week's teaching time a campus is closed. Days weigh as much as its faculty could teach on them; a
-- campus where nobody entered hours works from Monday to Friday.
with weekday_hours as (

    select
        campus_id,
        day_of_week,
        sum(available_minutes) as minutes
    from {{ ref('dim_faculty_availability') }}
    group by campus_id, day_of_week

),

campus_hours as (

    select distinct campus_id
    from weekday_hours

),

days as (

    select
        calendar.campus_id,
        dates.week_start,
        calendar.is_holiday,
        case
            when campus_hours.campus_id is not null then coalesce(weekday_hours.minutes, 0)
            when calendar.is_weekend then 0
            else 1
        end as weight
    from {{ ref('dim_campus_date') }} as calendar
    inner join {{ ref('dim_date') }} as dates on calendar.date_day = dates.date_day
    left join campus_hours on calendar.campus_id = campus_hours.campus_id
    left join weekday_hours
        on calendar.campus_id = weekday_hours.campus_id and dates.day_of_week = weekday_hours.day_of_week

)

select
    campus_id,
    week_start,
    cast(
        coalesce(sum(case when is_holiday then weight else 0 end) / nullif(sum(weight), 0), 0) as double precision
    ) as closed_share
from days
group by campus_id, week_start

{%- set this_week = dbt.date_trunc('week', 'as_of_date') %}

with clock as (

    select
        cast({{ this_week }} as date) as this_week,
        cast({{ dbt.dateadd('week', '-' ~ var('capacity_weeks_back'), this_week) }} as date) as first_week,
        cast({{ dbt.dateadd('week', '-' ~ var('session_length_weeks'), this_week) }} as date) as length_from
    from {{ ref('stg_operational__clock') }}

),

booked as (

    select
        scope.campus_code,
        week.week_start,
        sum(week.sessions) as sessions,
        sum(week.session_hours) as hours
    from {{ ref('int_demand__week') }} as week
    inner join {{ ref('int_institute__scope') }} as scope on week.campus_id = scope.campus_id
    group by scope.campus_code, week.week_start

),

-- Sessions are forecast; how long one is moves little, so that the newest weeks tell.
session_length as (

    select
        booked.campus_code,
        sum(booked.hours) / nullif(sum(booked.sessions), 0) as hours
    from booked
    cross join clock
    where booked.week_start >= clock.length_from and booked.week_start < clock.this_week
    group by booked.campus_code

),

forecast as (

    select
        forecast.campus_code,
        forecast.week_start,
        forecast.p10 * session_length.hours as p10_hours,
        forecast.p50 * session_length.hours as p50_hours,
        forecast.p90 * session_length.hours as p90_hours
    from {{ ref('rpt_demand_forecast') }} as forecast
    inner join session_length on forecast.campus_code = session_length.campus_code
    where forecast.measure = 'sessions'

),

weeks as (

    select
        demand.campus_code,
        demand.week_start,
        not demand.is_whole as is_ahead,
        coalesce(booked.hours, 0) as booked_hours,
        forecast.p10_hours,
        forecast.p50_hours,
        forecast.p90_hours,
        hours.faculty,
        hours.holiday_hours,
        hours.leave_hours,
        hours.available_hours,
        -- What stands in the calendar already will be needed whatever the forecast says.
        case
            when demand.is_whole then coalesce(booked.hours, 0)
            when forecast.p50_hours is not null then greatest(forecast.p50_hours, coalesce(booked.hours, 0))
        end as expected_hours
    from {{ ref('feat_demand_week') }} as demand
    cross join clock
    left join booked on demand.campus_code = booked.campus_code and demand.week_start = booked.week_start
    left join forecast on demand.campus_code = forecast.campus_code and demand.week_start = forecast.week_start
    left join {{ ref('int_capacity__hours') }} as hours
        on demand.campus_code = hours.campus_code and demand.week_start = hours.week_start
    where demand.week_start >= clock.first_week

)

select
    campus_code,
    week_start,
    is_ahead,
    cast(booked_hours as double precision) as booked_hours,
    cast(p10_hours as double precision) as p10_hours,
    cast(p50_hours as double precision) as p50_hours,
    cast(p90_hours as double precision) as p90_hours,
    cast(expected_hours as double precision) as expected_hours,
    cast(coalesce(faculty, 0) as bigint) as faculty,
    cast(coalesce(holiday_hours, 0) as double precision) as holiday_hours,
    cast(coalesce(leave_hours, 0) as double precision) as leave_hours,
    cast(coalesce(available_hours, 0) as double precision) as available_hours,
    cast(available_hours - expected_hours as double precision) as spare_hours,
    cast(expected_hours / nullif(available_hours, 0) as double precision) as load_share,
    {{ capacity_state('expected_hours', 'available_hours') }} as state
from weeks

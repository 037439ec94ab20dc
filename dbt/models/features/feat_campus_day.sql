{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}
{%- set weeks = var('closed_weekday_weeks') %}

-- A weekday is closed where the eight weeks before a day had many sessions and hardly any on that weekday: only what
-- lies before a day tells of it. Days ahead of the clock are as the last seven.
with planned as (

    select
        campus_id,
        session_date,
        count(*) as sessions
    from {{ ref('fct_session') }}
    group by campus_id, session_date

),

counted as (

    select
        calendar.campus_id,
        calendar.date_day,
        calendar.is_holiday,
        dates.day_of_week,
        sum(coalesce(planned.sessions, 0)) over (
            partition by calendar.campus_id, dates.day_of_week order by calendar.date_day
            rows between {{ weeks }} preceding and 1 preceding
        ) as sessions_that_weekday,
        sum(coalesce(planned.sessions, 0)) over (
            partition by calendar.campus_id order by calendar.date_day
            rows between {{ 7 * weeks }} preceding and 1 preceding
        ) as sessions_before
    from {{ ref('dim_campus_date') }} as calendar
    inner join {{ ref('dim_date') }} as dates on calendar.date_day = dates.date_day
    left join planned
        on calendar.campus_id = planned.campus_id and calendar.date_day = planned.session_date

),

judged as (

    select
        counted.campus_id,
        counted.date_day,
        counted.is_holiday,
        counted.day_of_week,
        clock.as_of_date,
        coalesce(
            counted.sessions_before >= {{ var('closed_weekday_sessions') }}
            and counted.sessions_that_weekday < {{ var('closed_weekday_share') }} * counted.sessions_before,
            false
        ) as is_closed
    from counted
    cross join {{ ref('stg_operational__clock') }} as clock

),

newest as (

    select
        campus_id,
        day_of_week,
        is_closed
    from judged
    where
        date_day <= as_of_date
        and date_day > cast({{ dbt.dateadd('day', -7, 'as_of_date') }} as date)

)

select
    cast(judged.campus_id as {{ dbt.type_string() }})
    || '@' || cast(judged.date_day as {{ dbt.type_string() }}) as campus_day_key,
    cast(judged.campus_id as bigint) as campus_id,
    judged.date_day,
    judged.is_holiday,
    case
        when judged.date_day <= judged.as_of_date then judged.is_closed
        else coalesce(newest.is_closed, false)
    end as is_closed_weekday
from judged
left join newest on judged.campus_id = newest.campus_id and judged.day_of_week = newest.day_of_week

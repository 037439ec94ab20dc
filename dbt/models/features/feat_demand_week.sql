{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

with clock as (

    select
        cast({{ dbt.date_trunc('week', 'as_of_date') }} as date) as this_week,
        cast({{ dbt.dateadd('week', var('demand_horizon_weeks'), dbt.date_trunc('week', 'as_of_date')) }} as date)
            as end_week
    from {{ ref('stg_operational__clock') }}

),

beginnings as (

    select
        campus_id,
        min(week_start) as first_week
    from {{ ref('int_demand__week') }}
    group by campus_id

),

campus_weeks as (

    select
        scope.campus_code,
        calendar.week_start,
        calendar.closed_share,
        calendar.week_start < clock.this_week as is_whole,
        happened.sessions,
        happened.session_hours,
        happened.new_enrollments,
        happened.inquiries,
        happened.completions
    from {{ ref('int_demand__calendar') }} as calendar
    inner join beginnings on calendar.campus_id = beginnings.campus_id
    inner join {{ ref('int_institute__scope') }} as scope on calendar.campus_id = scope.campus_id
    cross join clock
    left join {{ ref('int_demand__week') }} as happened
        on calendar.campus_id = happened.campus_id and calendar.week_start = happened.week_start
    where calendar.week_start >= beginnings.first_week and calendar.week_start < clock.end_week

)

-- Of a week that is not over nothing is told but how much of it is closed, which is known beforehand.
select
    campus_code || '@' || cast(week_start as {{ dbt.type_string() }}) as demand_week_key,
    campus_code,
    week_start,
    is_whole,
    avg(closed_share) as closed_share,
    case when is_whole then cast(coalesce(sum(sessions), 0) as bigint) end as sessions,
    case when is_whole then coalesce(sum(session_hours), 0) end as session_hours,
    case when is_whole then cast(coalesce(sum(new_enrollments), 0) as bigint) end as new_enrollments,
    case when is_whole then cast(coalesce(sum(inquiries), 0) as bigint) end as inquiries,
    case when is_whole then cast(coalesce(sum(completions), 0) as bigint) end as completions
from campus_weeks
group by campus_code, week_start, is_whole

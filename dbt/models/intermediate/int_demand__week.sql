{{ config(materialized='table', tags=['scoring']) }}

-- A cancelled session took nobody's time. One that nobody has marked yet did: left out, the newest weeks would look
-- quieter than they were until the last mark is in.
with happened as (

    select
        campus_id,
        session_date as happened_on,
        count(*) as sessions,
        sum(duration_minutes) / 60.0 as session_hours,
        0 as new_enrollments,
        0 as inquiries,
        0 as completions
    from {{ ref('fct_session') }}
    where status <> 'cancelled'
    group by campus_id, session_date
    union all
    select
        campus_id,
        enrolled_on,
        0,
        0,
        1,
        0,
        0
    from {{ ref('fct_enrollment') }}
    union all
    select
        campus_id,
        inquired_on,
        0,
        0,
        0,
        1,
        0
    from {{ ref('fct_inquiry') }}
    where not is_duplicate
    union all
    select
        campus_id,
        completed_on,
        0,
        0,
        0,
        0,
        1
    from {{ ref('fct_enrollment') }}
    where outcome = 'completed' and completed_on is not null

)

select
    campus_id,
    cast({{ dbt.date_trunc('week', 'happened_on') }} as date) as week_start,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(session_hours) as double precision) as session_hours,
    cast(sum(new_enrollments) as bigint) as new_enrollments,
    cast(sum(inquiries) as bigint) as inquiries,
    cast(sum(completions) as bigint) as completions
from happened
group by campus_id, cast({{ dbt.date_trunc('week', 'happened_on') }} as date)

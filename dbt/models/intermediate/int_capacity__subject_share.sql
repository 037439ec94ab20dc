{{ config(materialized='table', tags=['scoring']) }}
{%- set this_week = dbt.date_trunc('week', 'as_of_date') %}

-- How the newest hours of a campus spread over its subjects.
with clock as (

    select
        cast({{ this_week }} as date) as this_week,
        cast({{ dbt.dateadd('week', '-' ~ var('session_length_weeks'), this_week) }} as date) as share_from
    from {{ ref('stg_operational__clock') }}

),

taught as (

    select
        session.campus_id,
        session.subject_id,
        sum(session.duration_minutes) as minutes
    from {{ ref('fct_session') }} as session
    cross join clock
    where
        session.status <> 'cancelled'
        and session.subject_id is not null
        and session.session_date >= clock.share_from
        and session.session_date < clock.this_week
    group by session.campus_id, session.subject_id

),

totals as (

    select
        campus_id,
        sum(minutes) as minutes
    from taught
    group by campus_id

)

select
    taught.campus_id,
    taught.subject_id,
    cast(taught.minutes * 1.0 / nullif(totals.minutes, 0) as double precision) as hours_share
from taught
inner join totals on taught.campus_id = totals.campus_id

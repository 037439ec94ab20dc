{{ config(
    materialized='incremental',
    unique_key=['faculty_id', 'campus_id', 'week_start'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['week_start', 'faculty_id', 'campus_id'], 'unique': True}],
    pre_hook="{{ take_out_changed('week_start', changed_teaching_weeks(), {'happened_on': 'week_start'}) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with minutes as (

    select
        session.faculty_id,
        session.campus_id,
        {{ features_monday('session.session_date') }} as week_start,
        1 as is_session,
        case when session.is_delivered then 1 else 0 end as is_delivered,
        case when session.status = 'cancelled' then 1 else 0 end as is_cancelled,
        case when session.status = 'no_show' then 1 else 0 end as is_no_show,
        session.duration_minutes,
        0 as available_minutes
    from {{ ref('fct_session') }} as session
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        session.session_date <= clock.as_of_date
        {% if is_incremental() %}
        and {{ within_periods('session.session_date', 'week', changed_teaching_weeks()) }}
        {% endif %}

    union all

    select
        day.faculty_id,
        day.campus_id,
        {{ features_monday('day.available_on') }} as week_start,
        0 as is_session,
        0 as is_delivered,
        0 as is_cancelled,
        0 as is_no_show,
        0 as duration_minutes,
        day.available_minutes
    from {{ ref('fct_faculty_available_day') }} as day
    {% if is_incremental() %}
    where {{ within_periods('day.available_on', 'week', changed_teaching_weeks()) }}
    {% endif %}

)

select
    minutes.faculty_id,
    minutes.campus_id,
    minutes.week_start,
    cast(sum(minutes.is_session) as bigint) as sessions,
    cast(sum(minutes.is_delivered) as bigint) as sessions_delivered,
    cast(sum(minutes.is_cancelled) as bigint) as sessions_cancelled,
    cast(sum(minutes.is_no_show) as bigint) as sessions_no_show,
    cast(sum(minutes.is_delivered * minutes.duration_minutes) as bigint) as delivered_minutes,
    cast(sum(minutes.is_cancelled * minutes.duration_minutes) as bigint) as cancelled_minutes,
    cast(sum(minutes.is_no_show * minutes.duration_minutes) as bigint) as no_show_minutes,
    cast(sum(minutes.available_minutes) as bigint) as available_minutes,
    max(clock.extract_id) as extract_id
from minutes
cross join {{ ref('stg_operational__clock') }} as clock
group by minutes.faculty_id, minutes.campus_id, minutes.week_start

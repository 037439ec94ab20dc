{{ config(
    materialized='incremental',
    unique_key='day_key',
    incremental_strategy='delete+insert',
    indexes=[
        {'columns': ['extract_id']}, {'columns': ['day_key'], 'unique': True}, {'columns': ['session_date', 'campus_id']},
    ],
    pre_hook="{{ take_out_changed('session_date, campus_id', changed_days()) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with marks as (

    select
        campus_id,
        session_date,
        count(*) as marks,
        count(case when is_attended then 1 end) as attended,
        count(case when attendance_status = 'late' then 1 end) as late,
        sum(delivered_minutes) as delivered_minutes,
        count(distinct case when is_attended then student_id end) as active_students
    from {{ ref('fct_attendance') }}
    {% if is_incremental() %}
    where {{ is_changed_day() }}
    {% endif %}
    group by campus_id, session_date

),

sessions as (

    select
        campus_id,
        session_date,
        count(*) as sessions_delivered
    from {{ ref('fct_session') }}
    where
        is_delivered
        {% if is_incremental() %}
        and {{ is_changed_day() }}
        {% endif %}
    group by campus_id, session_date

),

days as (

    select
        coalesce(marks.campus_id, sessions.campus_id) as campus_id,
        coalesce(marks.session_date, sessions.session_date) as session_date,
        coalesce(marks.marks, 0) as marks,
        coalesce(marks.attended, 0) as attended,
        coalesce(marks.late, 0) as late,
        coalesce(sessions.sessions_delivered, 0) as sessions_delivered,
        coalesce(marks.delivered_minutes, 0) as delivered_minutes,
        coalesce(marks.active_students, 0) as active_students
    from marks
    full join sessions on marks.campus_id = sessions.campus_id and marks.session_date = sessions.session_date

)

select
    cast(days.campus_id as {{ dbt.type_string() }})
    || '@' || cast(days.session_date as {{ dbt.type_string() }}) as day_key,
    days.campus_id,
    days.session_date,
    days.marks,
    days.attended,
    days.late,
    days.sessions_delivered,
    days.delivered_minutes,
    days.active_students,
    clock.extract_id
from days
cross join {{ ref('stg_operational__clock') }} as clock

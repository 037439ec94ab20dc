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
{%- set held = {
    'sessions': '1',
    'sessions_delivered': 'case when session.is_delivered then 1 else 0 end',
    'sessions_cancelled': "case when session.status = 'cancelled' then 1 else 0 end",
    'sessions_no_show': "case when session.status = 'no_show' then 1 else 0 end",
    'delivered_minutes': 'case when session.is_delivered then session.duration_minutes else 0 end',
    'cancelled_minutes': "case when session.status = 'cancelled' then session.duration_minutes else 0 end",
    'no_show_minutes': "case when session.status = 'no_show' then session.duration_minutes else 0 end",
} %}
{%- set used = [
    'available_minutes', 'delivered_within_minutes', 'no_show_within_minutes', 'unclosed_within_minutes',
    'cancelled_within_minutes', 'idle_minutes',
] %}

with weeks as (

    select
        session.faculty_id,
        session.campus_id,
        {{ features_monday('session.session_date') }} as week_start,
        {%- for column, value in held.items() %}
        {{ value }} as {{ column }},
        {%- endfor %}
        0 as days,
        {%- for column in used %}
        cast(null as integer) as {{ column }},
        {%- endfor %}
        0 as overtime_minutes
    from {{ ref('fct_session') }} as session
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        session.faculty_id is not null
        and session.session_date <= clock.as_of_date
        {% if is_incremental() %}
        and {{ within_periods('session.session_date', 'week', changed_teaching_weeks()) }}
        {% endif %}

    union all

    select
        day.faculty_id,
        day.campus_id,
        {{ features_monday('day.date_day') }} as week_start,
        {%- for column in held %}
        0 as {{ column }},
        {%- endfor %}
        1 as days,
        {%- for column in used %}
        day.{{ column }},
        {%- endfor %}
        day.overtime_minutes
    from {{ ref('fct_faculty_day') }} as day
    {% if is_incremental() %}
    where {{ within_periods('day.date_day', 'week', changed_teaching_weeks()) }}
    {% endif %}

)

select
    weeks.faculty_id,
    weeks.campus_id,
    weeks.week_start,
    {%- for column in held.keys() | list + ['days'] + used + ['overtime_minutes'] %}
    cast(sum(weeks.{{ column }}) as bigint) as {{ column }},
    {%- endfor %}
    max(clock.extract_id) as extract_id
from weeks
cross join {{ ref('stg_operational__clock') }} as clock
group by weeks.faculty_id, weeks.campus_id, weeks.week_start

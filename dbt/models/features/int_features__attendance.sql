{{ config(materialized='table', tags=['scoring']) }}
{%- set weeks_by_window = {7: 1, 14: 2, 28: 4} %}
{%- set measures = {
    'sessions': 'count(case when is_attended and {known} then 1 end)',
    'minutes': 'coalesce(sum(case when is_attended and {known} then delivered_minutes end), 0)',
    'days': 'count(distinct case when is_attended and {known} then session_date end)',
    'absences': 'count(case when not is_attended and {known} then 1 end)',
} %}

-- One row per grid row: what attendance told by then. A mark counts in the week of its session, from the week in which
-- it was known; so a week that lies j weeks back shows the marks that became known at most j weeks late.
with marks as (

    select
        attendance.enrollment_id,
        attendance.session_date,
        attendance.is_attended,
        attendance.delivered_minutes,
        {{ features_grid_date('attendance.session_date', 'clock.as_of_date') }} as session_grid_date,
        {{ features_grid_date('greatest(attendance.session_date, attendance.known_on)', 'clock.as_of_date') }}
            as known_grid_date
    from {{ ref('fct_attendance') }} as attendance
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        attendance.enrollment_id is not null
        and greatest(attendance.session_date, attendance.known_on) <= clock.as_of_date

),

delayed as (

    select
        marks.*,
        {{ features_days_between('session_grid_date', 'known_grid_date') }} as days_late
    from marks

),

by_session_week as (

    select
        enrollment_id,
        {%- for measure, expression in measures.items() %}
        {%- for weeks_back in range(4) %}
        {{ expression.format(known='days_late <= ' ~ (7 * weeks_back)) }} as {{ measure }}_{{ weeks_back }},
        {%- endfor %}
        {%- endfor %}
        session_grid_date as as_of_date
    from delayed
    group by enrollment_id, session_grid_date

),

by_known_week as (

    select
        enrollment_id,
        known_grid_date as as_of_date,
        count(case when is_attended then 1 end) as sessions,
        coalesce(sum(case when is_attended then delivered_minutes end), 0) as minutes,
        count(case when not is_attended then 1 end) as absences,
        max(case when is_attended then session_date end) as last_session_on
    from marks
    group by enrollment_id, known_grid_date

)

select
    grid.enrollment_id,
    grid.as_of_date,
    {%- for measure in measures %}
    {%- for window_days, weeks in weeks_by_window.items() %}
    cast(
        {% for weeks_back in range(weeks) -%}
        {%- if weeks_back == 0 -%}
        coalesce(by_session_week.{{ measure }}_0, 0)
        {%- else %}
        + coalesce(lag(by_session_week.{{ measure }}_{{ weeks_back }}, {{ weeks_back }}) over (
            partition by grid.enrollment_id order by grid.as_of_date
        ), 0)
        {%- endif -%}
        {%- endfor %} as integer
    ) as {{ measure }}_{{ window_days }}d,
    {%- endfor %}
    {%- endfor %}
    cast(coalesce(sum(by_known_week.sessions) over grid_so_far, 0) as integer) as sessions_total,
    cast(coalesce(sum(by_known_week.minutes) over grid_so_far, 0) as integer) as minutes_total,
    cast(coalesce(sum(by_known_week.absences) over grid_so_far, 0) as integer) as absences_total,
    max(by_known_week.last_session_on) over grid_so_far as last_session_on
from {{ ref('int_features__grid') }} as grid
left join by_session_week
    on grid.enrollment_id = by_session_week.enrollment_id and grid.as_of_date = by_session_week.as_of_date
left join by_known_week
    on grid.enrollment_id = by_known_week.enrollment_id and grid.as_of_date = by_known_week.as_of_date
window grid_so_far as (
    partition by grid.enrollment_id order by grid.as_of_date rows between unbounded preceding and current row
)

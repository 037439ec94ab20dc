{{ config(materialized='table', tags=['scoring']) }}
{%- set measures = {'planned': 'sign', 'not_held': 'sign * is_not_held', 'judged': 'sign * is_judged',
    'unusual': 'sign * is_unusual'} %}

-- One row per grid row: the sessions planned for the last four weeks as they stood by then. A state adds to the week of
-- its session when it is known, and is taken away again when another one takes its place.
with changes as (

    select
        state.enrollment_id,
        state.session_date,
        state.is_not_held,
        state.is_judged,
        state.is_unusual,
        state.known_from as changed_on,
        1 as sign
    from {{ ref('int_features__plan_state') }} as state
    union all
    select
        state.enrollment_id,
        state.session_date,
        state.is_not_held,
        state.is_judged,
        state.is_unusual,
        greatest(state.known_from, state.known_until),
        -1
    from {{ ref('int_features__plan_state') }} as state
    where state.known_until is not null

),

placed as (

    select
        changes.*,
        {{ features_grid_date('changes.session_date', 'clock.as_of_date') }} as session_grid_date,
        {{ features_grid_date('changes.changed_on', 'clock.as_of_date') }} as known_grid_date
    from changes
    cross join {{ ref('stg_operational__clock') }} as clock
    where changes.changed_on <= clock.as_of_date

),

delayed as (

    select
        placed.*,
        {{ features_days_between('session_grid_date', 'known_grid_date') }} as days_late
    from placed

),

by_week as (

    select
        enrollment_id,
        {%- for measure, expression in measures.items() %}
        {%- for weeks_back in range(4) %}
        sum(case when days_late <= {{ 7 * weeks_back }} then {{ expression }} else 0 end)
            as {{ measure }}_{{ weeks_back }},
        {%- endfor %}
        {%- endfor %}
        session_grid_date as as_of_date
    from delayed
    group by enrollment_id, session_grid_date

),

windowed as (

    select
        grid.enrollment_id,
        {%- for measure in measures %}
        cast(
            coalesce(by_week.{{ measure }}_0, 0)
            {%- for weeks_back in range(1, 4) %}
            + coalesce(lag(by_week.{{ measure }}_{{ weeks_back }}, {{ weeks_back }}) over grid_order, 0)
            {%- endfor %} as integer
        ) as {{ measure }}_28d,
        {%- endfor %}
        grid.as_of_date
    from {{ ref('int_features__grid') }} as grid
    left join by_week on grid.enrollment_id = by_week.enrollment_id and grid.as_of_date = by_week.as_of_date
    window grid_order as (partition by grid.enrollment_id order by grid.as_of_date)

)

select
    enrollment_id,
    as_of_date,
    planned_28d,
    not_held_28d,
    judged_28d as habit_planned_28d,
    unusual_28d as habit_unusual_28d,
    not_held_28d / cast(nullif(planned_28d, 0) as double precision) as not_held_share_28d,
    1 - unusual_28d / cast(nullif(judged_28d, 0) as double precision) as schedule_fit_28d
from windowed

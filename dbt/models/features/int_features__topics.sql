{{ config(materialized='table', tags=['scoring']) }}

-- One row per grid row: topics done as known by then.
with changes as (

    {{ features_topic_changes('known_on') | indent(4) }}

),

by_known_week as (

    select
        changes.enrollment_id,
        {{ features_grid_date('changes.changed_on', 'clock.as_of_date') }} as as_of_date,
        sum(changes.done_change) as done_change,
        max(case when changes.done_change = 1 then changes.changed_on end) as last_topic_done_on
    from changes
    cross join {{ ref('stg_operational__clock') }} as clock
    group by changes.enrollment_id, {{ features_grid_date('changes.changed_on', 'clock.as_of_date') }}

)

select
    grid.enrollment_id,
    grid.as_of_date,
    cast(coalesce(sum(by_known_week.done_change) over grid_so_far, 0) as integer) as topics_done,
    cast(coalesce(sum(by_known_week.done_change) over grid_four_weeks, 0) as integer) as topics_done_28d,
    max(by_known_week.last_topic_done_on) over grid_so_far as last_topic_done_on
from {{ ref('int_features__grid') }} as grid
left join by_known_week
    on grid.enrollment_id = by_known_week.enrollment_id and grid.as_of_date = by_known_week.as_of_date
window
    grid_so_far as (
        partition by grid.enrollment_id order by grid.as_of_date rows between unbounded preceding and current row
    ),
    grid_four_weeks as (
        partition by grid.enrollment_id order by grid.as_of_date rows between 3 preceding and current row
    )

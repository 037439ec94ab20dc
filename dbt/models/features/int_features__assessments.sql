{{ config(materialized='table', tags=['scoring']) }}

-- One row per grid row: assessments as known by then. Each moves the counts on up to three days: the day after
-- its due date (missed unless handed in), the day it is handed in, the day of its mark; none of them before the day on
-- which that was known, and what a later state says otherwise is taken back on the day on which that became known.
with assessments as (

    select
        state.*,
        clock.as_of_date as clock_date,
        cast({{ dbt.dateadd('day', 1, 'state.due_date') }} as date) as overdue_from
    from {{ ref('int_features__assessment_state') }} as state
    cross join {{ ref('stg_operational__clock') }} as clock

),

moments as (

    select
        enrollment_id, clock_date, known_until,
        greatest(overdue_from, known_from) as event_on,
        1 as due,
        case when submitted_on < overdue_from then 0 else 1 end as missed,
        0 as handed_in, 0 as late, 0 as days_early, 0 as marks,
        -- sums of fractions differ in their last digits by the order in which they are read
        cast(0 as {{ dbt.type_numeric() }}) as mark_sum
    from assessments
    where overdue_from is not null
    union all
    select
        enrollment_id, clock_date, known_until,
        greatest(submitted_on, known_from), 0,
        case when submitted_on >= overdue_from then -1 else 0 end,
        1,
        case when submitted_on >= overdue_from then 1 else 0 end,
        coalesce({{ features_days_between('submitted_on', 'due_date') }}, 0),
        0, 0
    from assessments
    where submitted_on is not null
    union all
    select
        enrollment_id, clock_date, known_until,
        greatest(graded_on, known_from),
        0, 0, 0, 0, 0, 1, cast(percentage as {{ dbt.type_numeric() }})
    from assessments
    where graded_on is not null and percentage is not null

),

events as (

    select
        enrollment_id,
        clock_date,
        event_on,
        due,
        missed,
        handed_in,
        late,
        days_early,
        marks,
        mark_sum
    from moments
    where event_on <= clock_date and (known_until is null or event_on < known_until)
    union all
    select
        enrollment_id,
        clock_date,
        known_until,
        -due,
        -missed,
        -handed_in,
        -late,
        -days_early,
        -marks,
        -mark_sum
    from moments
    where known_until <= clock_date and event_on < known_until

),

by_week as (

    select
        enrollment_id,
        {{ features_grid_date('event_on', 'clock_date') }} as as_of_date,
        sum(due) as due,
        sum(missed) as missed,
        sum(handed_in) as handed_in,
        sum(late) as late,
        sum(days_early) as days_early,
        sum(marks) as marks,
        sum(mark_sum) as mark_sum
    from events
    group by 1, 2

)

select
    grid.enrollment_id,
    grid.as_of_date,
    cast(coalesce(sum(by_week.due) over grid_so_far, 0) as integer) as assessments_due,
    cast(coalesce(sum(by_week.missed) over grid_so_far, 0) as integer) as assessments_missed,
    cast(coalesce(sum(by_week.missed) over grid_four_weeks, 0) as integer) as assessments_missed_28d,
    cast(coalesce(sum(by_week.handed_in) over grid_so_far, 0) as integer) as assessments_handed_in,
    cast(coalesce(sum(by_week.late) over grid_so_far, 0) as integer) as assessments_late,
    cast(sum(by_week.days_early) over grid_so_far as double precision)
    / nullif(sum(by_week.handed_in) over grid_so_far, 0) as days_early_mean,
    cast(sum(by_week.mark_sum) over grid_so_far as double precision)
    / nullif(sum(by_week.marks) over grid_so_far, 0) as mark_mean_percent
from {{ ref('int_features__grid') }} as grid
left join by_week
    on grid.enrollment_id = by_week.enrollment_id and grid.as_of_date = by_week.as_of_date
window
    grid_so_far as (
        partition by grid.enrollment_id order by grid.as_of_date rows between unbounded preceding and current row
    ),
    grid_four_weeks as (
        partition by grid.enrollment_id order by grid.as_of_date rows between 3 preceding and current row
    )

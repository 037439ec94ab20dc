-- Made anew each time: the window moves, and its weeks are a small part of the features that an index by week finds.
with recent as (

    select
        weeks.*,
        clock.as_of_date,
        row_number() over (partition by weeks.enrollment_id order by weeks.week_start desc) as weeks_ago
    from {{ ref('feat_velocity_week') }} as weeks
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        weeks.week_start <= clock.as_of_date
        and weeks.week_start > {{ dbt.dateadd('day', '-' ~ var('velocity_window_days'), 'clock.as_of_date') }}

)

select
    enrollment_id,
    as_of_date,
    sum(mastery_gained) as mastery_gained,
    sum(delivered_hours) as delivered_hours,
    max(case when weeks_ago = 1 then trend end) as trend
from recent
group by enrollment_id, as_of_date

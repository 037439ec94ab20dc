-- Made anew each time: the window moves, and its marks are a small part of the fact that an index by day finds.
select
    marks.student_id,
    clock.as_of_date,
    count(*) as marks,
    count(case when marks.is_attended then 1 end) as attended,
    count(case when not marks.is_attended then 1 end) as absent,
    count(case when marks.attendance_status = 'late' then 1 end) as late
from {{ ref('fct_attendance') }} as marks
cross join {{ ref('stg_operational__clock') }} as clock
where
    marks.session_date <= clock.as_of_date
    and marks.session_date > {{ dbt.dateadd('day', '-' ~ var('overview_window_days'), 'clock.as_of_date') }}
group by marks.student_id, clock.as_of_date

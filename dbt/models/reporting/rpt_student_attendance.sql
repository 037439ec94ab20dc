-- Made anew each time from what stands added up by enrolment; marks that belong to none are found by the index.
with counted as (

    select
        student_id,
        marks,
        attended,
        late,
        attended_minutes,
        last_attended_on
    from {{ ref('int_attendance__enrollment') }}
    union all
    select
        student_id,
        count(*) as marks,
        count(case when is_attended then 1 end) as attended,
        count(case when attendance_status = 'late' then 1 end) as late,
        cast(sum(delivered_minutes) as bigint) as attended_minutes,
        max(case when is_attended then session_date end) as last_attended_on
    from {{ ref('fct_attendance') }}
    where enrollment_id is null
    group by student_id

)

select
    student_id,
    cast(sum(marks) as bigint) as marks,
    cast(sum(attended) as bigint) as attended,
    cast(sum(marks) - sum(attended) as bigint) as absent,
    cast(sum(late) as bigint) as late,
    cast(sum(attended_minutes) as bigint) as attended_minutes,
    max(last_attended_on) as last_attended_on
from counted
group by student_id

with days as (

    select
        scope.campus_code,
        cast({{ dbt.date_trunc('week', 'days.session_date') }} as date) as week_start,
        days.marks,
        days.attended
    from {{ ref('rpt_institute_day') }} as days
    inner join {{ ref('dim_campus') }} as campus on days.campus_code = campus.campus_code
    inner join {{ ref('int_institute__scope') }} as scope on campus.campus_id = scope.campus_id

),

marks as (

    select
        campus_code,
        week_start,
        sum(marks) as marks,
        sum(attended) as attended
    from days
    group by campus_code, week_start

)

select
    coalesce(marks.campus_code, learning.campus_code) as campus_code,
    coalesce(marks.week_start, learning.week_start) as week_start,
    cast(coalesce(marks.marks, 0) as bigint) as marks,
    cast(coalesce(marks.attended, 0) as bigint) as attended,
    cast(marks.attended / nullif(marks.marks, 0) as double precision) as attendance_rate,
    cast(coalesce(learning.learning_students, 0) as bigint) as learning_students,
    cast(coalesce(learning.topics_completed, 0) as bigint) as topics_completed,
    cast(coalesce(learning.mastery_gained, 0) as double precision) as mastery_gained,
    cast(coalesce(learning.delivered_hours, 0) as double precision) as delivered_hours,
    learning.mastery_gained / nullif(learning.delivered_hours, 0) as velocity
from marks
full join {{ ref('int_learning__week') }} as learning
    on marks.campus_code = learning.campus_code and marks.week_start = learning.week_start

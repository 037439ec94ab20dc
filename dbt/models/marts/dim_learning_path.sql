with steps as (

    select
        learning_path_id,
        count(*) as steps_total,
        sum(case when status = 'done' then 1 else 0 end) as steps_done,
        sum(case when status = 'skipped' then 1 else 0 end) as steps_skipped,
        min(case when status in ('planned', 'in_progress') then position end) as next_position
    from {{ ref('stg_operational__learning_path_step') }}
    group by learning_path_id

)

select
    path.learning_path_id,
    path.student_id,
    student.campus_id,
    path.status,
    {{ local_date('path.created_at', 'campus.time_zone') }} as created_on,
    cast(coalesce(steps.steps_total, 0) as integer) as steps_total,
    cast(coalesce(steps.steps_done, 0) as integer) as steps_done,
    cast(coalesce(steps.steps_skipped, 0) as integer) as steps_skipped,
    cast(steps.next_position as integer) as next_position
from {{ ref('stg_operational__learning_path') }} as path
inner join {{ ref('stg_operational__student') }} as student on path.student_id = student.student_id
inner join {{ ref('stg_operational__campus') }} as campus on student.campus_id = campus.campus_id
left join steps on path.learning_path_id = steps.learning_path_id

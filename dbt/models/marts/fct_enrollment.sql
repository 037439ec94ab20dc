{{ config(post_hook="{{ analyze_when_fresh() }}") }}

with topics as (

    select
        subject_id,
        count(*) as topics_total
    from {{ ref('stg_operational__topic') }}
    where status = 'active'
    group by subject_id

)

select
    enrollment.enrollment_id,
    enrollment.student_id,
    enrollment.subject_id,
    enrollment.faculty_id,
    student.campus_id,
    student.enrollment_no,
    subject.code as subject_code,
    enrollment.enrollment_date as enrolled_on,
    enrollment.expected_completion_date,
    enrollment.actual_completion_date as completed_on,
    enrollment.ended_on,
    enrollment.status,
    case when enrollment.status in ('completed', 'dropped') then enrollment.status end as outcome,
    cast(coalesce(topics.topics_total, 0) as integer) as topics_total,
    cast(enrollment.completion_percentage as double precision) as completion_percentage
from {{ ref('stg_operational__enrollment') }} as enrollment
inner join {{ ref('stg_operational__student') }} as student on enrollment.student_id = student.student_id
inner join {{ ref('stg_operational__subject') }} as subject on enrollment.subject_id = subject.subject_id
left join topics on enrollment.subject_id = topics.subject_id

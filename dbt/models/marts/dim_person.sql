{{ config(schema='restricted') }}

select
    person.user_id,
    student.student_id,
    faculty.faculty_id,
    person.campus_id,
    person.role,
    person.first_name,
    person.last_name,
    person.email,
    person.phone
from {{ ref('stg_operational__user') }} as person
left join {{ ref('stg_operational__student') }} as student on person.user_id = student.user_id
left join {{ ref('stg_operational__faculty') }} as faculty on person.user_id = faculty.user_id

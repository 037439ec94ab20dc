{{ config(materialized='table', tags=['scoring']) }}

-- Who can teach a subject: whoever named its code or name, or taught it lately.
with named as (

    select
        specialization.faculty_id,
        subject.subject_id
    from {{ ref('stg_operational__faculty_specialization') }} as specialization
    inner join {{ ref('dim_subject') }} as subject
        on
            lower(trim(specialization.specialization)) = lower(subject.subject_code)
            or lower(trim(specialization.specialization)) = lower(subject.subject_name)

),

taught as (

    select distinct
        session.faculty_id,
        session.subject_id
    from {{ ref('fct_session') }} as session
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        session.is_delivered
        and session.faculty_id is not null
        and session.subject_id is not null
        and session.session_date
        > cast({{ dbt.dateadd('week', '-' ~ var('capacity_weeks_back'), 'clock.as_of_date') }} as date)

),

both_ways as (

    select
        faculty_id,
        subject_id
    from named
    union
    select
        faculty_id,
        subject_id
    from taught

)

select
    both_ways.faculty_id,
    both_ways.subject_id
from both_ways
inner join {{ ref('dim_faculty') }} as faculty on both_ways.faculty_id = faculty.faculty_id
where faculty.faculty_status = 'active'

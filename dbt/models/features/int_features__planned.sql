{{ config(materialized='table', tags=['scoring']) }}

-- One row per enrolment and session that was ever planned for it, with the day from which the plan was known: an
-- imported one on its own day, any other on the first of: it was made, an extract saw it, somebody was marked. Who
-- belonged to a batch is known from the first mark in it on, or from the day the membership was entered.
with memberships as (

    select
        member.batch_id,
        member.student_id,
        {{ local_date('member.created_at', 'campus.time_zone') }} as joined_on,
        cast(null as date) as marked_on,
        1 as is_member
    from {{ ref('stg_operational__batch_member') }} as member
    inner join {{ ref('stg_operational__student') }} as student on member.student_id = student.student_id
    inner join {{ ref('stg_operational__campus') }} as campus on student.campus_id = campus.campus_id
    union all
    select
        session.batch_id,
        attendance.student_id,
        greatest(attendance.session_date, attendance.known_on),
        attendance.session_date,
        0
    from {{ ref('fct_attendance') }} as attendance
    inner join {{ ref('stg_operational__session') }} as session on attendance.session_id = session.session_id
    where session.batch_id is not null

),

belonging as (

    -- who is no member any more belonged to it until the last mark
    select
        batch_id,
        student_id,
        min(joined_on) as joined_on,
        case when max(is_member) = 0 then max(marked_on) end as left_on
    from memberships
    group by batch_id, student_id

),

roster as (

    select
        session_id,
        student_id
    from {{ ref('stg_operational__session') }}
    where student_id is not null
    union all
    select
        session.session_id,
        belonging.student_id
    from {{ ref('stg_operational__session') }} as session
    inner join belonging
        on
            session.batch_id = belonging.batch_id
            and session.session_date >= belonging.joined_on
            and (belonging.left_on is null or session.session_date <= belonging.left_on)

),

seen as (

    select
        session_id,
        min(known_on) as seen_on
    from (
        select
            session_id,
            known_on
        from {{ ref('stg_operational__session_version') }}
        union all
        select
            session_id,
            greatest(session_date, known_on) as known_on
        from {{ ref('fct_attendance') }}
    ) as evidence
    group by session_id

)

select
    link.enrollment_id,
    roster.session_id,
    session.batch_id is not null as is_of_batch,
    case
        when session.reference is not null then session.session_date
        else least(seen.seen_on, {{ local_date('session.created_at', 'campus.time_zone') }})
    end as planned_on
from roster
inner join {{ ref('stg_operational__session') }} as session on roster.session_id = session.session_id
inner join {{ ref('stg_operational__campus') }} as campus on session.campus_id = campus.campus_id
inner join {{ ref('int_enrollment__link') }} as link
    on roster.student_id = link.student_id and session.subject_id = link.subject_id
inner join {{ ref('fct_enrollment') }} as enrollment on link.enrollment_id = enrollment.enrollment_id
left join seen on roster.session_id = seen.session_id
where session.session_date >= enrollment.enrolled_on

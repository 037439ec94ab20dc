{{ config(materialized='table', tags=['scoring']) }}

-- One row per enrolment, planned session and state that it was in: known from which day until which. Whether its
-- weekday and part of the day suited the student is judged by what was known before that day, so it never changes.
with versions as (

    select
        version.*,
        row_number() over (partition by version.session_id order by version.extract_id) as number,
        lead(version.known_on) over (partition by version.session_id order by version.extract_id) as known_until
    from {{ ref('stg_operational__session_version') }} as version

),

states as (

    select
        planned.enrollment_id,
        planned.session_id,
        versions.number,
        versions.session_date,
        {{ features_slot('versions.session_date', 'versions.start_time') }} as slot,
        -- a whole batch does not stay away; of one student it is not told who was missing
        case
            when versions.status = 'cancelled' or (versions.status = 'no_show' and planned.is_of_batch) then 1
            else 0
        end as is_not_held,
        greatest(
            versions.session_date, case when versions.number = 1 then planned.planned_on else versions.known_on end
        ) as known_from,
        greatest(versions.session_date, versions.known_until) as known_until,
        versions.known_until is null as is_current
    from {{ ref('int_features__planned') }} as planned
    inner join versions on planned.session_id = versions.session_id
    where not versions.is_deleted

),

moments as (

    select
        enrollment_id,
        session_id,
        number,
        slot,
        session_date as moment,
        0 as is_mark,
        0 as is_attended
    from states
    union all
    select
        attendance.enrollment_id,
        attendance.session_id,
        0,
        {{ features_slot('attendance.session_date', 'session.start_time') }},
        greatest(attendance.session_date, attendance.known_on),
        1,
        case when attendance.is_attended then 1 else 0 end
    from {{ ref('fct_attendance') }} as attendance
    inner join {{ ref('stg_operational__session') }} as session on attendance.session_id = session.session_id
    where attendance.enrollment_id is not null

),

-- plans come before the marks of their day
habits as (

    select
        enrollment_id,
        session_id,
        number,
        is_mark,
        sum(is_mark) over (
            partition by enrollment_id order by moment, is_mark rows between unbounded preceding and current row
        ) as marks,
        sum(is_mark) over slot_so_far as slot_marks,
        sum(is_attended) over slot_so_far as slot_attended
    from moments
    window slot_so_far as (
        partition by enrollment_id, slot order by moment, is_mark rows between unbounded preceding and current row
    )

)

select
    states.enrollment_id,
    states.session_id,
    states.session_date,
    states.known_from,
    case when not states.is_current then states.known_until end as known_until,
    states.is_not_held,
    case when habits.marks >= {{ var('habit_marks') }} then 1 else 0 end as is_judged,
    case
        when
            habits.marks >= {{ var('habit_marks') }}
            and (
                habits.slot_marks = 0
                or habits.slot_attended < {{ var('habit_attended_share') }} * habits.slot_marks
            )
            then 1
        else 0
    end as is_unusual
from states
inner join habits
    on
        states.enrollment_id = habits.enrollment_id
        and states.session_id = habits.session_id
        and states.number = habits.number
        and habits.is_mark = 0

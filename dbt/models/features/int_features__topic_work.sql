{{ config(materialized='table', tags=['scoring']) }}

-- One row per enrolment, topic and event that named it: the hours and sessions worked towards it since the last event
-- that named any topic. A session without a topic is work towards those that are named next; hours of an event that
-- names several are shared among them.
with events as (

    select
        attendance.enrollment_id,
        attendance.session_date as happened_on,
        1 as is_session,
        attendance.attendance_id as event_id,
        attendance.delivered_minutes as minutes,
        cast(null as bigint) as handed_in_topic_id
    from {{ ref('fct_attendance') }} as attendance
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        attendance.is_attended
        and attendance.enrollment_id is not null
        and greatest(attendance.session_date, attendance.known_on) <= clock.as_of_date

    union all

    select
        assessment.enrollment_id,
        assessment.submitted_on,
        0,
        assessment.assessment_id,
        0,
        assessment.topic_id
    from {{ ref('fct_assessment') }} as assessment
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        assessment.enrollment_id is not null
        and assessment.topic_id is not null
        and assessment.submitted_on <= clock.as_of_date

),

named as (

    select
        events.is_session,
        events.event_id,
        coalesce(events.handed_in_topic_id, covered.topic_id) as topic_id,
        cast(covered.understanding as integer) as understanding
    from events
    left join {{ ref('stg_operational__attendance_topic') }} as covered
        on events.event_id = covered.attendance_id and events.is_session = 1
    where coalesce(events.handed_in_topic_id, covered.topic_id) is not null

),

topic_counts as (

    select
        is_session,
        event_id,
        count(*) as topic_count
    from named
    group by is_session, event_id

),

numbered as (

    -- a hand-in comes after the sessions of its day
    select
        events.*,
        topic_counts.topic_count,
        coalesce(count(topic_counts.topic_count) over (
            partition by events.enrollment_id
            order by events.happened_on asc, events.is_session desc, events.event_id asc
            rows between unbounded preceding and 1 preceding
        ), 0) as named_before
    from events
    left join topic_counts on events.is_session = topic_counts.is_session and events.event_id = topic_counts.event_id

),

shared as (

    select
        numbered.*,
        sum(numbered.minutes) over (partition by numbered.enrollment_id, numbered.named_before) as minutes_together,
        sum(numbered.is_session) over (partition by numbered.enrollment_id, numbered.named_before) as sessions
    from numbered

)

select
    shared.enrollment_id,
    named.topic_id,
    shared.happened_on,
    shared.minutes_together / cast(60 * shared.topic_count as double precision) as hours,
    shared.sessions,
    named.understanding
from shared
inner join named on shared.is_session = named.is_session and shared.event_id = named.event_id

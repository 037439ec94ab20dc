-- title: Which topics slow down which students, by faculty, last quarter
-- says: A student is slowed down by a topic that took at least one and a half times the hours that half of the students need. The hours of a session are shared evenly by the topics it covered; last quarter is the last full one before the day the figures stand for.
with clock as (
    select max(as_of_date) as today from reporting.rpt_institute_overview
),

last_quarter as (
    select
        cast(date_trunc('quarter', today) - interval '3' month as date) as first_day,
        cast(date_trunc('quarter', today) as date) as day_after
    from clock
),

taught as (
    select student_id, subject_id, session_date, max(faculty_id) as faculty_id, sum(delivered_minutes) as minutes
    from marts.fct_attendance
    where is_attended
    group by student_id, subject_id, session_date
),

covered as (
    select
        seen.student_id,
        seen.topic_id,
        taught.faculty_id,
        seen.understanding,
        cast(taught.minutes as double precision) / 60
        / count(*) over (partition by seen.student_id, seen.subject_id, seen.observed_on) as hours
    from marts.fct_topic_observation as seen
    inner join taught
        on
            seen.student_id = taught.student_id
            and seen.subject_id = taught.subject_id
            and seen.observed_on = taught.session_date
    cross join last_quarter
    where
        seen.source = 'attendance'
        and seen.observed_on >= last_quarter.first_day
        and seen.observed_on < last_quarter.day_after
),

needed as (
    select
        topic_id,
        student_id,
        max(faculty_id) as faculty_id,
        count(*) as sessions,
        sum(hours) as hours,
        max(understanding) as best_understanding
    from covered
    group by topic_id, student_id
),

usual as (
    select
        topic_id,
        percentile_cont(0.5) within group (order by hours) as hours,
        count(*) as students
    from needed
    group by topic_id
)

select
    faculty.employee_id as faculty,
    subject.subject_code as subject,
    topic.topic_name as topic,
    student.enrollment_no as student,
    needed.sessions,
    cast(round(cast(needed.hours as numeric(18, 6)), 2) as double precision) as hours,
    cast(round(cast(usual.hours as numeric(18, 6)), 2) as double precision) as usual_hours,
    cast(round(cast(needed.hours / usual.hours as numeric(18, 6)), 2) as double precision) as times_usual,
    needed.best_understanding
from needed
inner join usual on needed.topic_id = usual.topic_id
inner join marts.dim_topic as topic on needed.topic_id = topic.topic_id
inner join marts.dim_subject as subject on topic.subject_id = subject.subject_id
inner join marts.dim_student as student on needed.student_id = student.student_id
left join marts.dim_faculty as faculty on needed.faculty_id = faculty.faculty_id
where
    usual.students >= 5
    and usual.hours > 0
    and needed.hours >= 1.5 * usual.hours
order by faculty, subject, topic, times_usual desc, student

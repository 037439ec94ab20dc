-- title: Hours delivered by faculty and month
-- says: Sessions that took place, and those that were cancelled or that nobody came to.
select
    faculty.employee_id as faculty,
    day.month_start,
    cast(sum(session.duration_minutes) filter (where session.is_delivered) as double precision) / 60 as delivered_hours,
    count(*) filter (where session.is_delivered) as delivered_sessions,
    count(*) filter (where session.status = 'cancelled') as cancelled_sessions,
    count(*) filter (where session.status = 'no_show') as no_show_sessions
from marts.fct_session as session
inner join marts.dim_date as day on session.session_date = day.date_day
inner join marts.dim_faculty as faculty on session.faculty_id = faculty.faculty_id
where session.status <> 'scheduled'
group by faculty.employee_id, day.month_start
order by faculty, month_start

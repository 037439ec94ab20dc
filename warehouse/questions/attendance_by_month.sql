-- title: Attendance rate by campus and month
-- says: Marks that are present or late, out of all marks of the month.
select
    campus.campus_code as campus,
    day.month_start,
    count(*) as marks,
    count(*) filter (where mark.is_attended) as attended,
    cast(round(cast(count(*) filter (where mark.is_attended) as numeric(18, 6)) * 100 / count(*), 1) as double precision)
        as attendance_percent
from marts.fct_attendance as mark
inner join marts.dim_date as day on mark.session_date = day.date_day
inner join marts.dim_campus as campus on mark.campus_id = campus.campus_id
group by campus.campus_code, day.month_start
order by campus, month_start

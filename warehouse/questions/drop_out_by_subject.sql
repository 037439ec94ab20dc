-- title: Drop-outs by subject
-- says: Enrolments that have ended, and the share of them that ended without completion.
select
    subject.subject_code as subject,
    subject.subject_name,
    count(*) as ended,
    count(*) filter (where enrollment.outcome = 'dropped') as dropped,
    cast(
        round(cast(count(*) filter (where enrollment.outcome = 'dropped') as numeric(18, 6)) * 100 / count(*), 1)
        as double precision
    ) as dropped_percent
from marts.fct_enrollment as enrollment
inner join marts.dim_subject as subject on enrollment.subject_id = subject.subject_id
where enrollment.outcome is not null
group by subject.subject_code, subject.subject_name
order by dropped_percent desc, subject

-- Of what is not shown there is left that somebody said something about the campus, in which month.
select
    given.feedback_id,
    case when given.is_shown then given.feedback end as feedback,
    given.campus_id,
    given.student_id,
    case when given.is_shown then given.faculty_id end as faculty_id,
    case when given.is_shown then given.session_id end as session_id,
    case when given.is_shown then session.subject_id end as subject_id,
    given.feedback_type,
    case when given.is_shown then given.rating end as rating,
    case when given.is_shown then given.sentiment end as sentiment,
    case when given.is_shown then given.themes end as themes,
    case when given.is_shown then given.settled_on end as settled_on,
    given.status,
    given.is_anonymous,
    given.is_shown,
    given.has_comment,
    case
        when given.is_shown then given.submitted_on
        else cast({{ dbt.date_trunc('month', 'given.submitted_on') }} as date)
    end as submitted_on,
    case when given.is_shown then given.hours_to_review end as hours_to_review,
    case when given.is_shown then given.hours_to_resolve end as hours_to_resolve
from {{ ref('int_feedback__given') }} as given
left join {{ ref('stg_operational__session') }} as session on given.session_id = session.session_id

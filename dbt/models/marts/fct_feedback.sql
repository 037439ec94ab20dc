select
    feedback.feedback_id,
    feedback.campus_id,
    feedback.student_id,
    feedback.faculty_id,
    feedback.session_id,
    session.subject_id,
    feedback.feedback_type,
    cast(feedback.rating as integer) as rating,
    feedback.sentiment,
    feedback.themes,
    feedback.status,
    feedback.is_anonymous,
    feedback.comments is not null as has_comment,
    {{ local_date('feedback.submitted_at', "coalesce(campus.time_zone, 'UTC')") }} as submitted_on,
    cast(
        extract(epoch from feedback.reviewed_at - feedback.submitted_at) / 3600 as double precision
    ) as hours_to_review,
    cast(
        extract(epoch from feedback.resolved_at - feedback.submitted_at) / 3600 as double precision
    ) as hours_to_resolve
from {{ ref('stg_operational__feedback') }} as feedback
left join {{ ref('stg_operational__session') }} as session on feedback.session_id = session.session_id
left join {{ ref('stg_operational__campus') }} as campus on feedback.campus_id = campus.campus_id

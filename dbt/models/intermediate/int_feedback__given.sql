select
    feedback.feedback_id,
    case when feedback.reference not like 'anonymous:%' then feedback.reference end as feedback,
    feedback.campus_id,
    feedback.student_id,
    feedback.faculty_id,
    feedback.session_id,
    feedback.feedback_type,
    cast(feedback.rating as integer) as rating,
    feedback.sentiment,
    feedback.themes,
    -- What came in with a sentiment, without anybody who settled it, was known with it.
    case
        when feedback.sentiment is not null or feedback.settled_on is not null
            then coalesce(
                feedback.settled_on,
                {{ local_date(
                    'coalesce(feedback.reviewed_at, feedback.submitted_at)', "coalesce(campus.time_zone, 'UTC')"
                ) }}
            )
    end as settled_on,
    feedback.status,
    feedback.is_anonymous,
    -- The same as `ingest_api/feedback/anonymity.py`: a rating alone is nobody to hide behind.
    not feedback.is_anonymous or count(feedback.comments) over (
        partition by feedback.is_anonymous, coalesce(feedback.campus_id, 0), coalesce(feedback.faculty_id, 0)
    ) >= {{ var('fewest_anonymous') }} as is_shown,
    feedback.comments is not null as has_comment,
    {{ local_date('feedback.submitted_at', "coalesce(campus.time_zone, 'UTC')") }} as submitted_on,
    cast(
        extract(epoch from feedback.reviewed_at - feedback.submitted_at) / 3600 as double precision
    ) as hours_to_review,
    cast(
        extract(epoch from feedback.resolved_at - feedback.submitted_at) / 3600 as double precision
    ) as hours_to_resolve
from {{ ref('stg_operational__feedback') }} as feedback
left join {{ ref('stg_operational__campus') }} as campus on feedback.campus_id = campus.campus_id

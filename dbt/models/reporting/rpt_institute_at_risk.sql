select
    at_risk.enrollment_id,
    at_risk.student_id,
    at_risk.enrollment_no,
    campus.campus_code,
    at_risk.subject_code as subject,
    subject.subject_name,
    at_risk.faculty_id,
    at_risk.scored_as_of,
    at_risk.p_drop,
    at_risk.p_drop_30d,
    at_risk.band,
    at_risk.reasons,
    at_risk.model_version,
    attended.last_attended_on,
    progress.topics_done,
    progress.topics_total,
    forecast.p50_date
from {{ ref('int_predictions__at_risk') }} as at_risk
inner join {{ ref('dim_campus') }} as campus on at_risk.campus_id = campus.campus_id
inner join {{ ref('dim_subject') }} as subject on at_risk.subject_id = subject.subject_id
inner join {{ ref('int_progress__enrollment') }} as progress on at_risk.enrollment_id = progress.enrollment_id
left join {{ ref('int_attendance__enrollment') }} as attended on at_risk.enrollment_id = attended.enrollment_id
left join {{ ref('stg_predictions__completion_forecast') }} as forecast
    on at_risk.enrollment_id = forecast.enrollment_id

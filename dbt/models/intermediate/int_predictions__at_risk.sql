-- What has ended since the scoring is no longer at risk.
select
    enrollment.enrollment_id,
    enrollment.student_id,
    enrollment.subject_id,
    enrollment.faculty_id,
    enrollment.campus_id,
    enrollment.enrollment_no,
    enrollment.subject_code,
    prediction.scored_as_of,
    prediction.p_drop,
    prediction.band,
    prediction.reasons,
    prediction.model_version,
    prediction.p_drop_30d
from {{ ref('stg_predictions__at_risk') }} as prediction
inner join {{ ref('fct_enrollment') }} as enrollment on prediction.enrollment_id = enrollment.enrollment_id
where enrollment.status = 'active'

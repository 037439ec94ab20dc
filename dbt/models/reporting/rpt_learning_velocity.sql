select
    enrollment.enrollment_no,
    enrollment.subject_code as subject,
    velocity.week_start,
    velocity.topics_completed,
    velocity.mastery_gained,
    velocity.delivered_hours,
    velocity.velocity,
    velocity.trend
from {{ ref('feat_velocity_week') }} as velocity
inner join {{ ref('fct_enrollment') }} as enrollment on velocity.enrollment_id = enrollment.enrollment_id

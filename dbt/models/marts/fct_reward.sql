select
    reward.reward_id,
    reward.student_id,
    student.campus_id,
    reward.faculty_id,
    reward.reward_type,
    reward.category,
    reward.points,
    case when reward.reward_type = 'penalty' then -reward.points else reward.points end as signed_points,
    reward.reward_date as rewarded_on,
    reward.status
from {{ ref('stg_operational__reward') }} as reward
inner join {{ ref('stg_operational__student') }} as student on reward.student_id = student.student_id

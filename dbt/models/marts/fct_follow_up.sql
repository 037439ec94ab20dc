select
    follow_up.follow_up_id,
    follow_up.inquiry_id,
    inquiry.campus_id,
    follow_up.counselor_id,
    follow_up.follow_up_date,
    follow_up.follow_up_type,
    follow_up.status,
    follow_up.next_follow_up_date,
    follow_up.status = 'pending' and follow_up.follow_up_date < clock.as_of_date as is_overdue
from {{ ref('stg_operational__follow_up') }} as follow_up
inner join {{ ref('stg_operational__inquiry') }} as inquiry on follow_up.inquiry_id = inquiry.inquiry_id
cross join {{ ref('stg_operational__clock') }} as clock

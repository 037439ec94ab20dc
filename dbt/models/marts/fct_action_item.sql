select
    item.action_item_id,
    item.campus_id,
    item.feedback_id,
    feedback.feedback_type,
    item.assigned_to,
    item.status,
    {{ local_date('item.created_at', 'campus.time_zone') }} as opened_on,
    item.due_date,
    {{ local_date('item.completed_at', 'campus.time_zone') }} as completed_on,
    item.status in ('open', 'in_progress') and coalesce(item.due_date < clock.as_of_date, false) as is_overdue,
    cast(extract(epoch from item.completed_at - item.created_at) / 3600 as double precision) as hours_to_complete,
    cast(
        extract(epoch from item.completed_at - feedback.submitted_at) / 3600 as double precision
    ) as hours_from_feedback
from {{ ref('stg_operational__action_item') }} as item
inner join {{ ref('stg_operational__campus') }} as campus on item.campus_id = campus.campus_id
left join {{ ref('stg_operational__feedback') }} as feedback on item.feedback_id = feedback.feedback_id
cross join {{ ref('stg_operational__clock') }} as clock

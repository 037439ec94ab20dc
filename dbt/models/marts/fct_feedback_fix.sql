{%- set window = var('feedback_fix_window_days') %}

with fixes as (

    select
        item.action_item_id,
        item.feedback_id,
        feedback.campus_id,
        feedback.faculty_id,
        feedback.feedback_type,
        item.completed_on as fixed_on,
        cast({{ dbt.dateadd('day', '-' ~ window, 'item.completed_on') }} as date) as window_from,
        cast({{ dbt.dateadd('day', window, 'item.completed_on') }} as date) as window_until,
        item.hours_from_feedback
    from {{ ref('fct_action_item') }} as item
    inner join {{ ref('fct_feedback') }} as feedback on item.feedback_id = feedback.feedback_id
    where item.completed_on is not null and feedback.is_shown

),

rated as (

    select
        fixes.action_item_id,
        sum(case when feedback.submitted_on < fixes.fixed_on then 1 else 0 end) as ratings_before,
        sum(case when feedback.submitted_on < fixes.fixed_on then feedback.rating else 0 end) as rating_sum_before,
        sum(case when feedback.submitted_on > fixes.fixed_on then 1 else 0 end) as ratings_after,
        sum(case when feedback.submitted_on > fixes.fixed_on then feedback.rating else 0 end) as rating_sum_after
    from fixes
    inner join {{ ref('fct_feedback') }} as feedback
        on
            fixes.feedback_type = feedback.feedback_type
            and coalesce(fixes.campus_id, 0) = coalesce(feedback.campus_id, 0)
            and coalesce(fixes.faculty_id, 0) = coalesce(feedback.faculty_id, 0)
            and fixes.window_from <= feedback.submitted_on
            and fixes.window_until >= feedback.submitted_on
    where feedback.rating is not null
    group by fixes.action_item_id

)

select
    fixes.action_item_id,
    fixes.feedback_id,
    fixes.campus_id,
    fixes.faculty_id,
    fixes.feedback_type,
    fixes.fixed_on,
    fixes.hours_from_feedback,
    cast(coalesce(rated.ratings_before, 0) as integer) as ratings_before,
    cast(coalesce(rated.rating_sum_before, 0) as integer) as rating_sum_before,
    cast(coalesce(rated.ratings_after, 0) as integer) as ratings_after,
    cast(coalesce(rated.rating_sum_after, 0) as integer) as rating_sum_after
from fixes
left join rated on fixes.action_item_id = rated.action_item_id

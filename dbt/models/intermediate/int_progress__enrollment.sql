{{ config(materialized='table', post_hook="{{ analyze_when_fresh() }}") }}

with done as (

    select
        state.enrollment_id,
        count(*) as topics_done
    from {{ ref('int_progress__topic_state') }} as state
    inner join {{ ref('stg_operational__topic') }} as topic on state.topic_id = topic.topic_id
    where state.is_done and topic.status = 'active'
    group by state.enrollment_id

)

select
    enrollment.enrollment_id,
    cast(coalesce(done.topics_done, 0) as integer) as topics_done,
    enrollment.topics_total
from {{ ref('fct_enrollment') }} as enrollment
left join done on enrollment.enrollment_id = done.enrollment_id

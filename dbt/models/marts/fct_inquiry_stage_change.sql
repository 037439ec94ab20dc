with changes as (

    select
        stage.inquiry_stage_id as stage_change_id,
        stage.inquiry_id,
        inquiry.campus_id,
        inquiry.counselor_id,
        inquiry.source,
        inquiry.is_duplicate,
        stage.from_status,
        stage.to_status,
        inquiry.inquired_on,
        {{ local_date('stage.changed_at', 'campus.time_zone') }} as changed_on,
        lag({{ local_date('stage.changed_at', 'campus.time_zone') }}) over (
            partition by stage.inquiry_id
            order by stage.changed_at, stage.inquiry_stage_id
        ) as previous_change_on
    from {{ ref('stg_operational__inquiry_stage') }} as stage
    inner join {{ ref('fct_inquiry') }} as inquiry on stage.inquiry_id = inquiry.inquiry_id
    inner join {{ ref('stg_operational__campus') }} as campus on inquiry.campus_id = campus.campus_id

)

select
    stage_change_id,
    inquiry_id,
    campus_id,
    counselor_id,
    source,
    is_duplicate,
    inquired_on,
    from_status,
    to_status,
    changed_on,
    case
        when from_status is not null
            then cast(
                {{ dbt.datediff('coalesce(previous_change_on, inquired_on)', 'changed_on', 'day') }} as integer
            )
    end as days_in_previous_stage
from changes

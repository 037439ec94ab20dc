{{ config(materialized='table', tags=['scoring']) }}

-- What had happened with an inquiry by each of its moments: days before count, the moment's own day does not.
with happened as (

    select
        inquiry_id,
        follow_up_date as happened_on,
        case when status = 'completed' then 1 else 0 end as contacts_made,
        -- what was not made counts alike, whether it was called missed (at the latest at the inquiry's end) or not
        case when status = 'completed' then 0 else 1 end as contacts_missed,
        0 as stages_passed
    from {{ ref('fct_follow_up') }}
    union all
    select
        inquiry_id,
        changed_on as happened_on,
        0 as contacts_made,
        0 as contacts_missed,
        1 as stages_passed
    from {{ ref('fct_inquiry_stage_change') }}
    where from_status is not null and to_status not in ('enrolled', 'lost')

)

select
    grid.inquiry_id,
    grid.moment,
    cast(coalesce(sum(happened.contacts_made), 0) as integer) as contacts_made,
    cast(coalesce(sum(happened.contacts_missed), 0) as integer) as contacts_missed,
    cast(coalesce(sum(happened.stages_passed), 0) as integer) as stages_passed,
    max(case when happened.contacts_made = 1 then happened.happened_on end) as last_contact_on
from {{ ref('int_features__inquiry_grid') }} as grid
left join happened
    on
        grid.inquiry_id = happened.inquiry_id
        and happened.happened_on < grid.known_on
group by grid.inquiry_id, grid.moment

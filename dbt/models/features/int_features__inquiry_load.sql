{{ config(materialized='table', tags=['scoring']) }}

-- How many open inquiries the counselor had at each moment: what came in before that day less what had ended by then.
with changes as (

    select
        counselor_id,
        inquired_on as changed_on,
        1 as change
    from {{ ref('fct_inquiry') }}
    where counselor_id is not null and not is_duplicate
    union all
    select
        counselor_id,
        coalesce(closed_on, inquired_on) as changed_on,
        -1 as change
    from {{ ref('fct_inquiry') }}
    where counselor_id is not null and not is_duplicate and status in ('enrolled', 'lost')

),

asked as (

    select
        counselor_id,
        changed_on,
        -- a day's changes are known on the day after
        1 as is_after,
        change,
        cast(null as bigint) as inquiry_id,
        cast(null as {{ dbt.type_string() }}) as moment
    from changes
    union all
    select
        counselor_id,
        known_on as changed_on,
        0 as is_after,
        0 as change,
        inquiry_id,
        moment
    from {{ ref('int_features__inquiry_grid') }}
    where counselor_id is not null

),

counted as (

    select
        inquiry_id,
        moment,
        sum(change) over (
            partition by counselor_id
            order by changed_on, is_after
            range between unbounded preceding and current row
        ) as open_inquiries
    from asked

)

select
    inquiry_id,
    moment,
    cast(open_inquiries as integer) as counselor_open_inquiries
from counted
where inquiry_id is not null

{{ config(materialized='table', tags=['scoring']) }}

-- The moments of knowledge of each inquiry that it reached while it was open, and that the clock has reached.
with moments as (

    select
        'capture' as moment,
        0 as days_known
    union all
    select
        'day' as moment,
        1 as days_known
    union all
    select
        'week' as moment,
        7 as days_known

),

placed as (

    select
        inquiry.inquiry_id,
        inquiry.campus_id,
        inquiry.counselor_id,
        inquiry.inquired_on as captured_on,
        inquiry.closed_on,
        inquiry.status,
        moments.moment,
        moments.days_known,
        cast({{ dbt.dateadd('day', 'moments.days_known', 'inquiry.inquired_on') }} as date) as known_on
    from {{ ref('fct_inquiry') }} as inquiry
    cross join moments
    where not inquiry.is_duplicate

)

select
    placed.inquiry_id,
    placed.campus_id,
    placed.counselor_id,
    placed.moment,
    placed.days_known,
    placed.captured_on,
    placed.known_on
from placed
cross join {{ ref('stg_operational__clock') }} as clock
where
    placed.known_on <= clock.as_of_date
    -- an end of unknown day can have been there from the first day on
    and (
        placed.days_known = 0
        or (placed.status in ('enrolled', 'lost') and placed.closed_on >= placed.known_on)
        or placed.status not in ('enrolled', 'lost')
    )

{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

-- Labels, apart from the features so that they can never be taken for one.
select
    cast(inquiry_id as bigint) as inquiry_id,
    cast(campus_id as bigint) as campus_id,
    inquired_on as captured_on,
    cast(status as {{ dbt.type_string() }}) as status,
    cast(case when status in ('enrolled', 'lost') then status end as {{ dbt.type_string() }}) as outcome,
    case when status in ('enrolled', 'lost') then coalesce(closed_on, inquired_on) end as closed_on
from {{ ref('fct_inquiry') }}
where not is_duplicate

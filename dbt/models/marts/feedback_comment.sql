{{ config(schema='restricted') }}

select
    feedback_id,
    campus_id,
    comments,
    resolution
from {{ ref('stg_operational__feedback') }}
where comments is not null or resolution is not null

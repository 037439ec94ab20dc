{{ config(schema='restricted') }}

select
    inquiry_id,
    campus_id,
    student_name,
    phone,
    email
from {{ ref('stg_operational__inquiry') }}

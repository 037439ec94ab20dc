select
    holiday_id,
    campus_id,
    holiday_date,
    name as holiday_name
from {{ ref('stg_operational__holiday') }}

select
    campus_id,
    code as campus_code,
    name as campus_name,
    time_zone
from {{ ref('stg_operational__campus') }}

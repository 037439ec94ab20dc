-- Each campus by its own code, and every campus under 'all'.
select
    campus_id,
    campus_code
from {{ ref('dim_campus') }}
union all
select
    campus_id,
    'all' as campus_code
from {{ ref('dim_campus') }}

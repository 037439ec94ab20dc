select
    as_of_date,
    extract_id
from {{ source('raw', 'extract_log') }}
where extract_id = (select max(extract_id) from {{ source('raw', 'extract_log') }})

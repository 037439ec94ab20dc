select
    person.user_id as counselor_id,
    person.campus_id,
    person.role,
    person.status as user_status
from {{ ref('stg_operational__user') }} as person
where
    person.role = 'counselor'
    or person.user_id in (
        select inquiry.counselor_id from {{ ref('stg_operational__inquiry') }} as inquiry
        where inquiry.counselor_id is not null
    )

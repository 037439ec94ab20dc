with members as (

    select
        batch_id,
        count(*) as members
    from {{ ref('stg_operational__batch_member') }}
    group by batch_id

)

select
    batch.batch_id,
    batch.name as batch_name,
    batch.campus_id,
    batch.subject_id,
    batch.faculty_id,
    batch.batch_type,
    batch.start_date,
    batch.end_date,
    cast(batch.max_students as integer) as max_students,
    coalesce(members.members, 0) as members,
    batch.status as batch_status
from {{ ref('stg_operational__batch') }} as batch
left join members on batch.batch_id = members.batch_id

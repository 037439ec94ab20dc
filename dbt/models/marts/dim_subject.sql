with topics as (

    select
        subject_id,
        count(*) as topics_total
    from {{ ref('stg_operational__topic') }}
    where status = 'active'
    group by subject_id

)

select
    subject.subject_id,
    subject.code as subject_code,
    subject.name as subject_name,
    subject.category,
    subject.difficulty_level,
    subject.duration_hours,
    cast(coalesce(topics.topics_total, 0) as integer) as topics_total
from {{ ref('stg_operational__subject') }} as subject
left join topics on subject.subject_id = topics.subject_id

with stages as (

    select
        stage.inquiry_id,
        min(case when stage.to_status not in ('new', 'lost') then stage.changed_at end) as contacted_at,
        max(case when stage.to_status in ('follow_up_scheduled', 'enrolled') then 1 else 0 end) as was_scheduled
    from {{ ref('stg_operational__inquiry_stage') }} as stage
    group by stage.inquiry_id

),

contacts as (

    select
        inquiry_id,
        count(*) as follow_ups,
        sum(case when status = 'completed' then 1 else 0 end) as follow_ups_completed,
        min(case when status = 'completed' then follow_up_date end) as contacted_on
    from {{ ref('stg_operational__follow_up') }}
    group by inquiry_id

),

subjects as (

    select
        inquiry_id,
        count(*) as subjects
    from {{ ref('stg_operational__inquiry_subject') }}
    group by inquiry_id

),

inquiries as (

    select
        inquiry.*,
        {{ local_date('inquiry.created_at', 'campus.time_zone') }} as inquired_on,
        least(contacts.contacted_on, {{ local_date('stages.contacted_at', 'campus.time_zone') }}) as first_contact_on,
        -- Of a follow-up only the day is known: where one of an earlier day came first, nobody knows the hour.
        case
            when
                stages.contacted_at >= inquiry.created_at
                and {{ local_date('stages.contacted_at', 'campus.time_zone') }}
                <= coalesce(contacts.contacted_on, {{ local_date('stages.contacted_at', 'campus.time_zone') }})
                then stages.contacted_at
        end as first_contact_at,
        stages.contacted_at is not null
        or inquiry.status not in ('new', 'lost')
        or coalesce(contacts.follow_ups_completed, 0) > 0 as was_contacted,
        coalesce(stages.was_scheduled = 1, false)
        or inquiry.status in ('follow_up_scheduled', 'enrolled') as was_scheduled,
        coalesce(subjects.subjects, 0) as subjects,
        coalesce(contacts.follow_ups, 0) as follow_ups,
        cast(coalesce(contacts.follow_ups_completed, 0) as bigint) as follow_ups_completed
    from {{ ref('stg_operational__inquiry') }} as inquiry
    inner join {{ ref('stg_operational__campus') }} as campus on inquiry.campus_id = campus.campus_id
    left join stages on inquiry.inquiry_id = stages.inquiry_id
    left join contacts on inquiry.inquiry_id = contacts.inquiry_id
    left join subjects on inquiry.inquiry_id = subjects.inquiry_id

)

select
    inquiry_id,
    campus_id,
    counselor_id,
    source,
    status,
    priority,
    inquired_on,
    first_contact_on,
    cast({{ dbt.datediff('inquired_on', 'first_contact_on', 'day') }} as integer) as days_to_contact,
    cast(extract(epoch from first_contact_at - created_at) / 3600 as double precision) as hours_to_contact,
    was_contacted,
    was_scheduled,
    next_follow_up_date,
    closed_on,
    student_id,
    subjects,
    follow_ups,
    follow_ups_completed,
    merged_into_id is not null as is_duplicate
from inquiries

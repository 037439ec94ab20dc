{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

with asked as (

    select
        interest.inquiry_id,
        count(*) as subjects_asked,
        min(subject.subject_code) as subject_code
    from {{ ref('stg_operational__inquiry_subject') }} as interest
    inner join {{ ref('dim_subject') }} as subject on interest.subject_id = subject.subject_id
    group by interest.inquiry_id

),

-- Somebody who asks again is known by the same e-mail or phone.
again as (

    select
        inquiry_id,
        greatest(
            case
                when email is not null
                    then row_number() over (partition by lower(email) order by created_at, inquiry_id) - 1
                else 0
            end,
            case
                when phone is not null
                    then row_number() over (partition by phone order by created_at, inquiry_id) - 1
                else 0
            end
        ) as earlier_inquiries
    from {{ ref('stg_operational__inquiry') }}

)

select
    cast(
        cast(grid.inquiry_id as {{ dbt.type_string() }}) || '@' || grid.moment as {{ dbt.type_string() }}
    ) as inquiry_moment_key,
    cast(grid.inquiry_id as bigint) as inquiry_id,
    cast(grid.moment as {{ dbt.type_string() }}) as moment,
    cast(grid.days_known as integer) as days_known,
    grid.captured_on,
    grid.known_on,
    cast(grid.campus_id as bigint) as campus_id,
    cast(campus.campus_code as {{ dbt.type_string() }}) as campus_code,
    cast(inquiry.source as {{ dbt.type_string() }}) as source,
    cast(inquiry.priority as {{ dbt.type_string() }}) as priority,
    cast(
        case when asked.subjects_asked > 1 then 'several' else asked.subject_code end as {{ dbt.type_string() }}
    ) as subject_asked,
    cast(coalesce(asked.subjects_asked, 0) as integer) as subjects_asked,
    inquiry.phone is not null as has_phone,
    inquiry.email is not null as has_email,
    grid.counselor_id is not null as has_counselor,
    cast(again.earlier_inquiries as integer) as earlier_inquiries,
    cast(extract(hour from inquiry.created_at at time zone campus.time_zone) as integer) as captured_hour,
    cast(
        mod({{ dbt.datediff("cast('1900-01-01' as date)", 'grid.captured_on', 'day') }}, 7) + 1 as integer
    ) as captured_weekday,
    workload.counselor_open_inquiries,
    contacts.contacts_made,
    contacts.contacts_missed,
    contacts.stages_passed,
    cast({{ dbt.datediff('contacts.last_contact_on', 'grid.known_on', 'day') }} as integer) as days_since_contact
from {{ ref('int_features__inquiry_grid') }} as grid
inner join {{ ref('stg_operational__inquiry') }} as inquiry on grid.inquiry_id = inquiry.inquiry_id
inner join {{ ref('dim_campus') }} as campus on grid.campus_id = campus.campus_id
inner join again on grid.inquiry_id = again.inquiry_id
inner join {{ ref('int_features__inquiry_contacts') }} as contacts
    on grid.inquiry_id = contacts.inquiry_id and grid.moment = contacts.moment
left join {{ ref('int_features__inquiry_load') }} as workload
    on grid.inquiry_id = workload.inquiry_id and grid.moment = workload.moment
left join asked on grid.inquiry_id = asked.inquiry_id

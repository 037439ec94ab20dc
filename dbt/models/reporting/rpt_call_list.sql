with asked as (

    select
        interest.inquiry_id,
        {{ dbt.listagg('subject.subject_name', "', '", 'order by subject.subject_name') }} as subjects_asked
    from {{ ref('stg_operational__inquiry_subject') }} as interest
    inner join {{ ref('dim_subject') }} as subject on interest.subject_id = subject.subject_id
    group by interest.inquiry_id

),

contacts as (

    select
        inquiry_id,
        count(case when status = 'completed' then 1 end) as contacts_made,
        max(case when status = 'completed' then follow_up_date end) as last_contact_on
    from {{ ref('fct_follow_up') }}
    group by inquiry_id

)

select
    outcome.inquiry_id,
    outcome.campus_id,
    campus.campus_code,
    outcome.counselor_id,
    outcome.source,
    outcome.status,
    inquiry.priority,
    asked.subjects_asked,
    outcome.inquired_on,
    outcome.age_days,
    inquiry.next_follow_up_date,
    outcome.is_overdue,
    cast(coalesce(contacts.contacts_made, 0) as integer) as contacts_made,
    contacts.last_contact_on,
    prediction.scored_as_of,
    prediction.moment,
    prediction.p_enrol,
    prediction.band,
    prediction.reasons,
    cast(row_number() over (
        partition by outcome.campus_id
        order by
            case when prediction.p_enrol is null then 1 else 0 end,
            prediction.p_enrol desc,
            outcome.inquiry_id desc
    ) as integer) as rank_at_campus
from {{ ref('fct_inquiry_outcome') }} as outcome
inner join {{ ref('fct_inquiry') }} as inquiry on outcome.inquiry_id = inquiry.inquiry_id
inner join {{ ref('dim_campus') }} as campus on outcome.campus_id = campus.campus_id
left join {{ ref('stg_predictions__lead_score') }} as prediction on outcome.inquiry_id = prediction.inquiry_id
left join asked on outcome.inquiry_id = asked.inquiry_id
left join contacts on outcome.inquiry_id = contacts.inquiry_id
where outcome.is_open

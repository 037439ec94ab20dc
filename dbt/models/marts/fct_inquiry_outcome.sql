with activity as (

    select
        inquiry_id,
        max(happened_on) as happened_on
    from (
        select
            inquiry_id,
            changed_on as happened_on
        from {{ ref('fct_inquiry_stage_change') }}
        union all
        select
            inquiry_id,
            follow_up_date as happened_on
        from {{ ref('fct_follow_up') }}
        where status = 'completed'
    ) as happened
    group by inquiry_id

),

overdue as (

    select distinct inquiry_id
    from {{ ref('fct_follow_up') }}
    where is_overdue

),

paid as (

    select
        student_id,
        sum(amount) as collected_amount
    from {{ ref('fct_payment') }}
    group by student_id

),

learned as (

    select
        student_id,
        count(*) as enrollments,
        count(case when outcome = 'completed' then 1 end) as completed_enrollments
    from {{ ref('fct_enrollment') }}
    group by student_id

),

inquiries as (

    select
        inquiry.*,
        inquiry.status not in ('enrolled', 'lost') as is_open,
        overdue.inquiry_id is not null as has_overdue_follow_up,
        clock.as_of_date,
        {{ dbt.datediff('inquiry.inquired_on', 'clock.as_of_date', 'day') }} as age_days,
        {{ dbt.datediff(
            'greatest(inquiry.inquired_on, coalesce(activity.happened_on, inquiry.inquired_on))',
            'clock.as_of_date', 'day'
        ) }} as quiet_days,
        -- what a student paid and learned is counted once, for the inquiry that led to it first
        row_number() over (
            partition by inquiry.student_id
            order by
                case when inquiry.status = 'enrolled' then 0 else 1 end,
                coalesce(inquiry.closed_on, inquiry.inquired_on),
                inquiry.inquiry_id
        ) = 1 and inquiry.status = 'enrolled' and inquiry.student_id is not null as is_credited
    from {{ ref('fct_inquiry') }} as inquiry
    left join activity on inquiry.inquiry_id = activity.inquiry_id
    left join overdue on inquiry.inquiry_id = overdue.inquiry_id
    cross join {{ ref('stg_operational__clock') }} as clock
    where not inquiry.is_duplicate

)

select
    inquiries.inquiry_id,
    inquiries.campus_id,
    inquiries.counselor_id,
    inquiries.student_id,
    inquiries.source,
    inquiries.status,
    inquiries.inquired_on,
    inquiries.is_open,
    cast(inquiries.age_days as integer) as age_days,
    cast(inquiries.quiet_days as integer) as quiet_days,
    inquiries.is_open and (
        inquiries.has_overdue_follow_up or coalesce(inquiries.next_follow_up_date < inquiries.as_of_date, false)
    ) as is_overdue,
    inquiries.is_open
    and inquiries.next_follow_up_date is null
    and not inquiries.has_overdue_follow_up as is_unplanned,
    inquiries.is_open and inquiries.counselor_id is null as is_unassigned,
    inquiries.is_open and inquiries.quiet_days >= {{ var('lead_stale_days') }} as is_stale,
    cast(case when inquiries.is_credited then coalesce(learned.enrollments, 0) else 0 end as integer) as enrollments,
    cast(
        case when inquiries.is_credited then coalesce(learned.completed_enrollments, 0) else 0 end as integer
    ) as completed_enrollments,
    cast(
        case when inquiries.is_credited then coalesce(paid.collected_amount, 0) else 0 end as numeric(14, 2)
    ) as collected_amount
from inquiries
left join paid on inquiries.student_id = paid.student_id
left join learned on inquiries.student_id = learned.student_id

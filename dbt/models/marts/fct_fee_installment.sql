with received as (

    select
        enrollment_id,
        paid_on,
        sum(amount) over (
            partition by enrollment_id order by paid_on, payment_id rows between unbounded preceding and current row
        ) as received_amount
    from {{ ref('stg_operational__payment') }}
    where enrollment_id is not null

),

paid as (

    select
        enrollment_id,
        sum(amount) as paid_amount
    from {{ ref('stg_operational__payment') }}
    where enrollment_id is not null
    group by enrollment_id

),

agreed as (

    select
        installment.*,
        plan.enrollment_id,
        row_number() over (partition by installment.fee_plan_id order by installment.due_on) as installment_number,
        sum(installment.amount) over (
            partition by installment.fee_plan_id order by installment.due_on
            rows between unbounded preceding and current row
        ) as amount_so_far
    from {{ ref('stg_operational__fee_installment') }} as installment
    inner join {{ ref('stg_operational__fee_plan') }} as plan on installment.fee_plan_id = plan.fee_plan_id

),

filled as (

    -- what was paid fills the earliest instalment first
    select
        agreed.*,
        greatest(
            least(agreed.amount, coalesce(paid.paid_amount, 0) - (agreed.amount_so_far - agreed.amount)), 0
        ) as paid_amount
    from agreed
    left join paid on agreed.enrollment_id = paid.enrollment_id

),

settled as (

    select
        filled.fee_installment_id,
        min(received.paid_on) as settled_on
    from filled
    inner join received
        on filled.enrollment_id = received.enrollment_id and received.received_amount >= filled.amount_so_far
    where filled.paid_amount = filled.amount
    group by filled.fee_installment_id

)

select
    filled.fee_installment_id,
    filled.fee_plan_id,
    filled.enrollment_id,
    enrollment.student_id,
    enrollment.campus_id,
    enrollment.subject_id,
    cast(filled.installment_number as integer) as installment_number,
    filled.due_on,
    cast(filled.amount as numeric(12, 2)) as amount,
    cast(filled.paid_amount as numeric(12, 2)) as paid_amount,
    cast(filled.amount - filled.paid_amount as numeric(12, 2)) as open_amount,
    settled.settled_on,
    filled.due_on < clock.as_of_date and filled.paid_amount < filled.amount as is_overdue,
    cast(
        {{ dbt.datediff('filled.due_on', 'coalesce(settled.settled_on, clock.as_of_date)', 'day') }} as integer
    ) as days_past_due
from filled
inner join {{ ref('fct_enrollment') }} as enrollment on filled.enrollment_id = enrollment.enrollment_id
left join settled on filled.fee_installment_id = settled.fee_installment_id
cross join {{ ref('stg_operational__clock') }} as clock

with installments as (

    select
        fee_plan_id,
        count(*) as installments_total,
        sum(case when is_overdue then open_amount else 0 end) as overdue_amount,
        min(case when open_amount > 0 then due_on end) as next_due_on
    from {{ ref('fct_fee_installment') }}
    group by fee_plan_id

),

paid as (

    select
        enrollment_id,
        sum(amount) as paid_amount
    from {{ ref('stg_operational__payment') }}
    where enrollment_id is not null
    group by enrollment_id

)

select
    plan.fee_plan_id,
    plan.enrollment_id,
    enrollment.student_id,
    enrollment.campus_id,
    enrollment.subject_id,
    cast(plan.total_amount as numeric(12, 2)) as total_amount,
    cast(plan.discount_amount as numeric(12, 2)) as discount_amount,
    cast(plan.total_amount - plan.discount_amount as numeric(12, 2)) as agreed_amount,
    cast(coalesce(paid.paid_amount, 0) as numeric(12, 2)) as paid_amount,
    cast(plan.total_amount - plan.discount_amount - coalesce(paid.paid_amount, 0) as numeric(12, 2)) as balance_amount,
    cast(coalesce(installments.overdue_amount, 0) as numeric(12, 2)) as overdue_amount,
    cast(coalesce(installments.installments_total, 0) as integer) as installments_total,
    installments.next_due_on
from {{ ref('stg_operational__fee_plan') }} as plan
inner join {{ ref('fct_enrollment') }} as enrollment on plan.enrollment_id = enrollment.enrollment_id
left join installments on plan.fee_plan_id = installments.fee_plan_id
left join paid on plan.enrollment_id = paid.enrollment_id

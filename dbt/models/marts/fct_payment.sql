select
    payment.payment_id,
    payment.student_id,
    student.campus_id,
    payment.subject_id,
    payment.enrollment_id,
    cast(payment.amount as numeric(12, 2)) as amount,
    payment.amount < 0 as is_refund,
    payment.paid_on,
    payment.method
from {{ ref('stg_operational__payment') }} as payment
inner join {{ ref('stg_operational__student') }} as student on payment.student_id = student.student_id

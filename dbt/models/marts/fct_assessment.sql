{{ config(
    materialized='incremental',
    unique_key='assessment_id',
    incremental_strategy='delete+insert',
    indexes=[
        {'columns': ['extract_id']}, {'columns': ['assessment_id'], 'unique': True}, {'columns': ['enrollment_id']},
        {'columns': ['student_id', 'subject_id']},
    ],
    pre_hook="{{ take_out_changed(
        'assessment_id', changed_assessments(), {'enrollment_id': 'enrollment_id'}
    ) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

with assessments as (

    select
        assessment.*,
        case when assessment.status in ('completed', 'graded') then assessment.assessment_date end as submitted_on
    from {{ ref('stg_operational__assessment') }} as assessment
    {% if is_incremental() %}
    where assessment.assessment_id in ({{ changed_keys('assessment_id') }})
    {% endif %}

)

select
    assessments.assessment_id,
    assessments.student_id,
    link.enrollment_id,
    assessments.subject_id,
    assessments.topic_id,
    assessments.assessment_type,
    assessments.due_date,
    assessments.submitted_on,
    assessments.graded_on,
    cast(assessments.percentage as double precision) as percentage,
    assessments.status,
    coalesce(assessments.submitted_on > assessments.due_date, false) as is_late,
    clock.extract_id
from assessments
left join {{ ref('int_enrollment__link') }} as link
    on assessments.student_id = link.student_id and assessments.subject_id = link.subject_id
cross join {{ ref('stg_operational__clock') }} as clock

{{ config(
    materialized='incremental',
    unique_key='enrollment_id',
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['enrollment_id'], 'unique': True}, {'columns': ['student_id', 'subject_id']}],
    pre_hook="{{ take_out_changed('enrollment_id', changed_ids('student_subject_enrollments') ~ ' and is_deleted') }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

-- An enrolment's row changes with every mark (its completion moves); which student and subject it links hardly ever
-- does. Facts look up their enrolment here, so that a mark rewrites one fact and not all facts of the enrolment.
select
    enrollment.enrollment_id,
    enrollment.student_id,
    enrollment.subject_id,
    clock.extract_id
from {{ ref('stg_operational__enrollment') }} as enrollment
cross join {{ ref('stg_operational__clock') }} as clock
{% if is_incremental() %}
left join {{ this }} as known on enrollment.enrollment_id = known.enrollment_id
where
    enrollment.extract_id > {{ last_seen_extract() }}
    and (
        known.enrollment_id is null
        or known.student_id <> enrollment.student_id
        or known.subject_id <> enrollment.subject_id
    )
{% endif %}

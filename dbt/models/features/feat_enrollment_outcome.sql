{{ config(materialized='table', tags=['scoring'], contract={'enforced': true}) }}

-- Labels, apart from the features so that they can never be taken for one.
select
    cast(enrollment_id as bigint) as enrollment_id,
    cast(student_id as bigint) as student_id,
    cast(subject_id as bigint) as subject_id,
    enrolled_on,
    expected_completion_date,
    cast(status as {{ dbt.type_string() }}) as status,
    cast(outcome as {{ dbt.type_string() }}) as outcome,
    coalesce(ended_on, completed_on) as ended_on
from {{ ref('fct_enrollment') }}

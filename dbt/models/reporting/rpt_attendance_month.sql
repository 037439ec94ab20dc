{{ config(
    materialized='incremental',
    unique_key=['campus_code', 'month_start'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    meta={'by_day': true},
    indexes=[{'columns': ['extract_id']}, {'columns': ['month_start', 'campus_code'], 'unique': True}],
    pre_hook="{{ take_out_changed('month_start', changed_months(), {'happened_on': 'month_start'}) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

-- Students are told apart once, by campus; only then are campuses put together.
with students as (

    select
        marks.campus_id,
        marks.student_id,
        cast({{ dbt.date_trunc('month', 'marks.session_date') }} as date) as month_start,
        count(*) as marks,
        count(case when marks.is_attended then 1 end) as attended
    from {{ ref('fct_attendance') }} as marks
    cross join {{ ref('stg_operational__clock') }} as clock
    where
        marks.session_date <= clock.as_of_date
        {% if is_incremental() %}
        and {{ within_periods('marks.session_date', 'month', changed_months()) }}
        {% endif %}
    group by marks.campus_id, marks.student_id, cast({{ dbt.date_trunc('month', 'marks.session_date') }} as date)

)

select
    scope.campus_code,
    case when scope.campus_code = 'all' then null else max(students.campus_id) end as campus_id,
    students.month_start,
    cast(sum(students.marks) as bigint) as marks,
    cast(sum(students.attended) as bigint) as attended,
    count(distinct case when students.attended > 0 then students.student_id end) as attending_students,
    max(clock.extract_id) as extract_id
from students
inner join {{ ref('int_institute__scope') }} as scope on students.campus_id = scope.campus_id
cross join {{ ref('stg_operational__clock') }} as clock
group by scope.campus_code, students.month_start

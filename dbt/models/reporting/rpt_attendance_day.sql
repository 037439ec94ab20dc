{{ config(
    materialized='incremental',
    unique_key=['campus_id', 'subject_id', 'session_date'],
    incremental_strategy='delete+insert',
    on_schema_change='fail',
    indexes=[{'columns': ['extract_id']}, {'columns': ['session_date', 'campus_id', 'subject_id'], 'unique': True}],
    pre_hook="{{ take_out_changed(
        'session_date, campus_id',
        changed_in('fct_attendance', 'session_date, campus_id', 'happened_on, campus_id'),
        {'campus_id': 'campus_id', 'happened_on': 'session_date'}
    ) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

select
    marks.campus_id,
    marks.subject_id,
    marks.session_date,
    count(*) as marks,
    count(case when marks.is_attended then 1 end) as attended,
    count(case when not marks.is_attended then 1 end) as absent,
    count(case when marks.attendance_status = 'late' then 1 end) as late,
    cast(sum(marks.delivered_minutes) as bigint) as attended_minutes,
    max(clock.extract_id) as extract_id
from {{ ref('fct_attendance') }} as marks
cross join {{ ref('stg_operational__clock') }} as clock
{% if is_incremental() %}
where
    marks.session_date in (select session_date from {{ this.identifier }}__changed)
    and (marks.session_date, marks.campus_id) in ({{ changed_keys('session_date, campus_id') }})
{% endif %}
group by marks.campus_id, marks.subject_id, marks.session_date

{{ config(
    materialized='incremental',
    unique_key='session_id',
    incremental_strategy='delete+insert',
    indexes=[{'columns': ['extract_id']}, {'columns': ['session_date']}],
    pre_hook="{{ take_out_changed(
        'session_id', changed_ids('learning_sessions'),
        {'campus_id': 'campus_id', 'faculty_id': 'faculty_id', 'happened_on': 'session_date'}
    ) }}",
    post_hook="{{ mark_when_fresh() }}",
) }}

select
    session.session_id,
    session.campus_id,
    session.faculty_id,
    session.subject_id,
    session.batch_id,
    session.student_id,
    session.session_date,
    session.start_time,
    session.duration_minutes,
    session.session_type,
    session.status,
    session.status = 'completed' as is_delivered,
    clock.extract_id
from {{ ref('stg_operational__session') }} as session
cross join {{ ref('stg_operational__clock') }} as clock
{% if is_incremental() %}
where session.session_id in ({{ changed_keys('session_id') }})
{% endif %}

{%- set relations = [
    'campuses', 'students', 'student_subject_enrollments', 'subjects', 'topics', 'learning_sessions', 'session_attendance', 'session_attendance_topics',
    'topic_corrections', 'assessments', 'faculties', 'faculty_availability', 'holidays',
] %}

{%- for relation in relations %}
select
    '{{ relation }}' as relation,
    id as row_id,
    extract_id,
    is_deleted
from {{ source('raw', relation) }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}

{# Which rows of each incremental fact must be written anew; see incremental.sql. #}

{% macro changed_links() -%}
    select enrollment_id from {{ ref('int_enrollment__link') }} where extract_id > {{ last_seen_extract() }}
    union all
    select row_id from {{ ref('stg_operational__change') }}
    where relation = 'student_subject_enrollments' and is_deleted and extract_id > {{ last_seen_extract() }}
{%- endmacro %}

{# Rows of this fact that point to an enrolment that changed or went, or that a new enrolment now claims. #}
{% macro relinked(key) -%}
    select {{ key }} from {{ this }} where enrollment_id in ({{ changed_links() }})
    union all
    select fact.{{ key }}
    from {{ this }} as fact
    inner join {{ ref('int_enrollment__link') }} as link
        on fact.student_id = link.student_id and fact.subject_id = link.subject_id
    where link.extract_id > {{ last_seen_extract() }}
{%- endmacro %}

{% macro changed_sessions() -%}
    {{ changed_ids('learning_sessions') }}
    {%- if has_rows(changed_ids('campuses')) %}
    union all
    select session_id from {{ ref('stg_operational__session') }} where campus_id in ({{ changed_ids('campuses') }})
    {%- endif %}
{%- endmacro %}

{% macro changed_marks() -%}
    {{ changed_ids('session_attendance') }}
    union all
    select attendance_id from {{ ref('stg_operational__attendance') }} where session_id in ({{ changed_sessions() }})
{%- endmacro %}

{% macro changed_attendance() -%}
    {{ changed_marks() }}
    {%- if has_rows(changed_links()) %}
    union all
    {{ relinked('attendance_id') }}
    {%- endif %}
{%- endmacro %}

{% macro changed_assessments() -%}
    {{ changed_ids('assessments') }}
    {%- if has_rows(changed_links()) %}
    union all
    {{ relinked('assessment_id') }}
    {%- endif %}
{%- endmacro %}

{% macro changed_observations() -%}
    select 'a' || cast(row_id as {{ dbt.type_string() }}) as observation_key
    from ({{ changed_ids('session_attendance_topics') }}) as covered
    union all
    select 'a' || cast(attendance_topic_id as {{ dbt.type_string() }})
    from {{ ref('stg_operational__attendance_topic') }}
    where attendance_id in ({{ changed_marks() }})
    union all
    select 'm' || cast(row_id as {{ dbt.type_string() }})
    from ({{ changed_ids('assessments') }}) as assessed
    union all
    select 'c' || cast(row_id as {{ dbt.type_string() }})
    from ({{ changed_ids('topic_corrections') }}) as corrected
    {%- if has_rows(changed_ids('topics')) %}
    union all
    select 'a' || cast(attendance_topic_id as {{ dbt.type_string() }})
    from {{ ref('stg_operational__attendance_topic') }}
    where topic_id in ({{ changed_ids('topics') }})
    union all
    select 'm' || cast(assessment_id as {{ dbt.type_string() }})
    from {{ ref('stg_operational__assessment') }}
    where topic_id in ({{ changed_ids('topics') }})
    union all
    select 'c' || cast(topic_correction_id as {{ dbt.type_string() }})
    from {{ ref('stg_operational__topic_correction') }}
    where topic_id in ({{ changed_ids('topics') }})
    {%- endif %}
    {%- if has_rows(changed_links()) %}
    union all
    {{ relinked('observation_key') }}
    {%- endif %}
{%- endmacro %}

{# What an observation that leaves is found by. #}
{% macro observation_traces() -%}
    {%- do return({
        'enrollment_id': 'enrollment_id', 'student_id': 'student_id', 'topic_id': 'topic_id', 'happened_on': 'observed_on'
    }) -%}
{%- endmacro %}

{# Whether a row of the source that `letter` stands for has changed; every row has when the fact is made anew. #}
{% macro among_changed(letter, row_id) -%}
    {%- if is_incremental() -%}
    {{ row_id }} in (
        select cast(substring(observation_key, 2) as bigint)
        from ({{ changed_keys('observation_key') }}) as changed
        where observation_key like '{{ letter }}%'
    )
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}

{# What a week of learning is made of moved for these enrolments. #}
{% macro changed_enrollments() -%}
    {{ changed_in('fct_attendance', 'enrollment_id') }}
    union all
    {{ changed_in('fct_topic_observation', 'enrollment_id') }}
    union all
    {{ changed_ids('student_subject_enrollments') }}
{%- endmacro %}

{# Enrolments whose milestones moved; all of them when a topic was added, retired or moved. #}
{% macro changed_milestones() -%}
    {{ changed_enrollments() }}
    {%- if has_rows(changed_ids('students')) %}
    union all
    select enrollment_id from {{ ref('stg_operational__enrollment') }} where student_id in ({{ changed_ids('students') }})
    {%- endif %}
    {%- if has_rows(changed_ids('topics')) %}
    union all
    select enrollment_id from {{ ref('stg_operational__enrollment') }}
    {%- endif %}
{%- endmacro %}

{# A week that an enrolment no longer has: it went, ended earlier, or began later. #}
{% macro is_no_week_any_more() -%}
    not exists (
        select 1
        from {{ ref('fct_enrollment') }} as enrollment
        cross join {{ ref('stg_operational__clock') }} as clock
        where
            enrollment.enrollment_id = fact.enrollment_id
            and fact.week_start >= {{ features_monday('enrollment.enrolled_on') }}
            and fact.week_start <= coalesce(enrollment.ended_on, enrollment.completed_on, clock.as_of_date)
            and fact.week_start <= clock.as_of_date
    )
{%- endmacro %}

{# Weeks of learning that moved, and all weeks of whose student or subject is called otherwise, or is another. #}
{% macro changed_velocities() -%}
    {%- set renamed = [changed_ids('students'), changed_ids('subjects'), changed_links()] | join(' union all ') -%}
    {{ changed_in('feat_velocity_week', 'enrollment_id, week_start', 'enrollment_id, happened_on') }}
    {%- if has_rows(renamed) %}
    union all
    select velocity.enrollment_id, velocity.week_start
    from {{ ref('feat_velocity_week') }} as velocity
    inner join {{ ref('fct_enrollment') }} as enrollment on velocity.enrollment_id = enrollment.enrollment_id
    where
        enrollment.student_id in ({{ changed_ids('students') }})
        or enrollment.subject_id in ({{ changed_ids('subjects') }})
        or enrollment.enrollment_id in ({{ changed_links() }})
    {%- endif %}
{%- endmacro %}

{#
Whether anybody's hours, leave, limits, status or campus or a holiday moved, or the calendar begins in another year. While nothing
did, the SQL over all days is left out: the planner would add them up before it finds that none is wanted.
#}
{% macro available_days_moved() -%}
    {%- set calendar = "select 1 from (select min(date_day) as first_day from " ~ ref('dim_date') ~ ") as calendar"
        ~ " cross join (select min(available_on) as first_day from " ~ this ~ ") as known"
        ~ " where known.first_day < calendar.first_day or known.first_day > calendar.first_day + 300" -%}
    {%- set entered = "select row_id from " ~ ref('stg_operational__faculty_time_change')
        ~ " where extract_id > " ~ last_seen_extract() -%}
    {%- set moved = [changed_ids('faculty_availability'), changed_ids('faculties'), changed_ids('holidays'), entered]
        | join(' union all ') -%}
    {{- has_rows(moved) or has_rows(calendar) -}}
{%- endmacro %}

{# Days that say something else than they did. #}
{% macro changed_available_days() -%}
    {%- if available_days_moved() %}
    select
        coalesce(told.faculty_id, known.faculty_id),
        coalesce(told.available_on, known.available_on)
    from (
        select
            hours.faculty_id, hours.campus_id, hours.date_day as available_on, hours.weekly_minutes, hours.leave_minutes,
            hours.available_minutes
        from {{ ref('int_faculty__day_hours') }} as hours
        cross join {{ ref('stg_operational__clock') }} as clock
        where hours.available_minutes > 0 and hours.date_day <= clock.as_of_date
    ) as told
    full join {{ this }} as known on told.faculty_id = known.faculty_id and told.available_on = known.available_on
    where {{ says_otherwise('told', 'known', ['campus_id', 'weekly_minutes', 'leave_minutes', 'available_minutes']) }}
    {%- else %}
    select faculty_id, available_on from {{ this }} where false
    {%- endif %}
{%- endmacro %}

{#
Weeks of learning that moved; all weeks of a student who went to another campus, of a campus with another code, and of an
enrolment that belongs to another student.
#}
{% macro changed_weeks() -%}
    {%- set moved = [changed_ids('students'), changed_ids('campuses'), changed_links()] | join(' union all ') -%}
    {{ changed_in('feat_velocity_week', 'week_start', 'happened_on') }}
    {%- if has_rows(moved) %}
    union all
    select velocity.week_start
    from {{ ref('feat_velocity_week') }} as velocity
    inner join {{ ref('fct_enrollment') }} as enrollment on velocity.enrollment_id = enrollment.enrollment_id
    where
        enrollment.student_id in ({{ changed_ids('students') }})
        or enrollment.campus_id in ({{ changed_ids('campuses') }})
        or enrollment.enrollment_id in ({{ changed_links() }})
    {%- endif %}
{%- endmacro %}

{# Campuses and days whose marks or sessions moved. #}
{% macro changed_days() -%}
    {%- for fact in ['fct_attendance', 'fct_session'] %}
    select session_date, campus_id from {{ ref(fact) }} where extract_id > {{ last_seen_extract() }}
    union all
    select happened_on, campus_id from changes.removed_row
    where relation = '{{ fact }}' and extract_id > {{ last_seen_extract() }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{# First the days, which an index finds. #}
{% macro is_changed_day() -%}
    session_date in ({{ changed_keys('session_date') }})
    and (session_date, campus_id) in ({{ changed_keys('session_date, campus_id') }})
{%- endmacro %}

{# Months whose marks moved; all of them when a campus did, whose code stands in them. #}
{% macro changed_months() -%}
    {{ months_of(changed_in('fct_attendance', 'session_date', 'happened_on')) }}
    {%- if has_rows(changed_ids('campuses')) %}
    union all
    select month_start from {{ this }}
    {%- endif %}
{%- endmacro %}

{# Months whose observations of topics moved. #}
{% macro changed_topic_months() -%}
    {{ months_of(changed_in('fct_topic_observation', 'observed_on', 'happened_on')) }}
{%- endmacro %}

{# Whose sessions or available hours moved on which day, or who is told to have been at another campus then. #}
{% macro changed_faculty_days() -%}
    {{ changed_in('fct_session', 'session_date, faculty_id', 'happened_on, faculty_id') }}
    union all
    {{ changed_in('fct_faculty_available_day', 'available_on, faculty_id', 'happened_on, faculty_id') }}
    {%- if has_rows(changed_ids('faculties')) %}
    union all
    select known.date_day, known.faculty_id
    from {{ this }} as known
    inner join {{ ref('dim_faculty_history') }} as faculty
        on
            known.faculty_id = faculty.faculty_id
            and known.date_day >= faculty.valid_from
            and known.date_day < faculty.valid_to
    where known.campus_id <> faculty.campus_id
    {%- endif %}
{%- endmacro %}

{# Weeks whose sessions or use of hours moved. #}
{% macro changed_teaching_weeks() -%}
    select {{ features_monday('moved.day') }}
    from (
        {{ changed_in('fct_session', 'session_date', 'happened_on') }}
        union all
        {{ changed_in('fct_faculty_day', 'date_day', 'happened_on') }}
    ) as moved (day)
{%- endmacro %}

{% macro months_of(days) -%}
    select cast({{ dbt.date_trunc('month', 'moved.day') }} as date)
    from ({{ days }}) as moved (day)
{%- endmacro %}

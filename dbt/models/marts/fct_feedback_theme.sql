with named as (

    select distinct
        feedback.feedback_id,
        theme.name as theme
    from {{ ref('fct_feedback') }} as feedback
    cross join unnest(feedback.themes) as theme (name)
    where theme.name is not null

)

select
    cast(named.feedback_id as {{ dbt.type_string() }}) || '@' || named.theme as feedback_theme_key,
    named.feedback_id,
    named.theme,
    feedback.campus_id,
    feedback.faculty_id,
    feedback.student_id,
    feedback.subject_id,
    feedback.feedback_type,
    feedback.rating,
    feedback.sentiment,
    feedback.is_anonymous,
    feedback.submitted_on
from named
inner join {{ ref('fct_feedback') }} as feedback on named.feedback_id = feedback.feedback_id

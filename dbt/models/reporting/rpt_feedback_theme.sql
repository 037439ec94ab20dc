with settled as (

    select
        feedback_id,
        theme
    from {{ ref('fct_feedback_theme') }}

),

found as (

    select
        prediction.feedback_id,
        prediction.theme
    from {{ ref('stg_predictions__feedback_theme') }} as prediction
    left join settled on prediction.feedback_id = settled.feedback_id
    where settled.feedback_id is null

),

together as (

    select
        feedback_id,
        theme,
        true as is_settled
    from settled
    union all
    select
        feedback_id,
        theme,
        false as is_settled
    from found

)

select
    cast(together.feedback_id as {{ dbt.type_string() }}) || '@' || together.theme as feedback_theme_key,
    together.feedback_id,
    together.theme,
    together.is_settled,
    meant.campus_id,
    meant.faculty_id,
    meant.student_id,
    meant.feedback_type,
    meant.rating,
    meant.sentiment,
    meant.is_anonymous,
    meant.has_comment,
    meant.submitted_on,
    cast({{ dbt.date_trunc('week', 'meant.submitted_on') }} as date) as week_start,
    prediction.words
from together
inner join {{ ref('rpt_feedback_sentiment') }} as meant on together.feedback_id = meant.feedback_id
left join {{ ref('stg_predictions__feedback_theme') }} as prediction
    on together.feedback_id = prediction.feedback_id and together.theme = prediction.theme

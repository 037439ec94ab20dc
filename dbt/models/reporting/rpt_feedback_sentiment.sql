with meant as (

    select
        feedback.feedback_id,
        feedback.feedback,
        feedback.campus_id,
        feedback.faculty_id,
        feedback.student_id,
        feedback.feedback_type,
        feedback.rating,
        feedback.is_anonymous,
        feedback.has_comment,
        feedback.submitted_on,
        feedback.sentiment is not null as is_settled,
        feedback.settled_on,
        coalesce(feedback.sentiment, prediction.sentiment) as sentiment,
        prediction.confidence,
        prediction.is_unsure,
        prediction.is_contradicted,
        prediction.worth_asking,
        case when array_length(feedback.themes, 1) > 0 then feedback.themes else prediction.themes end as themes,
        prediction.words,
        prediction.sentiment as predicted_sentiment,
        prediction.scored_as_of,
        prediction.model_version
    from {{ ref('fct_feedback') }} as feedback
    left join {{ ref('stg_predictions__feedback_sentiment') }} as prediction
        on feedback.feedback_id = prediction.feedback_id
    -- Of one among few how it is meant, its themes and its words would tell as much as the comment.
    where feedback.is_shown

)

select
    feedback_id,
    feedback,
    campus_id,
    faculty_id,
    student_id,
    feedback_type,
    rating,
    is_anonymous,
    has_comment,
    submitted_on,
    sentiment,
    case when is_settled then cast(1 as double precision) else confidence end as confidence,
    is_settled,
    settled_on,
    not is_settled and is_unsure as is_unsure,
    -- Of what staff settled the model's guess no longer counts.
    case
        when is_settled
            then coalesce((sentiment = 'negative' and rating >= 4) or (sentiment = 'positive' and rating <= 2), false)
        else is_contradicted
    end as is_contradicted,
    case when is_settled then cast(0 as double precision) else worth_asking end as worth_asking,
    themes,
    words,
    predicted_sentiment,
    scored_as_of,
    model_version
from meant
where sentiment is not null

select
    feedback_id,
    scored_as_of,
    sentiment,
    confidence,
    is_unsure,
    is_contradicted,
    worth_asking,
    themes,
    words,
    model_version
from {{ source('predictions', 'feedback_sentiment') }}

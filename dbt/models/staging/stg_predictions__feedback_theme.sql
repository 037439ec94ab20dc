select
    feedback_id,
    theme,
    words
from {{ source('predictions', 'feedback_theme') }}

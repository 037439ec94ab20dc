select
    topic_teaching_key,
    topic_id,
    faculty_id,
    scored_as_of,
    student_count,
    judgement_count,
    effect,
    effect_low,
    effect_high,
    verdict,
    model_version
from {{ source('predictions', 'topic_teaching') }}

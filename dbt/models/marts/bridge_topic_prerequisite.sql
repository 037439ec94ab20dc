select
    topic_prerequisite_id,
    topic_id,
    prerequisite_id as prerequisite_topic_id
from {{ ref('stg_operational__topic_prerequisite') }}

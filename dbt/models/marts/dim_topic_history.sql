with periods as (

    {{ periods(ref('stg_operational__topic_version'), 'topic_id') | indent(4) }}

)

select
    cast(topic_id as {{ dbt.type_string() }})
    || '@' || cast(valid_from as {{ dbt.type_string() }}) as topic_version_key,
    topic_id,
    subject_id,
    order_index,
    difficulty_level,
    estimated_duration_minutes,
    status as topic_status,
    valid_from,
    valid_to,
    is_current
from periods

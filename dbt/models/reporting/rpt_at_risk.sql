select
    enrollment_no,
    subject_code as subject,
    scored_as_of,
    p_drop,
    band,
    reasons,
    model_version,
    p_drop_30d
from {{ ref('int_predictions__at_risk') }}

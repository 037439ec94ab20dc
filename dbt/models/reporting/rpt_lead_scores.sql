-- What has ended since the scoring is no lead any more.
select
    coalesce(inquiry.reference, cast(inquiry.uuid as {{ dbt.type_string() }})) as inquiry,
    prediction.scored_as_of,
    prediction.p_enrol,
    prediction.band,
    prediction.reasons,
    prediction.model_version,
    inquiry.campus_id
from {{ ref('stg_predictions__lead_score') }} as prediction
inner join {{ ref('stg_operational__inquiry') }} as inquiry on prediction.inquiry_id = inquiry.inquiry_id
where inquiry.status not in ('enrolled', 'lost') and inquiry.merged_into_id is null

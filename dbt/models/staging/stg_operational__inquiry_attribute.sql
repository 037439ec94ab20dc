select
    inquiry.id as inquiry_id,
    attribute.name as attribute_name,
    attribute.value as attribute_value,
    inquiry.extract_id
from {{ source('raw', 'crm_inquiries') }} as inquiry
cross join lateral {{ json_members('inquiry.attributes') }} as attribute
where not inquiry.is_deleted

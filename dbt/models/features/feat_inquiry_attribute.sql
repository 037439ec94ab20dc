{{ config(materialized='table', schema='restricted', tags=['scoring'], contract={'enforced': true}) }}

-- One row for each value that an import or a form brought beside the columns that Headway knows.
select
    cast(attribute.inquiry_id as bigint) as inquiry_id,
    cast(attribute.attribute_name as {{ dbt.type_string() }}) as attribute_name,
    cast(attribute.attribute_value as {{ dbt.type_string() }}) as attribute_value
from {{ ref('stg_operational__inquiry_attribute') }} as attribute
inner join {{ ref('fct_inquiry') }} as inquiry on attribute.inquiry_id = inquiry.inquiry_id
where not inquiry.is_duplicate and attribute.attribute_value <> ''

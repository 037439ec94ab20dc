-- Not published: some of it is sensitive. The models' fairness tables group by it; nothing learns from it.
select
    student_id,
    cast(attributes as {{ dbt.type_string() }}) as attributes
from {{ ref('stg_operational__student') }}
where cast(attributes as {{ dbt.type_string() }}) <> '{}'

"""Writing who asked before they became a student: inquiries, what they ask for, how they moved, follow-ups.

An imported inquiry tells two instants of its way: when it came in and on which day it ended. So it gets a stage row for
each; when it was contacted nobody knows, and no row claims to. Rows that staff wrote are never rewritten.
"""

import psycopg

from ingest_api.imports.staging import StagedFile
from ingest_api.imports.upsert import replace_links, upsert

# Stages without `changed_by` came by import. An inquiry that only imports have moved gets exactly what its row says.
_STAGES = """
with moved as (
    select inquiry.id, inquiry.status, inquiry.created_at, greatest(
        inquiry.created_at, (inquiry.closed_on + time '12:00') at time zone campus.time_zone
    ) as closed_at
    from operational.crm_inquiries as inquiry
    join operational.campuses as campus on campus.id = inquiry.campus_id
    where inquiry.id in (select row_id from import_touched where file = 'inquiries')
        and not exists (
            select from operational.crm_inquiry_stages as stage
            where stage.inquiry_id = inquiry.id and stage.changed_by is not null
        )
),
wanted as materialized (
    select id as inquiry_id, null as from_status, 'new' as to_status, created_at as changed_at from moved
    union all
    select id, 'new', status, closed_at from moved where status in ('enrolled', 'lost')
),
removed as (
    delete from operational.crm_inquiry_stages as stage using moved
    where stage.inquiry_id = moved.id and not exists (
        select from wanted
        where wanted.inquiry_id = stage.inquiry_id and wanted.to_status = stage.to_status
            and wanted.from_status is not distinct from stage.from_status and wanted.changed_at = stage.changed_at
    )
)
insert into operational.crm_inquiry_stages (inquiry_id, from_status, to_status, changed_at)
select inquiry_id, from_status, to_status, changed_at from wanted
where not exists (
    select from operational.crm_inquiry_stages as stage
    where stage.inquiry_id = wanted.inquiry_id and stage.to_status = wanted.to_status
        and stage.from_status is not distinct from wanted.from_status and stage.changed_at = wanted.changed_at
)
order by inquiry_id, changed_at, from_status nulls first
"""

# Behind what staff did, an import that says otherwise is one more change.
_LATER_STAGES = """
insert into operational.crm_inquiry_stages (inquiry_id, from_status, to_status, changed_at)
select inquiry.id, latest.to_status, inquiry.status, greatest(
    latest.changed_at, (inquiry.closed_on + time '12:00') at time zone campus.time_zone
)
from operational.crm_inquiries as inquiry
join operational.campuses as campus on campus.id = inquiry.campus_id
cross join lateral (
    select stage.to_status, stage.changed_at from operational.crm_inquiry_stages as stage
    where stage.inquiry_id = inquiry.id order by stage.changed_at desc, stage.id desc limit 1
) as latest
where inquiry.id in (select row_id from import_touched where file = 'inquiries')
    and latest.to_status <> inquiry.status
    and exists (
        select from operational.crm_inquiry_stages as stage
        where stage.inquiry_id = inquiry.id and stage.changed_by is not null
    )
"""


def write_inquiries(connection: psycopg.Connection, staged: StagedFile) -> None:
    """Inquiries by reference, their subjects and stages. One that was merged into another stays as staff left it."""
    upsert(
        connection,
        "inquiries",
        "crm_inquiries",
        ("reference",),
        (
            "created_at",
            "student_name",
            "phone",
            "email",
            "campus_id",
            "source",
            "status",
            "priority",
            "counselor_id",
            "next_follow_up_date",
            "closed_on",
            "student_id",
            "lost_reason",
            "notes",
            "attributes",
        ),
        """select staged.line, staged.inquiry as reference,
            case when staged.created_at like '%+00:00' then staged.created_at::timestamptz
                else staged.created_at::timestamp at time zone campus.time_zone end as created_at,
            staged.student_name, staged.phone, staged.email, campus.id as campus_id, staged.source, staged.status,
            staged.priority, counselor.id as counselor_id, staged.next_follow_up_date, staged.closed_on,
            student.id as student_id, case when staged.status = 'lost' then known.lost_reason end as lost_reason,
            staged.notes,
            jsonb_strip_nulls(coalesce(known.attributes, '{}') || coalesce(staged.attributes, '{}')) as attributes
        from import_inquiries as staged
        join operational.campuses as campus on campus.code = staged.campus
        left join operational.users as counselor on counselor.email = staged.counselor
        left join operational.students as student using (enrollment_no)
        left join operational.crm_inquiries as known on known.reference = staged.inquiry
        where known.merged_into_id is null""",
    )
    connection.execute(_STAGES)
    connection.execute(_LATER_STAGES)
    if "interested_subjects" not in staged.present:
        return
    owners = """
        from import_inquiries as staged
        join operational.crm_inquiries as inquiry on inquiry.reference = staged.inquiry and merged_into_id is null"""
    replace_links(
        connection,
        "inquiries",
        "crm_inquiry_subjects",
        "inquiry_id",
        "subject_id",
        f"select inquiry.id as inquiry_id {owners}",  # noqa: S608 - SQL of this module
        f"""select inquiry.id as inquiry_id, subject.id as subject_id {owners}
        cross join lateral string_to_table(staged.interested_subjects, ';') as item (value)
        join operational.subjects as subject on subject.code = item.value""",  # noqa: S608
    )


def write_follow_ups(connection: psycopg.Connection, _: StagedFile) -> None:
    """Follow-ups by inquiry, day and type."""
    upsert(
        connection,
        "follow_ups",
        "follow_ups",
        ("inquiry_id", "follow_up_date", "follow_up_type"),
        ("counselor_id", "status", "outcome", "notes"),
        """select staged.line, inquiry.id as inquiry_id, staged.follow_up_date, staged.follow_up_type,
            counselor.id as counselor_id, staged.status, staged.outcome, staged.notes
        from import_follow_ups as staged
        join operational.crm_inquiries as inquiry on inquiry.reference = staged.inquiry
        left join operational.users as counselor on counselor.email = staged.counselor""",
    )

"""Inquiries and follow-ups for tests."""

from datetime import date
from typing import Any

import psycopg

from tests.factories.insert import insert, number
from warehouse.vocabulary import InquiryStatus


def make_inquiry(connection: psycopg.Connection, campus_id: int, **values: Any) -> int:
    """An inquiry with the first row of its way."""
    this = number()
    defaults = {"campus_id": campus_id, "student_name": f"Asker {this}", "email": f"asker{this}@example.org"}
    inquiry_id = insert(connection, "crm_inquiries", **{**defaults, **values})
    insert(connection, "crm_inquiry_stages", inquiry_id=inquiry_id, to_status=InquiryStatus.NEW)
    return inquiry_id


def make_follow_up(connection: psycopg.Connection, inquiry_id: int, day: date, **values: Any) -> int:
    defaults = {"inquiry_id": inquiry_id, "follow_up_date": day, "follow_up_type": "call"}
    return insert(connection, "follow_ups", **{**defaults, **values})


def today(connection: psycopg.Connection, campus_id: int) -> date:
    """The day that it is at the campus."""
    row = connection.execute(
        "select (now() at time zone time_zone)::date from operational.campuses where id = %s", (campus_id,)
    ).fetchone()
    assert row is not None
    return row[0]


def stages(connection: psycopg.Connection, inquiry_id: int) -> list[str]:
    """The statuses that the inquiry has been in."""
    rows = connection.execute(
        "select to_status from operational.crm_inquiry_stages where inquiry_id = %s order by id", (inquiry_id,)
    )
    return [row[0] for row in rows]

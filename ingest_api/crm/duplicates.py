"""Inquiries of the same person: finding them and merging one into another."""

from difflib import SequenceMatcher
from typing import Final

from psycopg import AsyncConnection, sql
from psycopg.rows import DictRow

from ingest_api import people
from ingest_api.auth.dependencies import CurrentUser
from ingest_api.crm import repository, service
from ingest_api.crm.schemas import Duplicate, Duplicates, InquiryDetail, InquiryItem, Merge
from ingest_api.errors import Conflict
from ingest_api.rows import check_version, update_row
from ingest_api.writing import Writing
from warehouse.scope import Predicate, Resource, row_predicate
from warehouse.vocabulary import InquiryStatus

# Names alone must be nearly the same; with an e-mail or a phone number in common they are only shown.
SIMILAR_NAME: Final = 0.85
_MOST_CANDIDATES: Final = 500
_MOST_SHOWN: Final = 20

# Phones agree in their last ten digits, however they are written and with or without the country's code. Names are
# candidates when they share a word or begin alike; how similar they are is judged afterwards.
_CANDIDATES: Final = """
    inquiry.merged_into_id is null and inquiry.id <> %(id)s and inquiry.campus_id = %(campus_id)s and (
        lower(inquiry.email) = lower(%(email)s)
        or right(regexp_replace(inquiry.phone, '[^0-9]', '', 'g'), 10) = %(digits)s
        or string_to_array(lower(inquiry.student_name), ' ') && string_to_array(lower(%(name)s), ' ')
        or lower(left(inquiry.student_name, 4)) = lower(left(%(name)s, 4))
    )
"""


async def find(connection: AsyncConnection[DictRow], user: CurrentUser, inquiry_id: int) -> Duplicates:
    """The inquiries of the same campus that may be of the same person, the likeliest first.

    Raises:
        NotFound: no such inquiry that `user` may see.
    """
    inquiry = await service.visible(connection, user, inquiry_id)
    found = [
        Duplicate(inquiry=InquiryItem(**row), matches=_matches(inquiry, row), name_similarity=_similarity(inquiry, row))
        for row in await _candidates(connection, row_predicate(user.viewer, Resource.INQUIRIES, "inquiry"), inquiry)
    ]
    likely = [duplicate for duplicate in found if duplicate.matches]
    likely.sort(key=lambda one: (-len(one.matches), -one.name_similarity, one.inquiry.id))
    return Duplicates(items=likely[:_MOST_SHOWN])


async def _candidates(connection: AsyncConnection[DictRow], scope: Predicate, inquiry: DictRow) -> list[DictRow]:
    query = sql.SQL("select {} from {} where ({}) and ({}) order by inquiry.id desc limit {}").format(
        sql.SQL(repository.INQUIRIES.columns),
        sql.SQL(repository.INQUIRIES.tables),
        sql.SQL(_CANDIDATES),
        sql.SQL(scope.psycopg),
        _MOST_CANDIDATES,
    )
    values = {
        "id": inquiry["id"],
        "campus_id": inquiry["campus_id"],
        "email": inquiry["email"],
        "digits": _digits(inquiry["phone"]),
        "name": inquiry["student_name"],
    }
    return await (await connection.execute(query, {**scope.parameters, **values})).fetchall()


def _digits(phone: str | None) -> str | None:
    """The last ten digits; None when there are too few to tell people apart."""
    digits = "".join(sign for sign in phone or "" if sign.isascii() and sign.isdigit())[-10:]
    return digits if len(digits) >= 6 else None


def _similarity(one: DictRow, other: DictRow) -> float:
    first, second = (" ".join(sorted(row["student_name"].lower()[:200].split())) for row in (one, other))
    return round(SequenceMatcher(None, first, second, autojunk=False).ratio(), 3)


def _matches(one: DictRow, other: DictRow) -> list[str]:
    digits = _digits(one["phone"])
    matches = {
        "email": one["email"] is not None and one["email"].lower() == (other["email"] or "").lower(),
        "phone": digits is not None and digits == _digits(other["phone"]),
        "name": _similarity(one, other) >= SIMILAR_NAME,
    }
    return [name for name, is_same in matches.items() if is_same]


async def merge(write: Writing, inquiry_id: int, content: Merge) -> InquiryDetail:
    """Takes another inquiry into this one: its follow-ups, subjects and tags, and what this one does not know.

    The other one stays as lost, pointing here. A follow-up that both have stays where it is.

    Raises:
        NotFound: no such inquiries that the user may see.
        Invalid: it is the same one, or of another campus.
        Conflict: one of them is merged already, the other is enrolled, or the version is not current.
    """
    other_id = content.duplicate_id
    if other_id == inquiry_id:
        raise people.invalid("duplicate_id", "an inquiry is no duplicate of itself", "itself")
    # In the order of their ids, so that two merges never wait for each other.
    first, second = sorted((inquiry_id, other_id))
    locked = {row_id: await service.locked(write, row_id) for row_id in (first, second)}
    (kept, today), (other, _) = locked[inquiry_id], locked[other_id]
    check_version(write.expected_version, kept)
    if kept["campus_id"] != other["campus_id"]:
        raise people.invalid("duplicate_id", "it belongs to another campus", "other_campus")
    for row in (kept, other):
        if row["merged_into_id"] is not None:
            raise Conflict(f"inquiry {row['id']} is merged already", kind="merged")
    if other["status"] == InquiryStatus.ENROLLED:
        raise Conflict(f"inquiry {other_id} became a student: merge into that one instead", kind="inquiry-closed")
    await _take(write, kept, other)
    values = {
        "closed_on": other["closed_on"] or today,
        "next_follow_up_date": None,
        "lost_reason": other["lost_reason"] or "duplicate",
        "merged_into_id": inquiry_id,
    }
    await service.move(write, other, InquiryStatus.LOST, values)
    await repository.drop_plans(write.connection, other_id, today)
    await write.event("inquiry.merged", "crm_inquiries", inquiry_id, campus_id=kept["campus_id"], duplicate_id=other_id)
    return await service.get(write.connection, write.user, inquiry_id)


async def _take(write: Writing, kept: DictRow, other: DictRow) -> None:
    ids = {"kept": kept["id"], "other": other["id"]}
    await write.connection.execute(
        "insert into operational.crm_inquiry_subjects (inquiry_id, subject_id)"
        " select %(kept)s, subject_id from operational.crm_inquiry_subjects where inquiry_id = %(other)s"
        " on conflict (inquiry_id, subject_id) do nothing",
        ids,
    )
    is_open = kept["closed_on"] is None
    await write.connection.execute(
        "update operational.follow_ups as moved set inquiry_id = %(kept)s"
        " where moved.inquiry_id = %(other)s and (moved.status <> 'pending' or %(is_open)s) and not exists ("
        " select from operational.follow_ups as known where known.inquiry_id = %(kept)s"
        " and known.follow_up_date = moved.follow_up_date and known.follow_up_type = moved.follow_up_type)",
        {**ids, "is_open": is_open},
    )
    dates = [row["next_follow_up_date"] for row in (kept, other) if row["next_follow_up_date"] is not None]
    taken = {column: kept[column] or other[column] for column in ("phone", "email", "source", "counselor_id")}
    taken["tags"] = list(dict.fromkeys([*kept["tags"], *other["tags"]]))
    taken["notes"] = "\n\n".join(row["notes"] for row in (kept, other) if row["notes"]) or None
    if is_open:
        taken["next_follow_up_date"] = min(dates, default=None)
    await update_row(write.connection, "crm_inquiries", kept["id"], taken)

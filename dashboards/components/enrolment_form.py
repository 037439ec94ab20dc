"""What a new student begins: for each subject the batch or faculty member, the start, the fee, the first payment.

Belongs here: the fields and the request's body that comes of them. Whether it can be, the API decides.
"""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from dashboards.components.known_people import student_name
from dashboards.components.lead_words import METHOD_NAMES, plain
from dashboards.language import _
from dashboards.region import picker_format
from dashboards.session import api
from warehouse.vocabulary import BatchStatus, FacultyStatus, PaymentMethod

_MOST: Final = 200
_MOST_PARTS: Final = 24
_CENT: Final = Decimal("0.01")
_NONE: Final = 0


def enrolment_fields(subject: dict[str, Any], inquiry: dict[str, Any], today: date) -> dict[str, Any]:
    """Asks for one subject, and returns its part of the conversion.

    Raises:
        ApiError: the API does not answer.
    """
    key = subject["id"]
    batches = {one["id"]: one for one in _batches(key, inquiry["campus_id"])}
    faculty = {one["id"]: student_name(one) for one in _faculty(inquiry["campus_code"])}
    with st.container(border=True, key=f"enrolment-{key}"):
        st.subheader(plain(subject["name"]), anchor=False)
        left, right = st.columns(2)
        batch_id = left.selectbox(
            _("Batch"),
            [_NONE, *batches],
            format_func=lambda one: _batch_name(batches[one]) if one else _("None: individual sessions"),
            key=f"batch-{key}",
        )
        teaching = batches[batch_id]["faculty_id"] if batch_id else None
        faculty_id = right.selectbox(
            _("Faculty"),
            [_NONE, *faculty],
            index=1 + list(faculty).index(teaching) if teaching in faculty else 0,
            format_func=lambda one: faculty[one] if one else _("Decided later"),
            # Another batch brings its own faculty member along.
            key=f"faculty-{key}-{batch_id}",
        )
        left, right = st.columns(2)
        begins = left.date_input(_("Begins on"), value=today, format=picker_format(), key=f"begins-{key}")
        fee = right.number_input(
            _("Fee agreed"), min_value=0.0, value=float(subject["fee"] or 0), step=500.0, key=f"fee-{key}"
        )
        left, right = st.columns(2)
        parts = left.number_input(_("Instalments, monthly"), 1, _MOST_PARTS, 1, key=f"parts-{key}", disabled=not fee)
        paid = right.number_input(_("Paid now"), min_value=0.0, value=0.0, step=500.0, key=f"paid-{key}")
        method = (
            st.pills(
                _("Paid by"),
                list(METHOD_NAMES),
                default=PaymentMethod.CASH,
                required=True,
                format_func=METHOD_NAMES.__getitem__,
                key=f"method-{key}",
            )
            if paid
            else None
        )
    start = begins if isinstance(begins, date) else today
    content: dict[str, Any] = {
        "subject_id": key,
        "faculty_id": faculty_id or None,
        "batch_id": batch_id or None,
        "enrollment_date": start.isoformat(),
    }
    if fee:
        total = Decimal(str(fee)).quantize(_CENT)
        content["fee_plan"] = {"total_amount": str(total), "installments": installments(total, int(parts), start)}
    if paid:
        content["payment"] = {"amount": str(Decimal(str(paid)).quantize(_CENT)), "method": method}
    return content


def installments(total: Decimal, parts: int, start: date) -> list[dict[str, str]]:
    """A fee in equal parts, a month from each to the next; the first takes what cannot be divided."""
    each = (total / parts).quantize(_CENT, rounding="ROUND_DOWN")
    amounts = [total - each * (parts - 1)] + [each] * (parts - 1)
    return [
        {"due_on": _months_later(start, number).isoformat(), "amount": str(amount)}
        for number, amount in enumerate(amounts)
    ]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _batches(subject_id: int, campus_id: int) -> list[dict[str, Any]]:
    query = {"subject_id": subject_id, "status": BatchStatus.ACTIVE, "limit": _MOST}
    found: list[dict[str, Any]] = api("GET", "/batches", query=query)["items"]
    return [
        one
        for one in found
        if one["campus_id"] == campus_id and (one["max_students"] is None or one["members_count"] < one["max_students"])
    ]


def _faculty(campus_code: str) -> list[dict[str, Any]]:
    query = {"status": FacultyStatus.ACTIVE, "campus": campus_code, "limit": _MOST}
    found: list[dict[str, Any]] = api("GET", "/faculties", query=query)["items"]
    return found


def _batch_name(batch: dict[str, Any]) -> str:
    if batch["max_students"] is None:
        return str(batch["name"])
    left = batch["max_students"] - batch["members_count"]
    return _("{name} ({count} places left)", name=batch["name"], count=left)

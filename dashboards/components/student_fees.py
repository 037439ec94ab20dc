"""What a student pays, for the office: what was agreed for each subject, what came in, what is late, and receipts.

Belongs here: the plan as a list and its receipts. The dialogs are in `fee_dialogs.py`; amounts are added up by the API.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components import states
from dashboards.components.fee_dialogs import agree_on_fee, record_payment
from dashboards.components.labels import day, exact_money
from dashboards.components.lead_words import METHOD_NAMES, listed, plain
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.components.student_courses import enrolments_of, subject_names
from dashboards.components.words_table import words_table
from dashboards.language import _
from dashboards.session import api
from warehouse.vocabulary import PaymentMethod

_NOT_FOUND: Final = 404


def student_fees(person: Person, student: Mapping[str, Any]) -> None:
    """Fee plans and payments of a student of `GET /students/{id}`.

    Raises:
        ApiError: the API does not answer.
    """
    subjects, enrolments = subject_names(), enrolments_of(student["id"])
    if not enrolments:
        states.empty(_("Learns nothing yet."), _("Fees are agreed for a subject: enrol them under “Courses” first."))
        return
    names = {
        one["id"]: str(subjects[one["subject_id"]]["name"] if one["subject_id"] in subjects else one["subject_code"])
        for one in enrolments
    }
    plans = {one["id"]: _plan(one["id"]) for one in enrolments}
    payments = api("GET", "/payments", query={"student_id": student["id"], "limit": MOST_ROWS})["items"]
    if st.button(_("Record a payment"), type="primary", icon=":material/payments:", key="payment-new"):
        record_payment(person, student["id"], names, plans)
    for one in enrolments:
        with st.container(border=True, key=f"fee-{one['id']}"):
            _fee(person, names[one["id"]], one, plans[one["id"]])
    _receipts(payments, names, person.currency)


def _plan(enrollment_id: int) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = api("GET", f"/enrollments/{enrollment_id}/fee-plan")
    except ApiError as error:
        if error.status == _NOT_FOUND:
            return None
        raise
    return found


def overdue_of(plan: Mapping[str, Any]) -> Decimal:
    """What of a plan should have come in by now and has not."""
    late = (Decimal(one["amount"]) - Decimal(one["paid_amount"]) for one in plan["installments"] if one["is_overdue"])
    return sum(late, Decimal(0))


def _fee(person: Person, name: str, enrolment: Mapping[str, Any], plan: dict[str, Any] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(_head(name, plan, person.currency), width="stretch")
        label = _("Change the plan") if plan else _("Agree on a fee")
        if st.button(label, key=f"fee-change-{enrolment['id']}", icon=":material/edit:"):
            agree_on_fee(person, name, enrolment, plan)
    if not plan:
        return
    if plan["notes"]:
        st.caption(plain(plan["notes"]))
    words_table(
        f"installments-{enrolment['id']}",
        (_("Due"), _("Amount"), _("Paid"), _("State")),
        [
            (
                day(date.fromisoformat(one["due_on"])),
                exact_money(Decimal(one["amount"]), person.currency),
                exact_money(Decimal(one["paid_amount"]), person.currency) if Decimal(one["paid_amount"]) else "",
                _state(one),
            )
            for one in plan["installments"]
        ],
    )


def _head(name: str, plan: dict[str, Any] | None, currency: str | None) -> str:
    if plan is None:
        told, late = _("No fee agreed yet."), ""
    else:
        price = Decimal(plan["total_amount"]) - Decimal(plan["discount_amount"])
        told = _(
            "{paid} of {price} paid",
            paid=exact_money(Decimal(plan["paid_amount"]), currency),
            price=exact_money(price, currency),
        )
        if Decimal(plan["discount_amount"]):
            less = _("{amount} discount", amount=exact_money(Decimal(plan["discount_amount"]), currency))
            told = listed([told, less, plan["discount_reason"] or ""])
        overdue = overdue_of(plan)
        late = _("! {amount} overdue", amount=exact_money(overdue, currency)) if overdue else ""
    lateness = f'<span class="hw-late">{escape(late)}</span>' if late else ""
    return (
        f'<div class="hw-lead" data-testid="fee"><strong>{escape(name)}</strong>'
        f"<span>{escape(told)}</span>{lateness}</div>"
    )


def _state(one: Mapping[str, Any]) -> str:
    if Decimal(one["paid_amount"]) >= Decimal(one["amount"]):
        return escape(_("✓ paid"))
    return f'<span class="hw-late">{escape(_("! overdue"))}</span>' if one["is_overdue"] else escape(_("to come"))


def _receipts(payments: list[dict[str, Any]], names: Mapping[int, str], currency: str | None) -> None:
    st.subheader(_("Receipts"), anchor=False)
    if not payments:
        st.caption(_("Nothing came in so far."))
        return
    words_table(
        "receipts",
        (_("Receipt"), _("Day"), _("Amount"), _("For")),
        [
            (
                escape(one["receipt"]),
                day(date.fromisoformat(one["paid_on"])),
                exact_money(Decimal(one["amount"]), currency),
                escape(
                    listed(
                        [
                            names.get(one["enrollment_id"], _("no subject in particular")),
                            METHOD_NAMES[PaymentMethod(one["method"])] if one["method"] else "",
                            _("refund") if Decimal(one["amount"]) < 0 else "",
                            one["notes"] or "",
                        ]
                    )
                ),
            )
            for one in payments
        ],
    )

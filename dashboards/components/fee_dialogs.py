"""Dialogs about money of one student: a payment or a refund is noted, a fee is agreed in instalments.

Belongs here: the fields and the requests. Receipt numbers are made, and sums are checked, by the API.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import streamlit as st

from dashboards.access import Person
from dashboards.api_client import ApiError
from dashboards.components.enrolment_form import installments
from dashboards.components.labels import exact_money
from dashboards.components.lead_words import METHOD_NAMES, plain
from dashboards.components.sending import refusal, send
from dashboards.language import _, gettext_noop
from dashboards.region import picker_format
from warehouse.vocabulary import PaymentMethod

_IN, _BACK = gettext_noop("Came in"), gettext_noop("Went back")
_CENT: Final = Decimal("0.01")
_STEP: Final = 500.0
_MOST_LETTERS: Final = 500
_MOST_PARTS: Final = 60
_NONE: Final = 0


def record_payment(
    person: Person, student_id: int, names: Mapping[int, str], plans: Mapping[int, dict[str, Any] | None]
) -> None:
    """Asks what was paid and for what.

    Args:
        person: who notes it.
        student_id: who paid.
        names: of subjects by enrolment.
        plans: fee plans by enrolment; None where nothing is agreed.
    """
    st.dialog(_("Record a payment"))(_payment_fields)(person, student_id, names, plans)


def _payment_fields(
    person: Person, student_id: int, names: Mapping[int, str], plans: Mapping[int, dict[str, Any] | None]
) -> None:
    key = f"payment-{student_id}"
    direction = st.segmented_control(
        _("Money"), [_IN, _BACK], default=_IN, required=True, format_func=_, key=f"{key}-direction"
    )
    chosen = st.selectbox(
        _("For"),
        [*names, _NONE],
        format_func=lambda one: names[one] if one else _("No subject in particular"),
        key=f"{key}-for",
    )
    is_back = direction == _BACK
    left, right = st.columns(2)
    amount = left.number_input(
        _("Amount in {currency}", currency=person.currency),
        min_value=0.0,
        value=0.0 if is_back else _next_part(plans.get(chosen)),
        step=_STEP,
        # The next instalment of another subject is another amount.
        key=f"{key}-amount-{chosen}-{is_back}",
    )
    on = right.date_input(_("Day"), value=person.today, max_value=person.today, format=picker_format(), key=f"{key}-on")
    method = st.pills(
        _("How"),
        list(METHOD_NAMES),
        default=PaymentMethod.CASH,
        required=True,
        format_func=METHOD_NAMES.__getitem__,
        key=f"{key}-method",
    )
    notes = (st.text_input(_("Note"), key=f"{key}-notes", max_chars=_MOST_LETTERS) or "").strip()
    sum_ = Decimal(str(amount)).quantize(_CENT)
    shown = exact_money(sum_, person.currency)
    label = _("Pay back {amount}", amount=shown) if is_back else _("Record {amount}", amount=shown)
    if st.button(label, type="primary", key="payment-save", width="stretch", disabled=not sum_ or on is None):
        content = {
            "student_id": student_id,
            "enrollment_id": chosen or None,
            "amount": str(-sum_ if is_back else sum_),
            "paid_on": on.isoformat() if isinstance(on, date) else None,
            "method": method,
            "notes": notes or None,
        }
        _send("POST", "/payments", content, None, lambda done: _("Receipt {number}", number=done["receipt"]))


def _next_part(plan: Mapping[str, Any] | None) -> float:
    """What is open of the first instalment that is not paid in full."""
    if plan is None:
        return 0.0
    parts = (Decimal(one["amount"]) - Decimal(one["paid_amount"]) for one in plan["installments"])
    return float(next((one for one in parts if one > 0), max(Decimal(plan["balance_amount"]), Decimal(0))))


def agree_on_fee(person: Person, name: str, enrolment: Mapping[str, Any], plan: dict[str, Any] | None) -> None:
    """Asks what is agreed for an enrolment, or agreed anew.

    Args:
        person: who notes it.
        name: of the subject.
        enrolment: of `GET /enrollments`.
        plan: what holds so far.
    """
    st.dialog(_("Agree on a fee"))(_plan_fields)(person, name, enrolment, plan)


def _plan_fields(person: Person, name: str, enrolment: Mapping[str, Any], plan: dict[str, Any] | None) -> None:
    st.markdown(f"**{plain(name)}**")
    key = f"fee-{enrolment['id']}-{plan['version'] if plan else 0}"
    known = plan or {
        "total_amount": 0,
        "discount_amount": 0,
        "discount_reason": None,
        "notes": None,
        "installments": [],
    }
    left, right = st.columns(2)
    total = left.number_input(
        _("Price in {currency}", currency=person.currency),
        min_value=0.0,
        value=float(known["total_amount"]),
        step=_STEP,
        key=f"{key}-total",
    )
    discount = right.number_input(
        _("Discount"), min_value=0.0, value=float(known["discount_amount"]), step=_STEP, key=f"{key}-discount"
    )
    reason = (
        st.text_input(
            _("Why the discount"), known["discount_reason"] or "", key=f"{key}-reason", max_chars=_MOST_LETTERS
        )
        if discount
        else None
    )
    price = Decimal(str(total)).quantize(_CENT) - Decimal(str(discount)).quantize(_CENT)
    parts = _parts(key, known, person.today, price)
    if price < 0:
        st.caption(_("The discount is more than the price."))
    if st.button(_("Save"), type="primary", key="fee-save", width="stretch", disabled=price < 0 or parts is None):
        content = {
            "total_amount": str(Decimal(str(total)).quantize(_CENT)),
            "discount_amount": str(Decimal(str(discount)).quantize(_CENT)),
            "discount_reason": (reason or "").strip() or None,
            "notes": known["notes"],
            "installments": parts,
        }
        path = f"/enrollments/{enrolment['id']}/fee-plan"
        _send("PUT", path, content, plan["version"] if plan else None, lambda _done: _("Agreed."))


def _parts(key: str, known: Mapping[str, Any], today: date, price: Decimal) -> list[dict[str, str]] | None:
    """The instalments: as they are while they add up to the price, else equal ones; None: the first day is missing."""
    now = [
        {"due_on": one["due_on"], "amount": str(Decimal(one["amount"]).quantize(_CENT))}
        for one in known["installments"]
    ]
    is_kept = bool(now) and sum((Decimal(one["amount"]) for one in now), Decimal(0)) == price
    if is_kept and not st.toggle(_("Divide it anew"), key=f"{key}-anew"):
        return now
    left, right = st.columns(2)
    count = left.number_input(_("Instalments, monthly"), 1, _MOST_PARTS, max(1, len(now)), 1, key=f"{key}-parts")
    first = right.date_input(
        _("First due on"),
        value=date.fromisoformat(now[0]["due_on"]) if now else today,
        format=picker_format(),
        key=f"{key}-first",
    )
    if not isinstance(first, date):
        return None
    if price <= 0:
        return []
    made = installments(price, int(count), first)
    return [one for one in made if Decimal(one["amount"]) > 0]


def _send(method: str, path: str, content: dict[str, Any], version: int | None, told: Any) -> None:
    try:
        done = send(method, path, content, version)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(told(done), icon=":material/check_circle:")
    st.rerun()

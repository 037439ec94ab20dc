"""Who stands behind a student, and what was agreed to for them: listed, added, changed, withdrawn."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed
from dashboards.components.plan_fields import MOST_ROWS
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop
from dashboards.region import day_of
from dashboards.session import api
from warehouse.vocabulary import ConsentPurpose

_MOST_LETTERS: Final = 200
_SELF: Final = 0
_PURPOSES: Final = Names(
    {
        ConsentPurpose.PROGRESS_REPORTS: gettext_noop("Progress reports to guardians"),
        ConsentPurpose.MARKETING: gettext_noop("Advertising"),
        ConsentPurpose.DATA_PROCESSING: gettext_noop("Keeping and using their data"),
        ConsentPurpose.PHOTO: gettext_noop("Photographs"),
    }
)


def student_guardians(student_id: int) -> None:
    """The guardians of a student.

    Raises:
        ApiError: the API does not answer.
    """
    found = api("GET", f"/students/{student_id}/guardians", query={"limit": MOST_ROWS})["items"]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("Guardians"), anchor=False)
        if st.button(_("Add a guardian"), key="guardian-new", icon=":material/add:"):
            _open(student_id, None)
    if not found:
        st.caption(_("Nobody is noted."))
    for one in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"guardian-{one['id']}"):
            about = listed([one["relationship"] or "", one["phone"] or "", one["email"] or ""])
            first = f"<span>{escape(_('★ to be told first'))}</span>" if one["is_primary"] else ""
            st.html(
                f'<div class="hw-lead"><strong>{escape(one["name"])}</strong><span>{escape(about)}</span>{first}</div>',
                width="stretch",
            )
            if st.button(_("Change"), key=f"guardian-change-{one['id']}", icon=":material/edit:"):
                _open(student_id, one)


def _open(student_id: int, known: Mapping[str, Any] | None) -> None:
    st.dialog(_("Guardian"))(_fields)(student_id, known)


def _fields(student_id: int, known: Mapping[str, Any] | None) -> None:
    key = f"guardian-{student_id}-{known['id'] if known else 0}-{known['version'] if known else 0}"

    def text(name: str, label: str) -> str | None:
        typed = st.text_input(label, (known or {}).get(name) or "", key=f"{key}-{name}", max_chars=_MOST_LETTERS)
        return (typed or "").strip() or None

    wanted: dict[str, Any] = {
        "name": text("name", _("Name")),
        "relationship": text("relationship", _("What they are, such as mother")),
        "phone": text("phone", _("Phone")),
        "email": text("email", _("E-mail")),
        "is_primary": st.checkbox(_("Is to be told first"), bool(known and known["is_primary"]), key=f"{key}-first"),
    }
    path = f"/students/{student_id}/guardians"
    if known is None:
        if st.button(_("Save"), type="primary", key="guardian-save", width="stretch", disabled=not wanted["name"]):
            _send("POST", path, wanted, None)
        return
    different = {name: value for name, value in wanted.items() if value != known[name]}
    is_whole = bool(different) and bool(wanted["name"])
    if st.button(_("Save"), type="primary", key="guardian-save", width="stretch", disabled=not is_whole):
        _send("PUT", f"{path}/{known['id']}", different, known["version"])
    if st.button(_("Remove"), key="guardian-remove", icon=":material/delete:", width="stretch"):
        _send("DELETE", f"{path}/{known['id']}", {}, known["version"])


def student_consents(student_id: int) -> None:
    """What was agreed to for a student, what was withdrawn too.

    Raises:
        ApiError: the API does not answer.
    """
    path = f"/students/{student_id}"
    found = api("GET", f"{path}/consents", query={"limit": MOST_ROWS})["items"]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("What was agreed to"), anchor=False)
        if st.button(_("Note a consent"), key="consent-new", icon=":material/add:"):
            guardians = api("GET", f"{path}/guardians", query={"limit": MOST_ROWS})["items"]
            st.dialog(_("Consent"))(_consent_fields)(path, {one["id"]: one["name"] for one in guardians})
    if not found:
        st.caption(_("Nothing is noted."))
    for one in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"consent-{one['id']}"):
            st.html(_consent_words(one), width="stretch")
            if one["is_given"] and st.button(_("Withdraw"), key=f"consent-end-{one['id']}", icon=":material/undo:"):
                st.dialog(_("Withdraw the consent"))(_withdrawal_fields)(f"{path}/consents/{one['id']}/withdraw", one)


def _consent_words(one: Mapping[str, Any]) -> str:
    given = listed([_told(one["granted_at"]), one["guardian_name"] or _("by the student"), one["source"]])
    ended = (
        _("✕ withdrawn on {day}, {source}", day=_told(one["withdrawn_at"]), source=one["withdrawal_source"] or "")
        if one["withdrawn_at"]
        else _("✓ holds")
    )
    return (
        f'<div class="hw-lead" data-testid="consent"><strong>{_PURPOSES[ConsentPurpose(one["purpose"])]}</strong>'
        f"<span>{escape(given)}</span><span>{escape(ended)}</span></div>"
    )


def _told(instant: str) -> str:
    return day(day_of(instant))


def _consent_fields(path: str, guardians: Mapping[int, str]) -> None:
    purpose = st.selectbox(_("To what"), list(_PURPOSES), format_func=_PURPOSES.__getitem__, key="consent-purpose")
    by = st.selectbox(
        _("Who agreed"),
        [_SELF, *guardians],
        format_func=lambda one: guardians[one] if one else _("The student"),
        key="consent-by",
    )
    source = (st.text_input(_("How, such as a signed form"), key="consent-source", max_chars=200) or "").strip()
    if st.button(_("Save"), type="primary", key="consent-save", width="stretch", disabled=not source):
        content = {"purpose": purpose, "guardian_id": by or None, "source": source}
        _send("POST", f"{path}/consents", content, None)


def _withdrawal_fields(path: str, one: Mapping[str, Any]) -> None:
    st.markdown(f"**{_PURPOSES[ConsentPurpose(one['purpose'])]}**")
    key = f"withdrawal-{one['id']}-{one['version']}"
    source = (st.text_input(_("How, such as a telephone call"), key=key, max_chars=200) or "").strip()
    if st.button(_("Withdraw"), type="primary", key="withdrawal-save", width="stretch", disabled=not source):
        _send("POST", path, {"source": source}, one["version"])


def _send(method: str, path: str, content: dict[str, Any], version: int | None) -> None:
    try:
        send(method, path, content, version)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Saved."), icon=":material/check_circle:")
    st.rerun()

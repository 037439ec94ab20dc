"""Other inquiries that may be of the same person, and merging one, after saying what will be kept."""

from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, plain, source_name, stage_name, when
from dashboards.components.sending import refusal, send
from dashboards.language import Names, _, gettext_noop, ngettext
from warehouse.vocabulary import InquiryStatus

_TAKEN: Final = {"phone": gettext_noop("the phone {value}"), "email": gettext_noop("the e-mail {value}")}
_STAYING: Final = {
    "phone": gettext_noop("the phone {kept}, not {other}"),
    "email": gettext_noop("the e-mail {kept}, not {other}"),
}
_SAME: Final = Names(
    {
        "email": gettext_noop("same e-mail"),
        "phone": gettext_noop("same phone"),
        "name": gettext_noop("nearly the same name"),
    }
)


def duplicates(inquiry: dict[str, Any], found: list[dict[str, Any]], zone: str | None) -> None:
    """Shows the items of `GET /crm/inquiries/{id}/duplicates`; nothing when there is none."""
    if not found:
        return
    title = ngettext(
        "{count} other inquiry may be of the same person",
        "{count} other inquiries may be of the same person",
        len(found),
    )
    with st.container(border=True, key="duplicates"):
        st.subheader(title, anchor=False)
        for one in found:
            other = one["inquiry"]
            told = listed(
                [
                    _("asked {day}", day=day(when(other["created_at"], zone))),
                    stage_name(other["status"]),
                    _(" and ").join(_SAME[match] for match in one["matches"]),
                ]
            )
            st.markdown(f"[{plain(other['student_name'])}](/inquiry?inquiry={other['id']})  \n{plain(told)}")
            if other["status"] != InquiryStatus.ENROLLED and st.button(
                _("Merge into this one"), key=f"merge-{other['id']}", icon=":material/merge:"
            ):
                confirm_merge(inquiry, other)


def confirm_merge(kept: dict[str, Any], other: dict[str, Any]) -> None:
    """Merges `other` into `kept` after saying what will be taken over."""
    st.dialog(_("Merge two inquiries?"))(_confirm_merge)(kept, other)


def _confirm_merge(kept: dict[str, Any], other: dict[str, Any]) -> None:
    name = plain(kept["student_name"])
    st.markdown(_("This inquiry of **{name}** stays. From the other one it takes over:", name=name))
    st.markdown("\n".join(f"- {one}" for one in taken(kept, other)))
    if stays := staying(kept, other):
        st.markdown(_("Of this one stays:"))
        st.markdown("\n".join(f"- {one}" for one in stays))
    st.markdown(_("The other one is closed as a duplicate and points here. It cannot be reopened afterwards."))
    if not st.button(_("Merge"), type="primary", key="merge-save", width="stretch"):
        return
    try:
        send("POST", f"/crm/inquiries/{kept['id']}/merge", {"duplicate_id": other["id"]}, kept["version"])
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Merged."), icon=":material/merge:")
    st.rerun()


def taken(kept: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What the one that stays will have of the other one, in words."""
    told = [_("its follow-ups and remarks")]
    told += [_(text, value=plain(other[name])) for name, text in _TAKEN.items() if other[name] and not kept[name]]
    if other["source"] and not kept["source"]:
        told.append(_("the source: {source}", source=source_name(other["source"])))
    known = {one["id"] for one in kept["interested_subjects"]}
    new = [one["name"] for one in other["interested_subjects"] if one["id"] not in known]
    return told + ([_("the interest in {subjects}", subjects=plain(", ".join(new)))] if new else [])


def staying(kept: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Where both know something else, and the other one's goes, in words."""
    return [
        _(text, kept=plain(kept[name]), other=plain(other[name]))
        for name, text in _STAYING.items()
        if kept[name] and other[name] and _bare(kept[name]) != _bare(other[name])
    ]


def _bare(value: str) -> str:
    """An e-mail in small letters, a phone number as its last ten digits: what is the same however it is written."""
    return value.lower() if "@" in value else "".join(sign for sign in value if sign.isdigit())[-10:]

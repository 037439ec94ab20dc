"""Open inquiries as a list that reads well on a phone: whom to call, how likely they come, and why."""

from collections.abc import Hashable
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboards.components.labels import day, is_known, percent
from warehouse.vocabulary import InquirySource, InquiryStatus, LeadBand

SOURCE_NAMES = {
    InquirySource.WEBSITE: "Website",
    InquirySource.REFERRAL: "Recommended",
    InquirySource.WALK_IN: "Walked in",
    InquirySource.SOCIAL_MEDIA: "Social media",
    InquirySource.CAMPAIGN: "Campaign",
}
STAGE_NAMES = {
    InquiryStatus.NEW: "Not contacted yet",
    InquiryStatus.CONTACTED: "Contacted",
    InquiryStatus.FOLLOW_UP_SCHEDULED: "Follow-up planned",
}
# A sign beside the word, so that nobody has to tell colours apart. Likely is good here, unlike a risk.
BAND_NAMES = {LeadBand.HIGH: "★ Likely", LeadBand.MEDIUM: "◐ Open", LeadBand.LOW: "○ Unlikely"}
BAND_COLOURS = {LeadBand.HIGH: "low", LeadBand.MEDIUM: "medium", LeadBand.LOW: "quiet"}


def call_list(rows: pd.DataFrame, first_rank: int, *, shows_campus: bool) -> None:
    """Shows rows of `queries.calls.call_list`, numbered from `first_rank`."""
    items = "".join(
        _item(row, rank, shows_campus) for rank, row in enumerate(rows.to_dict("records"), start=first_rank)
    )
    st.html(f'<ol class="hw-risks" start="{first_rank}" data-testid="call-list">{items}</ol>')


def _item(row: dict[Hashable, Any], rank: int, shows_campus: bool) -> str:
    told = [f"<li>{escape(str(reason))}</li>" for reason in (row["reasons"] if row["reasons"] is not None else [])]
    return (
        f'<li class="hw-risk {_colour(row)}"><div class="hw-risk-who"><strong>{rank}. {escape(_name(row))}</strong>'
        f"<span>{escape(' · '.join(_about(row, shows_campus)))}</span><span>{escape(_so_far(row))}</span>"
        f"{contact(row['phone'], row['email'])}</div>"
        f'<div class="hw-risk-band">{_chance(row)}</div>'
        + (f'<ul class="hw-reasons">{"".join(told)}</ul>' if told else "")
        + "</li>"
    )


def contact(phone: object, email: object) -> str:
    """Links to call and to write, for what is known."""
    links = []
    if is_known(phone):
        links.append(f'<a href="tel:{quote(str(phone).replace(" ", ""), safe="+")}">{escape(str(phone))}</a>')
    if is_known(email):
        links.append(f'<a href="mailto:{quote(str(email), safe="@.+-_")}">{escape(str(email))}</a>')
    return f'<span class="hw-contact">{"".join(links) or "No phone or e-mail known"}</span>'


def _name(row: dict[Hashable, Any]) -> str:
    return str(row["student_name"]) if is_known(row["student_name"]) else f"Inquiry {row['inquiry_id']}"


def _about(row: dict[Hashable, Any], shows_campus: bool) -> list[str]:
    source = SOURCE_NAMES[InquirySource(str(row["source"]))] if is_known(row["source"]) else "Source not noted"
    about = [str(row["subjects_asked"])] if is_known(row["subjects_asked"]) else []
    about.append(source)
    if shows_campus:
        about.append(str(row["campus_code"]))
    return about


def _so_far(row: dict[Hashable, Any]) -> str:
    """When they asked, and what has happened since."""
    age = int(row["age_days"])
    asked = "Asked today" if age <= 0 else f"Asked {age} day{'s' if age != 1 else ''} ago"
    parts = [asked, STAGE_NAMES.get(InquiryStatus(str(row["status"])), str(row["status"]))]
    if not pd.isna(row["next_follow_up_date"]):
        word = "due since" if row["is_overdue"] else "next"
        parts.append(f"{word} {day(pd.Timestamp(row['next_follow_up_date']))}")
    return " · ".join(parts)


def _chance(row: dict[Hashable, Any]) -> str:
    if pd.isna(row["p_enrol"]):
        return '<span class="hw-band">New</span><span class="hw-chance">came in since the scoring</span>'
    band = LeadBand(str(row["band"]))
    return (
        f'<span class="hw-band">{BAND_NAMES[band]}</span>'
        f'<span class="hw-chance">{percent(row["p_enrol"])} likely to enrol</span>'
    )


def _colour(row: dict[Hashable, Any]) -> str:
    return "quiet" if pd.isna(row["p_enrol"]) else BAND_COLOURS[LeadBand(str(row["band"]))]

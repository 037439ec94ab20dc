"""Open inquiries as a list that reads well on a phone: whom to call, how likely they come, and why."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import day, is_known, number, percent
from dashboards.components.lead_words import BAND_COLOURS, BAND_NAMES, contact, source_name, stage_name
from dashboards.components.told_of_leads import lead_reason
from dashboards.language import _, ngettext
from warehouse.vocabulary import LeadBand


def call_list(rows: pd.DataFrame, first_rank: int, *, shows_campus: bool) -> None:
    """Shows rows of `queries.calls.call_list`, numbered from `first_rank`."""
    items = "".join(
        _item(row, rank, shows_campus) for rank, row in enumerate(rows.to_dict("records"), start=first_rank)
    )
    st.html(f'<ol class="hw-risks" start="{first_rank}" data-testid="call-list">{items}</ol>')


def gain_words(measured: pd.DataFrame, per_day: int) -> str:
    """What calling in this order has brought on earlier inquiries: the row of `queries.calls.lift`, in words."""
    words = _(
        "{count} calls a day are reckoned with. Chances come from what was known a week after somebody asked.",
        count=per_day,
    )
    if measured.empty:
        return words
    row = measured.iloc[0]
    gain = _(
        "On earlier inquiries the first {count} of the list held {value} times as many enrolments as calls in any order"
        " ({low} to {high}); by source alone {by_source} times.",
        count=per_day,
        value=number(row["value"], 1),
        low=number(row["low"], 1),
        high=number(row["high"], 1),
        by_source=number(row["baseline_value"], 1),
    )
    return f"{words} {gain}"


def _item(row: dict[Hashable, Any], rank: int, shows_campus: bool) -> str:
    reasons = row["reasons"] if row["reasons"] is not None else []
    told = [f"<li>{escape(lead_reason(str(reason)))}</li>" for reason in reasons]
    return (
        f'<li class="hw-risk {_colour(row)}"><div class="hw-risk-who"><strong>{rank}. '
        f'<a href="/inquiry?inquiry={row["inquiry_id"]}" target="_self">{escape(_name(row))}</a></strong>'
        f"<span>{escape(' · '.join(_about(row, shows_campus)))}</span><span>{escape(_so_far(row))}</span>"
        f"{contact(row['phone'], row['email'])}</div>"
        f'<div class="hw-risk-band">{_chance(row)}</div>'
        + (f'<ul class="hw-reasons">{"".join(told)}</ul>' if told else "")
        + "</li>"
    )


def _name(row: dict[Hashable, Any]) -> str:
    if is_known(row["student_name"]):
        return str(row["student_name"])
    return _("Inquiry {number}", number=row["inquiry_id"])


def _about(row: dict[Hashable, Any], shows_campus: bool) -> list[str]:
    about = [str(row["subjects_asked"])] if is_known(row["subjects_asked"]) else []
    about.append(source_name(row["source"]))
    if shows_campus:
        about.append(str(row["campus_code"]))
    return about


def _so_far(row: dict[Hashable, Any]) -> str:
    """When they asked, and what has happened since."""
    age = int(row["age_days"])
    asked = _("Asked today") if age <= 0 else ngettext("Asked {count} day ago", "Asked {count} days ago", age)
    parts = [asked, stage_name(str(row["status"]))]
    if not pd.isna(row["next_follow_up_date"]):
        planned = day(pd.Timestamp(row["next_follow_up_date"]))
        parts.append(_("due since {day}", day=planned) if row["is_overdue"] else _("next {day}", day=planned))
    return " · ".join(parts)


def _chance(row: dict[Hashable, Any]) -> str:
    if pd.isna(row["p_enrol"]):
        return (
            f'<span class="hw-band">{escape(_("New"))}</span>'
            f'<span class="hw-chance">{escape(_("came in since the scoring"))}</span>'
        )
    band = LeadBand(str(row["band"]))
    return (
        f'<span class="hw-band">{BAND_NAMES[band]}</span>'
        f'<span class="hw-chance">{escape(_("{share} likely to enrol", share=percent(row["p_enrol"])))}</span>'
    )


def _colour(row: dict[Hashable, Any]) -> str:
    return "quiet" if pd.isna(row["p_enrol"]) else BAND_COLOURS[LeadBand(str(row["band"]))]

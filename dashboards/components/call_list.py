"""Open inquiries as a list that reads well on a phone: whom to call, how likely they come, and why."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import day, is_known, number, percent
from dashboards.components.lead_words import BAND_COLOURS, BAND_NAMES, contact, source_name, stage_name
from warehouse.vocabulary import LeadBand


def call_list(rows: pd.DataFrame, first_rank: int, *, shows_campus: bool) -> None:
    """Shows rows of `queries.calls.call_list`, numbered from `first_rank`."""
    items = "".join(
        _item(row, rank, shows_campus) for rank, row in enumerate(rows.to_dict("records"), start=first_rank)
    )
    st.html(f'<ol class="hw-risks" start="{first_rank}" data-testid="call-list">{items}</ol>')


def gain_words(measured: pd.DataFrame, per_day: int) -> str:
    """What calling in this order has brought on earlier inquiries: the row of `queries.calls.lift`, in words."""
    words = f"{per_day} calls a day are reckoned with. Chances come from what was known a week after somebody asked."
    if measured.empty:
        return words
    row = measured.iloc[0]
    return (
        f"{words} On earlier inquiries the first {per_day} of the list held {number(row['value'], 1)} times as many"
        f" enrolments as calls in any order ({number(row['low'], 1)} to {number(row['high'], 1)}); by source alone"
        f" {number(row['baseline_value'], 1)} times."
    )


def _item(row: dict[Hashable, Any], rank: int, shows_campus: bool) -> str:
    told = [f"<li>{escape(str(reason))}</li>" for reason in (row["reasons"] if row["reasons"] is not None else [])]
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
    return str(row["student_name"]) if is_known(row["student_name"]) else f"Inquiry {row['inquiry_id']}"


def _about(row: dict[Hashable, Any], shows_campus: bool) -> list[str]:
    about = [str(row["subjects_asked"])] if is_known(row["subjects_asked"]) else []
    about.append(source_name(row["source"]))
    if shows_campus:
        about.append(str(row["campus_code"]))
    return about


def _so_far(row: dict[Hashable, Any]) -> str:
    """When they asked, and what has happened since."""
    age = int(row["age_days"])
    asked = "Asked today" if age <= 0 else f"Asked {age} day{'s' if age != 1 else ''} ago"
    parts = [asked, stage_name(str(row["status"]))]
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

"""The students of a faculty member as a list that reads well on a phone: how far, how fast, why to look, what next."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import is_known, percent
from dashboards.components.pace import pace_to_staff
from warehouse.vocabulary import RiskBand

# In words of what to do, not of a score.
ATTENTION = {RiskBand.HIGH: "▲ Needs you now", RiskBand.MEDIUM: "◆ Keep an eye on", RiskBand.LOW: "● On the way"}


def student_list(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.learning.students_taught`."""
    items = "".join(_item(row) for row in rows.to_dict("records"))
    st.html(f'<ul class="hw-risks" data-testid="student-list">{items}</ul>')


def _item(row: dict[Hashable, Any]) -> str:
    band = RiskBand(row["band"]) if is_known(row["band"]) else None
    who = str(row["student_name"] or row["enrollment_no"])
    about = [str(row["subject_name"]), str(row["enrollment_no"])]
    if is_known(row["topics_total"]):
        about.append(f"{row['topics_done']:.0f} of {row['topics_total']:.0f} topics done")
    reasons = (
        list(row["reasons"]) if isinstance(row["reasons"], (list, tuple)) or hasattr(row["reasons"], "tolist") else []
    )
    facts = [("Pace", pace_to_staff(row))]
    if band in (RiskBand.HIGH, RiskBand.MEDIUM) and reasons:
        facts.append(("Why", "; ".join(str(reason) for reason in reasons)))
    if band in (RiskBand.HIGH, RiskBand.MEDIUM) and is_known(row["p_drop_30d"]):
        facts.append(("How soon", f"{percent(row['p_drop_30d'])} likely to leave within the next 30 days"))
    if is_known(row["next_topic"]):
        facts.append(("Next", f"{row['next_topic']}: {row['next_reason']}"))
    told = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    attention = f'<span class="hw-band">{ATTENTION[band]}</span>' if band else ""
    return (
        f'<li class="hw-risk {band.value if band else ""}"><div class="hw-risk-who"><strong>'
        f'<a href="?student={row["student_id"]}" target="_self">{escape(who)}</a></strong>'
        f"<span>{escape(' · '.join(about))}</span></div>"
        f'<div class="hw-risk-band">{attention}</div><dl class="hw-facts">{told}</dl></li>'
    )

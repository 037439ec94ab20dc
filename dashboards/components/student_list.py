"""The students of a faculty member as a list that reads well on a phone: how far, how fast, why to look, what next."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import is_known, percent
from dashboards.components.pace import pace_to_staff
from dashboards.components.told import in_own_words
from dashboards.language import Names, _, gettext_noop
from warehouse.vocabulary import RiskBand

# In words of what to do, not of a score.
ATTENTION = Names(
    {
        RiskBand.HIGH: gettext_noop("▲ Needs you now"),
        RiskBand.MEDIUM: gettext_noop("◆ Keep an eye on"),
        RiskBand.LOW: gettext_noop("● On the way"),
    }
)


def student_list(rows: pd.DataFrame) -> None:
    """Shows rows of `queries.learning.students_taught`."""
    items = "".join(_item(row) for row in rows.to_dict("records"))
    st.html(f'<ul class="hw-risks" data-testid="student-list">{items}</ul>')


def _item(row: dict[Hashable, Any]) -> str:
    band = RiskBand(row["band"]) if is_known(row["band"]) else None
    who = str(row["student_name"] or row["enrollment_no"])
    about = [str(row["subject_name"]), str(row["enrollment_no"])]
    if is_known(row["topics_total"]):
        about.append(_("{done} of {total} topics done", done=int(row["topics_done"]), total=int(row["topics_total"])))
    reasons = (
        list(row["reasons"]) if isinstance(row["reasons"], (list, tuple)) or hasattr(row["reasons"], "tolist") else []
    )
    facts = [(_("Pace"), pace_to_staff(row))]
    if band in (RiskBand.HIGH, RiskBand.MEDIUM) and reasons:
        facts.append((_("Why"), "; ".join(in_own_words(str(reason)) for reason in reasons)))
    if band in (RiskBand.HIGH, RiskBand.MEDIUM) and is_known(row["p_drop_30d"]):
        soon = _("{share} likely to leave within the next 30 days", share=percent(row["p_drop_30d"]))
        facts.append((_("How soon"), soon))
    if is_known(row["next_topic"]):
        facts.append((_("Next"), f"{row['next_topic']}: {in_own_words(str(row['next_reason']))}"))
    told = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    attention = f'<span class="hw-band">{ATTENTION[band]}</span>' if band else ""
    return (
        f'<li class="hw-risk {band.value if band else ""}"><div class="hw-risk-who"><strong>'
        f'<a href="?student={row["student_id"]}" target="_self">{escape(who)}</a></strong>'
        f"<span>{escape(' · '.join(about))}</span></div>"
        f'<div class="hw-risk-band">{attention}</div><dl class="hw-facts">{told}</dl></li>'
    )

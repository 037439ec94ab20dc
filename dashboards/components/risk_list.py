"""Enrolments at risk as a list that reads well on a phone: who, how urgent, and why."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.labels import BAND_NAMES, is_known, percent
from dashboards.components.told import in_own_words
from dashboards.components.ways import linked, student_way
from dashboards.language import _
from warehouse.vocabulary import RiskBand, Role


def risk_list(rows: pd.DataFrame, role: Role, *, shows_campus: bool) -> None:
    """Shows rows of `queries.enrollments.at_risk`; a name leads to the student, as far as the role has the page."""
    items = "".join(risk_item(row, role, shows_campus) for row in rows.to_dict("records"))
    st.html(f'<ul class="hw-risks" data-testid="risk-list">{items}</ul>')


def risk_item(row: dict[Hashable, Any], role: Role, shows_campus: bool) -> str:
    """One row as an item of a list."""
    band = RiskBand(str(row["band"]))
    reasons = list(row["reasons"]) if row["reasons"] is not None else []
    about = [str(row["subject_name"]), str(row["enrollment_no"])]
    if shows_campus:
        about.append(str(row["campus_name"]))
    who = str(row["student_name"] or row["enrollment_no"])
    name = linked(who, student_way(role, row["student_id"]))
    listed = "".join(f"<li>{escape(in_own_words(str(reason)))}</li>" for reason in reasons)
    return (
        f'<li class="hw-risk {band.value}"><div class="hw-risk-who"><strong>{name}</strong>'
        f"<span>{escape(' · '.join(about))}</span></div>"
        f'<div class="hw-risk-band"><span class="hw-band">{BAND_NAMES[band]}</span>'
        f'<span class="hw-chance">{chance_in_words(row["p_drop"], row["p_drop_30d"])}</span></div>'
        + (f'<ul class="hw-reasons">{listed}</ul>' if listed else "")
        + "</li>"
    )


def chance_in_words(p_drop: float, p_drop_30d: float | None) -> str:
    """How likely an enrolment ends without completion: at all, and where it is known, how soon."""
    if not is_known(p_drop_30d):
        return _("{share} likely to end without completion", share=percent(p_drop))
    return _(
        "{share} likely to end without completion, {soon} within the next 30 days",
        share=percent(p_drop),
        soon=percent(p_drop_30d),
    )

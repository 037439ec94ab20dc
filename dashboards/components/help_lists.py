"""Who may be about to leave and who is being helped: rows with a button each, which open the dialogs."""

from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.access import Person
from dashboards.components import states
from dashboards.components.help_dialogs import ACTION_NAMES, begin_help, dismiss_alert, tell_outcome
from dashboards.components.labels import BAND_NAMES, day
from dashboards.components.risk_list import chance_in_words, risk_item
from dashboards.components.told import in_own_words
from dashboards.components.ways import linked, student_way
from dashboards.language import _
from warehouse.vocabulary import RiskBand


def risk_cards(person: Person, rows: pd.DataFrame, helped: set[int], *, shows_campus: bool) -> None:
    """Shows rows of `queries.enrollments.at_risk`, each with a way to begin helping.

    Args:
        person: who is looking.
        rows: of `at_risk`.
        helped: enrolments for which something is planned already.
        shows_campus: whether the campus is told with each.
    """
    for row in rows.to_dict("records"):
        enrollment_id = int(row["enrollment_id"])
        with st.container(key=f"risk-{enrollment_id}", gap="small"):
            st.html(f'<ul class="hw-risks" data-testid="risk-list">{risk_item(row, person.role, shows_campus)}</ul>')
            if enrollment_id in helped:
                st.caption(f":material/volunteer_activism: {_('Is being helped')}")
            elif st.button(_("Begin to help"), key=f"help-{enrollment_id}", icon=":material/volunteer_activism:"):
                who = str(row["student_name"] or row["enrollment_no"])
                reasons = [] if row["reasons"] is None else [str(reason) for reason in row["reasons"]]
                begin_help(person, enrollment_id, f"{who} · {row['subject_name']}", reasons, float(row["p_drop"]))


def alert_cards(person: Person, alerts: list[dict[str, Any]]) -> None:
    """Shows items of `GET /alerts`: why, what could come next, and two ways to answer.

    Args:
        person: who is looking.
        alerts: items of the API.
    """
    for alert in alerts:
        band = RiskBand(alert["band"])
        listed = "".join(f"<li>{escape(in_own_words(reason))}</li>" for reason in alert["reasons"])
        since = _("since {day}", day=day(date.fromisoformat(alert["raised_on"])))
        about = " · ".join((alert["subject_name"], alert["enrollment_no"], since))
        with st.container(key=f"alert-{alert['id']}", gap="small"):
            st.html(
                f'<ul class="hw-risks" data-testid="alert-list"><li class="hw-risk {band.value}">'
                f'<div class="hw-risk-who">'
                f"<strong>{linked(alert['student_name'], student_way(person.role, alert['student_id']))}</strong>"
                f"<span>{escape(about)}</span></div>"
                f'<div class="hw-risk-band"><span class="hw-band">{BAND_NAMES[band]}</span>'
                f'<span class="hw-chance">{chance_in_words(alert["p_drop"], alert["p_drop_30d"])}'
                f"</span></div>"
                f'<ul class="hw-reasons">{listed}<li><strong>{escape(next_step(alert))}</strong></li></ul></li></ul>'
            )
            with st.container(horizontal=True):
                if st.button(_("Begin to help"), key=f"answer-{alert['id']}", icon=":material/volunteer_activism:"):
                    who = f"{alert['student_name']} · {alert['subject_name']}"
                    begin_help(person, alert["enrollment_id"], who, alert["reasons"], alert["p_drop"])
                if st.button(_("No help needed"), key=f"dismiss-{alert['id']}", icon=":material/close:"):
                    dismiss_alert(alert)


def next_step(alert: dict[str, Any]) -> str:
    """What could be done first, from what is planned for the student."""
    if alert["next_session_date"] is None:
        return _("Next step: no session is planned. Call, and agree on one.")
    when = day(date.fromisoformat(alert["next_session_date"]))
    if not alert["next_session_time"]:
        return _("Next step: the next session is on {day}. Call before it, and talk in it.", day=when)
    time = alert["next_session_time"][:5]
    return _("Next step: the next session is on {day} at {time}. Call before it, and talk in it.", day=when, time=time)


def help_under_way(person: Person, interventions: list[dict[str, Any]]) -> None:
    """Shows planned items of `GET /interventions`, those due first, with a way to say what came of each.

    Args:
        person: who is looking.
        interventions: items of the API.
    """
    if not interventions:
        states.empty(
            _("Nothing is under way."), _("What is begun for a student appears here until somebody says how it went.")
        )
    for item in interventions:
        due = date.fromisoformat(item["due_date"]) if item["due_date"] else None
        is_late = due is not None and due < person.today
        if due is None:
            when = _("no day set")
        else:
            when = _("▲ was due {day}", day=day(due)) if is_late else _("due {day}", day=day(due))
        about = " · ".join((item["subject_code"], item["assigned_name"] or _("nobody assigned"), when))
        with st.container(key=f"under-way-{item['id']}", gap="small"):
            st.html(
                f'<ul class="hw-risks" data-testid="under-way"><li class="hw-risk {"high" if is_late else "low"}">'
                f'<div class="hw-risk-who"><strong>'
                f"{linked(item['student_name'], student_way(person.role, item['student_id']))}: "
                f"{ACTION_NAMES[item['action']].lower()}</strong><span>{escape(about)}</span></div>"
                f'<ul class="hw-reasons"><li>{escape(item["reason"])}</li></ul></li></ul>'
            )
            if st.button(_("Say what came of it"), key=f"outcome-{item['id']}", icon=":material/task_alt:"):
                tell_outcome(item)

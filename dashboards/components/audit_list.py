"""Events of the audit trail as people read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import ROLE_NAMES
from dashboards.components.words_table import words_table
from dashboards.language import Names, _, gettext_noop
from dashboards.region import date_text
from dashboards.session import api
from warehouse.vocabulary import EventSource, Role

SOURCE_NAMES: Final = Names(
    {
        EventSource.API: gettext_noop("A screen or the API"),
        EventSource.IMPORT: gettext_noop("An import"),
        EventSource.SYSTEM: gettext_noop("The system"),
    }
)
_NAMES: Final = "_actors"
_LONGEST: Final = 160


def audit_list(events: Sequence[dict[str, Any]], campuses: Mapping[int, str], zone: ZoneInfo) -> None:
    """Shows items of `GET /audit/events`.

    Args:
        events: the items.
        campuses: names by id.
        zone: of the instants.
    """
    words_table(
        "audit-events",
        (_("When"), _("Who"), _("What"), _("Where"), _("Details")),
        [
            (
                _when(one["occurred_at"], zone),
                _who(one),
                f"{escape(_what(one['name']))}<span class='hw-range'>{escape(_which(one))}</span>",
                escape(campuses.get(one["campus_id"], "")),
                f"<span class='hw-words'>{escape(_details(one['payload']))}</span>",
            )
            for one in events
        ],
    )


def _when(instant: str, zone: ZoneInfo) -> str:
    at = datetime.fromisoformat(instant).astimezone(zone)
    return f"{date_text(at, 'yMMMd')}, {at:%H:%M:%S}"


def _who(event: dict[str, Any]) -> str:
    if event["actor_user_id"] is None:
        return escape(SOURCE_NAMES[EventSource(event["source"])])
    role = ROLE_NAMES[Role(event["actor_role"])] if event["actor_role"] else ""
    return f"{escape(_name(event['actor_user_id']))}<span class='hw-range'>{escape(role)}</span>"


def _name(user_id: int) -> str:
    """A user's name, asked for once a session."""
    known: dict[int, str] = st.session_state.setdefault(_NAMES, {})
    if user_id not in known:
        try:
            user = api("GET", f"/users/{user_id}")
            known[user_id] = f"{user['first_name']} {user['last_name'] or ''}".strip()
        except ApiError:
            known[user_id] = _("Account {number}, gone by now", number=user_id)
    return known[user_id]


def _what(name: str) -> str:
    thing, _dot, verb = name.partition(".")
    return f"{thing} {verb}".replace("_", " ").capitalize()


def _which(event: dict[str, Any]) -> str:
    row = f" {event['row_id']}" if event["row_id"] is not None else ""
    return f"{event['relation']}{row}"


def _details(payload: dict[str, Any]) -> str:
    told = "; ".join(f"{key.replace('_', ' ')}: {_value(value)}" for key, value in payload.items())
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(key if isinstance(one, dict) else f"{key} {one}" for key, one in value.items())
    return _("nothing") if value is None else str(value)

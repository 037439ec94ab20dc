"""Thresholds of one place as a form: what is chosen, what holds instead, and who chose last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboards.api_client import ApiError
from dashboards.components.labels import day
from dashboards.components.lead_words import listed, plain
from dashboards.components.sending import refusal, send
from dashboards.language import _, gettext_noop
from dashboards.region import day_of


@dataclass(frozen=True)
class Threshold:
    """One threshold: what it is called, of what kind its numbers are, and what follows from it."""

    label: str
    unit: str
    help: str
    step: float = 1
    scale: float = 1


THRESHOLDS: Final[dict[str, Threshold]] = {
    "late_after_minutes": Threshold(
        gettext_noop("Late after"),
        gettext_noop("minutes"),
        gettext_noop("A check-in so long after the start is late. 0: the clock makes nobody late."),
    ),
    "review_after_weeks": Threshold(
        gettext_noop("Completed topic due for review after"),
        gettext_noop("weeks"),
        gettext_noop("When nothing touched the topic for so long."),
    ),
    "review_mastered_after_weeks": Threshold(
        gettext_noop("Mastered topic due for review after"),
        gettext_noop("weeks"),
        gettext_noop("When nothing touched the topic for so long."),
    ),
    "exam_ready_percentage": Threshold(
        gettext_noop("Ready for the exam from"),
        gettext_noop("% complete"),
        gettext_noop("From here a student books an exam without staff."),
        step=5.0,
    ),
    "mastery_level": Threshold(
        gettext_noop("A topic counts as done from understanding"),
        gettext_noop("of 5"),
        gettext_noop("Changing it computes everybody's progress anew; figures follow with the next build."),
    ),
    "risk_band_medium": Threshold(
        gettext_noop("Medium risk from"),
        gettext_noop("% chance to leave"),
        gettext_noop("Bands follow with the next build."),
        step=5.0,
        scale=100,
    ),
    "risk_band_high": Threshold(
        gettext_noop("High risk from"),
        gettext_noop("% chance to leave"),
        gettext_noop("Not below the medium one."),
        step=5.0,
        scale=100,
    ),
}
_LARGEST: Final = 1000.0


def threshold_form(path: str, place: dict[str, Any], instead: Mapping[str, Any], whose: str) -> None:
    """Shows the thresholds of a place and saves what became different.

    Args:
        path: of the route that reads and changes them.
        place: the API's answer to it.
        instead: what holds where nothing is chosen.
        whose: whose that is, in words.
    """
    chosen = place["chosen"]
    changes = {one["key"]: one for one in place["changes"]}
    # Drawn anew with every version: what is shown is what is saved.
    mark = f"{path}-{place['version']}"
    wanted: dict[str, Any] = {}
    with st.container(width=720, key="thresholds"):
        for key, threshold in THRESHOLDS.items():
            if key not in chosen:
                continue
            left, right = st.columns([3, 4], vertical_alignment="bottom")
            wanted[key] = _value(left, key, threshold, chosen[key], instead[key], mark)
            with right.container(horizontal=True, vertical_alignment="center"):
                st.caption(_state(threshold, chosen[key], instead[key], whose, changes.get(key)), width="stretch")
                if chosen[key] is not None and st.button(_("Take back"), key=f"back-{key}", icon=":material/undo:"):
                    _save(path, {key: None}, place["version"])
        different = {key: value for key, value in wanted.items() if value != chosen[key]}
        if st.button(_("Save"), type="primary", key="thresholds-save", icon=":material/check:", disabled=not different):
            _save(path, different, place["version"])


def _value(where: Any, key: str, threshold: Threshold, chosen: Any, instead: Any, mark: str) -> Any:
    shown = None if chosen is None else _scaled(chosen, threshold)
    typed = where.number_input(
        f"{_(threshold.label)} ({_(threshold.unit)})",
        min_value=type(threshold.step)(0),
        max_value=type(threshold.step)(_LARGEST),
        value=shown,
        step=threshold.step,
        placeholder=_words(instead, threshold),
        help=_(threshold.help),
        key=f"{key}-{mark}",
    )
    if typed is None or typed == shown:
        return chosen
    return round(typed / threshold.scale, 6) if threshold.scale != 1 else typed


def _scaled(value: float, threshold: Threshold) -> Any:
    return type(threshold.step)(round(value * threshold.scale, 4))


def _words(value: float, threshold: Threshold) -> str:
    return f"{value * threshold.scale:g}"


def _state(threshold: Threshold, chosen: Any, instead: Any, whose: str, change: dict[str, Any] | None) -> str:
    who = ""
    if change is not None:
        by = plain(change["changed_by"] or _("somebody whose account is gone"))
        on = day(day_of(change["changed_at"]))
        who = _("taken back by {name} on {day}", name=by, day=on)
        if chosen is not None:
            who = _("chosen by {name} on {day}", name=by, day=on)
    value = _words(instead, threshold)
    if chosen is None:
        return listed([_("Holds: {value}, {whose}", value=value, whose=whose), who])
    return listed([_("Instead of {value}, {whose}", value=value, whose=whose), who])


def _save(path: str, content: dict[str, Any], version: int) -> None:
    try:
        send("PUT", path, content, version)
    except ApiError as error:
        st.error(refusal(error), icon=":material/error:")
        return
    st.toast(_("Saved. It holds from now on."), icon=":material/check_circle:")
    st.rerun()


def institute_names(institute: dict[str, Any]) -> None:
    """The institute's name and currency."""
    with st.container(width=720, key="institute"):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        mark = institute["version"]
        name = left.text_input(
            _("Name of the institute"), institute["name"], max_chars=200, key=f"institute-name-{mark}"
        )
        currency = right.text_input(
            _("Currency"),
            institute["currency"],
            max_chars=3,
            help=_("By ISO 4217, such as INR. Stays as soon as there is an amount."),
            key=f"institute-currency-{mark}",
        )
        typed = {"name": (name or "").strip(), "currency": (currency or "").strip().upper()}
        different = {key: value for key, value in typed.items() if value and value != institute[key]}
        if institute["clock_as_of"]:
            st.caption(_("The institute's clock stands at {day}: an import set it.", day=institute["clock_as_of"]))
        if different and st.button(_("Save name and currency"), type="primary", key="institute-save"):
            _save("/settings/institute", different, institute["version"])

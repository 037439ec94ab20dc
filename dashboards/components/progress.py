"""One student's progress: per subject how far, when it will be finished, and topic by topic."""

from collections.abc import Callable, Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.forecast_bar import forecast_bar
from dashboards.components.labels import ENROLLMENT_STATUS_NAMES, TOPIC_STATUS_NAMES, day
from dashboards.language import _
from dashboards.session import current_person
from warehouse.vocabulary import EnrollmentStatus, TopicProgressStatus

_DONE = (TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED)


def student_progress(
    told: dict[str, Any], forecasts: pd.DataFrame, draw_guide: Callable[[dict[str, Any]], None]
) -> None:
    """Shows the answer of `GET /students/{id}/progress` with `queries.enrollments.forecasts_of_student`.

    `draw_guide` adds to the card of an enrolment what helps in it (`components/guide.py`).
    """
    if not told["enrollments"]:
        states.empty(_("No enrolment yet."), _("Subjects and their topics appear here after enrolling."))
        return
    by_subject = {row["subject_code"]: row for row in forecasts.to_dict("records")}
    for enrollment in told["enrollments"]:
        with st.container(border=True, key=f"enrollment-{enrollment['id']}"):
            _enrollment(enrollment, by_subject.get(enrollment["subject_code"]))
            draw_guide(enrollment)
            _topics(enrollment["topics"])


def _enrollment(enrollment: dict[str, Any], forecast: dict[Hashable, Any] | None) -> None:
    topics = enrollment["topics"]
    done = sum(TopicProgressStatus(topic["status"]) in _DONE for topic in topics)
    share = float(enrollment["completion_percentage"] or 0)
    status = EnrollmentStatus(enrollment["status"])
    st.subheader(enrollment["subject_name"], anchor=False)
    told = _("{done} of {total} topics done · {share}%", done=done, total=len(topics), share=f"{share:.0f}")
    st.progress(min(share / 100, 1.0), text=told)
    words = forecast_in_words(forecast) if status is EnrollmentStatus.ACTIVE else ENROLLMENT_STATUS_NAMES[status]
    st.markdown(words)
    if status is EnrollmentStatus.ACTIVE and (picture := forecast_bar(forecast, current_person().today)):
        st.html(picture)


def _topics(topics: list[dict[str, Any]]) -> None:
    with st.expander(_("Topic by topic")):
        st.html(f'<ul class="hw-topics">{"".join(_topic(topic) for topic in topics)}</ul>')


def _topic(topic: dict[str, Any]) -> str:
    status = TopicProgressStatus(topic["status"])
    level = _("understanding {level} of 5", level=topic["competency_level"]) if topic["competency_level"] else ""
    return (
        f'<li class="{status.value}"><span>{escape(topic["name"])}</span>'
        f"<span>{TOPIC_STATUS_NAMES[status]}</span><span>{level}</span></li>"
    )


def forecast_in_words(forecast: dict[Hashable, Any] | None) -> str:
    """A forecast as a sentence about a range, never as one date."""
    if forecast is None:
        return _("It is too early to say when this will be finished.")
    early, late = pd.Timestamp(forecast["p10_date"]), pd.Timestamp(forecast["p90_date"])
    if pd.isna(early) or pd.isna(late):
        return _("At this pace this is finished around **{day}**.", day=day(pd.Timestamp(forecast["p50_date"])))
    if early == late:
        return _("At this pace this is finished around **{day}**.", day=day(early))
    told = _(
        "At this pace this is finished between **{early}** and **{late}** (8 of 10 cases).",
        early=day(early),
        late=day(late),
    )
    return f"{told} {_on_time(forecast)}".rstrip()


def _on_time(forecast: dict[Hashable, Any]) -> str:
    """The chance to keep to the expected date for whoever goes on; the chance to drop out is nobody's business here."""
    chance, expected = forecast.get("p_on_time_if_finished"), forecast.get("expected_completion_date")
    if pd.isna(chance) or pd.isna(expected):
        return ""
    planned = day(pd.Timestamp(expected))
    tenths = round(10 * float(chance))
    if tenths == 0:
        return _("That is later than planned (**{day}**).", day=planned)
    if tenths == 10:
        return _("It is almost sure to be done by the planned day, **{day}**.", day=planned)
    return _("{tenths} in 10 chance to be done by the planned day, **{day}**.", tenths=tenths, day=planned)

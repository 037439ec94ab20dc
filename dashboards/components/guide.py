"""What helps within one subject of a student: the map of topics, what is next and why, and the pace in words.

Drawn into the card of a subject (`components/progress.py`). What is next comes live from the API; the pace and how many
sessions a topic takes are figures of the snapshot.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboards.components.labels import TOPIC_STATUS_NAMES, is_known
from dashboards.components.pace import pace_to_staff, pace_to_student
from dashboards.components.told import in_own_words
from dashboards.components.ways import Way, linked
from dashboards.language import Names, _, gettext_noop, ngettext
from warehouse.vocabulary import EnrollmentStatus, ResourceKind, TopicDifficulty, TopicProgressStatus

LEVEL_NAMES: Final = Names(
    {
        TopicDifficulty.EASY: gettext_noop("easier ones, until the basics sit"),
        TopicDifficulty.MEDIUM: gettext_noop("of medium difficulty"),
        TopicDifficulty.HARD: gettext_noop("harder ones: the latest topics went very well"),
    }
)
KIND_NAMES: Final = Names(
    {
        ResourceKind.ARTICLE: gettext_noop("Article"),
        ResourceKind.VIDEO: gettext_noop("Video"),
        ResourceKind.EXERCISE: gettext_noop("Exercise"),
        ResourceKind.DOCUMENT: gettext_noop("Document"),
        ResourceKind.LINK: gettext_noop("Link"),
    }
)
_DONE: Final = (TopicProgressStatus.COMPLETED, TopicProgressStatus.MASTERED)


class Guide:
    """What is known of one student, by subject.

    Args:
        following: the answer of `GET /students/{id}/next-topics`.
        pace: rows of `queries.learning.pace_of_student`.
        sessions: rows of `queries.learning.sessions_of_student`.
        student_id: the student.
        is_self: whether the student is looking, and not somebody who helps.
    """

    def __init__(
        self,
        following: dict[str, Any],
        pace: pd.DataFrame,
        sessions: pd.DataFrame,
        student_id: int,
        *,
        is_self: bool,
    ) -> None:
        self._next = {subject["enrollment_id"]: subject for subject in following["subjects"]}
        self._pace: dict[str, dict[Hashable, Any]] = {row["subject_code"]: row for row in pace.to_dict("records")}
        self._sessions: dict[int, float] = dict(sessions.itertuples(index=False, name=None))
        self._student_id = student_id
        self._is_self = is_self

    def draw(self, enrollment: dict[str, Any]) -> None:
        """Draws what helps in one enrolment of `GET /students/{id}/progress`."""
        subject = self._next.get(enrollment["id"])
        following = subject["topics"] if subject else []
        pace = self._pace.get(enrollment["subject_code"])
        if EnrollmentStatus(enrollment["status"]) is EnrollmentStatus.ACTIVE:
            if pace is not None:
                told = pace_to_student(pace) if self._is_self else _("Pace: {pace}.", pace=pace_to_staff(pace))
                st.markdown(told)
            if subject and following:
                st.html(next_list(following, subject["suited_level"], self._sessions))
        upcoming = [topic["topic_id"] for topic in following]
        st.html(topic_map(enrollment["topics"], upcoming, partial(self._behind, enrollment["subject_name"])))

    def _behind(self, subject: str, status: TopicProgressStatus) -> Way:
        """What lies behind a topic: marks and results once it is begun, before that what to learn it from."""
        if not self._is_self:
            return Way("progress-report", {"student": str(self._student_id)})
        is_begun = status is not TopicProgressStatus.NOT_STARTED
        return Way("my-attendance" if is_begun else "my-resources", {"subject": subject})


def next_list(following: list[dict[str, Any]], suited_level: str, sessions: Mapping[int, float]) -> str:
    """What is next, why, how long it takes, and what to learn it from."""
    items = "".join(_next_item(topic, sessions.get(topic["topic_id"])) for topic in following)
    level = LEVEL_NAMES[TopicDifficulty(suited_level)]
    return (
        f'<section class="hw-next" data-testid="next-topics"><h4>{escape(_("What is next"))}</h4>'
        f'<ol>{items}</ol><p class="hw-next-level">{escape(_("Exercises that fit now: {level}.", level=level))}</p>'
        "</section>"
    )


def _next_item(topic: dict[str, Any], expected_sessions: float | None) -> str:
    reason = in_own_words(topic["reason"])
    if topic["step"] == "next" and expected_sessions is not None and is_known(expected_sessions):
        count = max(1, round(expected_sessions))
        reason += " " + ngettext(
            "Students like you take about {count} session.", "Students like you take about {count} sessions.", count
        )
    resources = "".join(_resource(one) for one in topic["resources"])
    listed = f'<ul class="hw-next-resources">{resources}</ul>' if resources else ""
    return f"<li><strong>{escape(topic['name'])}</strong><span>{escape(reason)}</span>{listed}</li>"


def _resource(resource: dict[str, Any]) -> str:
    about = [KIND_NAMES[ResourceKind(resource["kind"])]]
    if resource["duration_minutes"]:
        about.append(_("{count} min", count=resource["duration_minutes"]))
    title = escape(resource["title"])
    if resource["url"]:
        url = escape(resource["url"], quote=True)
        title = f'<a href="{url}" target="_blank" rel="noopener noreferrer">{title}</a>'
    return f"<li>{title} <span>{' · '.join(about)}. {escape(in_own_words(resource['reason']))}</span></li>"


def topic_map(
    topics: list[dict[str, Any]], next_ids: Iterable[int], behind: Callable[[TopicProgressStatus], Way]
) -> str:
    """All topics in teaching order as small tiles: done, begun, due for review, next, later; each leads on.

    Args:
        topics: of an enrolment of `GET /students/{id}/progress`.
        next_ids: what is next.
        behind: the way from a topic, by its status.
    """
    upcoming = set(next_ids)
    tiles = "".join(_tile(topic, behind, is_next=topic["topic_id"] in upcoming) for topic in topics)
    return (
        f'<ol class="hw-map" data-testid="topic-map" aria-label="{escape(_("Topics in teaching order"))}">{tiles}</ol>'
    )


def _tile(topic: dict[str, Any], behind: Callable[[TopicProgressStatus], Way], *, is_next: bool) -> str:
    status = TopicProgressStatus(topic["status"])
    words = TOPIC_STATUS_NAMES[status]
    if is_next and status is TopicProgressStatus.NOT_STARTED:
        words = _("→ Next")
    elif topic["competency_level"] and status not in _DONE:
        words += _(", understood {level} of 5", level=topic["competency_level"])
    css = f"{status.value} next" if is_next else status.value
    return f'<li class="{css}"><strong>{linked(topic["name"], behind(status))}</strong><span>{words}</span></li>'

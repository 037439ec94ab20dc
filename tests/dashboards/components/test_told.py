"""Sentences of the API and the models are known to the screens, as those who write them write them."""

import re
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboards.access import Person
from dashboards.components.next_steps import place_of
from dashboards.components.told import in_own_words
from dashboards.components.told_of_leads import WORDS, lead_reason
from dashboards.language import spoken
from ingest_api.analytics.student import _next_steps
from ingest_api.exams.readiness import not_ready
from ingest_api.report_schedules.kinds import KINDS
from ml.at_risk import reasons
from ml.lead_scoring.facts import BUILT_IN, Fact
from ml.lead_scoring.reasons import AGAINST, FOR, Background, _fact
from warehouse.learning_order import TopicState, _reason
from warehouse.settings import Settings
from warehouse.vocabulary import Role, TopicProgressStatus

STUDENT = Person(1, "Asha", "Rao", Role.STUDENT, None, 1, None, "Institute", is_demo=False)
DAYS = {"as_of_date": "2024-07-01", "last_session_on": "2024-06-12", "enrolled_on": "2024-05-02"}
ROW: dict[str, Any] = {
    **DAYS,
    "last_topic_done_on": "2024-06-10",
    "days_since_session": 19,
    "baseline_sessions_per_week": 3,
    "sessions_total": 8,
    "sessions_14d": 2,
    "minutes_28d": 90,
    "minutes_28d_rank": 0.2,
    "mark_rank": 0.2,
    "peer_count": 12,
    "absences_28d": 1,
    "absences_total": 3,
    "topics_done": 3,
    "topics_total": 10,
    "elapsed_share": 0.6,
    "assessments_missed": 1,
    "assessments_due": 4,
    "assessments_late": 1,
    "assessments_handed_in": 1,
    "mark_mean_percent": 41,
    "competency_slope_56d": -0.4,
    "judgements_56d": 6,
    "not_held_28d": 2,
    "planned_28d": 9,
    "habit_unusual_28d": 3,
    "habit_planned_28d": 9,
}
OTHERWISE: list[dict[str, Any]] = [
    {},
    {"sessions_total": 0, "absences_28d": 0, "elapsed_share": 0.1, "mark_mean_percent": float("nan")},
    {"days_since_session": 2, "peer_count": 1, "last_topic_done_on": None, "elapsed_share": 0.1},
    {"days_since_session": 1, "baseline_sessions_per_week": 0, "assessments_due": 1},
    {"days_since_session": 8, "baseline_sessions_per_week": 0, "peer_count": 1},
]


def is_hindi(sentence: str) -> bool:
    return any("\u0900" <= sign <= "\u097f" for sign in sentence)


@pytest.mark.parametrize("changes", OTHERWISE)
@pytest.mark.parametrize("theme", sorted(reasons.SENTENCES))
def test_every_reason_why_somebody_may_leave_is_known(theme: str, changes: dict[str, Any]) -> None:
    sentence = reasons.SENTENCES[theme](ROW | changes)
    if not sentence:
        return
    in_english = in_own_words(sentence)
    assert re.sub(r"\d+ \w+ \d{4}", "(day)", in_english) == re.sub(r"\d{4}-\d\d-\d\d", "(day)", sentence)
    with spoken("hi"):
        assert is_hindi(in_own_words(sentence)), sentence


@pytest.mark.parametrize("status", [*TopicProgressStatus])
@pytest.mark.parametrize("is_left", [True, False])
def test_every_reason_why_a_topic_is_next_is_known(status: TopicProgressStatus, is_left: bool) -> None:
    needed = TopicState(
        1,
        "Variables",
        1,
        frozenset(),
        TopicProgressStatus.NOT_STARTED if is_left else TopicProgressStatus.MASTERED,
        True,
    )
    topic = TopicState(2, "Loops", 2, frozenset({1}), status, True)
    with spoken("hi"):
        for others in ([needed], []):
            assert is_hindi(in_own_words(_reason(topic, others)))
        both = in_own_words("Unlocked by Variables and Loops. Students like you take about 1 session.")
    assert both.startswith("Variables and Loops")
    assert "session" not in both


def test_days_are_written_as_the_language_writes_them_and_what_is_unknown_stays() -> None:
    with spoken("hi"):
        assert "12 जून 2024" in in_own_words("No session since 2024-06-12 (19 days)")
        assert in_own_words("Something new. And more.") == "Something new. And more."


def test_a_model_and_a_level_have_their_names_and_older_percents_are_known() -> None:
    with spoken("hi"):
        assert "“लीड स्कोर”" in in_own_words("The lead scoring model fits again")
        assert in_own_words("Also for this topic; easy.").endswith("; आसान।")
        assert is_hindi(in_own_words("Average mark 60 %: below 83 % of those at the same stage"))
    assert in_own_words("Average mark 60 % as of 2024-06-12").startswith("Average mark 60% as of 12 June")


def test_what_an_exam_still_needs_is_known() -> None:
    with spoken("hi"):
        for more in ("", ", or once the topic Loops is done"):
            assert is_hindi(in_own_words(not_ready({"percentage": 62.5}, Settings()) + more))
        assert is_hindi(in_own_words("there is a place in Python, final at the same time"))
        assert is_hindi(in_own_words("every place is taken"))


def lead_sentences(fact: Fact) -> list[str]:
    """What the model may say of a fact of an inquiry."""
    if not fact.is_number:
        known = Background(pd.DataFrame(), {}, {fact.name: {"walk_in": 0.3}}, {})
        return [_fact(fact, value, known) for value in ("walk_in", "social_media", None)]
    spread = Background(pd.DataFrame(), {fact.name: np.arange(30.0)}, {}, {})
    return [_fact(fact, value, spread) for value in (0, 1, 15, 23.5, float("nan"))]


@pytest.mark.parametrize("fact", [one for one in BUILT_IN if one.name != "captured_weekday"], ids=lambda one: one.name)
def test_every_reason_why_somebody_may_enrol_is_known(fact: Fact) -> None:
    for sentence in lead_sentences(fact):
        for side in (FOR, AGAINST):
            assert lead_reason(f"{side}: {sentence}") == f"{side}: {sentence}"
            with spoken("hi"):
                assert not re.search("[A-Za-z]{3}", lead_reason(f"{side}: {sentence}")), sentence


def test_a_weekday_of_an_inquiry_is_told_by_its_name() -> None:
    weekday = next(one for one in BUILT_IN if one.name == "captured_weekday")
    sentence = _fact(weekday, 7, Background(pd.DataFrame(), {}, {}, {}))
    with spoken("hi"):
        assert "रविवार" in lead_reason(f"{FOR}: {sentence}")


def test_an_institute_s_own_words_about_an_inquiry_stay() -> None:
    with spoken("hi"):
        told = lead_reason(f"{AGAINST}: Lead Origin is Landing Page (12 of 100 such inquiries enrolled)")
        assert told.endswith("Lead Origin: Landing Page (ऐसी 100 पूछताछ में से 12 का नामांकन हुआ)")
        assert lead_reason("Something new is told.") == "Something new is told."
    assert {one.label for one in BUILT_IN} <= WORDS.keys()


@pytest.mark.parametrize(
    "title",
    [
        "An inquiry is yours now",
        "Follow-ups that are due: 1",
        "1 follow-up(s) are due",
        "Your appeal was decided",
        "Students who may be about to leave: 12",
        "12 student(s) may be about to leave",
        "The lead scoring model fits again",
        "A report on schedule could not be made: Student progress",
    ],
)
def test_titles_of_notifications_are_known(title: str) -> None:
    assert in_own_words(title) == title
    with spoken("hi"):
        assert is_hindi(in_own_words(title))


def test_a_report_that_came_is_told_with_its_days() -> None:
    with spoken("hi"):
        assert in_own_words("Attendance, 2026-06-08 to 2026-06-14") == "उपस्थिति, 8 जून 2026 से 14 जून 2026"
        assert all(is_hindi(in_own_words(known.title)) for known in KINDS.values())


def test_what_would_help_a_student_is_told_in_hindi_too() -> None:
    slow = {"status": "active", "velocity_estimate": None, "trend": "falling", "subject_name": "C, C++ and more"}
    late = {"p50_date": date(2024, 9, 1), "expected_completion_date": date(2024, 8, 1)}
    steps = [
        step
        for overdue, due, attended in ((1, 1, 2), (3, 2, 0))
        for step in _next_steps(
            date(2024, 7, 1),
            {"recent_marks": 4, "recent_attended": attended},
            {"overdue": overdue, "due_soon": due},
            [slow | late],
        )
    ]
    assert len(steps) == 10
    with spoken("hi"):
        assert [step for step in steps if not is_hindi(in_own_words(step))] == []
    places = {page.url_path if (page := place_of(step, STUDENT)) else None for step in steps}
    assert places == {"my-attendance", "my-resources", "my-schedule"}

"""Leads and feedback: funnels, open inquiries, ratings and what they are about."""

from typing import Any

import pytest

from tests.ingest_api.analytics.snapshots import feedback, meant, publish, rows_about, themes
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role


def test_conversion_by_stage_source_and_counselor(api: Api, published: School) -> None:
    answer = api.get("/crm/analytics/conversion", api.log_in(published.users[Role.COUNSELOR]))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(stage["stage"], stage["reached"], stage["drop_off"]) for stage in told["funnel"]] == [
        ("new", 4, None),
        ("contacted", 3, 0.25),
        ("follow_up_scheduled", 1, pytest.approx(2 / 3)),
        ("enrolled", 1, 0.0),
    ]
    assert [(row["source"], row["inquiries"], row["conversion_rate"]) for row in told["by_source"]] == [
        ("referral", 2, 0.5),
        ("website", 2, 0.0),
    ]
    assert float(told["total"]["collected_fees"]) == 1000
    assert told["lost_from"] == [{"stage": "contacted", "inquiries": 1, "median_days": 15.0}]
    counselor = published.users[Role.COUNSELOR]
    assert {row["counselor_id"]: row["inquiries"] for row in told["by_counselor"]} == {counselor: 3, None: 1}


def test_leads_of_another_campus_do_not_count(api: Api, published: School) -> None:
    told = api.get("/crm/analytics/conversion", api.log_in(published.other_admin)).json()
    assert told["total"]["inquiries"] == 1
    everywhere = api.get("/crm/analytics/conversion", api.log_in(published.users[Role.SUPER_ADMIN])).json()
    assert everywhere["total"]["inquiries"] == 5


def test_open_inquiries_that_nobody_looks_after(api: Api, published: School) -> None:
    told = api.get("/crm/pipeline/health", api.log_in(published.users[Role.COUNSELOR])).json()
    assert told["total"] == {
        "inquiries": 2,
        "overdue": 1,
        "unplanned": 0,
        "unassigned": 1,
        "stale": 1,
        "mean_age_days": 11.5,
    }
    assert [(row["status"], row["stale"]) for row in told["by_status"]] == [("contacted", 1), ("new", 0)]


def test_ratings_and_their_answers(api: Api, published: School) -> None:
    told = api.get("/feedback/analytics", api.log_in(published.users[Role.ADMIN])).json()
    assert told["total"] == {
        "answers": 3,
        "mean_rating": pytest.approx(11 / 3),
        "pending": 2,
        "resolved": 1,
        "median_hours_to_resolve": 48.0,
    }
    assert told["distribution"] == [{"rating": rating, "answers": 1} for rating in (2, 4, 5)]
    assert [(row["feedback_type"], row["answers"]) for row in told["by_type"]] == [("faculty", 2), ("institute", 1)]


def test_sentiment_by_theme(api: Api, published: School) -> None:
    told = api.get("/feedback/sentiment-analysis", api.log_in(published.users[Role.ADMIN])).json()
    assert told["total"] == {
        "answers": 3,
        "positive": 1,
        "neutral": 1,
        "negative": 1,
        "unsettled": 1,
        "unsure": 1,
        "contradicted": 0,
    }
    assert api.get("/feedback/analytics", api.log_in(published.users[Role.ADMIN])).json()["sentiment"] == told["total"]
    assert [(row["theme"], row["answers"], row["negative"]) for row in told["themes"]] == [
        ("pace", 2, 1),
        ("room", 1, 1),
    ]


def test_too_few_answers_are_not_shown_to_whom_they_are_about(api: Api, published: School) -> None:
    headers = api.log_in(published.users[Role.FACULTY])
    assert api.get("/feedback/analytics", headers).json()["total"] is None
    assert api.get("/feedback/analytics", headers).json()["distribution"] == []
    told = api.get("/feedback/sentiment-analysis", headers).json()
    assert (told["total"], told["by_month"], told["themes"]) == (None, [], [])


@pytest.mark.parametrize(("anonymous", "is_told"), [(0, True), (1, False), (5, True)])
def test_nobody_is_told_figures_of_few_answers_where_one_is_anonymous(
    api: Api, settings: Settings, school: School, anonymous: int, is_told: bool
) -> None:
    said = [
        feedback(key, school.campus, school.faculty, 2, "negative", ["pace"], is_anonymous=key <= anonymous)
        for key in range(1, max(anonymous, 1) + 1)
    ]
    rows = rows_about(school) | {
        "marts.fct_feedback": said,
        "marts.fct_feedback_theme": list(themes(said)),
        "reporting.rpt_feedback_sentiment": [meant(row) for row in said],
        "reporting.rpt_feedback_theme": list(themes([meant(row) for row in said])),
    }
    publish(settings.home, rows)
    headers = api.log_in(school.users[Role.ADMIN])
    told = api.get("/feedback/analytics", headers).json()
    assert [bool(told[name]) for name in ("total", "sentiment", "distribution", "by_type", "by_month")] == [is_told] * 5
    told = api.get("/feedback/sentiment-analysis", headers).json()
    assert [bool(told[name]) for name in ("total", "by_month", "themes")] == [is_told] * 3
    assert (overview(api, headers)["mean_rating_30d"] is not None) is is_told


def overview(api: Api, headers: dict[str, str]) -> dict[str, Any]:
    """The whole of what the admin's institute looks like."""
    return dict(api.get("/analytics/institute/overview", headers).json()["campuses"][0])


@pytest.mark.parametrize(
    "path",
    [
        "/crm/analytics/conversion",
        "/crm/pipeline/health",
        "/feedback/analytics",
        "/feedback/sentiment-analysis",
        "/attendance/analytics/absenteeism",
        "/progress/analytics/velocity",
        "/progress/predictions/completion",
        "/analytics/institute/overview",
        "/analytics/trends/learning-velocity",
        "/analytics/predictions/completion",
    ],
)
def test_an_empty_snapshot_is_answered_too(api: Api, settings: Settings, school: School, path: str) -> None:
    publish(settings.home, {})
    answer = api.get(path, api.log_in(school.users[Role.SUPER_ADMIN]))
    assert answer.status_code == 200, answer.text

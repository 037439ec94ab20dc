"""Figures to plan by: hours and demand of the weeks ahead, and whether help helps; each within the own campus."""

import pytest

from tests.ingest_api.analytics.snapshots import AS_OF, publish, rows_about
from tests.ingest_api.conftest import Api
from tests.ingest_api.school import School
from warehouse.settings import Settings
from warehouse.vocabulary import Role

CODES = ("all", "HERE", "THERE")


@pytest.fixture
def planned(settings: Settings, school: School) -> School:
    hours = [
        {"campus_code": code, "week_start": AS_OF, "is_ahead": is_ahead, "booked_hours": 8.0, "expected_hours": 12.0}
        | {"available_hours": 10.0, "load_share": 1.2, "state": "short"}
        for code in CODES
        for is_ahead in (True, False)
    ]
    demand = [
        {
            "campus_code": code,
            "measure": "sessions",
            "week_start": AS_OF,
            "method": "not_enough_weeks",
            "weeks_known": 3,
        }
        for code in CODES
    ]
    counts = ("interventions", "open_interventions", "overdue_interventions", "done_interventions", "better_outcomes")
    counts = (*counts, "unchanged_outcomes", "dropped_outcomes", "windows_over")
    counts = (*counts, "marks_before", "attended_before", "marks_after", "attended_after")
    uplift = {
        "comparison": "alert",
        "estimated_as_of": AS_OF,
        "status": "not_enough_data",
        "treated": 3,
        "untreated": 1,
    }
    publish(
        settings.home,
        rows_about(school)
        | {
            "reporting.rpt_capacity_week": hours,
            "reporting.rpt_demand_forecast": demand,
            "reporting.rpt_intervention_outcome": [
                {"campus_code": code, "action": "call", **dict.fromkeys(counts, 1)} for code in CODES
            ],
            "reporting.rpt_intervention_uplift": [
                uplift | {"more_needed": 100, "more_needed_to_tell": 400, "method": "lot", "model_version": "1"}
            ],
        },
    )
    return school


@pytest.mark.parametrize(("role", "seen"), [(Role.SUPER_ADMIN, ["HERE", "THERE", "all"]), (Role.ADMIN, ["HERE"])])
def test_the_weeks_ahead_are_those_of_the_campuses_in_sight(
    api: Api, planned: School, role: Role, seen: list[str]
) -> None:
    told = api.get("/analytics/capacity", api.log_in(planned.users[role])).json()
    assert [row["campus_code"] for row in told["hours"]] == seen
    assert [row["campus_code"] for row in told["demand"]] == seen
    assert (told["hours"][0]["state"], told["demand"][0]["p50"]) == ("short", None)
    assert told["build"]["source_as_of"] == str(AS_OF)


def test_another_campus_stays_empty(api: Api, planned: School) -> None:
    told = api.get("/analytics/capacity", api.log_in(planned.users[Role.ADMIN]), campus="THERE").json()
    assert (told["hours"], told["demand"]) == ([], [])


@pytest.mark.parametrize(("role", "seen"), [(Role.SUPER_ADMIN, ["HERE", "THERE", "all"]), (Role.COUNSELOR, ["HERE"])])
def test_what_helps_is_told_of_the_institute_and_counted_by_campus(
    api: Api, planned: School, role: Role, seen: list[str]
) -> None:
    told = api.get("/analytics/interventions", api.log_in(planned.users[role])).json()
    assert [row["campus_code"] for row in told["outcomes"]] == seen
    [uplift] = told["uplift"]
    assert (uplift["status"], uplift["uplift"], uplift["more_needed"]) == ("not_enough_data", None, 100)
